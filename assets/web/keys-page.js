// What the pages about getting in share: their frame, their fields, and the words for what went wrong.

import { Problem } from './api.js';
import { el, icon, morphChildren } from './el.js';
import { say } from './text.js';

/** state: {problem, kind, shown, busy} and the page's own. view(): what stands below the page's head. */
export function keysPage({ title, wide, back, state, view, submit, press }) {
  const page = {
    draw() {
      morphChildren(document.getElementById('app'), [
        el(
          'header',
          { class: 'top not-on-paper', 'data-key': 'top' },
          el('span', { class: 'disc' }, icon('bell', 30)),
          say('app.name'),
          back && el('a', { href: back }, say('keys.back')),
        ),
        el(
          'main',
          { class: wide ? 'keys wide' : 'keys', 'data-key': 'main' },
          el(
            'div',
            { role: 'alert', 'data-key': 'problem', class: 'not-on-paper' },
            state.problem && el('p', { class: `bar ${state.kind ?? 'bad'}` }, icon('info', 22), state.problem),
          ),
          view(),
        ),
      ]);
    },
    tell(words, kind = 'bad') {
      Object.assign(state, { problem: words, kind, busy: false });
      page.draw();
    },
    /** Runs one request; a problem is told in its own words, and its field gets the focus. */
    async attempt(work) {
      if (state.busy) return;
      Object.assign(state, { busy: true, problem: '' });
      page.draw();
      try {
        await work();
        state.busy = false;
        page.draw();
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        page.tell(problem.detail || problem.message);
        document.querySelector(`[name="${problem.field}"]`)?.focus();
        if (problem.status === 401) location.replace(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
      }
    },
  };
  document.title = say(title);
  document.addEventListener('submit', (event) => {
    event.preventDefault();
    submit?.(event.target, page);
  });
  document.addEventListener('click', ({ target }) => {
    const pressed = target.closest('[data-act]');
    if (!pressed) return;
    if (pressed.dataset.act === 'show') {
      state.shown = !state.shown;
      page.draw();
    } else {
      press?.[pressed.dataset.act]?.(page, pressed.dataset);
    }
  });
  return page;
}

export function field(name, label, attributes = {}, hint = null) {
  return el(
    'label',
    { class: 'field', 'data-key': name },
    el('span', { class: 'lab' }, say(label)),
    el('input', { name, required: true, ...attributes }),
    hint && el('span', { class: 'hint' }, say(hint)),
  );
}

/** Typed text that looks the same on paper: capital letters and digits. */
export function typedField(name, label, attributes = {}, hint = null) {
  return field(
    name,
    label,
    { class: 'typed', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', ...attributes },
    hint,
  );
}

export function passwordField(state, name, label, autocomplete, hint = null) {
  return el(
    'div',
    { class: 'field', 'data-key': name },
    el('label', { class: 'lab', for: name }, say(label)),
    el(
      'div',
      { class: 'with-button' },
      el('input', { id: name, name, type: state.shown ? 'text' : 'password', autocomplete, required: true }),
      el(
        'button',
        {
          type: 'button',
          class: 'show',
          'data-act': 'show',
          'aria-pressed': String(Boolean(state.shown)),
          'aria-label': say('sign_in.show_long'),
        },
        icon(state.shown ? 'eye-off' : 'eye', 22),
        say(state.shown ? 'sign_in.hide' : 'sign_in.show'),
      ),
    ),
    hint && el('p', { class: 'hint' }, say(hint)),
  );
}

/** Five random words: easy to keep, hard to guess. Taking them shows them, so that they can be written down. */
export function offerCard(offer) {
  return el(
    'div',
    { class: 'card offer', 'data-key': 'offer' },
    el('p', { class: 'grow' }, say('keys.offer'), ' ', el('b', {}, offer)),
    el('button', { type: 'button', class: 'b sml', 'data-act': 'take' }, say('keys.offer_take')),
  );
}

export function takeOffer(state, page, name, offer) {
  state.shown = true;
  page.draw();
  document.querySelector(`input[name=${name}]`).value = offer;
}

export function mainButton(state, label) {
  return el(
    'button',
    { type: 'submit', class: 'b pri lg full', 'aria-disabled': state.busy && 'true' },
    say(state.busy ? 'keys.working' : label),
  );
}
