// Am I here? One tap says it, and everything said ends by itself: with the coach's hours, or when they chose.

import { el, icon } from './el.js';
import { button, portrait, presenceIcon, presenceMore } from './parts.js';
import { say } from './text.js';

const HERE_HOURS = [1, 2, 4, 8];
const BACK_MINUTES = [15, 30, 45, 60];
const BREAK_MINUTES = [10, 15, 30];
const CALL_HOURS = [1, 2, 4];

/** What each choice asks of the server; `clock` gives the moments. Free for calls is so where the coach is: here, or not. */
export function presenceFor(choice, clock, state) {
  const [kind, amount] = choice.split(':');
  if (kind === 'calls')
    return {
      kind: state === 'here' ? 'here' : 'done',
      until: clock.inMinutes(Number(amount) * 60),
      back_at: null,
      calls: true,
    };
  if (kind === 'here')
    return { kind, until: amount ? clock.inMinutes(Number(amount) * 60) : null, back_at: null };
  if (kind === 'done') return { kind, until: null, back_at: null };
  return { kind, until: null, back_at: clock.inMinutes(Number(amount)) };
}

/** The card in the page's head: my state, until when, and the one tap that is most likely next. */
export function presenceCard(app) {
  const coach = app.model.coaches.get(app.model.me.coach);
  if (!coach) return null;
  const { availability } = coach;
  const { state } = availability;
  const away = !['here', 'with_someone', 'break'].includes(state);
  const quick =
    state === 'here'
      ? { choice: 'with_someone:30', draw: 'st-with', words: say('here.set_with') }
      : { choice: 'here', draw: 'st-here', words: say('here.set_here') };
  return el(
    'div',
    { class: 'card presence', 'data-key': 'presence' },
    portrait(coach, away ? 'dim' : ''),
    el(
      'div',
      { class: 'grow' },
      el(
        'p',
        { class: `presence-state ${away ? 'away' : ''}` },
        icon(presenceIcon(state), 20),
        say(`here.${state}`),
      ),
      el(
        'p',
        { class: 'sm' },
        callsUntil(coach, app.clock) ||
          presenceMore(availability, app.clock) ||
          (away && say('here.not_said')),
      ),
    ),
    button({
      act: 'presence-sheet',
      kind: 'flat only-narrow',
      words: say('here.change'),
      long: say('here.change_long'),
    }),
    presenceButton({
      ...quick,
      kind: `flat quick ${away ? 'pri' : 'only-wide'}`,
      busy: app.busy.has('presence'),
    }),
    button({
      act: 'presence-sheet',
      kind: 'flat only-wide',
      draw: 'chev-down',
      long: say('here.change_long'),
    }),
  );
}

/** "free for calls until 7:00", or null. What was said ends by itself, also on a page that is left open. */
function callsUntil({ presence }, clock) {
  if (!presence?.calls || !presence.until || new Date(presence.until) <= new Date(clock.now())) return null;
  return say('here.calls_until', { time: clock.time(presence.until) });
}

function presenceButton({ choice, draw, words, long, kind = '', busy }) {
  return el(
    'button',
    {
      type: 'button',
      class: `b ${kind}`,
      'data-act': 'presence',
      'data-choice': choice,
      'aria-label': long,
      'aria-disabled': busy && 'true',
    },
    draw && icon(draw, 20),
    el('span', {}, words),
  );
}

/** Every choice, each one tap. */
export function presenceSheet(app) {
  const coach = app.model.coaches.get(app.model.me.coach);
  const state = coach?.availability.state;
  const busy = app.busy.has('presence');
  const group = (name, key, ...content) =>
    el(
      'section',
      { class: `presence-group ${state === name ? 'now' : ''}`, 'aria-label': say(key) },
      el('h3', {}, icon(presenceIcon(name), 22), say(key)),
      content,
    );
  const minutes = (kind, list, long) =>
    el(
      'div',
      { class: 'taps' },
      list.map((count) =>
        presenceButton({
          choice: `${kind}:${count}`,
          busy,
          words: say('here.minutes', { count }),
          long: say(long, { count }),
        }),
      ),
    );
  return [
    el('h2', { id: 'sheet-title', tabindex: '-1' }, say('here.title')),
    el('p', { class: 'muted' }, say('here.more')),
    group(
      'here',
      'here.here',
      presenceButton({ choice: 'here', busy, kind: 'full', words: say('here.to_hours') }),
      el(
        'div',
        { class: 'taps' },
        HERE_HOURS.map((count) =>
          presenceButton({
            choice: `here:${count}`,
            busy,
            words: say('here.hours', { count }),
            long: say(count === 1 ? 'here.one_hour_long' : 'here.hours_long', { count }),
          }),
        ),
      ),
    ),
    group(
      'with_someone',
      'here.with_someone',
      el('p', { class: 'sm muted' }, say('here.back_in')),
      minutes('with_someone', BACK_MINUTES, 'here.with_long'),
    ),
    group(
      'break',
      'here.break',
      el('p', { class: 'sm muted' }, say('here.back_in')),
      minutes('break', BREAK_MINUTES, 'here.break_long'),
    ),
    app.model.offers.calling && callsGroup(app, busy),
    el(
      'section',
      { class: 'presence-group' },
      presenceButton({ choice: 'done', busy, kind: 'full', draw: 'st-away', words: say('here.done') }),
      el('p', { class: 'sm muted' }, say('here.done_more')),
    ),
    button({ act: 'close-sheet', kind: 'full quiet', words: say('act.close') }),
  ];
}

/** People at a kiosk where no coach is are shown the work phone. */
function callsGroup(app, busy) {
  return el(
    'section',
    { class: 'presence-group', 'aria-label': say('here.calls') },
    el('h3', {}, icon('phone', 22), say('here.calls')),
    el('p', { class: 'sm muted' }, say('here.calls_more')),
    el(
      'div',
      { class: 'taps' },
      CALL_HOURS.map((count) =>
        presenceButton({
          choice: `calls:${count}`,
          busy,
          words: say('here.hours', { count }),
          long: say(count === 1 ? 'here.one_call_hour_long' : 'here.call_hours_long', { count }),
        }),
      ),
    ),
  );
}
