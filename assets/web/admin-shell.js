// What stands around the admin's pages: the spruce side with its pages, or on a phone a list of them to go to and back from.

import { el, icon } from './el.js';
import { button, link } from './parts.js';
import { notice, sideFoot } from './shell.js';
import { say } from './text.js';

export const PAGES = [
  { name: 'coaches', draw: 'people' },
  { name: 'hours', draw: 'calendar' },
  { name: 'topics', draw: 'chat' },
  { name: 'groups', draw: 'steps' },
  { name: 'resources', draw: 'info' },
  { name: 'places', draw: 'pin' },
  { name: 'kiosks', draw: 'kiosk' },
  { name: 'privacy', draw: 'lock' },
  { name: 'settings', draw: 'sliders' },
  { name: 'audit', draw: 'list' },
];

function pageLinks(current) {
  return PAGES.map(({ name, draw }) =>
    el(
      'a',
      { href: `#/${name}`, 'aria-current': current === name && 'page', 'data-key': `nav-${name}` },
      icon(draw, 22),
      say(`admin.${name}`),
    ),
  );
}

/** page: {name, title, sub, tools, body}; without a name it is the list of pages, for phones. */
export function adminShell(app, page) {
  return [
    el(
      'nav',
      { class: 'side', 'aria-label': say('nav.label'), 'data-key': 'side' },
      el('div', { class: 'logo' }, el('span', { class: 'disc' }, icon('bell', 28)), say('app.name')),
      pageLinks(page.name),
      el('a', { href: '/people' }, icon('key', 22), say('people.title')),
      el('a', { href: '/password' }, icon('lock', 22), say('password.title')),
      el('a', { href: '/desk' }, icon('bell-ring', 22), say('nav.desk')),
      sideFoot(app),
    ),
    el(
      'div',
      { class: 'page admin', 'data-key': 'page' },
      head(app, page),
      el('main', { id: 'main', tabindex: '-1' }, notice(app), page.name ? page.body : homeList()),
    ),
  ];
}

function head(app, page) {
  const back = page.back ?? (page.name ? '#/' : null);
  return el(
    'header',
    { class: 'head' },
    el(
      'div',
      { class: 'head-title' },
      back &&
        el('a', { class: 'back only-narrow', href: back, 'aria-label': say('act.back') }, icon('back', 26)),
      el(
        'div',
        { class: 'grow' },
        el('h1', { tabindex: '-1' }, page.title ?? say('admin.title')),
        page.sub && el('p', { class: 'muted only-wide' }, page.sub),
      ),
      !page.name &&
        el(
          'button',
          { type: 'button', class: 'head-button', 'data-act': 'sign-out', 'aria-label': say('nav.sign_out') },
          icon('out', 22),
        ),
    ),
    page.tools && el('div', { class: 'actions only-wide' }, page.tools),
  );
}

function homeList() {
  return el(
    'ul',
    { class: 'card items' },
    PAGES.map(({ name, draw }) =>
      el(
        'li',
        {},
        el(
          'a',
          { class: 'item', href: `#/${name}` },
          icon(draw, 24),
          el('span', { class: 'grow' }, el('b', {}, say(`admin.${name}`))),
          icon('chev-right', 22),
        ),
      ),
    ),
    el(
      'li',
      {},
      el(
        'a',
        { class: 'item', href: '/people' },
        icon('key', 24),
        el('span', { class: 'grow' }, el('b', {}, say('people.title'))),
        icon('chev-right', 22),
      ),
    ),
    el(
      'li',
      {},
      el(
        'a',
        { class: 'item', href: '/desk' },
        icon('bell-ring', 24),
        el('span', { class: 'grow' }, el('b', {}, say('nav.desk'))),
        icon('chev-right', 22),
      ),
    ),
  );
}

/** A card beside a list; `close`, the address of the list, is offered where the list stands beside it. */
export function panel(key, title, close, ...body) {
  return el(
    'section',
    { class: 'card panel', 'data-key': key, 'aria-labelledby': 'form-title' },
    el(
      'div',
      { class: `panel-head ${close ? 'only-wide' : ''}` },
      el('h2', { id: 'form-title', tabindex: '-1' }, title),
      close && link({ href: close, kind: 'quiet', draw: 'close', long: say('act.close') }),
    ),
    body,
  );
}

/** The same for what is being edited now. */
export function formPanel(app, title, close, ...body) {
  return panel(`form-${app.id}`, title, close, ...body);
}

/** The row at the end of a form. */
export function saveRow(app, { words = say('act.save'), remove, cancel } = {}) {
  return el(
    'div',
    { class: 'save' },
    button({ act: 'save', kind: 'pri', draw: 'check', words, busy: app.busy }),
    cancel && el('a', { class: 'b', href: cancel }, say('act.cancel')),
    remove &&
      button({
        act: 'remove',
        kind: 'warn',
        draw: 'trash',
        words: app.sure ? say('act.remove_sure') : say('act.remove'),
      }),
  );
}
