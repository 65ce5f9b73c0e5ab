// The queue as the server last told it, and what follows from that. Pure: every function returns a new value or an
// answer and touches neither page nor network.

export const UNDO_MINUTES = 10;
export const LONG_WAIT_MINUTES = 5;
const UNOPENED_MS = 5 * 60_000;
const MET = new Set(['met', 'enrolled', 'linked']);
const ALERT_EVERYONE_MS = 30_000;

export function modelFrom(snapshot) {
  return {
    revision: snapshot.revision,
    site: snapshot.site,
    me: snapshot.me,
    topics: snapshot.topics ?? {},
    promise: snapshot.promise ?? {},
    offers: snapshot.offers ?? {},
    requests: byId(snapshot.requests),
    coaches: byId(snapshot.coaches),
    alerts: byId(snapshot.alerts),
  };
}

/** An event of the feed. One that the snapshot already holds, or that tells of an older version, changes nothing. */
export function modelAfter(model, { name, data, id }) {
  if (id !== null && id <= model.revision) return model;
  if (name === 'request') return withRequest(model, data);
  if (name === 'coach') return { ...model, coaches: put(model.coaches, data) };
  if (name === 'alert') return { ...model, alerts: put(model.alerts, data) };
  return model;
}

/** Also for the answer to a step: the server's word, whichever way it arrives first. */
export function withRequest(model, request) {
  const known = model.requests.get(request.id);
  if (known && known.version > request.version) return model;
  return { ...model, requests: put(model.requests, request) };
}

export function withCoach(model, coach) {
  return { ...model, coaches: put(model.coaches, coach) };
}

export function withAlert(model, alert) {
  return { ...model, alerts: put(model.alerts, alert) };
}

export function isMine(model, request) {
  return Boolean(model.me.coach) && request.holder?.id === model.me.coach;
}

/** Coaches step what they hold; supervisors may also release, hand off and close what others hold. */
export function maySteer(model, request) {
  return isMine(model, request) || model.me.role === 'supervisor';
}

export function mayClaim(model, request) {
  return Boolean(model.me.coach) && request.state === 'waiting';
}

/**
 * The page's sections. `forMe`: waiting and asked for me, or handed to me. `waiting`: the other people who wait.
 * `callbacks`: left for later, and referrals, whoever takes them. `handedOver`: handed to another coach who has not said "I will go": nobody else is asked. `finished`: closed by somebody
 * who can take it back.
 */
export function sections(model, nowMs) {
  const all = [...model.requests.values()].sort(inOrder);
  const result = { forMe: [], waiting: [], handedOver: [], onTheWay: [], withCoach: [], callbacks: [], finished: [] };
  for (const request of all) {
    if (request.kind !== 'walk_in' && request.state === 'waiting') {
      result.callbacks.push(request);
    } else if (isForMe(model, request) && ['waiting', 'claimed'].includes(request.state)) {
      result.forMe.push(request);
    } else if (request.state === 'waiting') {
      result.waiting.push(request);
    } else if (request.state === 'claimed') {
      result.handedOver.push(request);
    } else if (request.state === 'on_the_way') {
      result.onTheWay.push(request);
    } else if (request.state === 'with_patient') {
      result.withCoach.push(request);
    } else if (undoableUntil(request) > nowMs) {
      result.finished.push(request);
    }
  }
  result.onTheWay.sort((a, b) => isMine(model, b) - isMine(model, a));
  result.withCoach.sort((a, b) => isMine(model, b) - isMine(model, a));
  return result;
}

export function isForMe(model, request) {
  if (!model.me.coach) return false;
  if (request.state === 'claimed') return isMine(model, request);
  return request.coach?.id === model.me.coach;
}

/** When taking back a closed request stops being possible; 0 when this person cannot take it back. */
export function undoableUntil(request) {
  if (request.state !== 'closed' || !request.can_reopen || !request.closed_at) return 0;
  return Date.parse(request.closed_at) + UNDO_MINUTES * 60_000;
}

export function waitingCount(model) {
  return [...model.requests.values()].filter((request) => waitsHere(request)).length;
}

/** Somebody sits in the waiting room; a callback and a referral are for another day. */
function waitsHere(request) {
  return request.state === 'waiting' && request.kind === 'walk_in';
}

