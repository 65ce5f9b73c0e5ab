// My time and boundaries: a coach's week and days off, what they help with and what not, quiet, and their own card. What is
// typed lives in app.own until it is saved; nothing is drawn anew from the queue while somebody types.

import { api } from './api.js';
import { el, icon } from './el.js';
import { daysOf, rangesText, readDays, readRanges, WEEKDAYS } from './hours.js';
import { button, portrait, presenceIcon, presenceMore } from './parts.js';
import { presenceCard } from './presence.js';
import { languageName, say } from './text.js';
import { weekdayName } from './time.js';

const AT_ONCE = [0, 1, 2, 3, 4, 5];
const QUIET = [0, 5, 10]; // the page knows who was met in the last ten minutes, and no longer
const AVATARS = ['marisol', 'amina', 'dev', 'linh', 'sam'];
const LANGUAGES = ['en', 'es', 'pt', 'ht', 'vi', 'zh-Hans', 'ar', 'ru', 'km', 'kea'];
const LOCALE = () => document.documentElement.lang;

const dateName = (date) =>
  new Intl.DateTimeFormat(LOCALE(), { weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${date}T00:00:00Z`),
  );
const keyOf = ({ label }) => Object.values(label).join('\n');
const labelText = ({ label }) => label[LOCALE()] ?? label.en ?? Object.values(label)[0];

/** What the queue gave, as the form has it. */
export function draftOf(own) {
  const chosen = (list) => new Set(list.map(keyOf));
  return {
    own,
    days: daysOf(own.hours),
    exceptions: [...own.exceptions],
    next: { date: '', hours: '', label: '' },
    can: chosen(own.can),
    cannot: chosen(own.cannot),
    atOnce: String(own.open_requests_max),
    quiet: String(own.quiet_minutes),
    outside: own.quiet_outside_hours,
    pronouns: own.pronouns,
    avatar: own.avatar,
    languages: new Set(own.languages),
    touched: false,
    fault: null, // {field, words}
  };
}

/** {own} for the queue, or {fault}. */
export function ownOf(draft) {
  const { own } = draft;
  const { hours, weekday, fault } = readDays(draft.days);
  if (fault) return { fault: { field: `days-${weekday}`, words: fault } };
  const choose = (list, chosen) => list.filter((choice) => chosen.has(keyOf(choice)));
  const { choices, ...kept } = own;
  return {
    own: {
      ...kept,
      hours,
      exceptions: draft.exceptions,
      can: choose(choices.can, draft.can),
      cannot: choose(choices.cannot, draft.cannot),
      open_requests_max: Number(draft.atOnce),
      quiet_minutes: Number(draft.quiet),
      quiet_outside_hours: draft.outside,
      pronouns: draft.pronouns.trim(),
      avatar: draft.avatar,
      languages: LANGUAGES.concat(own.languages)
        .filter((code, index, all) => draft.languages.has(code) && all.indexOf(code) === index),
    },
  };
}

async function load(app) {
  app.own = { loading: true };
  try {
    app.own = draftOf(await api.boundaries());
  } catch (problem) {
    app.own = { failed: problem.message };
  }
  app.redraw();
}

/** Listens to the form's fields; once a page. */
export function watchTimeForm(app) {
  const take = ({ target }) => {
    const { own, at, set } = target.dataset;
    if (!app.own?.own || !own) return;
    if (set !== undefined) app.own[own][target.checked ? 'add' : 'delete'](target.value);
    else if (at !== undefined) app.own[own][at] = target.value;
    else app.own[own] = target.type === 'checkbox' ? target.checked : target.value;
    app.own.touched = true;
    if (target.type !== 'text') app.redraw();
  };
  addEventListener('input', take);
  addEventListener('beforeunload', (event) => app.own?.touched && event.preventDefault());
}

function fail(app, fault) {
  app.own.fault = fault;
  app.redraw();
  requestAnimationFrame(() => document.getElementById(`own-${fault.field}`)?.focus());
}

export const timeActions = {
  'time-save': (app) => {
    const { own, fault } = ownOf(app.own);
    if (fault) return fail(app, fault);
    app.own.fault = null;
    return app.attempt(
      'time',
      async () => {
        const saved = await api.saveBoundaries(own);
        app.own = draftOf(saved);
        app.refresh();
        app.tell(say('time.saved'));
      },
      ({ status, current }) => {
        if (status !== 409 || !current) return false;
        load(app); // somebody else changed it: what stands now is shown, with the words of the answer
        return false;
      },
    );
  },
  'day-add': (app) => {
    const { next, exceptions } = app.own;
    const { ranges, fault } = readRanges(next.hours);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(next.date)) return fail(app, { field: 'next-date', words: say('time.date_needed') });
    if (exceptions.some(({ date }) => date === next.date))
      return fail(app, { field: 'next-date', words: say('time.date_twice') });
    if (fault) return fail(app, { field: 'next-hours', words: fault });
    const added = { date: next.date, ranges, label: next.label.trim() };
    app.own = {
      ...app.own,
      exceptions: [...exceptions, added].sort((a, b) => a.date.localeCompare(b.date)),
      next: { date: '', hours: '', label: '' },
      touched: true,
      fault: null,
    };
    app.redraw();
  },
  'day-remove': (app, { id }) => {
    app.own.exceptions = app.own.exceptions.filter(({ date }) => date !== id);
    app.own.touched = true;
    app.redraw();
  },
};

export function timeView(app) {
  if (!app.own) load(app);
  const draft = app.own;
  return {
    title: say('time.title'),
    sub: say('time.sub'),
    back: '#/',
    kind: 'detail time',
    tools: presenceCard(app),
    body: draft.own
      ? form(app, draft)
      : el('p', { class: 'card note', role: 'status', 'data-key': 'time-none' }, draft.failed ?? say('time.loading')),
  };
}

function form(app, draft) {
  return el(
    'div',
    { class: 'time-page', 'data-key': `time-${draft.own.tag}` },
    el('div', { class: 'time-parts' }, week(draft), days(draft), boundaries(draft), between(draft), card(draft)),
    el(
      'aside',
      { class: 'time-side' },
      preview(app, draft),
      el(
        'div',
        { class: 'acts stick' },
        draft.touched && el('p', { class: 'sm strong center' }, say('time.unsaved')),
        button({
          act: 'time-save',
          busy: app.busy.has('time'),
          kind: 'pri lg full',
          draw: 'check',
          size: 26,
          words: say('time.save'),
        }),
      ),
    ),
  );
}

function part(title, ...content) {
  const key = title.replaceAll(' ', '-');
  return el(
    'section',
    { class: 'card time-part', 'aria-labelledby': `part-${key}`, 'data-key': key },
    el('h2', { id: `part-${key}` }, title),
    content,
  );
}

function textLine(draft, { id, label, value, hint, unseen, ...data }) {
  const wrong = draft.fault?.field === id;
  return el(
    'div',
    { class: `ask-field ${wrong ? 'wrong' : ''}`, 'data-key': id },
    el('label', { for: `own-${id}`, class: unseen && 'unseen' }, label),
    el('input', {
      id: `own-${id}`,
      class: 'input',
      type: 'text',
      autocomplete: 'off',
      value,
      'aria-invalid': wrong && 'true',
      'aria-describedby': [hint, wrong && `own-${id}-fault`].filter(Boolean).join(' ') || null,
      ...data,
    }),
    wrong && el('p', { class: 'sm fault', id: `own-${id}-fault` }, icon('alert', 18), draft.fault.words),
  );
}

function choose(draft, field, label, options) {
  return el(
    'div',
    { class: 'ask-field', 'data-key': field },
    el('label', { for: `own-${field}` }, label),
    el(
      'select',
      { id: `own-${field}`, class: 'input', 'data-own': field },
      options.map(([value, words]) => el('option', { value, selected: draft[field] === value, 'data-key': value }, words)),
    ),
  );
}

function check(words, data, checked, more) {
  return el(
    'label',
    { class: 'check', 'data-key': data.value ?? data['data-own'] },
    el('input', { type: 'checkbox', checked, ...data }),
    el('span', { class: 'box', 'aria-hidden': 'true' }, icon('check', 20)),
    el('span', {}, words, more && el('span', { class: 'sm muted below' }, more)),
  );
}

function week(draft) {
  return part(
    say('time.week'),
    el('p', { class: 'sm muted', id: 'week-hint' }, say('time.week_more')),
    WEEKDAYS.map((weekday) =>
      el(
        'div',
        { class: 'week-day', 'data-key': `day-${weekday}` },
        el('span', { class: 'strong', 'aria-hidden': 'true' }, weekdayName(weekday)),
        textLine(draft, {
          id: `days-${weekday}`,
          label: say('time.hours_of', { day: weekdayName(weekday) }),
          unseen: true,
          value: draft.days[weekday],
          hint: 'week-hint',
          'data-own': 'days',
          'data-at': String(weekday),
        }),
      ),
    ),
  );
}

function days(draft) {
  const { next } = draft;
  const lineFor = (field, label, more = {}) =>
    textLine(draft, {
      id: `next-${field}`,
      label,
      value: next[field],
      'data-own': 'next',
      'data-at': field,
      ...more,
    });
  return part(
    say('time.days'),
    el(
      'ul',
      { class: 'days' },
      draft.exceptions.map(({ date, ranges, label }) =>
        el(
          'li',
          { 'data-key': date },
          el(
            'span',
            { class: 'grow' },
            el('b', {}, dateName(date)),
            ` ${rangesText(ranges) || say('time.day_off')}${label ? ` · ${label}` : ''}`,
          ),
          button({
            act: 'day-remove',
            id: date,
            kind: 'quiet',
            draw: 'trash',
            long: say('time.day_remove', { day: dateName(date) }),
          }),
        ),
      ),
    ),
    el(
      'div',
      { class: 'next-day', 'data-key': `next-${draft.exceptions.length}` },
      lineFor('date', say('time.date'), { type: 'date' }),
      lineFor('hours', say('time.day_hours')),
      lineFor('label', say('time.day_label')),
    ),
    button({ act: 'day-add', kind: 'flat', draw: 'plus', words: say('time.day_add') }),
  );
}

function boundaries(draft) {
  const locked = draft.own.cannot.filter((choice) => choice.locked);
  const rules = new Set(locked.map(keyOf));
  const own = (list, field) =>
    list
      .filter((choice) => field === 'can' || !rules.has(keyOf(choice)))
      .map((choice) =>
        check(
          labelText(choice),
          { value: keyOf(choice), 'data-own': field, 'data-set': '' },
          draft[field].has(keyOf(choice)),
        ),
      );
  return part(
    say('time.boundaries'),
    el(
      'fieldset',
      { class: 'ask-topics' },
      el('legend', {}, say('time.cannot')),
      el('p', { class: 'sm muted wide' }, say('time.cannot_more')),
      locked.map((choice) =>
        el(
          'p',
          { class: 'rule', 'data-key': keyOf(choice) },
          icon('lock', 24),
          el('span', { class: 'unseen' }, say('time.locked')),
          labelText(choice),
        ),
      ),
      own(draft.own.choices.cannot, 'cannot'),
    ),
    el('fieldset', { class: 'ask-topics' }, el('legend', {}, say('time.can')), own(draft.own.choices.can, 'can')),
  );
}

function between(draft) {
  return part(
    say('time.between'),
    el(
      'div',
      { class: 'ask-pair' },
      choose(
        draft,
        'atOnce',
        say('time.at_once'),
        numbers(AT_ONCE, draft.own.open_requests_max, (count) => (count === 0 ? say('time.no_limit') : String(count))),
      ),
      choose(
        draft,
        'quiet',
        say('time.quiet'),
        numbers(QUIET, draft.own.quiet_minutes, (count) =>
          count === 0 ? say('time.quiet_none') : say('time.quiet_minutes', { count }),
        ),
      ),
    ),
    check(say('time.outside'), { 'data-own': 'outside' }, draft.outside, say('time.outside_more')),
    el('p', { class: 'sm muted' }, say('time.quiet_more')),
  );
}

/** Options for the numbers, and for the one that stands even if it is not among them. */
function numbers(list, now, words) {
  const all = list.includes(now) ? list : [...list, now].sort((a, b) => a - b);
  return all.map((count) => [String(count), words(count)]);
}

function card(draft) {
  const codes = [...new Set([...LANGUAGES, ...draft.own.languages])];
  return part(
    say('time.card'),
    el('p', { class: 'sm muted' }, say('time.card_more')),
    el(
      'div',
      { class: 'ask-pair' },
      textLine(draft, { id: 'pronouns', label: say('time.pronouns'), value: draft.pronouns, 'data-own': 'pronouns' }),
      choose(draft, 'avatar', say('time.avatar'), [
        ['', say('time.initial')],
        ...[...new Set([...AVATARS, draft.own.avatar])].filter(Boolean).map((name) => [name, capital(name)]),
      ]),
    ),
    el(
      'fieldset',
      { class: 'ask-topics', id: 'own-languages', tabindex: '-1' },
      el('legend', {}, say('time.languages')),
      codes.map((code) =>
        check(languageName(code), { value: code, 'data-own': 'languages', 'data-set': '' }, draft.languages.has(code)),
      ),
    ),
  );
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

function preview(app, draft) {
  const me = app.model.coaches.get(app.model.me.coach);
  const { availability } = me;
  return el(
    'div',
    { class: 'on-kiosk', 'data-key': 'preview' },
    el('h2', {}, say('time.on_kiosk')),
    el(
      'div',
      { class: 'kiosk-door' },
      portrait({ name: draft.own.name, avatar: draft.avatar }, 'door-arch'),
      el('p', { class: 'door-name' }, draft.own.name),
      draft.pronouns && el('p', { class: 'sm' }, draft.pronouns),
      el('p', { class: 'sm' }, [...draft.languages].map(languageName).join(', ')),
      el(
        'p',
        { class: `chip ${availability.state === 'here' ? 'ok' : ''}` },
        icon(presenceIcon(availability.state), 18),
        [say(`here.${availability.state}`), presenceMore(availability, app.clock)].filter(Boolean).join(', '),
      ),
    ),
  );
}
