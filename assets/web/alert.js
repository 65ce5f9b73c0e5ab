// Help now, as staff see it: loud until somebody says "I am going", then quiet until the person has help. Each line says
// only what happened: "seen" needs a touch on a page, "going" needs that button.

import { api } from './api.js';
import { el, icon } from './el.js';
import { placeName } from './parts.js';
import { withAlert } from './queue-model.js';
import { say } from './text.js';

const EVERYONE_MS = 30_000;

/** The whole page for the front desk (mockup 27). `others` wait behind this one. */
export function alertPage(app, alert, others) {
  const going = alert.state === 'acknowledged';
  return el(
    'div',
    { class: `alert-page ${going ? 'going' : ''}`, 'data-alert': alert.id, 'data-key': `alert-${alert.id}` },
    el(
      'header',
      { class: 'alert-head' },
      el('span', { class: 'alert-disc' }, icon(going ? 'walk' : 'help-now', 64)),
      el(
        'div',
        { class: 'grow' },
        el('h1', { tabindex: '-1' }, say(going ? 'alert.going_title' : 'alert.title')),
        el('p', {}, asked(app, alert), ' ', rang(alert)),
      ),
      el(
        'div',
        { class: 'alert-counter' },
        el('p', { class: 'counter' }, app.clock.counter(alert.sent_at)),
        el('p', {}, say('alert.since')),
      ),
    ),
    el(
      'main',
      { class: 'alert-body', id: 'main' },
      el('div', {}, destination(alert), buttons(app, alert), other(others), tips()),
      el(
        'aside',
        {},
        history(app, alert),
        widens(app, alert),
        el('p', { class: 'alert-line' }, icon('lock', 26), el('span', {}, say('alert.no_name'))),
      ),
    ),
  );
}

function asked({ clock }, alert) {
  const time = clock.time(alert.sent_at);
  return alert.count > 1
    ? say('alert.asked_more', { count: alert.count, time })
    : say('alert.asked', { time });
}

function rang({ state, screens }) {
  if (screens === 0) return state === 'acknowledged' ? '' : say('alert.ringing_none');
  const key = state === 'acknowledged' ? 'alert.rang' : 'alert.ringing';
  return say(screens === 1 ? `${key}_one` : key, { count: screens });
}

function destination(alert) {
  return [
    el('p', { class: 'alert-to' }, say('alert.go_to')),
    el('p', { class: 'alert-kiosk' }, alert.kiosk ?? say('alert.place')),
    el('p', { class: 'alert-place' }, icon('pin', 30), placeName(alert)),
  ];
}

function buttons(app, alert) {
  const busy = app.busy.has(alert.id);
  const make = (act, kind, draw, words, long) =>
    el(
      'button',
      {
        type: 'button',
        class: `b huge ${kind}`,
        'data-act': act,
        'data-id': alert.id,
        'aria-disabled': busy && 'true',
        'aria-label': long,
      },
      icon(draw, 44),
      el('span', {}, words),
    );
  if (alert.state !== 'acknowledged') {
    return el(
      'div',
      { class: 'alert-buttons' },
      make(
        'alert-go',
        'dng',
        'walk',
        say('alert.go'),
        say('alert.go_long', { kiosk: alert.kiosk ?? say('alert.place') }),
      ),
    );
  }
  return [
    alert.acknowledged_by &&
      el(
        'p',
        { class: 'bar ok' },
        icon('walk', 24),
        el('b', {}, say('alert.going', { name: alert.acknowledged_by })),
      ),
    el('div', { class: 'alert-buttons' }, make('alert-resolve', 'pri', 'check', say('alert.resolve'))),
    el('p', { class: 'sm muted' }, say('alert.resolve_more')),
  ];
}

function other(others) {
  if (others.length === 0) return null;
  return el(
    'div',
    { class: 'bar bad' },
    icon('help-now', 24),
    el(
      'span',
      {},
      el('b', {}, say('alert.more', { count: others.length })),
      ' ',
      others.map((alert) => [alert.kiosk, placeName(alert)].filter(Boolean).join(', ')).join('; '),
    ),
  );
}

