// Hours: the usual week of a coach or of the clinic, by typing or by touch, and the days that are different.

import { api, Problem } from './api.js';
import { checkField, textField } from './admin-form.js';
import { saveRow } from './admin-shell.js';
import { el, icon } from './el.js';
import {
  checkBoundaries,
  daysOf,
  minutesOf,
  rangesText,
  readDays,
  readRanges,
  WEEKDAYS,
  weekMinutes,
} from './hours.js';
import { button, portrait } from './parts.js';
import { say } from './text.js';
import { weekdayName } from './time.js';

const CLINIC = 'clinic';
const USUAL = '9:00-17:00';

/** A field of the day that is about to be added. */
const next = (field) => `next.${field}`;

const dateName = (date) =>
  new Intl.DateTimeFormat(document.documentElement.lang, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(`${date}T00:00:00Z`));

function whose(app) {
  return app.id === CLINIC ? app.data.settings : app.data.coaches.items.find(({ id }) => id === app.id);
}

export const hoursPage = {
  redrawsOnTyping: true,
  async load() {
    const [coaches, settings] = await Promise.all([api.list('coaches'), api.settings()]);
    return { coaches, settings };
  },
  draft(app) {
    const { items } = app.data.coaches;
    if (!app.id) {
      app.id = items[0]?.id ?? CLINIC;
      history.replaceState(null, '', `#/hours/${app.id}`);
    }
    const owner = whose(app);
    return (
      owner && {
        days: daysOf(owner.hours),
        exceptions: owner.exceptions.map(({ date, ranges, label }) => ({
          date,
          hours: rangesText(ranges),
          label,
        })),
        next: { date: '', hours: '', label: '', everyone: false },
      }
    );
  },
  view(app) {
    return {
      title: say('admin.hours'),
      sub: say('hours.sub'),
      body: app.draft ? body(app) : el('p', { class: 'card note' }, say('problem.gone')),
    };
  },
  async save(app) {
    const { hours, weekday, fault } = readDays(app.draft.days);
    if (fault) throw new Problem(422, { detail: fault, field: `days.${weekday}` });
    const owner = { ...whose(app), hours, exceptions: app.draft.exceptions.map(exceptionOf) };
    if (app.id === CLINIC) await api.saveSettings(owner);
    else await api.save('coaches', owner);
    await closeForAll(app);
  },
  actions: {
    'day-usual': (app, { id }) => setDay(app, id, USUAL),
    'day-off': (app, { id }) => setDay(app, id, ''),
    'day-copy': (app, { id }) => {
      for (const weekday of [0, 1, 2, 3, 4]) setDay(app, weekday, app.draft.days[id]);
    },
    'day-edit': (app, { id }) => document.getElementById(`f-days-${id}`)?.select(),
    'exception-remove': (app, { id }) => {
      app.touched = true;
      app.draft.exceptions.splice(Number(id), 1);
    },
    'exception-add': (app) => addException(app),
  },
};

const exceptionOf = ({ date, hours, label }) => ({ date, ranges: readRanges(hours).ranges ?? [], label });

/** The days that were added for everybody, for the other coaches too; who has that day already keeps theirs. */
async function closeForAll(app) {
  const days = app.draft.exceptions.filter(({ everyone }) => everyone).map(exceptionOf);
  for (const coach of app.data.coaches.items) {
    const more = days.filter(({ date }) => !coach.exceptions.some((day) => day.date === date));
    if (coach.id !== app.id && more.length > 0)
      await api.save('coaches', { ...coach, exceptions: [...coach.exceptions, ...more] });
  }
}

function setDay(app, weekday, text) {
  app.touched = true;
  app.draft.days[weekday] = text;
}

function addException(app) {
  const { date, hours, label, everyone } = app.draft.next;
  const { fault } = readRanges(hours);
  app.fault = null;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) app.fault = { field: next('date'), words: say('hours.date_needed') };
  else if (app.draft.exceptions.some((day) => day.date === date))
    app.fault = { field: next('date'), words: say('hours.date_twice') };
  else if (fault) app.fault = { field: next('hours'), words: fault };
  if (app.fault) return;
  app.touched = true;
  app.draft.exceptions.push({ date, hours, label, everyone });
  app.draft.exceptions.sort((a, b) => a.date.localeCompare(b.date));
  app.draft.next = { date: '', hours: '', label: '', everyone: false };
}

function body(app) {
  const week = readDays(app.draft.days);
  return [
    el(
      'nav',
      { class: 'picks', 'aria-label': say('hours.whose') },
      app.data.coaches.items.map((coach) =>
        el(
          'a',
          {
            class: 'pick',
            href: `#/hours/${coach.id}`,
            'aria-current': app.id === coach.id && 'true',
            'data-key': coach.id,
          },
          portrait(coach),
          coach.name,
        ),
      ),
      el(
        'a',
        {
          class: 'pick',
          href: `#/hours/${CLINIC}`,
          'aria-current': app.id === CLINIC && 'true',
          'data-key': CLINIC,
        },
        el('span', { class: 'arch' }, icon('clock', 24)),
        say('hours.clinic'),
      ),
    ),
    el(
      'div',
      { class: 'two' },
      el(
        'section',
        { class: 'card week', 'aria-labelledby': 'week-title' },
        el(
          'div',
          { class: 'panel-head' },
          el('h2', { id: 'week-title' }, say('hours.week')),
          el(
            'span',
            { class: 'sm muted' },
            week.hours ? say('hours.sum', { count: Math.round(weekMinutes(week.hours) / 6) / 10 }) : '',
          ),
        ),
        WEEKDAYS.map((weekday) => dayRow(app, weekday)),
        saveRow(app, { words: say('hours.save') }),
      ),
      el('div', { class: 'columns-side' }, exceptions(app), boundary(app, week)),
    ),
  ];
}

