// A SharedWorker that holds the one feed connection for all tabs of a browser: a browser opens few connections to one
// server, and each open tab would otherwise take one for good.

import { openStream } from './live-stream.js';

const ports = new Set();
let stream = null;
let connected = false;

function tell(message) {
  if (message.kind === 'open') connected = true;
  if (message.kind === 'lost' || message.kind === 'refused') connected = false;
  if (message.kind === 'refused') stream = null;
  for (const port of ports) port.postMessage(message);
}

self.onconnect = ({ ports: [port] }) => {
  ports.add(port);
  port.onmessage = ({ data }) => {
    if (data === 'nudge') stream?.nudge();
    if (data === 'leave') leave(port);
  };
  if (connected) port.postMessage({ kind: 'open' });
  stream ??= openStream(tell);
};

function leave(port) {
  ports.delete(port);
  if (ports.size > 0) return;
  stream?.stop();
  stream = null;
  connected = false;
}
