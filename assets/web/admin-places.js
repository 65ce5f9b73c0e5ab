// Places: where kiosks stand, as coaches read it when somebody waits there.

import { api } from './api.js';
import { textField } from './admin-form.js';
import { formPanel, saveRow } from './admin-shell.js';
import { el, icon } from './el.js';
import { link } from './parts.js';
import { say } from './text.js';

export const placesPage = {
  load: async () => ({ list: await api.list('places') }),
  draft(app) {
    if (!app.id) return null;
    return app.id === 'new' ? { name: '', detail: '' } : app.data.list.items.find(({ id }) => id === app.id);
  },
  view(app) {
    return {
      title: app.draft ? say(app.id === 'new' ? 'places.new' : 'places.edit') : say('admin.places'),
      back: app.draft ? '#/places' : '#/',
      sub: say('places.sub'),
      tools: link({ href: '#/places/new', kind: 'pri', draw: 'plus', words: say('places.add') }),
      body: el('div', { class: `two ${app.draft ? 'editing' : 'lone'}` }, list(app), app.draft && form(app)),
    };
  },
  async save(app) {
    const saved = app.id === 'new' ? await api.add('places', app.draft) : await api.save('places', app.draft);
    return `#/places/${saved.id}`;
  },
  async remove(app) {
    await api.remove('places', app.id);
    return '#/places';
  },
};

function list(app) {
  return el(
    'div',
    { class: 'list-side', 'data-key': 'list' },
    el(
      'ul',
      { class: 'card items' },
      app.data.list.items.map((place) =>
        el(
          'li',
          { 'data-key': place.id },
          el(
            'a',
            { class: 'item', href: `#/places/${place.id}`, 'aria-current': app.id === place.id && 'true' },
            icon('pin', 24),
            el(
              'span',
              { class: 'grow' },
              el('b', {}, place.name),
              el('span', { class: 'sm muted' }, place.detail),
            ),
            icon('chev-right', 20),
          ),
        ),
      ),
    ),
    link({ href: '#/kiosks', kind: 'flat copy', draw: 'kiosk', words: say('places.kiosks') }),
    link({ href: '#/places/new', kind: 'pri full only-narrow', draw: 'plus', words: say('places.add') }),
  );
}

function form(app) {
  const { draft, fault } = app;
  return formPanel(
    app,
    say(app.id === 'new' ? 'places.new' : 'places.edit'),
    '#/places',
    textField({
      draft,
      path: 'name',
      label: say('places.name'),
      hint: say('places.name_hint'),
      fault,
      required: true,
    }),
    textField({ draft, path: 'detail', label: say('places.detail'), hint: say('places.detail_hint'), fault }),
    saveRow(app, { remove: app.id !== 'new' }),
  );
}
