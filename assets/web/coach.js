// The coach's page: the live queue, one request, and "am I here".

import { alertBand } from './alert.js';
import { api } from './api.js';
import { askActions, askView, watchAskForm } from './ask-view.js';
import { presenceCard, presenceFor, presenceSheet } from './presence.js';
import { isMine, waitingCount, withCoach, withRequest } from './queue-model.js';
import { queueView } from './queue-view.js';
import { hasContact } from './reach.js';
import { cannotFindSheet, requestView } from './request-view.js';
import { pageLinks } from './shell.js';
import { startStaffPage, stepRequest } from './staff-page.js';
import { timeActions, timeView, watchTimeForm } from './time-view.js';
import { say } from './text.js';

const HOME = { name: 'queue' };
const VIEWS = {
  ask: (app) => askView(app, { href: '#/', words: say('act.to_queue') }),
  time: timeView,
};

function readRoute() {
  const [, name, id, part = ''] = location.hash.slice(1).split('/');
  if (VIEWS[name]) return { name };
  return name === 'request' && id ? { name, id, part } : HOME;
}

function navigate(app, path, { replace = false } = {}) {
  const depth = (history.state?.depth ?? 0) + (replace ? 0 : 1);
  history[replace ? 'replaceState' : 'pushState']({ depth }, '', `#${path}`);
  arrive(app);
}

function arrive(app) {
  app.route = readRoute();
  app.sheet = null;
  app.choice = app.route.part === 'hand-off' ? app.choice : null;
  app.notice = null;
  Object.assign(app, { ask: null, own: null });
  keepContact(app);
  tellOpened(app);
  keepScreenOn(app);
  scrollTo(0, 0);
  app.redraw();
}

function back(app) {
  if (history.state?.depth > 0) history.back();
  else navigate(app, app.route.part ? `/request/${app.route.id}` : '/', { replace: true });
}

/** From here on it is not so any more that nobody looked. */
function tellOpened(app) {
  const request = app.model?.requests.get(app.route.id);
  if (!request || request.opened_at || request.state !== 'waiting') return;
  if (!['coach', 'supervisor'].includes(app.model.me.role)) return;
  // When it does not arrive the desk is asked to look once more than needed: no harm, and no words about it.
  api.opened(request.id).then(
    (opened) => app.setModel(withRequest(app.model, opened)),
    () => {},
  );
}

/** The person's name is asked for when the holder looks at the request, and forgotten when they leave it. */
async function keepContact(app) {
  const request = app.model?.requests.get(app.route.id);
  const wanted =
    request &&
    hasContact(request) &&
    isMine(app.model, request) &&
    ['claimed', 'on_the_way', 'with_patient'].includes(request.state);
  if (!wanted) {
    app.contact = null;
    return;
  }
  if (app.contact?.id === request.id) return;
  const contact = { id: request.id, state: 'loading' };
  app.contact = contact;
  try {
    Object.assign(contact, { state: 'open', ...(await api.contact(request.id)) });
  } catch (problem) {
    Object.assign(contact, { state: 'failed', words: problem.message, locked: problem.status === 423 });
  }
  if (app.contact === contact) app.redraw();
}

/** A phone that is held up must not go dark. Where a browser can't promise that, nothing is lost but comfort. */
async function keepScreenOn(app) {
  const held = app.screenLock;
  app.screenLock = null;
  (await held)?.release();
  if (app.route.part === 'sign') app.screenLock = navigator.wakeLock?.request('screen').catch(() => null);
}

