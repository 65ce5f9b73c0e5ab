// One signed-in page: what it knows, what it is doing, and how it comes to be drawn again. Views read it, actions change it.

import { Problem } from './api.js';
import { announce, announceAlert } from './announce.js';
import { ticketName } from './parts.js';
import { arrivals, isForMe, isResting, openAlerts, rings, waitingCount } from './queue-model.js';
import { createSound } from './sound.js';
import { say } from './text.js';

/** draw(): puts the page on the screen; it runs once for all changes of a moment. */
export function createApp({ alwaysSounds, draw, changed }) {
  let drawing = false;
  const app = {
    session: null,
    model: null,
    clock: null,
    link: null,
    refresh: null,
    waiting: 0,
    ringing: [],
    alwaysSounds,
    busy: new Set(),
    notice: null, // {words, kind}
    connection: { state: 'connecting', contactAt: 0 }, // connecting, live, lost

    redraw() {
      if (drawing) return;
      drawing = true;
      queueMicrotask(() => {
        drawing = false;
        draw();
      });
    },
    tell(words, kind = 'ok') {
      app.notice = words ? { words, kind } : null;
      app.redraw();
    },
    setModel(next) {
      const before = app.model;
      app.model = next;
      app.waiting = waitingCount(next);
      if (before) hearNews(app, before);
      changed?.(app);
      app.redraw();
    },
    /**
     * Runs one request to the server; while it runs, the buttons of `key` do nothing more. True when it was done. A
     * problem is told in its own words, unless failed(problem) says that it has told them.
     */
    async attempt(key, work, failed) {
      if (app.busy.has(key)) return false;
      app.busy.add(key);
      app.tell(null);
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
    },
  };
  app.sound = createSound(app.redraw, !alwaysSounds);
  return app;
}

/** `ended`: there was a session, and the person is told that it is over. */
export function toSignIn({ ended = true } = {}) {
  location.replace(`/sign-in?next=${encodeURIComponent(location.pathname)}${ended ? '&ended' : ''}`);
}

function hearNews(app, before) {
  const { model } = app;
  const news = model.me.role === 'admin' ? [] : arrivals(before, model);
  if (news.length > 0) {
    if (!isResting(model, app.clock.now())) app.sound.chime();
    announce(news.map((request) => newsWords(model, request)).join(' '));
  }
  for (const alert of openAlerts(model)) {
    if (!before.alerts.has(alert.id) && rings(model, alert, app.clock.now())) announceAlert(alert);
  }
}

function newsWords(model, request) {
  const ticket = ticketName(request);
  if (request.state === 'claimed') return say('queue.handed_to_me', { ticket });
  return say(isForMe(model, request) ? 'queue.arrived_for_me' : 'queue.arrived', { ticket });
}
