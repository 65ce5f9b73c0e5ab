// Keeps the model true: the whole queue when the feed opens, then each event of the feed. What the page shows of the
// connection follows from this too.

import { announce } from './announce.js';
import { api } from './api.js';
import { toSignIn } from './app.js';
import { modelAfter, modelFrom } from './queue-model.js';
import { say } from './text.js';

const RETRY_MS = 3000;

/** Returns hear(message) for live.js. */
export function createHearing(app) {
  let feedOpen = false;
  let early = []; // events heard while the queue is on its way; null when there is nothing to wait for

  const meanings = {
    open() {
      feedOpen = true;
      catchUp();
    },
    contact() {
      app.connection.contactAt = app.clock.now();
    },
    event(message) {
      if (message.name === 'reset') catchUp();
      else if (early) early.push(message);
      else app.setModel(modelAfter(app.model, message));
    },
    lost() {
      feedOpen = false;
      lose();
      if (!app.model) catchUp();
    },
    refused: toSignIn,
  };

  function lose() {
    if (app.connection.state === 'lost') return;
    app.connection.state = 'lost';
    announce(say('live.lost'));
    app.redraw();
  }

  async function catchUp() {
    early = [];
    try {
      show(await api.queue());
    } catch (problem) {
      if (problem.status === 401) toSignIn();
      lose();
      setTimeout(() => feedOpen && catchUp(), RETRY_MS);
    }
  }

  function show(snapshot) {
    const wasLost = app.connection.state === 'lost';
    const heard = early ?? [];
    early = null;
    app.clock.setServerTime(snapshot.served_at);
    app.connection = { state: feedOpen ? 'live' : 'lost', contactAt: app.clock.now() };
    app.setModel(heard.reduce(modelAfter, modelFrom(snapshot)));
    if (wasLost && feedOpen) announce(say('live.back'));
  }

  app.refresh = catchUp;
  return (message) => meanings[message.kind](message);
}
