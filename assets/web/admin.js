// The admin's pages: where the address says, with a draft of what is being edited. Each page is a module that gives
// load(app) → data, draft(app) → what its form edits, view(app) → {title, sub, tools, body}, save(app), and may give remove(app),
// actions (they change the draft), commands (they change something at the queue) and words(app) by act: what is said when it is done.

import { api, Problem } from './api.js';
import { auditPage } from './admin-audit.js';
import { coachesPage } from './admin-coaches.js';
import { setAt } from './admin-form.js';
import { hoursPage } from './admin-hours.js';
import { kiosksPage } from './admin-kiosks.js';
import { groupsPage, resourcesPage, topicsPage } from './admin-lists.js';
import { placesPage } from './admin-places.js';
import { privacyPage, settingsPage } from './admin-settings.js';
import { adminShell } from './admin-shell.js';
import { toSignIn } from './app.js';
import { loadIcons, morphChildren } from './el.js';
import { say } from './text.js';
import { siteClock } from './time.js';

const pages = {
  coaches: coachesPage,
  hours: hoursPage,
  topics: topicsPage,
  groups: groupsPage,
  resources: resourcesPage,
  places: placesPage,
  kiosks: kiosksPage,
  privacy: privacyPage,
  settings: settingsPage,
  audit: auditPage,
};

const app = {
  session: null,
  clock: null,
  page: null, // the module
  name: '',
  id: '', // what is edited, behind the page's name in the address; "new" for one to be added
  data: null,
  draft: null,
  fault: null, // {field, words}: what the queue found wrong
  notice: null,
  busy: false,
  sure: false, // 'Remove' was pressed once
  touched: false, // the draft was changed
  redraw: draw,
  go: (address) => {
    location.hash = address;
  },
};

async function start() {
  try {
    [app.session] = await Promise.all([api.session(), loadIcons()]);
  } catch (problem) {
    if (problem instanceof Problem && problem.status !== 401) fail(problem);
    else toSignIn({ ended: false });
    return;
  }
  if (app.session.user.role !== 'admin') {
    location.replace(app.session.user.role === 'front_desk' ? '/desk' : '/coach');
    return;
  }
  app.clock = siteClock(app.session.site.time_zone, document.documentElement.lang);
  document.addEventListener('click', pressed);
  document.addEventListener('input', typed);
  document.addEventListener('keydown', keyed);
  window.addEventListener('hashchange', () => open());
  window.addEventListener('beforeunload', (event) => {
    if (app.touched) event.preventDefault();
  });
  await open();
}

function fail(problem) {
  document.querySelector('.loading')?.replaceChildren(problem.message);
}

/** Reads the address and what stands behind it. */
async function open({ keepNotice = false } = {}) {
  const [name = '', id = ''] = location.hash.replace(/^#\/?/, '').split('/');
  const isWide = window.matchMedia('(min-width:900px)').matches;
  if (!pages[name]) {
    if (isWide || name) {
      history.replaceState(null, '', '#/coaches');
      return open();
    }
  }
  const moved = app.name !== name || app.id !== id;
  Object.assign(app, {
    name,
    id: decodeURIComponent(id),
    page: pages[name] ?? null,
    fault: null,
    sure: false,
    touched: false,
  });
  if (!keepNotice) app.notice = null;
  if (!app.page) {
    draw();
    return undefined;
  }
  try {
    app.data = await app.page.load(app);
    app.draft = structuredClone(app.page.draft(app) ?? null);
  } catch (problem) {
    if (problem.status === 401) return toSignIn();
    app.notice = { words: problem.message, kind: 'bad' };
  }
  draw();
  if (moved) document.querySelector('.panel h2[tabindex], h1')?.focus({ preventScroll: true });
  return undefined;
}

function draw() {
  const root = document.getElementById('app');
  const view = app.page
    ? app.data
      ? { name: app.name, ...app.page.view(app) }
      : { name: app.name, title: say(`admin.${app.name}`) }
    : {};
  document.title = `${view.title ?? say('admin.title')} · ${say('app.name')}`;
  morphChildren(root, adminShell(app, view));
  // The page's policy allows no style attributes, so what is placed by a number is placed here.
  for (const placed of root.querySelectorAll('[data-left]')) {
    placed.style.left = `${placed.dataset.left}%`;
    if (placed.dataset.width) placed.style.width = `${placed.dataset.width}%`;
  }
  // What was typed stands in the draft; a field's own memory of earlier typing must not outlive it.
  for (const field of root.querySelectorAll('[data-field]')) {
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = field.hasAttribute('checked');
    else if (field.tagName === 'SELECT') field.value = field.dataset.value;
    else if (document.activeElement !== field)
      field.value = field.tagName === 'TEXTAREA' ? field.textContent : (field.getAttribute('value') ?? '');
  }
}

function typed({ target }) {
  const { field } = target.dataset;
  if (!field || !app.draft) return;
  app.touched = true;
  app.sure = false;
  const isChoice = target.type === 'checkbox' || target.type === 'radio' || target.tagName === 'SELECT';
  setAt(app.draft, field, target.type === 'checkbox' ? target.checked : target.value);
  app.page.typed?.(app, field);
  if (isChoice || app.page.redrawsOnTyping) draw();
}

/** Enter in a line saves, as in any form. */
function keyed(event) {
  if (event.key !== 'Enter' || event.target.tagName !== 'INPUT' || !event.target.dataset.field) return;
  if (event.target.type !== 'text') return;
  event.preventDefault();
  actions.save();
}

function pressed(event) {
  const at = event.target.closest('[data-act]');
  if (!at || at.getAttribute('aria-disabled') === 'true') return;
  event.preventDefault();
  const action = app.page?.actions?.[at.dataset.act];
  const command = app.page?.commands?.[at.dataset.act];
  if (command) {
    if (!app.busy) attempt(() => command(app, at.dataset.id).then(() => null), done(at.dataset.act, 'admin.saved'));
  } else if (action) {
    action(app, at.dataset);
    draw();
  } else {
    actions[at.dataset.act]?.();
  }
}

/** What is said when `act` is done; null: nothing, the page shows it. */
function done(act, usual) {
  const words = app.page.words?.[act];
  const key = words ? words(app) : usual;
  return key && say(key);
}

/** One change at the queue: its words on success; what was wrong beside the field; what stands there when it was changed. */
async function attempt(work, words) {
  app.busy = true;
  app.fault = null;
  app.notice = null;
  draw();
  try {
    const next = await work();
    app.notice = words && { words, kind: 'ok' };
    app.busy = false;
    app.touched = false;
    if (next && location.hash !== next) {
      history.replaceState(null, '', next);
    }
    await open({ keepNotice: true });
  } catch (problem) {
    app.busy = false;
    if (!(problem instanceof Problem)) throw problem;
    if (problem.status === 401) toSignIn();
    if (problem.field) app.fault = { field: problem.field, words: problem.message };
    app.notice = { words: problem.message, kind: 'bad' };
    draw();
    document.querySelector('[aria-invalid=true]')?.focus();
  }
}

const actions = {
  save: () => !app.busy && app.page.save && attempt(() => app.page.save(app), done('save', 'admin.saved')),
  remove() {
    if (app.sure) attempt(() => app.page.remove(app), done('remove', 'admin.removed'));
    app.sure = !app.sure;
    draw();
  },
  dismiss() {
    app.notice = null;
    draw();
  },
  async 'sign-out'() {
    app.touched = false;
    await api.signOut().catch(() => {});
    location.assign('/sign-in');
  },
};

start();