/** Waits, and nobody has opened it for five minutes: the front desk is asked to look. */
export function unopened(model, nowMs) {
  return [...model.requests.values()].filter(
    (request) =>
      waitsHere(request) && !request.opened_at && nowMs - Date.parse(request.asked_at) >= UNOPENED_MS,
  );
}

/** What came since `before` that a person wants to hear of: new people waiting, and hand-offs to me. */
export function arrivals(before, after) {
  return [...after.requests.values()].filter((request) => {
    const old = before.requests.get(request.id);
    if (request.state === 'waiting') return waitsHere(request) && !old;
    return (
      request.state === 'claimed' &&
      isMine(after, request) &&
      !(old && old.state === 'claimed' && isMine(before, old))
    );
  });
}

/**
 * The coach asked for quiet: for some minutes after a person, or where they are not in and have not said that they are
 * here, or while they have as many people as they said at one time. Only new requests are silent then; calls for help never are.
 */
export function isResting({ me, coaches, requests }, nowMs) {
  const own = coaches.get(me.coach);
  if (!own) return false;
  if (me.quiet_outside_hours && ['later', 'away'].includes(own.availability.state)) return true;
  const mine = [...requests.values()].filter(({ holder }) => holder?.id === me.coach);
  const held = mine.filter(({ kind, state }) => kind === 'walk_in' && state !== 'closed').length;
  if (me.at_once > 0 && held >= me.at_once) return true;
  return mine.some(
    ({ state, outcome, closed_at: closedAt }) =>
      state === 'closed' &&
      MET.has(outcome) &&
      nowMs - Date.parse(closedAt) < (me.quiet_minutes ?? 0) * 60_000,
  );
}

/** Whether this page rings for the alert: the front desk at once, everyone when nobody answered for half a minute. */
export function rings(model, alert, nowMs) {
  if (alert.state === 'acknowledged' || alert.state === 'resolved') return false;
  if (model.me.role === 'front_desk') return true;
  return (
    nowMs - Date.parse(alert.sent_at) >= ALERT_EVERYONE_MS || ['everyone', 'supervisors'].includes(alert.ring)
  );
}

export function openAlerts(model) {
  const place = { sent: 0, seen: 0, acknowledged: 1 };
  return [...model.alerts.values()]
    .filter((alert) => alert.state !== 'resolved')
    .sort((a, b) => place[a.state] - place[b.state] || Date.parse(a.sent_at) - Date.parse(b.sent_at));
}

/** Nobody who is here speaks the person's language. */
export function needsInterpreter(model, request) {
  const here = [...model.coaches.values()].filter((coach) => isOnShift(coach));
  return here.length > 0 && !here.some((coach) => coach.languages.includes(request.language));
}

export function isOnShift(coach) {
  return ['here', 'with_someone', 'break'].includes(coach.availability.state);
}

/** Something said of a coach has ended or begun since: the queue must be asked anew. */
export function isOutdated(model, nowMs) {
  return [...model.coaches.values()].some(({ availability: { until, next } }) =>
    [until, next].some((at) => at && Date.parse(at) <= nowMs),
  );
}

/** The other coaches, whoever can come soonest first. */
export function otherCoaches(model, request) {
  const order = ['here', 'with_someone', 'break', 'expected', 'later', 'away'];
  return [...model.coaches.values()]
    .filter((coach) => coach.id !== request.holder?.id && coach.id !== model.me.coach)
    .sort(
      (a, b) =>
        order.indexOf(a.availability.state) - order.indexOf(b.availability.state) ||
        a.name.localeCompare(b.name),
    );
}

/** What a person who lost their ticket may still know: the sign, the number, or both. Open ones first. */
export function ticketsLike(model, sign, number) {
  if (!sign && !number) return [];
  return [...model.requests.values()]
    .filter(({ ticket }) => (!sign || ticket.sign === sign) && (!number || ticket.number === number))
    .sort((a, b) => (a.state === 'closed') - (b.state === 'closed') || inOrder(a, b));
}

function inOrder(a, b) {
  return Date.parse(a.asked_at) - Date.parse(b.asked_at) || (a.id < b.id ? -1 : 1);
}

function byId(list) {
  return new Map((list ?? []).map((item) => [item.id, item]));
}

function put(map, item) {
  return new Map(map).set(item.id, item);
}
