// One request as its own view: what the person chose, then, for the coach who goes, the sign to hold up, the talk, the
// answer afterwards, and handing it to somebody else.

import { el, icon } from './el.js';
import {
  button,
  chip,
  emptyState,
  link,
  placeName,
  portrait,
  presenceIcon,
  presenceMore,
  signArch,
  ticketName,
  togetherText,
  topicSentence,
  waitText,
} from './parts.js';
import { LONG_WAIT_MINUTES, isMine, mayClaim, maySteer, otherCoaches, undoableUntil } from './queue-model.js';
import { contactLines, findFact, findIcon, isByPhone, isLeft, preferenceWords } from './reach.js';
import { languageName, say } from './text.js';

const OUTCOMES = ['met', 'enrolled', 'linked', 'declined', 'left', 'moved_to_staff'];
const OUTCOME_MORE = new Set(['enrolled', 'declined']);

/** → {title, back, body, kind, sheet} for the shell. */
export function requestView(app, id, part) {
  const request = app.model.requests.get(id);
  if (!request) return gone();
  const mine = isMine(app.model, request);
  if (part === 'sign' && mine && request.state === 'on_the_way') return signView(request);
  if (part === 'hand-off' && mayHandOff(app, request)) return handOffView(app, request);
  if (part === 'outcome' && maySteer(app.model, request) && request.state === 'with_patient')
    return outcomeView(app, request);
  if (request.state === 'closed') return finishedView(app, request);
  if (mine && request.state === 'on_the_way') return onMyWayView(app, request);
  if (mine && request.state === 'with_patient') return talkingView(app, request);
  return factsView(app, request);
}

function mayHandOff(app, request) {
  if (request.state === 'waiting') return Boolean(app.model.me.coach) || app.model.me.role === 'supervisor';
  return ['claimed', 'on_the_way'].includes(request.state) && maySteer(app.model, request);
}

function page(title, request, part, body) {
  return {
    title,
    back: part ? `#/request/${request.id}` : '#/',
    kind: `detail ${part || request.state}`,
    body: el('div', { class: 'request-page', 'data-key': `${request.id}/${part || request.state}` }, body),
  };
}

function gone() {
  return {
    title: say('request.title'),
    back: '#/',
    kind: 'detail',
    body: el(
      'div',
      { class: 'request-page', 'data-key': 'gone' },
      emptyState(say('request.gone'), say('request.gone_more')),
      link({ href: '#/', kind: 'lg full', words: say('act.to_queue') }),
    ),
  };
}

// What the person chose (mockup 21a).

function factsView(app, request) {
  const { model } = app;
  return page(say('request.title'), request, '', [
    ticketHead(app, request),
    el(
      'div',
      { class: 'facts-and-acts' },
      el('div', {}, facts(app, request), isMine(model, request) && contactLines(app, request), promise(model, request)),
      factActions(app, request),
    ),
  ]);
}

function ticketHead(app, request) {
  const waits = request.state === 'waiting' || request.state === 'claimed';
  const minutes = isLeft(request) ? 0 : app.clock.minutesSince(request.asked_at);
  const words = isLeft(request)
    ? say('card.since', { day: app.clock.day(request.asked_at) })
    : minutes === 0
      ? say('card.waits_now')
      : say('card.waits', { wait: waitText(app.clock, request.asked_at) });
  return el(
    'div',
    { class: 'ticket-head' },
    signArch(request, 'large'),
    el(
      'div',
      {},
      el('p', { class: 'code' }, ticketName(request)),
      waits && chip('clock', words, minutes >= LONG_WAIT_MINUTES ? 'wait' : ''),
    ),
  );
}

function facts(app, request) {
  const { model } = app;
  const asked = !request.coach
    ? say('request.any')
    : request.coach.id === model.me.coach
      ? say('request.asked_for_you', { name: request.coach.name })
      : request.coach.name;
  const from = request.kiosk
    ? [request.kiosk, request.place && placeName(request)].filter(Boolean).join(', ')
    : [say('request.from_staff'), request.source && say(`source.${request.source}`)].filter(Boolean).join(': ');
  const held = request.holder && !isMine(model, request);
  const prefers = preferenceWords(request);
  return el(
    'dl',
    { class: 'card facts' },
    held &&
      fact(
        'person',
        say('request.state'),
        say(`request.state_${request.state}`, { name: request.holder.name }),
      ),
    fact('bell', say('request.asked_for'), asked),
    fact('chat', say('request.help'), topicSentence(model, request)),
    fact(
      findIcon(request),
      say('request.find'),
      findFact(app, request),
    ),
    prefers && fact('people', say('request.prefers'), prefers),
    fact('globe', say('request.language'), languageName(request.language)),
    fact('pin', say('request.from'), from),
  );
}

