// Small pieces that several views are made of.

import { el, icon } from './el.js';
import { languageName, say } from './text.js';

const DRAWN = new Set(['marisol', 'amina', 'dev', 'linh', 'sam']);
const HERE_ICON = { here: 'st-here', with_someone: 'st-with', break: 'cup' };

export function ticketName({ ticket }) {
  return `${say(`sign.${ticket.sign}`)} ${ticket.number}`;
}

/** The arch with a ticket's sign. size: small, card, large. */
export function signArch(request, size) {
  return el('span', { class: `sign sign-${size}` }, icon(request.ticket.sign));
}

export function portrait(coach, kind = '') {
  const drawn = DRAWN.has(coach.avatar);
  return el(
    'span',
    { class: `arch ${kind}`, 'aria-hidden': 'true' },
    drawn
      ? el('img', { src: `/assets/avatars/${coach.avatar}.svg`, alt: '' })
      : el('span', { class: 'initial' }, [...coach.name][0] ?? ''),
  );
}

export function chip(name, words, kind = '') {
  return el('span', { class: `chip ${kind}` }, name && icon(name, 18), words);
}

/** A button that `act` names; `long` is what a screen reader says where the words alone would not tell which one. */
export function button({ act, id, kind = '', draw, size = 22, words, long, busy }) {
  return el(
    'button',
    {
      type: 'button',
      class: `b ${kind}`,
      'data-act': act,
      'data-id': id,
      'aria-label': long,
      'aria-disabled': busy && 'true',
    },
    draw && icon(draw, size),
    words && el('span', {}, words),
  );
}

export function link({ href, kind = '', draw, size = 22, words, long }) {
  return el(
    'a',
    { href, class: `b ${kind}`, 'aria-label': long },
    draw && icon(draw, size),
    words && el('span', {}, words),
  );
}

export function topicNames(model, request, language = 'en') {
  return request.topics.map((id) => model.topics[id]?.label[language] ?? model.topics[id]?.label.en ?? id);
}

/** "Just to talk. Housing or food." */
export function topicSentence(model, request) {
  const names = topicNames(model, request);
  return names.length ? names.map((name) => `${name}.`).join(' ') : say('card.no_topic');
}

export function languageChip(request) {
  return chip('globe', languageName(request.language));
}

export function waitText(clock, at) {
  const minutes = clock.minutesSince(at);
  if (minutes === 0) return say('card.now');
  if (minutes < 60) return say('card.minutes', { count: minutes });
  return say('card.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

export function togetherText(clock, since) {
  const minutes = clock.minutesSince(since);
  return minutes === 0 ? say('way.since_now') : say('way.since', { count: minutes });
}

export function presenceIcon(state) {
  return HERE_ICON[state] ?? (state === 'later' || state === 'expected' ? 'st-later' : 'st-away');
}

/** What stands after the state's name: "until 4 PM", "back about 3:15 PM". */
export function presenceMore({ state, until, back_at, next }, clock) {
  if ((state === 'with_someone' || state === 'break') && back_at)
    return say('here.back_about', { time: clock.short(back_at) });
  if (['here', 'with_someone', 'break'].includes(state) && until)
    return say('here.until', { time: clock.when(until) });
  if (state === 'later' && next) return say('here.in_at', { time: clock.short(next) });
  if (state === 'away' && next) return say('here.back_day', { day: clock.weekday(next) });
  return '';
}

export function placeName({ place, kiosk }) {
  return place ? [place.name, place.detail].filter(Boolean).join(', ') : (kiosk ?? say('alert.place'));
}

export function emptyState(title, more) {
  return el(
    'div',
    { class: 'empty' },
    el('span', { class: 'empty-art' }, el('img', { src: '/assets/art/two-chairs.svg', alt: '' })),
    el('p', { class: 'empty-title' }, title),
    more && el('p', { class: 'muted' }, more),
  );
}
