// The site: what it is called, which languages its kiosks speak, and what is promised to patients. A promise is a switch here and
// the very words on the kiosk, so nothing can be promised that is not done.

import { api } from './api.js';
import { checkField, labelFields, textField, trimLabel } from './admin-form.js';
import { saveRow } from './admin-shell.js';
import { el, icon } from './el.js';
import { languageName, say } from './text.js';

/** Where a setting stands in the draft. */
const setting = (name) => `settings.${name}`;

const WHOLE = ['en', 'es'];
const DRAFTS = ['pt', 'ht', 'vi', 'zh-Hans', 'ar', 'ru', 'km', 'kea'];

const page = (title, sub, body) => ({
  load: async () => ({ site: await api.settings() }),
  draft: (app) => {
    const { settings, ...site } = app.data.site;
    return {
      ...site,
      settings: { ...settings, notice: { ...settings.notice } },
      on: Object.fromEntries(settings.languages.map((code) => [code, true])),
    };
  },
  view: (app) => ({ title: say(title), sub: say(sub), body: body(app) }),
  async save(app) {
    const { on, ...site } = app.draft;
    const known = [...site.settings.languages, ...WHOLE, ...DRAFTS];
    const languages = [...new Set(known)].filter((code) => on[code]);
    await api.saveSettings({
      ...site,
      coach_line: site.coach_line.replace(/[\s().-]/g, ''),
      settings: { ...site.settings, languages, notice: trimLabel(site.settings.notice) },
    });
  },
});

const card = (key, title, ...children) =>
  el('section', { class: 'card panel', 'data-key': key }, el('h2', {}, title), ...children);

const settingsBody = (app) => {
  const { draft, fault } = app;
  const field = (path, more = {}) =>
    textField({
      draft,
      path,
      label: say(`settings.${path}`),
      hint: more.hint && say(`settings.${path}_hint`),
      fault,
      required: more.required,
    });
  return el(
    'div',
    { class: 'two lone' },
    card(
      'site',
      say('settings.site'),
      el(
        'div',
        { class: 'pair' },
        field('name', { required: true }),
        field('short_name', { required: true, hint: true }),
      ),
      el(
        'div',
        { class: 'pair' },
        field('time_zone', { required: true, hint: true }),
        field('coach_line', { hint: true }),
      ),
      el('a', { class: 'b flat copy', href: '#/hours/clinic' }, icon('clock', 20), say('settings.hours')),
    ),
    card(
      'languages',
      say('settings.languages'),
      el('p', { class: 'muted' }, say('settings.languages_more')),
      el(
        'div',
        { class: 'checks' },
        WHOLE.map((code) => checkField({ draft, path: `on.${code}`, label: languageName(code) })),
        DRAFTS.map((code) =>
          checkField({ draft, path: `on.${code}`, label: languageName(code), more: say('settings.draft') }),
        ),
      ),
    ),
    saveRow(app),
  );
};

const privacyBody = (app) => {
  const { draft, fault } = app;
  const check = (path) =>
    checkField({
      draft,
      path: setting(path),
      label: say(`privacy.${path}`),
      more: say(`privacy.${path}_more`),
    });
  return el(
    'div',
    { class: 'two lone' },
    card(
      'promises',
      say('privacy.promises'),
      el('p', { class: 'muted' }, say('privacy.promises_more')),
      check('supervisors_see'),
      check('in_chart'),
      check('erase_at_closing'),
    ),
    card('asked', say('privacy.asked'), check('names_allowed'), check('texting'), check('calling')),
    card('home', say('privacy.home'), check('say_recovery')),
    card(
      'notice',
      say('privacy.notice'),
      el('p', { class: 'muted' }, say('privacy.notice_more', { version: draft.settings.notice_version })),
      labelFields({
        draft,
        path: setting('notice'),
        languages: draft.settings.languages,
        label: say('privacy.notice_words'),
        fault,
        lines: 4,
      }),
    ),
    saveRow(app),
  );
};

export const settingsPage = page('admin.settings', 'settings.sub', settingsBody);
export const privacyPage = page('admin.privacy', 'privacy.sub', privacyBody);
