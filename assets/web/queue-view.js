// The live queue: who waits, who is being fetched, who is with a coach. No names, ever.

import { el, icon } from './el.js';
import {
  button,
  chip,
  emptyState,
  languageChip,
  link,
  signArch,
  ticketName,
  topicSentence,
  waitText,
} from './parts.js';
import {
  LONG_WAIT_MINUTES,
  isForMe,
  isMine,
  mayClaim,
  needsInterpreter,
  sections,
  undoableUntil,
} from './queue-model.js';
import { findChip, findIcon, isLeft } from './reach.js';
import { say } from './text.js';

/** readOnly: the front desk sees the same queue and steps nothing. */
export function queueView(app, { readOnly = false } = {}) {
  const parts = sections(app.model, app.clock.now());
  const show = (request) => card(app, request, readOnly);
  const columns = [
    waitingColumn(app, parts, show, readOnly),
    wayColumn(parts, show),
    coachColumn(parts, show, readOnly),
  ];
  // On a phone the columns stand below each other: what this coach is doing now comes first.
  const held = [...parts.onTheWay, ...parts.withCoach].find((request) => isMine(app.model, request));
  if (held) columns.unshift(columns.splice(held.state === 'on_the_way' ? 1 : 2, 1)[0]);
  return [
    el(
      'p',
      { class: 'bar sky only-wide', 'data-key': 'names' },
      icon('lock', 20),
      say(readOnly ? 'queue.names_only' : 'queue.names'),
    ),
    el('div', { class: 'columns', 'data-key': 'columns' }, columns),
  ];
}

function waitingColumn(app, { forMe, waiting, handedOver }, show, readOnly) {
  const count = forMe.length + waiting.length + handedOver.length;
  return el(
    'div',
    { class: 'column waiting', 'data-key': 'waiting' },
    heading('only-wide', say('queue.waiting'), count, 'h-waiting'),
    forMe.length > 0 && [
      heading('only-narrow', say('queue.for_me'), say('queue.n_waiting', { count: forMe.length }), 'h-me'),
      list(forMe, show, 'me'),
    ],
    waiting.length > 0 && [
      heading(
        'only-narrow',
        say(readOnly ? 'queue.waiting' : 'queue.any'),
        say('queue.n_waiting', { count: waiting.length }),
        'h-any',
      ),
      list(waiting, show, 'any'),
    ],
    handedOver.length > 0 && [
      heading('', say('queue.handed_over'), handedOver.length, 'h-handed'),
      list(handedOver, show, 'handed'),
    ],
    count === 0 &&
      el(
        'div',
        { class: 'card', 'data-key': 'none' },
        emptyState(
          say('queue.none_waiting'),
          say(app.sound.ready && !app.sound.muted ? 'queue.none_waiting_more' : 'queue.none_waiting_silent'),
        ),
      ),
  );
}

function wayColumn({ onTheWay }, show) {
  return el(
    'div',
    { class: `column way ${onTheWay.length ? '' : 'is-empty'}`, 'data-key': 'way' },
    heading(
      '',
      [
        el('span', { class: 'only-narrow' }, say('queue.on_the_way')),
        el('span', { class: 'only-wide' }, say('queue.on_the_way_long')),
      ],
      onTheWay.length,
      'h-way',
    ),
    onTheWay.length ? list(onTheWay, show, 'way') : el('p', { class: 'none' }, say('queue.none_on_the_way')),
  );
}

function coachColumn({ withCoach, callbacks, finished }, show, readOnly) {
  return [
    el(
      'div',
      { class: 'column with', 'data-key': 'with' },
      el(
        'div',
        { class: withCoach.length ? '' : 'is-empty', 'data-key': 'with-coach' },
        heading('', say('queue.with_coach'), withCoach.length, 'h-with'),
        withCoach.length
          ? list(withCoach, show, 'with')
          : el('p', { class: 'none' }, say('queue.none_with_coach')),
      ),
      callbacks.length > 0 &&
        el(
          'div',
          { class: 'callbacks', 'data-key': 'callbacks' },
          heading('', say(hasReferral(callbacks) ? 'queue.callbacks_referrals' : 'queue.callbacks'), callbacks.length, 'h-callbacks'),
          list(callbacks, show, 'callbacks'),
        ),
      finished.length > 0 &&
        el(
          'div',
          { class: 'finished', 'data-key': 'finished' },
          heading('', say('queue.finished'), finished.length, 'h-finished'),
          list(finished, show, 'finished'),
        ),
      !readOnly &&
        el(
          'div',
          { class: 'card note', 'data-key': 'role' },
          el('h2', {}, say('queue.role_title')),
          el('p', { class: 'sm' }, say('queue.role_body')),
        ),
    ),
  ];
}

const hasReferral = (requests) => requests.some(({ kind }) => kind === 'referral');

function heading(kind, words, count, key) {
  const counted =
    typeof count === 'number'
      ? el('span', { class: 'chip' }, String(count))
      : el('span', { class: 'muted sm' }, count);
  return el('div', { class: `section-head ${kind}`, 'data-key': key }, el('h2', {}, words), counted);
}

