// One connection to the feed, for as long as somebody listens. It reports through tell(message):
//   {kind: 'open'}                     connected: whoever shows the queue fetches it anew
//   {kind: 'contact'}                  the server was heard (at least every ten seconds)
//   {kind: 'event', name, data, id}    something changed
//   {kind: 'lost'}                     not connected; it tries again by itself
//   {kind: 'refused', status}          the server does not know this session; nothing more follows

import { eventParser } from './sse.js';

const SILENCE_MS = 30_000; // three heartbeats missed
const RETRY_MS = [500, 1000, 2000, 5000];

export function openStream(tell) {
  let stopped = false;
  let attempt = 0;
  let abort = new AbortController();
  let wake = () => {};

  async function read() {
    abort = new AbortController();
    let watchdog = setTimeout(() => abort.abort(), SILENCE_MS);
    try {
      const answer = await fetch('/api/v1/queue/feed', {
        headers: { accept: 'text/event-stream' },
        credentials: 'same-origin',
        cache: 'no-store',
        signal: abort.signal,
      });
      if (answer.status === 401 || answer.status === 403) return answer.status;
      if (!answer.ok) return 0;
      attempt = 0;
      tell({ kind: 'open' });
      const parse = eventParser();
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return 0;
        clearTimeout(watchdog);
        watchdog = setTimeout(() => abort.abort(), SILENCE_MS);
        tell({ kind: 'contact' });
        for (const { name, data, id } of parse(value))
          tell({ kind: 'event', name, data: JSON.parse(data), id });
      }
    } catch {
      return 0;
    } finally {
      clearTimeout(watchdog);
    }
  }

  async function run() {
    while (!stopped) {
      const refused = await read();
      if (stopped) return;
      if (refused) {
        tell({ kind: 'refused', status: refused });
        return;
      }
      tell({ kind: 'lost' });
      const pause = RETRY_MS[Math.min(attempt++, RETRY_MS.length - 1)];
      await new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, pause * (0.75 + Math.random() / 2));
      });
    }
  }

  run();
  return {
    /** Try at once: the network came back, or the page is in view again. */
    nudge: () => wake(),
    stop: () => {
      stopped = true;
      abort.abort();
      wake();
    },
  };
}