const actions = {
  ...askActions,
  ...timeActions,
  back,
  // Whoever signs in opens the names again, and comes back to the same request.
  unlock: async (app) => {
    app.link.leave();
    await api.signOut().catch(() => {});
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.hash)}`);
  },
  claim: (app, { id }) => stepRequest(app, id, 'claim', { go: true }, () => openRequest(app, id)),
  take: (app, { id }) => stepRequest(app, id, 'claim', { go: false }, () => openRequest(app, id)),
  'on-the-way': (app, { id }) => stepRequest(app, id, 'on-the-way', {}, () => openRequest(app, id)),
  'with-patient': (app, { id }) => stepRequest(app, id, 'with-patient', {}, () => scrollTo(0, 0)),
  release: (app, { id }) =>
    stepRequest(app, id, 'release', {}, (ticket) => home(app, say('way.went_back', { ticket }))),
  reopen: (app, { id }) => stepRequest(app, id, 'reopen', {}),
  close: (app, { id, outcome }) =>
    stepRequest(app, id, 'close', { outcome }, () => {
      app.sheet = null;
      if (app.route.part) navigate(app, `/request/${id}`, { replace: true });
    }),
  'to-staff': (app, { id }) => {
    app.choice = 'staff';
    navigate(app, `/request/${id}/hand-off`);
  },
  'hand-off': (app, { id }) => handOff(app, id),
  'cannot-find': (app) => {
    app.sheet = 'cannot-find';
    app.redraw();
  },
  'presence-sheet': (app) => {
    app.sheet = 'presence';
    app.redraw();
  },
  'close-sheet': (app) => {
    app.sheet = null;
    app.redraw();
  },
  presence: (app, { choice }) => setPresence(app, choice),
  'presence-with': (app) => setPresence(app, 'with_someone:30'),
  'presence-break': async (app) => {
    if (await setPresence(app, 'break:15')) home(app, app.notice?.words);
  },
};

function openRequest(app, id) {
  if (app.route.id === id) arrive(app);
  else navigate(app, `/request/${id}`);
}

function home(app, words) {
  navigate(app, '/', { replace: true });
  app.tell(words);
}

function handOff(app, id) {
  if (app.choice === 'queue') {
    return stepRequest(app, id, 'release', {}, (ticket) => home(app, say('way.went_back', { ticket })));
  }
  if (app.choice === 'staff') {
    return stepRequest(app, id, 'close', { outcome: 'moved_to_staff' }, (ticket) =>
      home(app, say('hand.done_staff', { ticket })),
    );
  }
  const coach = app.model.coaches.get(app.choice);
  return stepRequest(app, id, 'hand-off', { coach: coach.id }, (ticket) =>
    home(app, say('hand.done', { ticket, name: coach.name })),
  );
}

function setPresence(app, choice) {
  return app.attempt('presence', async () => {
    const now = app.model.coaches.get(app.model.me.coach)?.availability.state;
    const coach = await api.presence(presenceFor(choice, app.clock, now));
    app.setModel(withCoach(app.model, coach));
    app.sheet = null;
    app.tell(
      coach.presence.calls
        ? say('here.said_calls', { time: app.clock.time(coach.presence.until) })
        : say('here.said', { state: say(`here.${coach.availability.state}`) }),
    );
  });
}

function view(app) {
  const named = VIEWS[app.route.name]?.(app);
  const page =
    named ??
    (app.route.name === 'request'
      ? requestView(app, app.route.id, app.route.part)
      : {
          title: say('queue.title'),
          sub: `${app.model.site.short_name} · ${app.clock.weekday(app.clock.now())} ${app.clock.time(app.clock.now())}`,
          tools: presenceCard(app),
          kind: 'queue',
          body: [queueView(app), pageLinks(app)],
        });
  return { ...page, body: [app.ringing.map((alert) => alertBand(app, alert)), page.body] };
}

function sheet(app) {
  // A call for help is never covered.
  if (app.ringing.length > 0) app.sheet = null;
  if (app.sheet === 'presence') return presenceSheet(app);
  const request = app.model.requests.get(app.route.id);
  return app.sheet === 'cannot-find' && request ? cannotFindSheet(app, request) : null;
}

function title(app) {
  const count = waitingCount(app.model);
  return count > 0 ? say('title.waiting', { count }) : say('title.queue');
}

function start(app) {
  app.route = readRoute();
  watchAskForm(app);
  watchTimeForm(app);
  addEventListener('popstate', () => arrive(app));
  addEventListener('change', ({ target }) => {
    if (target.name !== 'to') return;
    app.choice = target.value;
    app.redraw();
  });
  document.getElementById('sheet').addEventListener('close', () => app.sheet && actions['close-sheet'](app));
  document.addEventListener('click', (event) => {
    const anchor = event.target.closest('a[href^="#/"]:not([data-act])');
    if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    navigate(app, anchor.getAttribute('href').slice(1));
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && app.route.part === 'sign') back(app);
  });
}

/** Another state of the same request is another page: it gets the focus too. */
function place(app) {
  return `${location.hash} ${app.model.requests.get(app.route.id)?.state ?? ''}`;
}

startStaffPage({ view, sheet, title, actions, start, changed: keepContact, place });
