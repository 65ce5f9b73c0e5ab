// Signing in. The password is in the field and in the request, nowhere else.

import { api } from './api.js';
import { el, icon, loadIcons, morphChildren } from './el.js';
import { say } from './text.js';

const PAGES = ['/coach', '/desk', '/admin'];
const HOMES = { front_desk: '/desk', admin: '/admin' };
const query = new URLSearchParams(location.search);
// The page that sent here, and the place on it: "/coach", "/request/…".
const [asked, place = ''] = (query.get('next') ?? '').split('#');
const ended = query.has('ended');
const state = {
  shown: false,
  busy: false,
  problem: ended ? say('sign_in.ended') : '',
  kind: ended ? 'sky' : 'bad',
};

function view() {
  return [
    el(
      'header',
      { class: 'welcome', 'data-key': 'art' },
      el('div', { class: 'logo' }, el('span', { class: 'disc' }, icon('bell', 38)), say('app.name')),
      el('div', { class: 'welcome-art' }, el('img', { src: '/assets/art/two-chairs.svg', alt: '' })),
    ),
    el(
      'main',
      { class: 'sign-in', 'data-key': 'form' },
      el('h1', {}, say('sign_in.title')),
      el('p', { class: 'lead' }, say('sign_in.body')),
      el(
        'div',
        { role: 'alert', 'data-key': 'problem' },
        state.problem && el('p', { class: `bar ${state.kind}` }, icon('info', 22), state.problem),
      ),
      el(
        'form',
        { novalidate: true, 'data-key': 'fields' },
        loginField(),
        passwordField(),
        sharedBox(),
        el(
          'button',
          { type: 'submit', class: 'b pri lg full', 'aria-disabled': state.busy && 'true' },
          el('span', {}, say(state.busy ? 'sign_in.going' : 'sign_in.go')),
        ),
      ),
      el(
        'p',
        { class: 'other-ways' },
        el('a', { href: '/join' }, say('sign_in.have_code')),
        el('a', { href: '/recover' }, say('sign_in.have_sheet')),
      ),
      el(
        'p',
        { class: 'hint-line' },
        icon('lock', 22),
        el('span', { class: 'muted' }, say('sign_in.patients')),
      ),
    ),
  ];
}

function loginField() {
  return el(
    'label',
    { class: 'field' },
    el('span', { class: 'lab' }, say('sign_in.login')),
    el('input', {
      name: 'login',
      autocomplete: 'username',
      autocapitalize: 'none',
      spellcheck: 'false',
      required: true,
    }),
  );
}

function passwordField() {
  return el(
    'div',
    { class: 'field' },
    el('label', { class: 'lab', for: 'password' }, say('sign_in.password')),
    el(
      'div',
      { class: 'with-button' },
      el('input', {
        id: 'password',
        name: 'password',
        type: state.shown ? 'text' : 'password',
        autocomplete: 'current-password',
        required: true,
      }),
      el(
        'button',
        {
          type: 'button',
          class: 'show',
          'aria-pressed': String(state.shown),
          'aria-label': say('sign_in.show_long'),
        },
        icon(state.shown ? 'eye-off' : 'eye', 22),
        say(state.shown ? 'sign_in.hide' : 'sign_in.show'),
      ),
    ),
  );
}

function sharedBox() {
  return el(
    'label',
    { class: 'check' },
    el('input', { type: 'checkbox', name: 'shared' }),
    el('span', { class: 'box' }, icon('check', 20)),
    say('sign_in.shared'),
  );
}

function draw() {
  morphChildren(document.getElementById('app'), view());
}

function problem(words) {
  Object.assign(state, { busy: false, problem: words, kind: 'bad' });
  draw();
}

function landing({ user }) {
  const home = HOMES[user.role] ?? '/coach';
  const isForOthers = (asked === '/coach' && home !== '/coach') || (asked === '/admin' && home !== '/admin');
  if (!PAGES.includes(asked) || isForOthers) return home;
  return /^\/[\w/-]{1,80}$/.test(place) ? `${asked}#${place}` : asked;
}

async function signIn(form) {
  const login = form.elements.login.value.trim();
  const password = form.elements.password.value;
  if (!login || !password) {
    problem(say('sign_in.empty'));
    (login ? form.elements.password : form.elements.login).focus();
    return;
  }
  Object.assign(state, { busy: true, problem: '' });
  draw();
  try {
    location.assign(landing(await api.signIn(login, password, form.elements.shared.checked)));
  } catch (error) {
    problem(error.status === 401 ? say('sign_in.wrong') : error.message);
    form.elements.password.focus();
  }
}

loadIcons();
document.title = say('title.sign_in');
draw();
document.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!state.busy) signIn(event.target);
});
document.addEventListener('click', ({ target }) => {
  if (!target.closest('.show')) return;
  state.shown = !state.shown;
  draw();
});
document.querySelector('input[name=login]').focus();
