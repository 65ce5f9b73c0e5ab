// Staff ask for a coach in a person's place: for somebody who is here, or a referral. Afterwards the page shows the ticket
// to tell them. What is typed lives in app.ask and is forgotten when the page is left or the request has arrived.

import { api } from './api.js';
import { el, icon } from './el.js';
import { button, link, presenceMore, signArch, ticketName } from './parts.js';
import { withRequest } from './queue-model.js';
import { promiseWords } from './request-view.js';
import { stepRequest } from './staff-page.js';
import { languageName, say } from './text.js';

const KINDS = ['walk_in', 'referral'];
const SOURCES = ['social_worker', 'emergency_department', 'primary_care', 'word_of_mouth', 'other'];
const LANGUAGES = ['en', 'es', 'pt', 'ht', 'vi', 'zh-Hans', 'ar', 'ru', 'km', 'kea'];
// What the queue takes, in bytes of UTF-8 (seal/field.h).
const NAME_LENGTH = 64;
const PLACE_LENGTH = 160;

const isUncertain = ({ status }) => [0, 502, 504].includes(status);

/** An empty form. The id makes a second sending the same request. */
export function newAsk() {
  return {
    id: crypto.randomUUID?.() ?? uuidOf(crypto.getRandomValues(new Uint8Array(16))),
    kind: 'walk_in',
    coach: '',
    topics: new Set(),
    language: 'en',
    source: '',
    name: '',
    place: '',
    uncertain: false, // it was sent, and no answer came
    fault: null, // {field, words}
  };
}

