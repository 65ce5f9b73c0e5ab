// The kiosks: how each one is, another name or place, out of service in one touch, and pairing: two short numbers, each
// typed on the other side. The page never shows the six that are to be typed here.

import { api, Problem } from './api.js';
import { textField } from './admin-form.js';
import { panel } from './admin-shell.js';
import { announce } from './announce.js';
import { el, icon } from './el.js';
import { button, chip, link } from './parts.js';
import { say } from './text.js';

const LOOK_MS = 1000; // at a pairing that goes on
const CALM_LOOKS = 10; // at the kiosks: every tenth of these
const LATE_MS = 60_000; // a kiosk reports every ten seconds
const RUNS = new Set(['open', 'started', 'numbers', 'approved']);

let looks = null;

export const kiosksPage = {
  async load(app) {
    const [kiosks, places, pairing] = await Promise.all([api.kiosks(), api.list('places'), api.pairing()]);
    app.clock.setServerTime(kiosks.served_at);
    keepLooking(app);
    return { kiosks: kiosks.items, places: places.items, pairing };
  },
  draft(app) {
    if (app.id === 'new') return { name: '', place: app.data.places[0]?.id ?? '' };
    const kiosk = known(app);
    return kiosk ? { name: kiosk.name, place: kiosk.place.id } : { digits: '' };
  },
  view(app) {
    const panel = panelOf(app);
    return {
      title: titleOf(app),
      back: app.id ? '#/kiosks' : '#/',
      sub: say('kiosks.sub'),
      tools: !RUNS.has(app.data.pairing.stage) && pairLink('pri'),
      body: el('div', { class: `two ${panel ? 'editing' : 'lone'}` }, list(app), panel),
    };
  },
  /** What is told when it is done; null: the page itself shows it. */
  words: {
    save: (app) => (known(app) ? 'admin.saved' : null),
    remove: () => 'kiosks.revoked',
    'pair-again': () => null,
    'pair-stop': () => null,
  },
  async save(app) {
    const { name, place, digits } = app.draft;
    if (known(app)) await api.changeKiosk(app.id, { name: name.trim(), place });
    else if (app.id === 'new') await api.openPairing({ name: name.trim(), place });
    else await api.typeDigits(digits.replace(/\D/g, ''));
    return '#/kiosks';
  },
  async remove(app) {
    await api.revokeKiosk(app.id);
    return '#/kiosks';
  },
  commands: {
    'pair-again': async (app, kiosk) => {
      await api.openPairing({ kiosk });
      app.go('#/kiosks');
    },
    'pair-stop': () => api.closePairing(),
  },
};

const known = (app) => app.data.kiosks.find(({ id }) => id === app.id);

function titleOf(app) {
  if (app.id === 'new') return say('kiosks.pair_new');
  return known(app)?.name ?? say('admin.kiosks');
}

// Looking again.

/** One clock for the page: it ends with the page. */
function keepLooking(app) {
  if (looks) return;
  let count = 0;
  looks = setInterval(async () => {
    count++;
    if (app.name !== 'kiosks') {
      clearInterval(looks);
      looks = null;
    } else if (!app.busy && (RUNS.has(app.data.pairing.stage) || count % CALM_LOOKS === 0)) {
      await look(app, count % CALM_LOOKS === 0);
    }
  }, LOOK_MS);
}

async function look(app, atAll) {
  const before = app.data.pairing.stage;
  try {
    const pairing = await api.pairing();
    const all = atAll || pairing.stage !== before ? await api.kiosks() : null;
    if (app.name !== 'kiosks' || app.busy) return;
    app.data.pairing = pairing;
    if (all) app.data.kiosks = all.items;
    if (all) app.clock.setServerTime(all.served_at);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    app.notice = { words: problem.message, kind: 'bad' };
  }
  app.redraw();
  if (app.data.pairing.stage !== before) tellStage(app);
}

/** Nobody looks at the page all the time: the next step is said, and its field is ready to be typed into. */
function tellStage(app) {
  const { stage, why } = app.data.pairing;
  announce(why ?? say(`kiosks.stage.${stage}`));
  if (stage === 'numbers') document.getElementById('f-digits')?.focus();
}

