// What the signed-in pages have in common: the session, the model kept true by the feed, redrawing, sound, the title,
// and what is said to screen readers. A page gives it a view and its actions.

import { alertPage } from './alert.js';
import { api, Problem } from './api.js';
import { el, morphChildren } from './el.js';
import { listen } from './live.js';
import { placeName, ticketName } from './parts.js';
import {
  arrivals, isForMe, modelAfter, modelFrom, openAlerts, rings, waitingCount, withAlert, withRequest,
} from './queue-model.js';
import { shell } from './shell.js';
import { createSound } from './sound.js';
import { say } from './text.js';
import { siteClock } from './time.js';

const TICK_MS = 1000;
const RETRY_MS = 3000;

/**
 * page: {view(app) → shell page, or {bare, title, body}; actions: {name(app, dataset)}; title(app) → words;
 * sheet(app) → nodes or null; wholeAlert: an alert takes the whole page; changed(app): after each change of the model}
 */
export async function startStaffPage(page) {
  const root = document.getElementById('app');
  const app = {
    session: null, model: null, clock: null, busy: new Set(), notice: null, waiting: 0, alwaysSounds: Boolean(page.wholeAlert),
    connection: { state: 'connecting', contactAt: 0 },
  };
  let early = [];
  let drawn = '';
  let drawing = false;

  app.redraw = () => {
    if (drawing) return;
    drawing = true;
    queueMicrotask(() => {
      drawing = false;
      draw();
    });
  };
  app.tell = (words, kind = 'ok') => {
    app.notice = words ? { words, kind } : null;
    app.redraw();
  };
  app.setModel = (next) => {
    const before = app.model;
    app.model = next;
    app.waiting = waitingCount(next);
    if (before) hearNews(before, next);
    page.changed?.(app);
    app.redraw();
  };
  /** Runs one request to the server; while it runs, the buttons of `key` do nothing more. True when it was done. */
  app.attempt = async (key, work, failed) => {
    if (app.busy.has(key)) return false;
    app.busy.add(key);
    app.notice = null;
    app.redraw();
    try {
      await work();
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) toSignIn();
      if (!failed?.(problem)) app.tell(problem.message, 'bad');
      return false;
    } finally {
      app.busy.delete(key);
      app.redraw();
    }
  };
  app.sound = createSound(app.redraw);

  function hearNews(before, next) {
    const news = arrivals(before, next);
    if (news.length > 0 && next.me.role !== 'admin') {
      app.sound.chime();
      announce(news.map((request) => newsWords(next, request)).join(' '));
    }
    for (const alert of openAlerts(next)) {
      if (!before.alerts.has(alert.id) && rings(next, alert, app.clock.now())) announceAlert(alert);
    }
  }

  function draw() {
    if (!app.model) return;
    const now = app.clock.now();
    const alerts = openAlerts(app.model);
    const ringing = alerts.filter((alert) => rings(app.model, alert, now));
    app.sound.setAlarm(ringing.length > 0);
    app.ringing = ringing;
    const whole = page.wholeAlert && alerts[0];
    const view = whole ? { bare: true, body: [offlineNote(app), alertPage(app, alerts[0], alerts.slice(1))] } : page.view(app);
    document.title = ringing.length > 0 ? say('title.alert') : page.title(app);
    document.body.className = whole ? 'alerting' : view.bare ? 'bare' : '';
    morphChildren(root, view.bare ? view.body : shell(app, view));
    drawSheet(app, page.sheet?.(app));
    const place = whole ? `alert-${alerts[0].id}` : page.place?.(app) ?? '';
    if (drawn && drawn !== place) (root.querySelector('h1') ?? root.querySelector('button'))?.focus();
    drawn = place;
  }

  function hear(message) {
    if (message.kind === 'refused') toSignIn();
    if (message.kind === 'open') catchUp();
    if (message.kind === 'contact') app.connection.contactAt = app.clock.now();
    if (message.kind === 'lost' && app.connection.state !== 'lost') {
      app.connection.state = 'lost';
      announce(say('live.lost'));
      app.redraw();
    }
    if (message.kind !== 'event') return;
    if (message.name === 'reset') catchUp();
    else if (early) early.push(message);
    else app.setModel(modelAfter(app.model, message));
  }

  /** The whole queue anew, then what was heard while it was on its way. */
  async function catchUp() {
    early = [];
    try {
      const snapshot = await api.queue();
      app.clock.setServerTime(snapshot.served_at);
      const wasLost = app.connection.state === 'lost';
      app.connection = { state: 'live', contactAt: app.clock.now() };
      const heard = early ?? [];
      early = null;
      app.setModel(heard.reduce(modelAfter, modelFrom(snapshot)));
      if (wasLost) announce(say('live.back'));
    } catch (problem) {
      if (problem.status === 401) toSignIn();
      app.connection.state = 'lost';
      app.redraw();
      setTimeout(catchUp, RETRY_MS);
    }
  }

  const actions = { ...commonActions, ...page.actions };
  document.addEventListener('click', (event) => {
    const pressed = event.target.closest('[data-act]');
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (pressed.getAttribute('aria-disabled') !== 'true') actions[pressed.dataset.act](app, pressed.dataset);
  });
  noticeTouches(app);

  app.session = await sessionOrSignIn();
  if (!app.session) return;
  app.clock = siteClock(app.session.site.time_zone, document.documentElement.lang);
  app.link = listen(hear);
  await page.start?.(app);
  let ticks = 0;
  setInterval(() => {
    // Seconds count only while somebody waits for help; minutes do not need them.
    const urgent = app.model && openAlerts(app.model).length > 0;
    if (urgent || ++ticks % 10 === 0) app.redraw();
  }, TICK_MS);
}

