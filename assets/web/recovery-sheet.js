// The recovery sheet on screen and on paper, and reading two groups of it back. It is shown this one time.

import { api } from './api.js';
import { el } from './el.js';
import { mainButton } from './keys-page.js';
import { say } from './text.js';

/** sheet: what the queue gave; asked: which two groups are to be typed back; fingerprint: of its certificate, or null. */
export function newSheet(given, fingerprint) {
  const groups = given.sheet.split(' ');
  const first = crypto.getRandomValues(new Uint32Array(1))[0] % groups.length;
  const step = 1 + (crypto.getRandomValues(new Uint32Array(1))[0] % (groups.length - 1));
  const asked = [first, (first + step) % groups.length].sort((a, b) => a - b);
  return { ...given, groups, asked, fingerprint };
}

/** The fingerprint that /trust shows, for the slot on the paper; null where there is no certificate of ours. */
export async function fingerprintOfTrust() {
  const answer = await fetch('/trust', { cache: 'no-store' }).catch(() => null);
  const text = answer?.ok ? await answer.text() : '';
  return /(?:[0-9A-F]{2}[: ]){31}[0-9A-F]{2}/i.exec(text)?.[0] ?? null;
}

export function sheetPaper(sheet) {
  return el(
    'section',
    { class: 'paper', 'data-key': 'paper', 'aria-label': say('sheet.title') },
    el('h2', {}, say('sheet.paper_title')),
    el('p', {}, say('sheet.paper_why')),
    el(
      'ol',
      { class: 'groups' },
      sheet.groups.map((group, i) => el('li', {}, el('span', { class: 'sm' }, String(i + 1)), el('b', {}, group))),
    ),
    el(
      'dl',
      {},
      el('dt', {}, say('sheet.site')),
      el('dd', {}, sheet.site),
      el('dt', {}, say('sheet.made')),
      el('dd', {}, sheet.made_at.slice(0, 10)),
      el('dt', {}, say('sheet.address')),
      el('dd', {}, `${location.origin}/recover`),
      el('dt', {}, say('sheet.fingerprint')),
      el('dd', {}, sheet.fingerprint ?? '____ ____ ____ ____ ____ ____ ____ ____'),
    ),
    el('p', {}, say('sheet.paper_keep')),
  );
}

/** A form: print, then type back. */
export function readBack(state, sheet) {
  return el(
    'form',
    { class: 'not-on-paper', novalidate: true, 'data-key': 'read-back' },
    el('button', { type: 'button', class: 'b', 'data-act': 'print' }, say('sheet.print')),
    el('h2', {}, say('sheet.read_back')),
    el('p', {}, say('sheet.read_back_more')),
    el(
      'div',
      { class: 'two' },
      sheet.asked.map((at) =>
        el(
          'label',
          { class: 'field' },
          el('span', { class: 'lab' }, say('sheet.group', { number: at + 1 })),
          el('input', { name: `group${at}`, class: 'typed', autocomplete: 'off', maxlength: '6', required: true }),
        ),
      ),
    ),
    mainButton(state, 'sheet.counts'),
  );
}

/** The sheet as the person read it: the queue compares it with the one it waits for. */
export function confirmSheet(sheet, form) {
  const groups = [...sheet.groups];
  for (const at of sheet.asked) groups[at] = form.elements[`group${at}`].value || '????';
  return api.confirmSheet(groups.join(' '));
}