function list(requests, show, key) {
  return el(
    'ul',
    { class: 'cards', 'data-key': key },
    requests.map((request) => el('li', { 'data-key': request.id }, show(request))),
  );
}

function card(app, request, readOnly) {
  const name = ticketName(request);
  const own = isMine(app.model, request) || (request.state === 'waiting' && isForMe(app.model, request));
  return el(
    'article',
    {
      class: `card request ${own ? 'own' : ''} ${request.state === 'closed' ? 'closed' : ''}`,
      'aria-label': name,
    },
    signArch(request, 'card'),
    readOnly
      ? el('span', { class: 'code' }, name)
      : el('a', { class: 'code open', href: `#/request/${request.id}` }, name),
    timeChip(app, request),
    el('p', { class: 'topics' }, isLeft(request) && [say(`card.left_${request.kind}`), ' '], wanted(app, request), topicSentence(app.model, request)),
    el('div', { class: 'chips' }, chips(app, request, readOnly)),
    !readOnly && actions(app, request, name),
  );
}

function timeChip(app, request) {
  if (request.state === 'closed') return chip('check', say(`outcome.${request.outcome}`), 'result');
  if (isLeft(request) && request.state === 'waiting')
    return chip('clock', say('card.since', { day: app.clock.day(request.asked_at) }));
  const waits = request.state === 'waiting' || request.state === 'claimed';
  const since = waits ? request.asked_at : request.state_since;
  const long = waits && app.clock.minutesSince(since) >= LONG_WAIT_MINUTES;
  return chip('clock', waitText(app.clock, since), long ? 'wait' : '');
}

function wanted(app, request) {
  if (!request.coach) return null;
  const mine = request.coach.id === app.model.me.coach;
  return el(
    'b',
    { class: mine ? 'only-wide' : '' },
    mine ? say('card.asked_for_you') : say('card.asked_for', { name: request.coach.name }),
    ' ',
  );
}

function chips(app, request, readOnly) {
  const { model, clock } = app;
  const holder = request.holder;
  const back = holder && model.coaches.get(holder.id)?.availability.back_at;
  return [
    request.state === 'claimed' &&
      chip(
        'handoff',
        isMine(model, request) ? say('card.handed_to_you') : say('card.handed_to', { name: holder.name }),
        'sky',
      ),
    request.state !== 'claimed' &&
      holder &&
      chip('person', isMine(model, request) ? say('card.you') : holder.name),
    request.state !== 'closed' && languageChip(request),
    request.state === 'waiting' &&
      chip(
        findIcon(request),
        findChip(app, request),
      ),
    request.state === 'waiting' &&
      !isLeft(request) &&
      needsInterpreter(model, request) &&
      chip('info', say('card.interpreter'), 'sky'),
    request.state === 'with_patient' &&
      back &&
      chip('clock', say('card.back_about', { time: clock.short(back) })),
    request.state === 'closed' &&
      !readOnly &&
      chip('clock', say('card.undo_until', { time: clock.time(undoableUntil(request)) })),
  ];
}

function actions(app, request, name) {
  const { model } = app;
  const id = request.id;
  const busy = app.busy.has(id);
  const own = isForMe(model, request);
  const open = link({
    href: `#/request/${id}`,
    kind: 'only-wide',
    words: say('act.open'),
    long: say('act.open_long', { ticket: name }),
  });
  const go = (act) =>
    button({
      act,
      id,
      busy,
      kind: `grow ${own ? 'pri big-on-phone' : ''}`,
      draw: 'bell',
      words: say('act.go'),
      long: say('act.go_long', { ticket: name }),
    });
  const row = (...buttons) => el('div', { class: 'actions' }, buttons);
  if (isLeft(request) && mayClaim(model, request)) {
    const take = button({
      act: 'take',
      id,
      busy,
      kind: 'grow',
      draw: 'chat',
      words: say(`act.take_${request.kind}`),
      long: say(`act.take_${request.kind}_long`, { ticket: name }),
    });
    return row(take, open);
  }
  if (mayClaim(model, request)) {
    const handOff =
      own &&
      link({
        href: `#/request/${id}/hand-off`,
        kind: 'only-narrow big-on-phone',
        draw: 'handoff',
        size: 24,
        long: say('act.hand_off_long', { ticket: name }),
      });
    return row(go('claim'), handOff, open);
  }
  if (request.state === 'claimed' && own) return row(go('on-the-way'), open);
  if (isMine(model, request) && request.state !== 'closed') {
    return row(
      link({
        href: `#/request/${id}`,
        kind: 'pri grow',
        draw: 'walk',
        words: say('act.open'),
        long: say('act.open_long', { ticket: name }),
      }),
    );
  }
  if (request.state === 'closed') {
    return row(
      button({
        act: 'reopen',
        id,
        busy,
        kind: 'grow',
        draw: 'restart',
        words: say('act.undo'),
        long: say('act.undo_long', { ticket: name }),
      }),
    );
  }
  return null;
}
