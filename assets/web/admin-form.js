// Parts of forms. A page's draft is a plain object; a field names its place in it ("label.en", "hours.2"), and admin.js puts what
// is typed there. Nothing is drawn anew while somebody types.

import { el, icon } from './el.js';
import { languageName } from './text.js';

export function valueAt(draft, path) {
  return path.split('.').reduce((value, key) => value?.[key], draft);
}

export function setAt(draft, path, value) {
  const keys = path.split('.');
  const last = keys.pop();
  let at = draft;
  for (const key of keys) at = at[key] ??= {};
  at[last] = value;
}

/** A labelled line. `fault` {field, words} marks the one the queue found wrong; `hint` stands below it. */
export function textField({ draft, path, label, hint, fault, lines, type = 'text', inputmode, required }) {
  const id = `f-${path.replaceAll('.', '-')}`;
  const wrong = fault && (fault.field === path || fault.field?.replace(/\[(\d+)\]/g, '.$1') === path);
  const describedby = [hint && `${id}-hint`, wrong && `${id}-fault`].filter(Boolean).join(' ');
  const value = valueAt(draft, path) ?? '';
  const shared = {
    id,
    'data-field': path,
    class: 'input',
    autocomplete: 'off',
    'aria-describedby': describedby || null,
    'aria-invalid': wrong && 'true',
    'aria-required': required && 'true',
  };
  return el(
    'div',
    { class: `field ${wrong ? 'wrong' : ''}`, 'data-key': path },
    el('label', { for: id }, label),
    lines
      ? el('textarea', { ...shared, rows: lines }, String(value))
      : el('input', { ...shared, type, inputmode, value: String(value) }),
    hint && el('p', { class: 'sm muted', id: `${id}-hint` }, hint),
    wrong && el('p', { class: 'sm fault', id: `${id}-fault` }, icon('alert', 18), fault.words),
  );
}

export function checkField({ draft, path, label, more, disabled }) {
  return el(
    'label',
    { class: 'check', 'data-key': path },
    el('input', { type: 'checkbox', 'data-field': path, checked: Boolean(valueAt(draft, path)), disabled }),
    el('span', { class: 'box', 'aria-hidden': 'true' }, icon('check', 20)),
    el('span', {}, el('b', {}, label), more && el('span', { class: 'sm muted' }, more)),
  );
}

/** One line for each of the site's languages: the first is needed, the others may be left empty. */
export function labelFields({ draft, path, languages, label, fault, lines }) {
  return el(
    'fieldset',
    { class: 'labels', 'data-key': path },
    el('legend', {}, label),
    languages.map((language, index) =>
      textField({
        draft,
        path: `${path}.${language}`,
        label: languageName(language),
        fault:
          fault && index === 0 && fault.field === path ? { ...fault, field: `${path}.${language}` } : fault,
        lines,
        required: index === 0,
      }),
    ),
  );
}

/** Labels without the languages that were left empty: the queue keeps what is said, not what is not. */
export function trimLabel(label = {}) {
  return Object.fromEntries(Object.entries(label).filter(([, text]) => text.trim() !== ''));
}
