// Topics, groups and resources: short lists that patients see in this order, each saved whole.

import { api, Problem } from './api.js';
import { checkField, labelFields, textField, trimLabel } from './admin-form.js';
import { formPanel, saveRow } from './admin-shell.js';
import { el, icon } from './el.js';
import { daysOf, readDays, readRanges, WEEKDAYS } from './hours.js';
import { button, link } from './parts.js';
import { say } from './text.js';
import { weekdayName } from './time.js';

const ICONS = [
  'chat',
  'compass',
  'house',
  'form',
  'kit',
  'walk',
  'bus',
  'pill',
  'family',
  'people',
  'steps',
  'sprout',
  'question',
];

const words = (label) => label.en ?? Object.values(label)[0] ?? '';

/** "Find treatment" → "find-treatment", and a number behind it while that is taken. */
export function idFor(text, taken) {
  const base =
    text
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 24) || 'item';
  let id = base;
  for (let count = 2; taken.includes(id); count++) id = `${base}-${count}`;
  return id;
}

/**
 * A page for one of these lists. kind: its address at the queue; word(key): the page's words; key: the member that tells items apart; empty: a new item;
 * edit(item) → draft, keep(draft, items) → item, fields(app) → the form, more(item) → what the list says below its words.
 */
function listPage({ kind, word, key, empty, edit, keep, fields, more }) {
  const at = (app) => app.data.list.items.findIndex((item) => item[key] === app.id);
  const changed = (app, items) => api.saveList(kind, { tag: app.data.list.tag, items });
  const move = (app, id, by) => {
    const items = [...app.data.list.items];
    const from = items.findIndex((item) => item[key] === id);
    items.splice(from + by, 0, ...items.splice(from, 1));
    return changed(app, items);
  };
  return {
    async load() {
      const [list, settings] = await Promise.all([api.list(kind), api.settings()]);
      return { list, languages: settings.settings.languages };
    },
    draft(app) {
      if (!app.id) return null;
      return app.id === 'new' ? edit(empty) : at(app) >= 0 ? edit(app.data.list.items[at(app)]) : null;
    },
    view(app) {
      return {
        title: app.draft ? word(app.id === 'new' ? 'new' : 'edit') : say(`admin.${kind}`),
        back: app.draft ? `#/${kind}` : '#/',
        sub: word('sub'),
        tools: link({ href: `#/${kind}/new`, kind: 'pri', draw: 'plus', words: word('add') }),
        body: el(
          'div',
          { class: `two ${app.draft ? 'editing' : 'lone'}` },
          listSide(app),
          app.draft && form(app),
        ),
      };
    },
    async save(app) {
      const items = [...app.data.list.items];
      const item = keep(app.draft, items);
      if (app.id === 'new') items.push(item);
      else items[at(app)] = item;
      await changed(app, items);
      return `#/${kind}/${encodeURIComponent(item[key])}`;
    },
    async remove(app) {
      await changed(
        app,
        app.data.list.items.filter((item) => item[key] !== app.id),
      );
      return `#/${kind}`;
    },
    commands: {
      up: (app, id) => move(app, id, -1),
      down: (app, id) => move(app, id, 1),
    },
  };

  function listSide(app) {
    const { items } = app.data.list;
    return el(
      'div',
      { class: 'list-side', 'data-key': 'list' },
      items.length === 0 && el('p', { class: 'card note' }, say('lists.none')),
      items.length > 0 &&
        el(
          'ul',
          { class: 'card items' },
          items.map((item, index) =>
            el(
              'li',
              { class: `item ${item.off ? 'off' : ''}`, 'data-key': item[key] },
              icon(item.icon ?? 'info', 24),
              el(
                'a',
                {
                  class: 'grow',
                  href: `#/${kind}/${encodeURIComponent(item[key])}`,
                  'aria-current': app.id === item[key] && 'true',
                },
                el('b', {}, words(item.label)),
                el('span', { class: 'sm muted' }, more(item)),
              ),
              button({
                act: 'up',
                id: item[key],
                kind: 'quiet turned',
                draw: 'chev-down',
                long: say('lists.up', { name: words(item.label) }),
                busy: index === 0,
              }),
              button({
                act: 'down',
                id: item[key],
                kind: 'quiet',
                draw: 'chev-down',
                long: say('lists.down', { name: words(item.label) }),
                busy: index === items.length - 1,
              }),
            ),
          ),
        ),
      link({ href: `#/${kind}/new`, kind: 'pri full only-narrow', draw: 'plus', words: word('add') }),
    );
  }

  function form(app) {
    return formPanel(
      app,
      word(app.id === 'new' ? 'new' : 'edit'),
      `#/${kind}`,
      fields(app),
      saveRow(app, { remove: app.id !== 'new' }),
    );
  }
}