function fact(draw, label, value) {
  return el('div', { class: 'fact' }, icon(draw, 24), el('dt', {}, label), el('dd', {}, value));
}

function promise(model, request) {
  return el(
    'p',
    { class: 'promise' },
    icon('lock', 20),
    el('span', {}, say('request.told'), ' ', promiseWords(model, request)),
  );
}

/** What the person is told of what we keep, as the site has set it. */
export function promiseWords({ promise: kept }, request) {
  const visit = kept.erase_at_closing ? 'request.told_closing' : 'request.told_after';
  const told = [
    isLeft(request) ? say('request.told_callback', { count: kept.callback_days }) : say(visit),
    !kept.in_chart && say('request.told_chart'),
  ];
  return told.filter(Boolean).join(' ');
}

/** A request that was left is taken first; then the coach goes, or talks by phone. */
function goStep(model, request) {
  if (mayClaim(model, request))
    return isLeft(request)
      ? {
          act: 'take',
          draw: 'chat',
          words: `act.take_${request.kind}`,
          long: `act.take_${request.kind}_long`,
        }
      : { act: 'claim', draw: 'bell', words: 'act.go', long: 'act.go_long' };
  if (request.state !== 'claimed' || !isMine(model, request)) return null;
  return isLeft(request) && isByPhone(request)
    ? { act: 'with-patient', draw: 'people', words: 'act.talking' }
    : { act: 'on-the-way', draw: 'bell', words: 'act.go', long: 'act.go_long' };
}

function factActions(app, request) {
  const { model } = app;
  const { id } = request;
  const busy = app.busy.has(id);
  const name = ticketName(request);
  const go = goStep(model, request);
  const steer = maySteer(model, request);
  return el(
    'div',
    { class: 'acts' },
    go &&
      button({
        act: go.act,
        id,
        busy,
        kind: 'pri lg full',
        draw: go.draw,
        size: 28,
        words: say(go.words),
        long: go.long && say(go.long, { ticket: name }),
      }),
    mayHandOff(app, request) &&
      el(
        'div',
        { class: 'actions' },
        link({ href: `#/request/${id}/hand-off`, kind: 'grow', draw: 'handoff', words: say('act.hand_off') }),
        button({ act: 'to-staff', id, kind: 'grow warn', draw: 'help-now', words: say('act.to_staff') }),
      ),
    steer &&
      ['claimed', 'on_the_way', 'with_patient'].includes(request.state) &&
      button({ act: 'release', id, busy, kind: 'full', draw: 'list', words: say('act.release') }),
  );
}

// The coach goes (mockup 21b).

function onMyWayView(app, request) {
  const { id } = request;
  const busy = app.busy.has(id);
  return page(say('request.on_your_way'), request, '', [
    el(
      'div',
      { class: 'facts-and-acts' },
      el(
        'div',
        { class: 'hold-up' },
        icon(request.ticket.sign, 120),
        el('p', { class: 'code' }, ticketName(request)),
        link({ href: `#/request/${id}/sign`, kind: 'plain', draw: 'eye', words: say('act.show_sign') }),
      ),
      el(
        'div',
        {},
        el('p', { class: 'lead' }, say('way.hold_up'), ' ', el('b', {}, say('way.no_calling'))),
        contactLines(app, request),
        steps(app, request),
        el(
          'div',
          { class: 'acts' },
          button({
            act: 'with-patient',
            id,
            busy,
            kind: 'pri lg full',
            draw: 'people',
            size: 28,
            words: say('act.talking'),
          }),
          el(
            'div',
            { class: 'actions' },
            button({ act: 'cannot-find', id, kind: 'grow', draw: 'search', words: say('act.cannot_find') }),
            link({
              href: `#/request/${id}/hand-off`,
              kind: 'grow',
              draw: 'handoff',
              words: say('act.hand_off'),
            }),
          ),
        ),
      ),
    ),
  ]);
}

function steps(app, request) {
  const step = (draw, at, words, done = true) =>
    el(
      'li',
      { class: done ? '' : 'next' },
      icon(draw, 22),
      el('span', { class: 'at' }, at && app.clock.bare(at)),
      el('span', {}, words),
    );
  return el(
    'ol',
    { class: 'steps' },
    step(
      'st-here',
      request.asked_at,
      request.kiosk ? say('way.asked', { kiosk: request.kiosk }) : say('way.asked_staff'),
    ),
    step('st-here', request.state_since, say('way.go')),
    step('st-away', null, say('way.met'), false),
  );
}

