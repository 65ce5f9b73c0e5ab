// Coaches: who works here, and what patients see of each.

import { api } from './api.js';
import { checkField, labelFields, textField, trimLabel } from './admin-form.js';
import { formPanel, saveRow } from './admin-shell.js';
import { el, icon } from './el.js';
import { link, portrait } from './parts.js';
import { languageName, say } from './text.js';

const DRAWN = ['marisol', 'amina', 'dev', 'linh', 'sam'];
const SPOKEN = ['en', 'es', 'pt', 'ht', 'vi', 'zh-Hans', 'ar', 'ru', 'km', 'kea', 'fr', 'hi'];

const empty = {
  name: '',
  pronouns: '',
  avatar: '',
  phone: '',
  card_name: '',
  languages: ['en'],
  hours: [],
  exceptions: [],
  can: [],
  cannot: [],
  open_requests_max: 0,
};

/** What the kiosk offers to say of a coach: the site's topics, and whatever a coach has already. */
function helpChoices(app) {
  const known = new Map();
  for (const { icon: draw, label } of app.data.topics)
    known.set(label.en ?? Object.values(label)[0], { icon: draw, label });
  for (const coach of app.data.coaches.items)
    for (const choice of coach.can) known.set(choice.label.en ?? Object.values(choice.label)[0], choice);
  return [...known.entries()].map(([key, choice]) => ({ key, choice }));
}

function draftOf(app, coach) {
  const can = {};
  for (const { label } of coach.can) can[label.en ?? Object.values(label)[0]] = true;
  return {
    ...coach,
    can,
    speaks: Object.fromEntries(coach.languages.map((code) => [code, true])),
    at_once: coach.open_requests_max === 0 ? '' : String(coach.open_requests_max),
    cannot: coach.cannot.map((choice) => ({ ...choice })),
  };
}

function coachOf(app) {
  const { can, speaks, at_once: atOnce, ...coach } = app.draft;
  const languages = [...new Set([...coach.languages, ...SPOKEN])].filter((code) => speaks[code]);
  return {
    ...coach,
    languages,
    phone: coach.phone.replace(/[\s().-]/g, ''),
    card_name: coach.card_name || coach.name,
    can: helpChoices(app)
      .filter(({ key }) => can[key])
      .map(({ choice }) => choice),
    cannot: coach.cannot
      .map((choice) => ({ ...choice, label: trimLabel(choice.label) }))
      .filter(({ label }) => Object.keys(label).length > 0),
    open_requests_max: Number(atOnce) || 0,
  };
}

export const coachesPage = {
  async load() {
    const [coaches, topics, settings] = await Promise.all([
      api.list('coaches'),
      api.list('topics'),
      api.settings(),
    ]);
    return { coaches, topics: topics.items, languages: settings.settings.languages };
  },
  draft(app) {
    if (!app.id) return null;
    const coach = app.id === 'new' ? empty : app.data.coaches.items.find(({ id }) => id === app.id);
    return coach && draftOf(app, coach);
  },
  view(app) {
    return {
      title: app.draft
        ? app.id === 'new'
          ? say('coaches.new')
          : say('coaches.edit', { name: app.draft.name })
        : say('admin.coaches'),
      back: app.draft ? '#/coaches' : '#/',
      tools: link({ href: '#/coaches/new', kind: 'pri', draw: 'plus', words: say('coaches.add') }),
      body: el('div', { class: `two ${app.draft ? 'editing' : 'lone'}` }, list(app), app.draft && form(app)),
    };
  },
  async save(app) {
    const coach = coachOf(app);
    const saved = app.id === 'new' ? await api.add('coaches', coach) : await api.save('coaches', coach);
    return `#/coaches/${saved.id}`;
  },
  async remove(app) {
    await api.remove('coaches', app.id);
    return '#/coaches';
  },
  actions: {
    'cannot-add': (app) => app.draft.cannot.push({ icon: 'not-part', label: {} }),
  },
};

const speaks = (coach) => coach.languages.map(languageName).join(', ');

