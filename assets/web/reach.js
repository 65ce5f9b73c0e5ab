// How a person wants to be reached, as staff pages say it: the words, what only the holder sees, and whether their phone
// may be used. A number shows only while the person's yes stands; the queue gives it out no longer than that.

import { el, icon } from './el.js';
import { button, ticketName } from './parts.js';
import { languageName, say } from './text.js';

const ICONS = { name: 'person', text: 'text', call: 'phone', here: 'calendar', look: 'pin' };
const BY_PHONE = new Set(['text', 'call']);

/** For another day: a callback, or a referral. */
export function isLeft(request) {
  return request.kind !== 'walk_in';
}

export function isByPhone(request) {
  return BY_PHONE.has(request.find);
}

export function findIcon(request) {
  return isByPhone(request) && !request.consent ? 'eye-off' : (ICONS[request.find] ?? 'eye-off');
}

/** Something was sealed that the holder's page may ask for. */
export function hasContact(request) {
  return request.find === 'name' || request.find === 'look' || (isByPhone(request) && request.consent);
}

/** "Thursday morning", "any day"; the day in the site's zone. */
export function dueWords(clock, request) {
  if (!request.due_from) return say('reach.any_day');
  const day = clock.day(request.due_from);
  const [from, until] = [clock.hour(request.due_from), clock.hour(request.due_until)];
  if (from >= 12) return say('reach.afternoon', { day });
  return until === 12 ? say('reach.morning', { day }) : day;
}

export function findChip(app, request) {
  if (isByPhone(request)) return say(request.consent ? `reach.ok_${request.find}` : 'reach.phone_over');
  if (request.find === 'here') return dueWords(app.clock, request);
  if (request.find === 'look') return say('reach.gave_place');
  return say(request.find === 'name' ? 'card.has_name' : 'card.no_name');
}

export function findFact(app, request) {
  if (isByPhone(request)) return say(request.consent ? `request.find_${request.find}` : 'request.find_over');
  if (request.find === 'here') return say('request.find_here', { when: dueWords(app.clock, request) });
  if (request.find === 'look') return say('request.find_look');
  return say(request.find === 'name' ? 'request.find_name' : 'request.find_sign');
}

/** "Someone who speaks Español. A woman." or null. */
export function preferenceWords({ preference }) {
  if (!preference) return null;
  const [, language, gender] = /^(?:speaks-([a-z-]+))?_?(woman|man)?$/.exec(preference) ?? [];
  const words = [
    language && say('prefer.speaks', { language: languageName(language) }),
    gender && say(`prefer.${gender}`),
  ];
  return words.filter(Boolean).join(' ') || null;
}

/** What the person gave, for the coach who goes: only the holder's page asks for it. */
export function contactLines(app, request) {
  if (isByPhone(request) && !request.consent)
    return el('p', { class: 'contact' }, icon('eye-off', 24), say('way.phone_over'));
  if (!hasContact(request)) return null;
  const { contact } = app;
  if (contact?.id !== request.id || contact.state === 'loading')
    return el('p', { class: 'contact' }, icon('person', 24), say('way.name_loading'));
  if (contact.state === 'failed') return failedLine(contact);
  if (request.find === 'look') return [nameLine(request, contact), placeLine(contact)];
  if (isByPhone(request)) return phoneLines(app, request, contact);
  if (!contact.name)
    return request.state === 'with_patient'
      ? null
      : el(
          'p',
          { class: 'contact' },
          icon('eye-off', 24),
          say(contact.erased ? 'way.erased' : 'way.no_name'),
        );
  return nameLine(request, contact);
}

/** A locked name opens for whoever signs in again. */
function failedLine(contact) {
  return el(
    'div',
    { class: 'contact bad' },
    icon('lock', 24),
    el('span', { class: 'grow' }, contact.words),
    contact.locked && button({ act: 'unlock', kind: 'sml', words: say('act.unlock') }),
  );
}

function nameLine(request, contact) {
  if (!contact.name) return null;
  const met = request.state === 'with_patient';
  return el(
    'p',
    { class: 'contact' },
    icon('person', 24),
    el('span', {}, say(met ? 'way.their_name' : 'way.ask_quietly'), ' ', el('b', {}, contact.name)),
  );
}

function placeLine({ place }) {
  if (!place) return el('p', { class: 'contact' }, icon('eye-off', 24), say('way.no_place'));
  return el(
    'p',
    { class: 'contact' },
    icon('pin', 24),
    el('span', {}, say('way.look'), ' ', el('b', {}, place)),
  );
}

function phoneLines(app, request, { phone }) {
  if (!phone) return el('p', { class: 'contact' }, icon('eye-off', 24), say('way.no_phone'));
  const body = encodeURIComponent(say('way.sms', { ticket: ticketName(request) }));
  const calls = request.find === 'call' || (isLeft(request) && app.model.offers.calling);
  return [
    el('p', { class: 'contact' }, icon('phone', 24), el('b', {}, phone)),
    el(
      'div',
      { class: 'actions' },
      request.find === 'text' &&
        el('a', { class: 'b grow', href: `sms:${phone}?body=${body}` }, icon('text', 22), say('way.text')),
      calls && el('a', { class: 'b grow', href: `tel:${phone}` }, icon('phone', 22), say('way.call')),
    ),
    el('p', { class: 'sm muted' }, say('way.phone_terms')),
  ];
}
