// Starts a signed-in page and keeps it drawn. The page gives its view, its sheet, its title and its actions.

import { alertPage, soundNote, watchTouches } from './alert.js';
import { api } from './api.js';
import { createApp, toSignIn } from './app.js';
import { el, loadIcons, morphChildren } from './el.js';
import { createHearing } from './hearing.js';
import { listen } from './live.js';
import { ticketName } from './parts.js';
import { isOutdated, openAlerts, rings, unopened, withAlert, withRequest } from './queue-model.js';
import { shell } from './shell.js';
import { say } from './text.js';
import { siteClock } from './time.js';

const TICK_MS = 1000;
const CALM_TICKS = 10;
const ASK_TICKS = 20;
const RETRY_MS = 3000;
const UNOPENED_TICKS = 15;

/**
 * page: {view(app) → what shell() takes, or {bare: true, body}; title(app) → words; actions: {name(app, dataset)};
 * sheet(app) → nodes or null; place(app) → where we are: a new place gets the focus; wholeAlert: an alert takes the page;
 * start(app), changed(app): before the first view, and after each change of the model}
 */
export async function startStaffPage(page) {
  const app = createApp({
    alwaysSounds: Boolean(page.wholeAlert),
    draw: () => draw(app, page),
    changed: page.changed,
  });
  [app.session] = await Promise.all([sessionOrSignIn(), loadIcons()]);
  if (!app.session) return;
  app.desk = Boolean(page.wholeAlert);
  app.clock = siteClock(app.session.site.time_zone, document.documentElement.lang);
  page.start?.(app);
  listenToPresses(app, { ...commonActions, ...page.actions });
  watchTouches(app);
  app.link = listen(createHearing(app));
  keepTime(app);
}

/** The session; without one, on the way to the sign-in page. A queue that cannot be reached is asked again. */
async function sessionOrSignIn() {
  for (;;) {
    try {
      return await api.session();
    } catch (problem) {
      if (problem.status === 401) {
        toSignIn({ ended: false });
        return null;
      }
      document.querySelector('.loading')?.replaceChildren(say('live.off_never'));
      await new Promise((resolve) => {
        setTimeout(resolve, RETRY_MS);
      });
    }
  }
}

/** Every button and link says in data-act what it does, so that views are only drawings. */
function listenToPresses(app, actions) {
  document.addEventListener('click', (event) => {
    const pressed = event.target.closest('[data-act]');
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (pressed.getAttribute('aria-disabled') !== 'true') actions[pressed.dataset.act](app, pressed.dataset);
  });
}

/** Seconds count only while somebody waits for help; minutes need no more than a look every ten seconds. */
function keepTime(app) {
  let ticks = 0;
  setInterval(() => {
    if (!app.model) return;
    ticks++;
    if (openAlerts(app.model).length > 0 || ticks % CALM_TICKS === 0) app.redraw();
    if (ticks % UNOPENED_TICKS === 0 && app.desk && unopened(app.model, app.clock.now()).length > 0)
      app.sound.chime();
    if (ticks % ASK_TICKS === 0 && isOutdated(app.model, app.clock.now())) app.refresh();
  }, TICK_MS);
}

// Drawing.

function draw(app, page) {
  if (!app.model) return;
  const root = document.getElementById('app');
  const alerts = openAlerts(app.model);
  app.ringing = alerts.filter((alert) => rings(app.model, alert, app.clock.now()));
  app.sound.setAlarm(app.ringing.length > 0);
  const whole = page.wholeAlert && alerts.length > 0;
  const view = whole
    ? { bare: true, body: [alertNote(app), alertPage(app, alerts[0], alerts.slice(1))] }
    : page.view(app);
  document.title = app.ringing.length > 0 ? say('title.alert') : page.title(app);
  document.body.className = whole ? 'alerting' : view.bare ? 'bare' : '';
  const focused = root.contains(document.activeElement);
  morphChildren(root, view.bare ? view.body : shell(app, view));
  drawSheet(page.sheet?.(app));
  focusNewPlace(
    root,
    whole ? `alert ${alerts[0].id}` : (page.place?.(app) ?? ''),
    focused && document.activeElement === document.body,
  );
}

/** A new place takes the focus to its heading, so that keyboard and screen reader start there; so does losing it. */
function focusNewPlace(root, place, lost) {
  const before = root.dataset.place;
  root.dataset.place = place;
  if (lost || (before !== undefined && before !== place))
    (root.querySelector('h1') ?? root.querySelector('button'))?.focus();
}

function drawSheet(content) {
  const sheet = document.getElementById('sheet');
  if (content) {
    morphChildren(sheet, el('div', { class: 'sheet-body', 'data-key': 'sheet' }, content));
    if (sheet.open) return;
    sheet.showModal();
    sheet.querySelector('h2')?.focus();
  } else if (sheet.open) {
    sheet.close();
  }
}

function alertNote(app) {
  const lost =
    app.connection.state === 'lost' &&
    say('live.off_since', { time: app.clock.time(app.connection.contactAt) });
  const words = app.notice?.words ?? lost;
  if (words) return el('p', { class: 'bar bad alert-note', role: 'status', 'data-key': 'note' }, words);
  return app.sound.ready ? null : soundNote();
}

// What every page can do.

const commonActions = {
  'sign-out': async (app) => {
    app.link.leave();
    await api.signOut().catch(() => {});
    location.assign('/sign-in');
  },
  'sound-on': (app) => app.sound.enable(),
  'sound-toggle': (app) => app.sound.toggle(),
  dismiss: (app) => app.tell(null),
  'alert-go': (app, { id }) => stepAlert(app, id, 'acknowledge'),
  'alert-resolve': (app, { id }) => stepAlert(app, id, 'resolve'),
};

function stepAlert(app, id, step) {
  return app.attempt(id, async () => app.setModel(withAlert(app.model, await api.alert(id, step))));
}

/** A step of a request. When somebody was faster, their name is said and the page shows what is so. */
export function stepRequest(app, id, step, more, done) {
  const request = app.model.requests.get(id);
  const ticket = ticketName(request);
  return app.attempt(
    id,
    async () => {
      app.setModel(withRequest(app.model, await api.step(request, step, more)));
      done?.(ticket);
    },
    ({ status, current }) => {
      if (status !== 409 || !current) return false;
      app.setModel(withRequest(app.model, current));
      app.tell(conflictWords(app, current, ticket), 'bad');
      return true;
    },
  );
}

function conflictWords(app, current, ticket) {
  if (current.state === 'closed')
    return say('request.closed_meanwhile', { ticket, outcome: say(`outcome.${current.outcome}`) });
  if (current.holder && current.holder.id !== app.model.me.coach)
    return say('request.taken', { name: current.holder.name, ticket });
  return say('request.changed', { ticket });
}
