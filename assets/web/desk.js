// The front desk: rings when somebody touches Help now, and otherwise shows the queue, to look at only. It asks for a coach
// in somebody's place, and finds a ticket that was lost.

import { askActions, askView, watchAskForm } from './ask-view.js';
import { el, icon } from './el.js';
import { findView, watchFindForm } from './find-view.js';
import { button, ticketName } from './parts.js';
import { queueView } from './queue-view.js';
import { unopened } from './queue-model.js';
import { pageLinks } from './shell.js';
import { startStaffPage } from './staff-page.js';
import { say } from './text.js';

const VIEWS = {
  '#/ask': (app) => askView(app, { href: '#/', words: say('ask.to_desk') }),
  '#/find': findView,
};

function view(app) {
  return VIEWS[location.hash]?.(app) ?? desk(app);
}

function desk(app) {
  return {
    title: say('desk.title'),
    sub: `${app.model.site.short_name} · ${app.clock.weekday(app.clock.now())} ${app.clock.time(app.clock.now())}`,
    kind: 'queue desk',
    body: [nobodyLooked(app) ?? quiet(app), pageLinks(app), queueView(app, { readOnly: true })],
  };
}

/** Requests that no coach has opened for five minutes. Rings by itself (staff-page.js) until somebody looks. */
function nobodyLooked(app) {
  const waiting = unopened(app.model, app.clock.now());
  if (waiting.length === 0) return null;
  const tickets = waiting.map(ticketName).join(', ');
  return el(
    'section',
    { class: 'bar bad', role: 'alert', 'data-key': 'unopened' },
    icon('bell-ring', 28),
    el('span', { class: 'grow' }, el('b', {}, say('desk.unopened', { tickets })), ' ', say('desk.unopened_more')),
  );
}

/** The calm state says whether this page could ring: a silent page must not look like a quiet clinic. */
function quiet(app) {
  const { sound, connection } = app;
  const offline = connection.state === 'lost';
  const able = sound.ready && !offline;
  const more = offline ? 'desk.quiet_offline' : sound.ready ? 'desk.quiet_more' : 'desk.quiet_silent';
  return el(
    'section',
    { class: `card quiet-card ${able ? '' : 'unable'}`, 'data-key': 'quiet' },
    el('span', { class: 'disc' }, icon(able ? 'bell' : offline ? 'offline' : 'speaker-off', 28)),
    el('div', { class: 'grow' }, el('h2', {}, say('desk.quiet')), el('p', {}, say(more))),
    !sound.ready && button({ act: 'sound-on', kind: 'pri', draw: 'speaker', words: say('sound.enable') }),
  );
}

function start(app) {
  watchAskForm(app);
  watchFindForm(app);
  addEventListener('hashchange', () => {
    Object.assign(app, { ask: null, find: null, notice: null });
    scrollTo(0, 0);
    app.redraw();
  });
}

function back() {
  location.hash = '#/';
}

const actions = { ...askActions, back };
const place = () => location.hash;

startStaffPage({ view, title: () => say('title.desk'), actions, start, place, wholeAlert: true });