function tips() {
  const tip = (draw, key) => el('li', {}, icon(draw, 28), el('span', {}, say(key)));
  return el(
    'section',
    { class: 'card tips' },
    el('h2', {}, say('alert.there')),
    el(
      'ul',
      {},
      tip('chat', 'alert.tip_name'),
      tip('chair', 'alert.tip_quiet'),
      tip('kit', 'alert.tip_911'),
      tip('info', 'alert.tip_coach'),
    ),
  );
}

function history(app, alert) {
  const line = (at, words) =>
    el(
      'li',
      {},
      icon(at ? 'st-here' : 'st-away', 24),
      el('span', { class: 'at' }, at && app.clock.bare(at)),
      el('b', {}, words),
    );
  return el(
    'ol',
    { class: 'card alert-steps' },
    line(alert.sent_at, say('alert.step_asked', { kiosk: alert.kiosk ?? say('alert.place') })),
    alert.told_at && line(alert.told_at, say('alert.step_told')),
    line(alert.seen_at, say(alert.seen_at ? 'alert.step_seen' : 'alert.step_not_seen')),
    alert.ok_at && line(alert.ok_at, say('alert.step_ok')),
    line(
      alert.acknowledged_at,
      alert.acknowledged_at
        ? say('alert.going', { name: alert.acknowledged_by ?? '' })
        : say('alert.step_waiting'),
    ),
  );
}

function widens(app, alert) {
  if (alert.state === 'acknowledged') {
    return (
      alert.ok_at &&
      el('p', { class: 'alert-line' }, icon('info', 26), el('span', {}, say('alert.person_ok')))
    );
  }
  const leftMs = Date.parse(alert.sent_at) + EVERYONE_MS - app.clock.now();
  const words =
    leftMs > 0 && alert.ring === 'desk'
      ? say('alert.widens', { seconds: Math.ceil(leftMs / 1000) })
      : say('alert.widened');
  return el('p', { class: 'alert-line' }, icon('bell-ring', 26), el('span', {}, words));
}

/** On a page that may not sound yet: said where nobody can miss it. */
export function soundNote() {
  return el(
    'button',
    { type: 'button', class: 'bar bad alert-note', 'data-act': 'sound-on', 'data-key': 'note' },
    say('alert.sound_off'),
  );
}

/** "Seen" is said only after a person's touch: any touch or key on the alert itself. */
export function watchTouches(app) {
  const touched = ({ target, isTrusted }) => {
    const id = isTrusted && target.closest?.('[data-alert]')?.dataset.alert;
    const busy = `seen ${id}`;
    if (!id || app.model?.alerts.get(id)?.state !== 'sent' || app.busy.has(busy)) return;
    app.busy.add(busy);
    api
      .alert(id, 'seen')
      .then(
        (seen) => {
          // "I am going" may have been quicker than this answer.
          if (app.model.alerts.get(id)?.state === 'sent') app.setModel(withAlert(app.model, seen));
        },
        () => {},
      )
      .finally(() => app.busy.delete(busy));
  };
  addEventListener('pointerdown', touched);
  addEventListener('keydown', touched);
}

/** The band over a coach's page, for an alert that nobody at the desk answered. */
export function alertBand(app, alert) {
  const busy = app.busy.has(alert.id);
  return el(
    'section',
    {
      class: 'alert-band',
      role: 'region',
      'aria-label': say('alert.title'),
      'data-alert': alert.id,
      'data-key': `alert-${alert.id}`,
    },
    el('span', { class: 'alert-disc' }, icon('help-now', 32)),
    el(
      'div',
      { class: 'grow' },
      el('p', { class: 'strong' }, say('alert.title')),
      el(
        'p',
        {},
        [alert.kiosk, placeName(alert)].filter(Boolean).join(', '),
        ' · ',
        app.clock.counter(alert.sent_at),
      ),
    ),
    el(
      'button',
      {
        type: 'button',
        class: 'b band',
        'data-act': 'alert-go',
        'data-id': alert.id,
        'aria-disabled': busy && 'true',
        'aria-label': say('alert.go_long', { kiosk: alert.kiosk ?? say('alert.place') }),
      },
      icon('walk', 26),
      el('span', {}, say('alert.go')),
    ),
  );
}
