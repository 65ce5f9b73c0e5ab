// Joining: a code from an admin, and a password of one's own. The code comes behind the #, which browsers keep to
// themselves, and leaves the address line at once.

import { api } from './api.js';
import { el, loadIcons } from './el.js';
import { field, keysPage, mainButton, offerCard, passwordField, takeOffer, typedField } from './keys-page.js';
import { say } from './text.js';

const state = { code: '', welcome: null };

const page = keysPage({ title: 'title.join', state, view, submit, press: { take } });

function view() {
  return state.welcome ? choose() : askCode();
}

function askCode() {
  return el(
    'form',
    { novalidate: true, 'data-key': 'code' },
    el('h1', {}, say('join.title')),
    el('p', { class: 'lead' }, say('join.lead')),
    typedField('code', 'join.code', {}, 'join.code_hint'),
    mainButton(state, 'keys.next'),
  );
}

function choose() {
  const { name, login, site, offer } = state.welcome;
  return el(
    'form',
    { novalidate: true, 'data-key': 'choose' },
    el('h1', { tabindex: '-1' }, say('join.hello', { name })),
    el('p', { class: 'lead' }, say('join.choose', { site })),
    field('login', 'join.login', { value: login, readonly: true, autocomplete: 'username' }, 'join.login_hint'),
    passwordField(state, 'password', 'keys.new', 'new-password', 'keys.new_hint'),
    offerCard(offer),
    el('label', { class: 'check' }, el('input', { type: 'checkbox', name: 'shared' }), say('sign_in.shared')),
    mainButton(state, 'join.go'),
  );
}

function take() {
  takeOffer(state, page, 'password', state.welcome.offer);
}

function look(code) {
  return page.attempt(async () => {
    state.welcome = await api.code(code);
    state.code = code;
  });
}

function submit(form) {
  if (!state.welcome) return look(form.elements.code.value);
  return page.attempt(async () => {
    const { user } = await api.join(state.code, form.elements.password.value, form.elements.shared.checked);
    location.replace(user.role === 'front_desk' ? '/desk' : user.role === 'admin' ? '/people' : '/coach');
  });
}

loadIcons();
const given = decodeURIComponent(location.hash.slice(1));
if (given) history.replaceState(null, '', location.pathname);
page.draw();
if (given) look(given);
