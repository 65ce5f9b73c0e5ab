// What stands around every staff page: the spruce side (or the phone's spruce head), the title, whether the page is
// live, the sound, and the notice line.

import { el, icon } from './el.js';
import { button, link } from './parts.js';
import { say } from './text.js';

/** page: {title, sub, back, tools, body, kind}. `back` is the address of the page above this one, or nothing. */
export function shell(app, page) {
  return [
    side(app),
    el(
      'div',
      { class: `page ${page.kind ?? ''}`, 'data-key': 'page' },
      head(app, page),
      el('main', { id: 'main', tabindex: '-1' }, offlineBar(app), notice(app), page.body),
    ),
  ];
}

function side(app) {
  const { user } = app.session;
  const here = location.pathname;
  const waiting = app.waiting;
  return el(
    'nav',
    { class: 'side', 'aria-label': say('nav.label'), 'data-key': 'side' },
    el('div', { class: 'logo' }, el('span', { class: 'disc' }, icon('bell', 28)), say('app.name')),
    user.role !== 'front_desk' &&
      user.role !== 'admin' &&
      el(
        'a',
        { href: '/coach#/', 'aria-current': here === '/coach' && !location.hash.slice(2) && 'page' },
        icon('list', 22),
        say('nav.queue'),
        waiting > 0 && el('span', { class: 'n' }, String(waiting)),
      ),
    user.role !== 'coach' &&
      el(
        'a',
        { href: '/desk', 'aria-current': here === '/desk' && !location.hash.slice(2) && 'page' },
        icon('bell-ring', 22),
        say('nav.desk'),
      ),
    el('a', { href: '/password' }, icon('key', 22), say('password.title')),
    user.role === 'admin' && el('a', { href: '/admin' }, icon('sliders', 22), say('admin.title')),
    linksOf(user).map(({ href, draw, words }) =>
      el('a', { href, 'aria-current': here + location.hash === href && 'page' }, icon(draw, 22), words),
    ),
    sideFoot(app),
  );
}

/** Who is signed in, and the way out. */
export function sideFoot({ session: { user, site } }) {
  return el(
    'div',
    { class: 'side-foot' },
    el('div', { class: 'strong' }, user.name),
    el('div', { class: 'sm' }, `${say(`role.${user.role}`)} · ${site.short_name}`),
    el(
      'button',
      { type: 'button', class: 'side-button', 'data-act': 'sign-out' },
      icon('out', 20),
      say('nav.sign_out'),
    ),
  );
}

/** What a role does besides looking at the queue. */
function linksOf({ role }) {
  if (role === 'admin') return [];
  const isDesk = role === 'front_desk';
  return [
    !isDesk && { href: '/coach#/time', draw: 'clock', words: say('nav.time') },
    { href: `${isDesk ? '/desk' : '/coach'}#/ask`, draw: 'people', words: say('nav.ask') },
    role !== 'coach' && { href: '/desk#/find', draw: 'search', words: say('nav.find') },
  ].filter(Boolean);
}

/** The same as a row of buttons, where the side is not shown. */
export function pageLinks(app) {
  return el(
    'nav',
    { class: 'page-links only-narrow', 'aria-label': say('nav.more'), 'data-key': 'page-links' },
    linksOf(app.session.user).map((to) => link({ ...to, kind: 'grow' })),
  );
}

function head(app, page) {
  return el(
    'header',
    { class: 'head' },
    el(
      'div',
      { class: 'head-title' },
      page.back &&
        el(
          'a',
          { class: 'back', href: page.back, 'data-act': 'back', 'aria-label': say('act.back') },
          icon('back', 26),
        ),
      el(
        'div',
        {},
        el('h1', { tabindex: '-1' }, page.title),
        page.sub && el('p', { class: 'muted only-wide' }, page.sub),
      ),
      el(
        'div',
        { class: 'head-state' },
        liveChip(app),
        soundButton(app),
        el(
          'button',
          {
            type: 'button',
            class: 'head-button only-narrow',
            'data-act': 'sign-out',
            'aria-label': say('nav.sign_out'),
          },
          icon('out', 22),
        ),
      ),
    ),
    page.tools,
  );
}

function liveChip(app) {
  const { state } = app.connection;
  if (state === 'live') {
    return el(
      'span',
      { class: 'chip ok live' },
      icon('wifi', 18),
      el('span', {}, say('live.on'), el('span', { class: 'only-wide' }, say('live.now'))),
    );
  }
  const lost = state === 'lost';
  return el(
    'span',
    { class: `chip live ${lost ? 'bad' : ''}` },
    icon(lost ? 'offline' : 'wifi', 18),
    say(lost ? 'live.off' : 'live.connecting'),
  );
}

function soundButton(app) {
  if (!app.sound.ready) {
    return el(
      'button',
      { type: 'button', class: 'head-button sound-ask', 'data-act': 'sound-on' },
      icon('speaker-off', 20),
      say('sound.enable'),
    );
  }
  if (app.alwaysSounds) return null;
  const on = !app.sound.muted;
  return el(
    'button',
    {
      type: 'button',
      class: 'head-button',
      'data-act': 'sound-toggle',
      'aria-label': say(on ? 'sound.on' : 'sound.off'),
    },
    icon(on ? 'speaker' : 'speaker-off', 20),
  );
}

function offlineBar(app) {
  const { state, contactAt } = app.connection;
  if (state !== 'lost') return null;
  return el(
    'div',
    { class: 'bar bad', 'data-key': 'offline' },
    icon('offline', 20),
    el(
      'span',
      {},
      contactAt ? say('live.off_since', { time: app.clock.time(contactAt) }) : say('live.off_never'),
    ),
  );
}

/** What was just done, or went wrong. */
export function notice(app) {
  const { notice: said } = app;
  return el(
    'div',
    { role: 'status', 'data-key': 'notice' },
    said &&
      el(
        'div',
        { class: `bar ${said.kind}` },
        icon(said.kind === 'bad' ? 'alert' : 'check-circle', 20),
        el('span', { class: 'grow' }, said.words),
        button({ act: 'dismiss', kind: 'quiet', draw: 'close', size: 20, long: say('act.close') }),
      ),
  );
}
