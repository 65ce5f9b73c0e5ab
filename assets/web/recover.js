// When no admin can sign in any more: the recovery sheet lets one choose a new password, and ends.

import { api } from './api.js';
import { el, loadIcons } from './el.js';
import { field, keysPage, mainButton, typedField } from './keys-page.js';
import { confirmSheet, fingerprintOfTrust, newSheet, readBack, sheetPaper } from './recovery-sheet.js';
import { say } from './text.js';

const state = { sheet: null, code: '' };

const page = keysPage({
  title: 'title.recover',
  state,
  back: '/sign-in',
  view: () => (state.sheet ? [newOne(), sheetPaper(state.sheet), readBack(state, state.sheet)] : ask()),
  submit,
  press: { print: () => window.print() },
});

function ask() {
  return el(
    'form',
    { novalidate: true, 'data-key': 'ask' },
    el('h1', {}, say('recover.title')),
    el('p', { class: 'lead' }, say('recover.lead')),
    typedField('sheet', 'recover.sheet', {}, 'recover.sheet_hint'),
    field('login', 'recover.login', { autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false' }),
    mainButton(state, 'recover.go'),
  );
}

function newOne() {
  return el(
    'div',
    { class: 'not-on-paper', 'data-key': 'new' },
    el('h1', {}, say('recover.new_title')),
    el('p', { class: 'lead' }, say('recover.new_lead', { name: state.sheet.name })),
  );
}

function submit(form) {
  if (state.sheet)
    return page.attempt(async () => {
      await confirmSheet(state.sheet, form);
      location.assign(`/join#${state.code}`);
    });
  return page.attempt(async () => {
    const got = await api.recover(form.elements.sheet.value, form.elements.login.value.trim());
    state.code = got.code;
    state.sheet = newSheet(got, await fingerprintOfTrust());
  });
}

loadIcons();
page.draw();