function icons(draft) {
  return el(
    'fieldset',
    { class: 'field' },
    el('legend', { class: 'group-name' }, say('lists.icon')),
    el(
      'div',
      { class: 'faces' },
      [...new Set([draft.icon, ...ICONS])].filter(Boolean).map((name) =>
        el(
          'label',
          { class: 'face', 'data-key': `icon-${name}` },
          el('input', {
            type: 'radio',
            name: 'icon',
            value: name,
            'data-field': 'icon',
            checked: draft.icon === name,
            'aria-label': name,
          }),
          el('span', { class: 'arch icon-choice' }, icon(name, 28)),
        ),
      ),
    ),
  );
}

export const topicsPage = listPage({
  kind: 'topics',
  word: (key) => say(`topics.${key}`),
  key: 'id',
  empty: { id: '', icon: 'chat', label: {} },
  edit: (topic) => ({ ...topic, on: !topic.off, label: { ...topic.label } }),
  keep: ({ on, off, ...topic }, items) => ({
    ...topic,
    id:
      topic.id ||
      idFor(
        words(topic.label),
        items.map(({ id }) => id),
      ),
    label: trimLabel(topic.label),
    ...(on ? {} : { off: true }),
  }),
  more: ({ off }) => say(off ? 'topics.off' : 'topics.on'),
  fields: (app) => [
    labelFields({
      draft: app.draft,
      path: 'label',
      languages: app.data.languages,
      label: say('lists.words'),
      fault: app.fault,
    }),
    icons(app.draft),
    checkField({ draft: app.draft, path: 'on', label: say('topics.offer'), more: say('topics.offer_more') }),
  ],
});

export const resourcesPage = listPage({
  kind: 'resources',
  word: (key) => say(`resources.${key}`),
  key: 'number',
  empty: { number: '', label: {} },
  edit: (resource) => ({ ...resource, label: { ...resource.label } }),
  keep: (resource) => ({ ...resource, number: resource.number.trim(), label: trimLabel(resource.label) }),
  more: ({ number }) => number,
  fields: (app) => [
    textField({
      draft: app.draft,
      path: 'number',
      label: say('resources.number'),
      hint: say('resources.number_hint'),
      fault: app.fault,
      required: true,
    }),
    labelFields({
      draft: app.draft,
      path: 'label',
      languages: app.data.languages,
      label: say('lists.words'),
      fault: app.fault,
    }),
  ],
});

export const groupsPage = listPage({
  kind: 'groups',
  word: (key) => say(`groups.${key}`),
  key: 'id',
  empty: { id: '', label: {}, place: {}, hours: [], exceptions: [] },
  edit: (group) => ({
    ...group,
    label: { ...group.label },
    place: { ...group.place },
    days: daysOf(group.hours),
  }),
  keep: ({ days, ...group }, items) => ({
    ...group,
    id:
      group.id ||
      idFor(
        words(group.label),
        items.map(({ id }) => id),
      ),
    label: trimLabel(group.label),
    place: trimLabel(group.place),
    hours: hoursOf(days),
  }),
  more: ({ hours, place }) =>
    [
      words(place ?? {}),
      [...new Set(hours.map(({ weekday }) => weekday))]
        .sort()
        .map((weekday) => weekdayName(weekday))
        .join(', '),
    ]
      .filter(Boolean)
      .join(' · '),
  fields: (app) => [
    labelFields({
      draft: app.draft,
      path: 'label',
      languages: app.data.languages,
      label: say('groups.name'),
      fault: app.fault,
    }),
    labelFields({
      draft: app.draft,
      path: 'place',
      languages: app.data.languages,
      label: say('groups.place'),
      fault: app.fault,
    }),
    WEEKDAYS.map((weekday) =>
      textField({
        draft: app.draft,
        path: `days.${weekday}`,
        label: weekdayName(weekday),
        fault: faultOf(app, weekday),
      }),
    ),
  ],
});

/** Nothing is saved while a line cannot be read: it would be lost. */
function hoursOf(days) {
  const { hours, weekday, fault } = readDays(days);
  if (fault) throw new Problem(422, { detail: fault, field: `days.${weekday}` });
  return hours;
}

/** Hours that cannot be read are told where they stand, all of them. */
function faultOf(app, weekday) {
  const { fault } = readRanges(app.draft.days[weekday]);
  return fault ? { field: `days.${weekday}`, words: fault } : app.fault;
}