/** The session; without one, on the way to the sign-in page. A queue that cannot be reached is asked again. */
async function sessionOrSignIn() {
  for (;;) {
    try {
      return await api.session();
    } catch (problem) {
      if (problem.status === 401) {
        toSignIn();
        return null;
      }
      document.querySelector('.loading')?.replaceChildren(say('live.off_never'));
      await new Promise((resolve) => { setTimeout(resolve, RETRY_MS); });
    }
  }
}

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
  const name = ticketName(request);
  return app.attempt(id, async () => {
    app.setModel(withRequest(app.model, await api.step(request, step, more)));
    done?.(name);
  }, ({ status, current }) => {
    if (status !== 409 || !current) return false;
    app.setModel(withRequest(app.model, current));
    app.tell(conflictWords(app, current, name), 'bad');
    return true;
  });
}

function conflictWords(app, current, ticket) {
  if (current.state === 'closed') return say('request.closed_meanwhile', { ticket, outcome: say(`outcome.${current.outcome}`) });
  if (current.holder && current.holder.id !== app.model.me.coach) return say('request.taken', { name: current.holder.name, ticket });
  return say('request.changed', { ticket });
}

function newsWords(model, request) {
  const ticket = ticketName(request);
  if (request.state === 'claimed') return say('queue.handed_to_me', { ticket });
  return say(isForMe(model, request) ? 'queue.arrived_for_me' : 'queue.arrived', { ticket });
}

/** "Seen" is said only after a person's touch: any touch or key on the alert itself. */
function noticeTouches(app) {
  const touched = ({ target, isTrusted }) => {
    const id = isTrusted && target.closest?.('[data-alert]')?.dataset.alert;
    const alert = id && app.model?.alerts.get(id);
    if (alert?.state !== 'sent' || app.busy.has(`seen-${id}`)) return;
    app.busy.add(`seen-${id}`);
    api.alert(id, 'seen').then((seen) => {
      // "I am going" may have been quicker than this answer.
      if (app.model.alerts.get(id)?.state === 'sent') app.setModel(withAlert(app.model, seen));
    }, () => {}).finally(() => app.busy.delete(`seen-${id}`));
  };
  addEventListener('pointerdown', touched);
  addEventListener('keydown', touched);
}

function announce(words) {
  document.getElementById('announce').textContent = words;
}

function announceAlert(alert) {
  document.getElementById('alarm').textContent = say('alert.announce', { place: [alert.kiosk, placeName(alert)].filter(Boolean).join(', ') });
}

function offlineNote(app) {
  if (app.connection.state !== 'lost' && !app.notice) return app.sound.ready ? null : soundNote();
  const words = app.notice?.words ?? say('live.off_since', { time: app.clock.time(app.connection.contactAt) });
  return el('p', { class: 'bar bad alert-note', role: 'status', 'data-key': 'note' }, words);
}

function soundNote() {
  return el('button', { type: 'button', class: 'bar bad alert-note', 'data-act': 'sound-on', 'data-key': 'note' }, say('alert.sound_off'));
}

function drawSheet(app, content) {
  const sheet = document.getElementById('sheet');
  if (!sheet) return;
  if (content) {
    morphChildren(sheet, el('div', { class: 'sheet-body', 'data-key': 'sheet' }, content));
    if (!sheet.open) {
      sheet.showModal();
      sheet.querySelector('h2')?.focus();
    }
  } else if (sheet.open) {
    sheet.close();
  }
}

function toSignIn() {
  location.replace(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
}