function list(app) {
  const { items } = app.data.coaches;
  return el(
    'div',
    { class: 'list-side', 'data-key': 'list' },
    items.length === 0 && el('p', { class: 'card note' }, say('coaches.none')),
    items.length > 0 &&
      el(
        'ul',
        { class: 'card items' },
        items.map((coach) =>
          el(
            'li',
            { 'data-key': coach.id },
            el(
              'a',
              { class: 'item', href: `#/coaches/${coach.id}`, 'aria-current': app.id === coach.id && 'true' },
              portrait(coach),
              el(
                'span',
                { class: 'grow' },
                el('b', {}, coach.name),
                el(
                  'span',
                  { class: 'sm muted' },
                  coach.pronouns,
                  el('span', { class: 'only-narrow' }, ` ${speaks(coach)}`),
                ),
              ),
              el('span', { class: 'sm muted only-wide' }, speaks(coach)),
              icon('chev-right', 20),
            ),
          ),
        ),
      ),
    el('p', { class: 'promise' }, icon('lock', 20), say('coaches.promise')),
    link({ href: '#/coaches/new', kind: 'pri full only-narrow', draw: 'plus', words: say('coaches.add') }),
  );
}

function faces(app) {
  const face = (avatar, words) =>
    el(
      'label',
      { class: 'face', 'data-key': `face-${avatar}` },
      el('input', {
        type: 'radio',
        name: 'avatar',
        value: avatar,
        'data-field': 'avatar',
        checked: app.draft.avatar === avatar,
        'aria-label': words,
      }),
      portrait({ avatar, name: app.draft.name || '?' }),
    );
  return el(
    'fieldset',
    { class: 'field' },
    el('legend', { class: 'group-name' }, say('coaches.picture')),
    el(
      'div',
      { class: 'faces' },
      face('', say('coaches.initial')),
      DRAWN.map((name, index) => face(name, say('coaches.drawn', { count: index + 1 }))),
    ),
  );
}

function form(app) {
  const { draft, fault } = app;
  const field = (path, label, more = {}) => textField({ draft, path, label, fault, ...more });
  return formPanel(
    app,
    app.id === 'new' ? say('coaches.new') : say('coaches.edit', { name: draft.name }),
    '#/coaches',
    faces(app),
    el(
      'div',
      { class: 'pair' },
      field('name', say('coaches.name'), { required: true }),
      field('pronouns', say('coaches.pronouns')),
    ),
    el(
      'fieldset',
      { class: 'field' },
      el('legend', { class: 'group-name' }, say('coaches.languages')),
      el(
        'div',
        { class: 'checks' },
        [...new Set([...draft.languages, ...SPOKEN])].map((code) =>
          checkField({ draft, path: `speaks.${code}`, label: languageName(code) }),
        ),
      ),
    ),
    el(
      'fieldset',
      { class: 'field' },
      el('legend', { class: 'group-name' }, say('coaches.can')),
      el(
        'div',
        { class: 'checks' },
        helpChoices(app).map(({ key }) => checkField({ draft, path: `can.${key}`, label: key })),
      ),
    ),
    draft.cannot.map((choice, index) => [
      labelFields({
        draft,
        path: `cannot.${index}.label`,
        languages: app.data.languages,
        label: say('coaches.cannot'),
        fault,
      }),
      checkField({ draft, path: `cannot.${index}.locked`, label: say('coaches.locked') }),
    ]),
    el(
      'button',
      { type: 'button', class: 'b flat copy', 'data-act': 'cannot-add' },
      icon('plus', 20),
      say('coaches.cannot_add'),
    ),
    field('phone', say('coaches.phone'), { hint: say('coaches.phone_hint'), inputmode: 'tel' }),
    field('card_name', say('coaches.card_name'), { hint: say('coaches.card_hint') }),
    field('at_once', say('coaches.at_once'), { hint: say('coaches.at_once_hint'), inputmode: 'numeric' }),
    app.id !== 'new' &&
      link({
        href: `#/hours/${app.id}`,
        kind: 'flat',
        draw: 'calendar',
        words: say('coaches.hours', { name: draft.name }),
      }),
    saveRow(app, { remove: app.id !== 'new' }),
  );
}
