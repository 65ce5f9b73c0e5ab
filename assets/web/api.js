// The queue's HTTP interface as this page uses it. Every failure is a Problem with words a person can act on.

import { say } from './text.js';

export class Problem extends Error {
  constructor(status, body = {}, retryAfter = 0) {
    super(wordsFor(status, body, retryAfter));
    this.status = status;
    this.current = body.current ?? null;
    this.field = body.field ?? null;
    this.detail = body.field ? body.detail : ''; // what is wrong with that field, in the queue's words
  }
}

function wordsFor(status, body, retryAfter) {
  if (status === 0) return say('problem.unreachable');
  if (status === 429) return say('problem.too_many', { seconds: Math.max(1, retryAfter) });
  const known = {
    401: 'problem.signed_out',
    403: 'problem.not_yours',
    404: 'problem.gone',
    423: 'problem.locked',
  };
  if (known[status]) return say(known[status]);
  return body.detail || body.title || say('problem.other', { status });
}

let csrf = '';

async function call(method, path, body) {
  const headers = { accept: 'application/json' };
  if (method !== 'GET') {
    headers['content-type'] = 'application/json';
    if (csrf) headers['x-csrf-token'] = csrf;
  }
  const answer = await fetch(`/api/v1${path}`, {
    method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch(() => {
    throw new Problem(0);
  });
  if (answer.status === 204) return null;
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(answer.status, value, Number(answer.headers.get('retry-after')) || 0);
  return value;
}

function remember(session) {
  csrf = session.csrf;
  return session;
}

export const api = {
  session: () => call('GET', '/session').then(remember),
  signIn: (login, password, sharedComputer) =>
    call('POST', '/session', { login, password, shared_computer: sharedComputer }).then(remember),
  signOut: () => call('DELETE', '/session'),
  queue: () => call('GET', '/queue'),
  /** step: claim, on-the-way, with-patient, release, reopen, hand-off, close. `request` tells the version it was seen in. */
  step: (request, step, more = {}) =>
    call('POST', `/requests/${request.id}/${step}`, { version: request.version, ...more }),
  /** Asked by staff; `asked.id` is made by the page, so that sending again makes no second request. */
  askFor: (asked) => call('POST', '/requests', asked),
  opened: (id) => call('POST', `/requests/${id}/opened`, {}),
  contact: (id) => call('GET', `/requests/${id}/contact`),
  alert: (id, step) => call('POST', `/alerts/${id}/${step}`, {}),
  code: (code) => call('POST', '/code', { code }),
  join: (code, password, sharedComputer) =>
    call('POST', '/join', { code, password, shared_computer: sharedComputer }).then(remember),
  changePassword: (password, choice) => call('POST', '/me/password', { password, new: choice }),
  passwordOffer: () => call('GET', '/me/password/offer'),
  confirmPassword: (password) => call('POST', '/session/confirm', { password }),
  users: () => call('GET', '/users'),
  addUser: (user) => call('POST', '/users', user),
  newCode: (id) => call('POST', `/users/${id}/code`, {}),
  removeUser: (id) => call('DELETE', `/users/${id}`),
  newSheet: () => call('POST', '/recovery-sheet', {}),
  confirmSheet: (sheet) => call('POST', '/recovery-sheet/confirm', { sheet }),
  recover: (sheet, login) => call('POST', '/recovery', { sheet, login }),
  boundaries: () => call('GET', '/me/boundaries'),
  saveBoundaries: (own) => call('PUT', '/me/boundaries', own),
  presence: (presence) => call('PUT', '/me/presence', presence),
  /** Admins: what is given out bears a tag, and is given back with it; 409 brings what stands there instead. */
  settings: () => call('GET', '/settings'),
  saveSettings: (settings) => call('PUT', '/settings', settings),
  list: (kind) => call('GET', `/${kind}`),
  saveList: (kind, list) => call('PUT', `/${kind}`, list),
  add: (kind, item) => call('POST', `/${kind}`, item),
  save: (kind, item) => call('PUT', `/${kind}/${item.id}`, item),
  remove: (kind, id) => call('DELETE', `/${kind}/${id}`),
  kiosks: () => call('GET', '/kiosks'),
  changeKiosk: (id, kiosk) => call('PUT', `/kiosks/${id}`, kiosk),
  revokeKiosk: (id) => call('POST', `/kiosks/${id}/revoke`, {}),
  pairing: () => call('GET', '/kiosks/pairing'),
  /** {kiosk} to pair a known one again, or {name, place}. */
  openPairing: (plan) => call('POST', '/kiosks/pairing', plan),
  typeDigits: (digits) => call('PUT', '/kiosks/pairing', { digits }),
  closePairing: () => call('DELETE', '/kiosks/pairing'),
  settleAlarm: (kiosk) => call('POST', `/audit/alarms/${kiosk}/settle`, {}),
  audit: (before) => call('GET', `/audit${before ? `?before=${before}` : ''}`),
};