// The list.

function list(app) {
  const { kiosks } = app.data;
  return el(
    'div',
    { class: 'list-side', 'data-key': 'list' },
    kiosks.length === 0 && el('p', { class: 'none' }, say('kiosks.none')),
    el(
      'ul',
      { class: 'card items' },
      kiosks.map((kiosk) => row(app, kiosk)),
    ),
    !RUNS.has(app.data.pairing.stage) && pairLink('pri full only-narrow'),
  );
}

const pairLink = (kind) => link({ href: '#/kiosks/new', kind, draw: 'plus', words: say('kiosks.pair_new') });

function row(app, kiosk) {
  const place = [kiosk.place.name, kiosk.place.detail].filter(Boolean).join(', ');
  return el(
    'li',
    { 'data-key': kiosk.id },
    el(
      'a',
      { class: 'item', href: `#/kiosks/${kiosk.id}`, 'aria-current': app.id === kiosk.id && 'true' },
      icon('kiosk', 28),
      el(
        'span',
        { class: 'grow' },
        el('b', {}, kiosk.name),
        el('span', { class: 'sm' }, place),
        el('span', { class: 'sm muted kiosk-more' }, seenWords(app, kiosk)),
        kiosk.outbox > 0 &&
          el('span', { class: 'sm strong kiosk-more' }, say('kiosks.outbox', { count: kiosk.outbox })),
      ),
      stateChip(app, kiosk),
      icon('chev-right', 20),
    ),
  );
}

function isLate(app, kiosk) {
  return !kiosk.seen_at || app.clock.now() - Date.parse(kiosk.seen_at) > LATE_MS;
}

function stateChip(app, kiosk) {
  if (kiosk.revoked) return chip('lock', say('kiosks.out'));
  return isLate(app, kiosk)
    ? chip('offline', say('kiosks.offline'), 'bad')
    : chip('wifi', say('kiosks.online'), 'ok');
}

function seenWords(app, kiosk) {
  if (!kiosk.seen_at) return say('kiosks.never_seen');
  const minutes = app.clock.minutesSince(kiosk.seen_at);
  const hours = Math.floor(minutes / 60);
  const seen =
    minutes < 1
      ? say('kiosks.seen_now')
      : hours < 1
        ? say('kiosks.seen_minutes', { count: minutes })
        : hours < 48
          ? say('kiosks.seen_hours', { count: hours })
          : say('kiosks.seen_days', { count: Math.floor(hours / 24) });
  return kiosk.version ? `${seen} · ${say('kiosks.version', { version: kiosk.version })}` : seen;
}

// The side.

function panelOf(app) {
  const { stage } = app.data.pairing;
  if (app.id === 'new' && !RUNS.has(stage)) return newPanel(app);
  if (known(app)) return kioskPanel(app);
  return stage === 'closed' ? null : pairingPanel(app);
}

function nameAndPlace(app) {
  const { draft, fault, data } = app;
  return [
    textField({
      draft,
      path: 'name',
      label: say('kiosks.name'),
      hint: say('kiosks.name_hint'),
      fault,
      required: true,
    }),
    el(
      'div',
      { class: 'field', 'data-key': 'place' },
      el('label', { for: 'f-place' }, say('kiosks.place')),
      el(
        'select',
        { id: 'f-place', class: 'input', 'data-field': 'place', 'data-value': draft.place },
        data.places.map(({ id, name, detail }) =>
          el(
            'option',
            { value: id, selected: id === draft.place },
            [name, detail].filter(Boolean).join(', '),
          ),
        ),
      ),
      data.places.length === 0 && el('p', { class: 'sm fault' }, icon('alert', 18), say('kiosks.no_place')),
    ),
  ];
}

function newPanel(app) {
  return panel(
    'form-new',
    say('kiosks.pair_new'),
    '#/kiosks',
    nameAndPlace(app),
    el('p', { class: 'sm' }, say('kiosks.window_hint')),
    el(
      'div',
      { class: 'save' },
      button({ act: 'save', kind: 'pri', draw: 'kiosk', words: say('kiosks.open_window'), busy: app.busy }),
    ),
  );
}

