// The live feed of this tab: shared with the other tabs through a SharedWorker where the browser has one, its own
// connection where not. See live-stream.js for what hear(message) is told.

import { openStream } from './live-stream.js';

export function listen(hear) {
  const link = shared(hear) ?? own(hear);
  addEventListener('online', link.nudge);
  document.addEventListener('visibilitychange', () => document.hidden || link.nudge());
  addEventListener('pagehide', link.leave);
  // A page that comes back out of the browser's store has an old queue and no feed: it starts anew.
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
  return link;
}

function shared(hear) {
  if (!('SharedWorker' in globalThis)) return null;
  const worker = new SharedWorker('/assets/live-worker.js', { type: 'module', name: 'coachbell-live' });
  let link = null;
  worker.onerror = () => {
    link ??= own(hear);
  };
  worker.port.onmessage = ({ data }) => hear(data);
  return {
    nudge: () => (link ? link.nudge() : worker.port.postMessage('nudge')),
    leave: () => (link ? link.leave() : worker.port.postMessage('leave')),
  };
}

function own(hear) {
  const stream = openStream(hear);
  return { nudge: stream.nudge, leave: stream.stop };
}
