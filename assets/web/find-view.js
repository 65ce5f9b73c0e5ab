// The front desk finds a ticket that somebody lost: by the sign, the number, or both. It sees what a card of the queue
// shows, and no name.

import { stateWords } from './ask-view.js';
import { el, icon } from './el.js';
import { link, placeName, signArch, ticketName } from './parts.js';
import { ticketsLike } from './queue-model.js';
import { say } from './text.js';

const SIGNS = ['leaf', 'boat', 'kite', 'key', 'moon', 'star', 'umbrella', 'tree'];

export function newFind() {
  return { sign: '', number: '' };
}

/** Listens to the form's fields; once a page. */
export function watchFindForm(app) {
  addEventListener('input', ({ target }) => {
    if (!app.find || !target.dataset.find) return;
    app.find[target.dataset.find] = target.value;
    app.redraw();
  });
}

export function findView(app) {
  app.find ??= newFind();
  const number = Number.parseInt(app.find.number, 10) || 0;
  const found = ticketsLike(app.model, app.find.sign, number);
  return {
    title: say('find.title'),
    back: '#/',
    kind: 'detail find',
    body: el(
      'div',
      { class: 'request-page', 'data-key': 'find' },
      el('p', { class: 'muted' }, say('find.body')),
      el(
        'fieldset',
        { class: 'signs' },
        el('legend', {}, say('find.sign')),
        ['', ...SIGNS].map((sign) => signChoice(app, sign)),
      ),
      el(
        'div',
        { class: 'ask-field' },
        el('label', { for: 'find-number' }, say('find.number')),
        el('input', {
          id: 'find-number',
          class: 'input short',
          'data-find': 'number',
          inputmode: 'numeric',
          autocomplete: 'off',
          maxlength: 2,
          value: app.find.number,
        }),
      ),
      el('div', { role: 'status', class: 'found' }, results(app, found, app.find.sign || number)),
    ),
  };
}

function signChoice(app, sign) {
  return el(
    'label',
    { class: 'choice sign-choice', 'data-key': sign || 'any' },
    el('input', { type: 'radio', name: 'sign', 'data-find': 'sign', value: sign, checked: app.find.sign === sign }),
    sign && icon(sign, 28),
    el('b', {}, sign ? say(`sign.${sign}`) : say('find.any_sign')),
  );
}

function results(app, found, asked) {
  if (!asked) return null;
  if (found.length === 0)
    return [
      el('p', {}, el('b', {}, say('find.none')), ' ', say('find.none_more')),
      link({ href: '#/ask', kind: '', draw: 'people', words: say('nav.ask') }),
    ];
  return [
    el('h2', {}, say('find.found', { count: found.length })),
    el(
      'ul',
      { class: 'cards' },
      found.map((request) => el('li', { 'data-key': request.id }, card(app, request))),
    ),
  ];
}

function card({ clock }, request) {
  const time = clock.time(request.asked_at);
  return el(
    'article',
    { class: `card request ${request.state === 'closed' ? 'closed' : ''}`, 'aria-label': ticketName(request) },
    signArch(request, 'card'),
    el('span', { class: 'code' }, ticketName(request)),
    el('p', { class: 'topics' }, el('b', {}, stateWords(request))),
    el(
      'p',
      { class: 'topics sm muted' },
      request.kiosk ? say('find.from', { time, where: placeName(request) }) : say('find.by_staff', { time }),
    ),
  );
}