function kioskPanel(app) {
  const kiosk = known(app);
  const running = RUNS.has(app.data.pairing.stage);
  return panel(
    `form-${kiosk.id}`,
    kiosk.name,
    '#/kiosks',
    nameAndPlace(app),
    el(
      'div',
      { class: 'kiosk-acts' },
      el('p', { class: 'sm' }, say('kiosks.again_hint')),
      button({
        act: 'pair-again',
        id: kiosk.id,
        draw: 'restart',
        words: say('kiosks.again'),
        long: say('kiosks.again_long', { name: kiosk.name }),
        busy: running || app.busy,
      }),
    ),
    !kiosk.revoked &&
      el(
        'div',
        { class: 'kiosk-acts' },
        el('p', { class: 'sm' }, say('kiosks.revoke_hint')),
        button({
          act: 'remove',
          kind: 'warn',
          draw: 'lock',
          words: say(app.sure ? 'kiosks.revoke_sure' : 'kiosks.revoke'),
          busy: app.busy,
        }),
      ),
    el(
      'div',
      { class: 'save' },
      button({ act: 'save', kind: 'pri', draw: 'check', words: say('act.save'), busy: app.busy }),
    ),
  );
}

// Pairing.

const stages = {
  open: (app) => [
    el(
      'ol',
      { class: 'pair-steps' },
      el('li', {}, say('kiosks.step_installer')),
      el('li', {}, say('kiosks.step_address'), ' ', el('b', { class: 'pair-address' }, queueAddress())),
      el('li', {}, say('kiosks.step_numbers')),
    ),
    waiting(app, 'kiosks.stage.open'),
  ],
  started: (app) => [kioskLine(app), waiting(app, 'kiosks.stage.started')],
  numbers: (app) => [
    kioskLine(app),
    textField({
      draft: app.draft,
      path: 'digits',
      label: say('kiosks.digits'),
      hint: say('kiosks.digits_hint'),
      inputmode: 'numeric',
      required: true,
    }),
    button({ act: 'save', kind: 'pri', draw: 'check', words: say('kiosks.digits_done'), busy: app.busy }),
  ],
  approved: (app) => [
    kioskLine(app),
    el('p', {}, say('kiosks.type_there')),
    el('p', { class: 'pair-digits' }, app.data.pairing.digits),
    waiting(app, 'kiosks.stage.approved'),
  ],
  done: () => [el('p', { class: 'bar' }, icon('check-circle', 22), say('kiosks.stage.done'))],
  aborted: (app) => [
    el('p', { class: 'bar bad' }, icon('alert', 22), app.data.pairing.why ?? say('kiosks.stage.aborted')),
    el('p', { class: 'sm' }, say('kiosks.aborted_more')),
  ],
};

function pairingPanel(app) {
  const { stage, name } = app.data.pairing;
  const over = stage === 'done' || stage === 'aborted';
  return panel(
    `pairing-${stage}`,
    say('kiosks.pairing', { name }),
    null,
    stages[stage](app),
    button({
      act: 'pair-stop',
      kind: over ? 'pri' : '',
      draw: over ? 'check' : 'close',
      words: say(over ? 'act.close' : 'kiosks.stop'),
      busy: app.busy,
    }),
  );
}

function waiting(app, key) {
  const minutes = Math.ceil(app.data.pairing.seconds_left / 60);
  return el(
    'p',
    { class: 'bar sky' },
    icon('clock', 22),
    `${say(key)} ${say('kiosks.minutes_left', { count: minutes })}`,
  );
}

function kioskLine(app) {
  const { address, version } = app.data.pairing;
  return el(
    'p',
    { class: 'sm muted' },
    say('kiosks.who', { address: address ?? '', version: version ?? '' }),
  );
}

/** A page over plain HTTP runs on the queue's own machine: its address is none for a kiosk elsewhere. */
function queueAddress() {
  return location.protocol === 'https:' ? location.host : say('kiosks.this_machine');
}