function signView(request) {
  return {
    bare: true,
    title: ticketName(request),
    body: el(
      'main',
      { id: 'main', 'data-key': 'sign' },
      el(
        'button',
        {
          type: 'button',
          class: 'sign-full',
          'data-act': 'back',
        },
        icon(request.ticket.sign, 200),
        el('span', { class: 'sign-word' }, say(`sign.${request.ticket.sign}`)),
        el('span', { class: 'sign-number' }, String(request.ticket.number)),
        el('span', { class: 'sign-hint' }, say('way.sign_close')),
      ),
    ),
  };
}

// The talk.

function talkingView(app, request) {
  const { id } = request;
  const busy = app.busy.has(id);
  const me = app.model.coaches.get(app.model.me.coach);
  return page(say('request.talking'), request, '', [
    el(
      'div',
      { class: 'ticket-head' },
      signArch(request, 'large'),
      el(
        'div',
        {},
        el('p', { class: 'code' }, ticketName(request)),
        chip('people', togetherText(app.clock, request.state_since), 'ok'),
      ),
    ),
    el(
      'div',
      { class: 'facts-and-acts' },
      el(
        'div',
        {},
        contactLines(app, request),
        talkFacts(app, request),
        me?.availability.state === 'here' &&
          el(
            'div',
            { class: 'hint' },
            icon('info', 22),
            el('span', { class: 'grow' }, say('talk.still_here')),
            button({
              act: 'presence-with',
              kind: 'sml',
              draw: 'st-with',
              size: 20,
              words: say('here.set_with'),
            }),
          ),
      ),
      el(
        'div',
        { class: 'acts' },
        link({
          href: `#/request/${id}/outcome`,
          kind: 'pri lg full',
          draw: 'check',
          size: 28,
          words: say('act.finish'),
        }),
        button({ act: 'release', id, busy, kind: 'full', draw: 'list', words: say('act.put_back') }),
      ),
    ),
  ]);
}

function talkFacts(app, request) {
  return el(
    'dl',
    { class: 'card facts' },
    fact('chat', say('request.help'), topicSentence(app.model, request)),
    fact('globe', say('request.language'), languageName(request.language)),
  );
}

// Afterwards (mockup 21c): one touch saves, ten minutes to undo.

function outcomeView(app, request) {
  const { id } = request;
  const busy = app.busy.has(id);
  return page(say('outcome.title'), request, 'outcome', [
    el(
      'div',
      { class: 'ticket-line' },
      signArch(request, 'small'),
      el('span', { class: 'code' }, ticketName(request)),
      el('span', { class: 'muted' }, togetherText(app.clock, request.state_since)),
    ),
    el(
      'ul',
      { class: 'choices' },
      OUTCOMES.map((outcome) =>
        el(
          'li',
          {},
          el(
            'button',
            {
              type: 'button',
              class: 'choice',
              'data-act': 'close',
              'data-id': id,
              'data-outcome': outcome,
              'aria-disabled': busy && 'true',
            },
            el('span', { class: 'ring' }),
            el(
              'span',
              { class: 'grow' },
              el('b', {}, say(`outcome.${outcome}`)),
              OUTCOME_MORE.has(outcome) && el('span', { class: 'sm muted' }, say(`outcome.${outcome}_more`)),
            ),
            icon('chev-right', 22),
          ),
        ),
      ),
    ),
    el(
      'p',
      { class: 'bar sky' },
      icon('lock', 22),
      el('span', {}, el('b', {}, say('outcome.notes')), ' ', say('outcome.notes_more')),
    ),
    el('p', { class: 'muted center' }, say('outcome.one_touch')),
  ]);
}

function finishedView(app, request) {
  const { id } = request;
  const until = undoableUntil(request);
  const undo = until > app.clock.now();
  return page(say('request.finished'), request, '', [
    el(
      'div',
      { class: 'finished-page' },
      el('span', { class: 'sign sign-large' }, icon(request.ticket.sign)),
      el('p', { class: 'code' }, ticketName(request)),
      el('p', { class: 'lead' }, icon('check-circle', 26), el('b', {}, say(`outcome.${request.outcome}`))),
      undo && el('p', { class: 'muted' }, say('card.undo_until', { time: app.clock.time(until) })),
    ),
    el(
      'div',
      { class: 'acts' },
      link({ href: '#/', kind: 'pri lg full', draw: 'list', size: 28, words: say('act.to_queue') }),
      el(
        'div',
        { class: 'actions' },
        undo &&
          button({
            act: 'reopen',
            id,
            busy: app.busy.has(id),
            kind: 'grow',
            draw: 'restart',
            words: say('act.undo'),
            long: say('act.undo_long', { ticket: ticketName(request) }),
          }),
        app.model.me.coach &&
          button({ act: 'presence-break', kind: 'grow', draw: 'cup', words: say('outcome.break') }),
      ),
    ),
  ]);
}

