// Who may sign in: an admin lets people in, gives new codes, and lets people go. Every change asks for the admin's
// password when it was typed more than ten minutes ago.

import { Problem, api } from './api.js';
import { el, icon, loadIcons } from './el.js';
import { field, keysPage, mainButton, passwordField } from './keys-page.js';
import { confirmSheet, fingerprintOfTrust, newSheet, readBack, sheetPaper } from './recovery-sheet.js';
import { say } from './text.js';

const ROLES = ['coach', 'supervisor', 'front_desk', 'admin'];
const state = { me: null, users: [], coaches: [], sheetAt: null, given: null, sheet: null, sure: '', again: null, role: 'coach' };

const page = keysPage({
  title: 'title.people',
  wide: true,
  state,
  back: '/admin',
  view,
  submit,
  press: {
    code: (_, { id }) => change(async () => give(await api.newCode(id))),
    sure: (_, { id }) => {
      state.sure = id;
      page.draw();
    },
    remove: (_, { id }) => change(() => api.removeUser(id)),
    sheet: () =>
      change(async () => {
        state.sheet = newSheet(await api.newSheet(), await fingerprintOfTrust());
      }),
    print: () => window.print(),
    'sign-out': async () => {
      await api.signOut().catch(() => {});
      location.assign('/sign-in');
    },
  },
});

function view() {
  if (!state.me) return null;
  if (state.again) return passwordAgain();
  if (state.sheet)
    return [
      el('h1', { class: 'not-on-paper', 'data-key': 'title' }, say('sheet.title')),
      sheetPaper(state.sheet),
      readBack(state, state.sheet),
    ];
  return [
    el('h1', { 'data-key': 'title' }, say('people.title')),
    el('p', { class: 'lead', 'data-key': 'lead' }, say('people.lead')),
    state.given && givenCard(),
    el('ul', { class: 'people', 'data-key': 'people' }, state.users.map(person)),
    addForm(),
    sheetPart(),
    el(
      'p',
      { class: 'buttons', 'data-key': 'me' },
      el('a', { class: 'b', href: '/password' }, say('password.title')),
      el('button', { type: 'button', class: 'b', 'data-act': 'sign-out' }, say('nav.sign_out')),
    ),
  ];
}

/** The link holds the code behind the #: it is sent to nobody when it is opened. */
function givenCard() {
  const { name, login, code } = state.given;
  return el(
    'section',
    { class: 'card given', role: 'status', 'data-key': 'given' },
    el('h2', {}, say('people.given', { name })),
    el('p', {}, say('people.given_more', { login })),
    el('b', { class: 'big-code' }, `${location.origin}/join#${code}`),
  );
}

function person(user) {
  const mine = user.id === state.me.id;
  const stands = !user.invited
    ? null
    : el('span', { class: 'chip wait' }, say(user.code_until ? 'people.invited' : 'people.code_over'));
  return el(
    'li',
    { class: 'card', 'data-key': user.id },
    el('span', { class: 'grow' }, el('b', {}, user.name), ' ', el('span', { class: 'muted' }, user.login)),
    el('span', { class: 'chip' }, say(`role.${user.role}`)),
    stands,
    mine
      ? el('span', { class: 'chip ok' }, say('people.you'))
      : el(
          'span',
          { class: 'buttons' },
          el('button', { type: 'button', class: 'b sml', 'data-act': 'code', 'data-id': user.id, 'aria-label': `${say('people.new_code')}: ${user.name}` }, say('people.new_code')),
          state.sure === user.id
            ? el('button', { type: 'button', class: 'b sml dng', 'data-act': 'remove', 'data-id': user.id }, say('people.remove_sure', { name: user.name }))
            : el('button', { type: 'button', class: 'b sml warn', 'data-act': 'sure', 'data-id': user.id, 'aria-label': `${say('people.remove')}: ${user.name}` }, say('people.remove')),
        ),
  );
}

function choice(name, label, options, chosen) {
  return el(
    'label',
    { class: 'field', 'data-key': name },
    el('span', { class: 'lab' }, say(label)),
    el('select', { name }, options.map(([value, words]) => el('option', { value, selected: value === chosen }, words))),
  );
}

function addForm() {
  return el(
    'form',
    { novalidate: true, 'data-key': 'add' },
    el('h2', {}, say('people.add')),
    el(
      'div',
      { class: 'two' },
      field('name', 'people.name', { autocomplete: 'off' }),
      field('login', 'people.login', { autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' }, 'people.login_hint'),
      choice('role', 'people.role', ROLES.map((role) => [role, say(`role.${role}`)])),
      choice('coach', 'people.coach', [['', say('people.no_coach')], ...state.coaches.map(({ id, name }) => [id, name])]),
    ),
    mainButton(state, 'people.go'),
  );
}

function sheetPart() {
  return el(
    'section',
    { 'data-key': 'sheet' },
    el('h2', {}, say('sheet.title')),
    state.sheetAt
      ? el('p', {}, say('sheet.there', { day: state.sheetAt.slice(0, 10) }))
      : el('p', { class: 'bar bad' }, icon('alert', 22), say('sheet.none')),
    el('button', { type: 'button', class: 'b', 'data-act': 'sheet' }, say('sheet.make')),
  );
}

function passwordAgain() {
  return el(
    'form',
    { novalidate: true, 'data-key': 'again' },
    el('h1', {}, say('people.again')),
    el('p', { class: 'lead' }, say('people.again_more')),
    passwordField(state, 'password', 'sign_in.password', 'current-password'),
    mainButton(state, 'keys.next'),
  );
}

function give(given) {
  state.given = given;
}

async function load() {
  const [{ user }, { users, recovery_sheet_at: sheetAt }, { items }] = await Promise.all([
    api.session(),
    api.users(),
    api.list('coaches'),
  ]);
  Object.assign(state, { me: user, users, sheetAt, coaches: items, sure: '' });
}

/** Does it; when the password was typed too long ago, asks for it first and then does it. */
function change(work) {
  return page.attempt(async () => {
    try {
      await work();
      await load();
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 403 || problem.field !== 'password') throw problem;
      state.again = work;
    }
  });
}

function submit(form) {
  if (state.again)
    return page.attempt(async () => {
      await api.confirmPassword(form.elements.password.value);
      const work = state.again;
      state.again = null;
      await work();
      await load();
    });
  if (state.sheet)
    return page.attempt(async () => {
      await confirmSheet(state.sheet, form);
      state.sheet = null;
      await load();
    });
  const { name, login, role, coach } = form.elements;
  const plan = { name: name.value.trim(), login: login.value.trim(), role: role.value, coach: coach.value || null };
  return change(async () => {
    give(await api.addUser(plan));
    form.reset();
  });
}

loadIcons();
page.attempt(load);