/** Over plain HTTP, other than on this machine, browsers have no randomUUID. */
export function uuidOf(bytes) {
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What goes to the queue. */
export function askedOf(ask) {
  return {
    id: ask.id,
    kind: ask.kind,
    coach: ask.coach || null,
    topics: [...ask.topics],
    language: ask.language,
    source: ask.source || null,
    name: ask.name.trim() || null,
    place: ask.place.trim() || null,
  };
}

/** Listens to the form's fields; once a page. */
export function watchAskForm(app) {
  addEventListener('input', ({ target }) => {
    if (app.ask && ['name', 'place'].includes(target.dataset.ask)) app.ask[target.dataset.ask] = target.value;
  });
  addEventListener('change', ({ target }) => {
    const { ask: field } = target.dataset;
    if (!app.ask || !field) return;
    if (field === 'topics') app.ask.topics[target.checked ? 'add' : 'delete'](target.value);
    else app.ask[field] = target.value;
    if (app.ask.fault?.field === field) app.ask.fault = null;
    app.redraw();
  });
}

export const askActions = {
  'ask-send': (app) => {
    const { ask } = app;
    if (ask.kind === 'referral' && !ask.source) return showFault(app, 'source', say('ask.needs_source'));
    ask.fault = null;
    return app.attempt(
      'ask',
      async () => {
        const request = await api.askFor(askedOf(ask));
        Object.assign(ask, { name: '', place: '', uncertain: false });
        app.setModel(withRequest(app.model, request));
        scrollTo(0, 0);
      },
      (problem) => {
        ask.uncertain = isUncertain(problem);
        if (!problem.field) return ask.uncertain;
        showFault(app, problem.field, problem.message);
        return true;
      },
    );
  },
  'ask-another': (app) => {
    app.ask = newAsk();
    app.tell(null);
    scrollTo(0, 0);
  },
  'ask-declined': (app, { id }) =>
    stepRequest(app, id, 'close', { outcome: 'declined' }, (ticket) => {
      app.ask = newAsk();
      app.tell(say('ask.changed_mind_done', { ticket }));
    }),
};

function showFault(app, field, words) {
  app.ask.fault = { field, words };
  app.redraw();
  requestAnimationFrame(() => document.querySelector(`[data-ask=${field}]`)?.focus());
}

/** home: {href, words} of the page that this one was opened from. */
export function askView(app, home) {
  app.ask ??= newAsk();
  const request = app.model.requests.get(app.ask.id);
  return {
    title: say('ask.title'),
    back: home.href,
    kind: 'detail ask',
    body: el(
      'div',
      { class: 'request-page', 'data-key': request ? `asked-${app.ask.id}` : `ask-${app.ask.id}` },
      request ? asked(app, request, home) : form(app),
    ),
  };
}

function form(app) {
  const { ask, model } = app;
  const busy = app.busy.has('ask');
  return el(
    'div',
    { class: 'ask-form' },
    el('p', { class: 'bar sky' }, icon('chat', 22), el('span', {}, el('b', {}, say('ask.first')), ' ', say('ask.first_more'))),
    el(
      'fieldset',
      { class: 'ask-fields', disabled: ask.uncertain, 'aria-label': say('ask.title') },
      el(
        'fieldset',
        { class: 'choices ask-kinds' },
        el('legend', {}, say('ask.where_now')),
        KINDS.map((kind) => kindChoice(ask, kind)),
      ),
      el(
        'div',
        { class: 'ask-pair' },
        line(ask, 'place', PLACE_LENGTH, say(`ask.place_${ask.kind}`)),
        model.offers.names && line(ask, 'name', NAME_LENGTH, say('ask.name_more')),
        select(ask, 'source', [
          ['', say(ask.kind === 'referral' ? 'ask.source_choose' : 'ask.source_none')],
          ...SOURCES.map((source) => [source, say(`source.${source}`)]),
        ]),
        select(ask, 'coach', [['', say('ask.any')], ...coachOptions(app)]),
        select(
          ask,
          'language',
          LANGUAGES.map((code) => [code, languageName(code)]),
        ),
      ),
      topics(model, ask),
    ),
    ask.uncertain && el('p', { class: 'bar bad', role: 'alert' }, icon('offline', 22), say('ask.uncertain')),
    el(
      'div',
      { class: 'acts' },
      button({
        act: 'ask-send',
        busy,
        kind: 'pri lg full',
        draw: 'bell',
        size: 28,
        words: say(ask.uncertain ? 'ask.again' : 'ask.send'),
      }),
    ),
  );
}

function kindChoice(ask, kind) {
  return el(
    'label',
    { class: 'choice', 'data-key': kind },
    el('input', { type: 'radio', name: 'kind', 'data-ask': 'kind', value: kind, checked: ask.kind === kind }),
    icon(kind === 'walk_in' ? 'chair' : 'calendar', 28),
    el('span', { class: 'grow' }, el('b', {}, say(`ask.${kind}`)), el('span', { class: 'sm' }, say(`ask.${kind}_more`))),
    el('span', { class: 'tick' }, icon('check-circle', 28)),
  );
}

function coachOptions({ model, clock }) {
  return [...model.coaches.values()].map((coach) => {
    const { availability } = coach;
    const state = [say(`here.${availability.state}`), presenceMore(availability, clock)].filter(Boolean).join(', ');
    return [coach.id, `${coach.name} (${state})`];
  });
}

function labelled(ask, field, input, { hint, optional } = {}) {
  const wrong = ask.fault?.field === field;
  return el(
    'div',
    { class: `ask-field ${wrong ? 'wrong' : ''}`, 'data-key': field },
    el(
      'label',
      { for: `ask-${field}` },
      say(`ask.${field}`),
      optional && el('span', { class: 'muted' }, ` (${say('ask.optional')})`),
    ),
    input({
      id: `ask-${field}`,
      'data-ask': field,
      class: 'input',
      'aria-invalid': wrong && 'true',
      'aria-describedby': [hint && `ask-${field}-hint`, wrong && `ask-${field}-fault`].filter(Boolean).join(' ') || null,
    }),
    hint && el('p', { class: 'sm muted', id: `ask-${field}-hint` }, hint),
    wrong && el('p', { class: 'sm fault', id: `ask-${field}-fault` }, icon('alert', 18), ask.fault.words),
  );
}

function line(ask, field, length, hint) {
  return labelled(
    ask,
    field,
    (shared) => el('input', { ...shared, type: 'text', autocomplete: 'off', maxlength: length, value: ask[field] }),
    { hint, optional: true },
  );
}

function select(ask, field, options) {
  return labelled(ask, field, (shared) =>
    el(
      'select',
      shared,
      options.map(([value, words]) => el('option', { value, selected: ask[field] === value, 'data-key': value }, words)),
    ),
  );
}

function topics(model, ask) {
  const offered = Object.entries(model.topics).filter(([, { off }]) => !off);
  return el(
    'fieldset',
    { class: 'ask-topics' },
    el('legend', {}, say('ask.topics'), el('span', { class: 'muted' }, ` (${say('ask.optional')})`)),
    offered.map(([id, { label }]) =>
      el(
        'label',
        { class: 'check', 'data-key': id },
        el('input', { type: 'checkbox', 'data-ask': 'topics', value: id, checked: ask.topics.has(id) }),
        el('span', { class: 'box', 'aria-hidden': 'true' }, icon('check', 20)),
        el('span', {}, label.en ?? Object.values(label)[0]),
      ),
    ),
  );
}

/** "Amina is on the way." */
export function stateWords(request) {
  if (request.state === 'closed') return say('state.closed', { outcome: say(`outcome.${request.outcome}`) });
  if (request.state === 'waiting') return say(request.opened_at ? 'state.opened' : 'state.waiting');
  return say(`state.${request.state}`, { name: request.holder.name });
}

function asked(app, request, home) {
  const ticket = ticketName(request);
  const waits = request.state === 'waiting';
  return [
    el(
      'div',
      { class: 'finished-page' },
      signArch(request, 'large'),
      el('p', { class: 'code' }, ticket),
      el('p', { class: 'muted', role: 'status' }, stateWords(request)),
    ),
    el(
      'div',
      { class: 'card note tell' },
      el('h2', {}, say('ask.tell')),
      el('p', { class: 'lead' }, say(`ask.tell_${request.kind}`, { ticket })),
      el('p', {}, promiseWords(app.model, request)),
      el('p', { class: 'sm muted' }, say('ask.tell_no_names'), ' ', say('ask.write')),
    ),
    el(
      'div',
      { class: 'acts' },
      link({ href: home.href, kind: 'pri lg full', draw: 'list', size: 28, words: home.words }),
      el(
        'div',
        { class: 'actions' },
        button({ act: 'ask-another', kind: 'grow', draw: 'people', words: say('ask.another') }),
        waits &&
          button({
            act: 'ask-declined',
            id: request.id,
            busy: app.busy.has(request.id),
            kind: 'grow',
            draw: 'close',
            words: say('ask.changed_mind'),
          }),
      ),
    ),
  ];
}