// To somebody else (mockup 21d).

function handOffView(app, request) {
  const { model, choice } = app;
  const coaches = otherCoaches(model, request);
  const held = Boolean(request.holder);
  return page(say('hand.title'), request, 'hand-off', [
    el(
      'div',
      { class: 'ticket-line' },
      signArch(request, 'small'),
      el('span', { class: 'code' }, ticketName(request)),
    ),
    el(
      'div',
      { class: 'facts-and-acts' },
      el(
        'div',
        {},
        el(
          'fieldset',
          { class: 'choices' },
          el('legend', {}, say('hand.coach')),
          coaches.map((coach) => coachChoice(app, coach)),
          coaches.length === 0 && el('p', { class: 'none' }, say('hand.no_coaches')),
          held && radio(choice, 'queue', icon('list', 26), el('b', {}, say('hand.queue'))),
        ),
        el(
          'fieldset',
          { class: 'choices' },
          el('legend', {}, say('hand.staff')),
          radio(
            choice,
            'staff',
            icon('help-now', 30),
            el('b', {}, say('hand.staff_title')),
            el('span', { class: 'sm' }, say('hand.staff_more')),
          ),
        ),
      ),
      el('div', { class: 'acts stick' }, sees(model, request, choice), handOffButtons(app, request)),
    ),
  ]);
}

function coachChoice({ choice, clock }, coach) {
  const { availability } = coach;
  const more = presenceMore(availability, clock);
  return radio(
    choice,
    coach.id,
    portrait(coach, availability.state === 'here' ? '' : 'dim'),
    el('b', {}, coach.name),
    el(
      'span',
      { class: 'sm state' },
      icon(presenceIcon(availability.state), 18),
      [say(`here.${availability.state}`), more].filter(Boolean).join(', '),
    ),
  );
}

function radio(choice, value, picture, ...words) {
  return el(
    'label',
    { class: `choice ${value === 'staff' ? 'staff' : ''}`, 'data-key': value },
    el('input', { type: 'radio', name: 'to', value, checked: choice === value }),
    picture,
    el('span', { class: 'grow' }, words),
    el('span', { class: 'tick' }, icon('check-circle', 28)),
  );
}

function sees(model, request, choice) {
  const line = (draw, ...words) => el('p', { class: 'sees' }, icon(draw, 24), el('span', {}, words));
  if (choice === 'staff') return line('help-now', say('hand.sees_staff'));
  if (choice === 'queue') return line('chat', say('hand.sees_queue'));
  const coach = model.coaches.get(choice);
  if (!coach || !request.holder) return null;
  return line(
    'chat',
    say('hand.sees'),
    ' ',
    el('b', {}, say('hand.sees_quote', { new: coach.name, old: request.holder.name })),
    ' ',
    say('hand.sees_no'),
  );
}

function handOffButtons(app, request) {
  const { choice, model } = app;
  const { id } = request;
  const coach = model.coaches.get(choice);
  const words =
    choice === 'staff'
      ? say('hand.do_staff')
      : choice === 'queue'
        ? say('hand.do_queue')
        : coach
          ? say('hand.do_coach', { name: coach.name })
          : say('hand.choose');
  const chosen = Boolean(coach) || choice === 'staff' || choice === 'queue';
  return [
    button({
      act: 'hand-off',
      id,
      busy: app.busy.has(id) || !chosen,
      kind: `${choice === 'staff' ? 'dng' : 'pri'} lg full`,
      draw: choice === 'staff' ? 'help-now' : 'handoff',
      size: 28,
      words,
    }),
    link({ href: `#/request/${id}`, kind: 'full', words: say(request.holder ? 'hand.keep' : 'act.back') }),
  ];
}

/** The sheet behind "Can't find them". */
export function cannotFindSheet(app, request) {
  const { id } = request;
  const busy = app.busy.has(id);
  return [
    el('h2', { id: 'sheet-title', tabindex: '-1' }, say('way.not_found_title')),
    el('p', { class: 'muted' }, say('way.not_found_body', { ticket: ticketName(request) })),
    button({
      act: 'release',
      id,
      busy,
      kind: 'pri lg full',
      draw: 'list',
      size: 26,
      words: say('act.release'),
    }),
    el(
      'button',
      {
        type: 'button',
        class: 'b full',
        'data-act': 'close',
        'data-id': id,
        'data-outcome': 'not_found',
        'aria-disabled': busy && 'true',
      },
      icon('door', 22),
      el('span', {}, say('way.not_found_close')),
    ),
    button({ act: 'close-sheet', kind: 'full quiet', words: say('act.back') }),
  ];
}