function dayRow(app, weekday) {
  const text = app.draft.days[weekday];
  const { ranges = [] } = readRanges(text);
  return el(
    'div',
    { class: 'day', 'data-key': `day-${weekday}` },
    el('span', { class: 'day-name', 'aria-hidden': 'true' }, weekdayName(weekday)),
    bars(app, weekday, ranges),
    textField({
      draft: app.draft,
      path: `days.${weekday}`,
      label: el('span', { class: 'unseen' }, say('hours.of', { day: weekdayName(weekday) })),
      fault: app.fault,
    }),
    ranges.length > 0 &&
      weekday === 0 &&
      el(
        'button',
        { type: 'button', class: 'b flat sml copy', 'data-act': 'day-copy', 'data-id': String(weekday) },
        say('hours.copy'),
      ),
  );
}

/** 6 AM to 10 PM; what lies outside stands at the edge. */
function bars(app, weekday, ranges) {
  const first = 6 * 60;
  const span = 16 * 60;
  const at = (minutes) => Math.min(100, Math.max(0, ((minutes - first) / span) * 100));
  const ticks = [8, 10, 12, 14, 16, 18, 20].map((hour) =>
    place(el('span', { class: 'tick' }), at(hour * 60)),
  );
  if (ranges.length === 0)
    return el(
      'div',
      { class: 'bars' },
      el(
        'button',
        {
          type: 'button',
          class: 'add',
          'data-act': 'day-usual',
          'data-id': String(weekday),
          'aria-label': say('hours.add', { day: weekdayName(weekday) }),
        },
        say('hours.off'),
      ),
    );
  return el(
    'div',
    { class: 'bars' },
    ticks,
    ranges.map(({ start, end }) => {
      const left = at(minutesOf(start));
      const words = rangesText([{ start, end }]).replaceAll(':00', '');
      return place(
        el(
          'button',
          {
            type: 'button',
            'data-act': 'day-edit',
            'data-id': String(weekday),
            'aria-label': say('hours.edit', { day: weekdayName(weekday), hours: words }),
          },
          words,
        ),
        left,
        Math.max(6, at(minutesOf(end)) - left),
      );
    }),
  );
}

/** The page's policy allows no style attributes; the object model is ours to use. */
function place(node, left, width) {
  node.dataset.left = left.toFixed(2);
  if (width !== undefined) node.dataset.width = width.toFixed(2);
  return node;
}

function exceptions(app) {
  const { draft, fault } = app;
  return el(
    'section',
    { class: 'card panel', 'aria-labelledby': 'days-title' },
    el('h2', { id: 'days-title' }, say('hours.exceptions')),
    draft.exceptions.length === 0 && el('p', { class: 'muted' }, say('hours.no_exceptions')),
    draft.exceptions.map(({ date, hours, label, everyone }, index) =>
      el(
        'div',
        { class: 'exception', 'data-key': date },
        icon(hours ? 'clock' : 'st-away', 22),
        el(
          'div',
          { class: 'grow' },
          el('b', {}, dateName(date)),
          el(
            'span',
            { class: 'sm' },
            hours || say('hours.closed'),
            label && ` · ${label}`,
            everyone && ` · ${say('hours.for_all')}`,
          ),
        ),
        button({
          act: 'exception-remove',
          id: String(index),
          kind: 'quiet',
          draw: 'trash',
          long: say('hours.exception_remove', { day: dateName(date) }),
        }),
      ),
    ),
    el('h3', {}, say('hours.exception_new')),
    textField({ draft, path: next('date'), label: say('hours.date'), type: 'date', fault }),
    textField({
      draft,
      path: next('hours'),
      label: say('hours.hours'),
      hint: say('hours.hours_hint'),
      fault,
    }),
    textField({
      draft,
      path: next('label'),
      label: say('hours.label'),
      hint: say('hours.label_hint'),
      fault,
    }),
    checkField({ draft, path: next('everyone'), label: say('hours.everyone') }),
    button({ act: 'exception-add', kind: 'flat', draw: 'plus', words: say('hours.exception_add') }),
  );
}

function boundary(app, { hours }) {
  if (!hours || app.id === CLINIC) return null;
  const found = checkBoundaries(hours, app.data.settings.hours);
  const days = (list) => list.map((weekday) => weekdayName(weekday, 'short')).join(', ');
  return el(
    'section',
    { class: 'note-card', 'data-key': 'boundary' },
    el('h2', {}, icon('info', 22), say('hours.check')),
    el(
      'p',
      {},
      found.outside.length ? say('hours.outside', { days: days(found.outside) }) : say('hours.inside'),
    ),
    el('p', {}, found.nights.length || found.weekends ? say('hours.nights') : say('hours.no_nights')),
  );
}
