// Changing one's own password.

import { api } from './api.js';
import { el, loadIcons } from './el.js';
import { keysPage, mainButton, offerCard, passwordField, takeOffer } from './keys-page.js';
import { say } from './text.js';

const state = { offer: '', done: false };

const page = keysPage({ title: 'title.password', state, back: '/coach', view, submit, press: { take } });

function view() {
  if (state.done)
    return el('div', { 'data-key': 'done' }, el('h1', {}, say('password.done')), el('p', { class: 'lead' }, say('password.done_more')));
  return el(
    'form',
    { novalidate: true, 'data-key': 'change' },
    el('h1', {}, say('password.title')),
    el('p', { class: 'lead' }, say('password.lead')),
    passwordField(state, 'password', 'password.old', 'current-password'),
    passwordField(state, 'new', 'keys.new', 'new-password', 'keys.new_hint'),
    state.offer && offerCard(state.offer),
    mainButton(state, 'password.go'),
  );
}

function take() {
  takeOffer(state, page, 'new', state.offer);
}

function submit(form) {
  return page.attempt(async () => {
    await api.changePassword(form.elements.password.value, form.elements.new.value);
    state.done = true;
  });
}

loadIcons();
page.attempt(async () => {
  await api.session();
  state.offer = (await api.passwordOffer()).offer;
});
