// The audit log: who did what to which, newest first. It only grows, and a kiosk remembers how it stood.

import { api } from './api.js';
import { el, icon } from './el.js';
import { button, link } from './parts.js';
import { say } from './text.js';

export const auditPage = {
  load: (app) => api.audit(app.id),
  draft: () => null,
  commands: { settle: (_, kiosk) => api.settleAlarm(kiosk) },
  view(app) {
    const { entries, next, alarms } = app.data;
    return {
      title: say('admin.audit'),
      sub: say('audit.sub'),
      body: [
        alarms.map((alarm) =>
          el(
            'div',
            { class: 'bar bad', 'data-key': alarm.kiosk },
            icon('alert', 20),
            el(
              'span',
              { class: 'grow' },
              say('audit.alarm', { kiosk: alarm.kiosk_name, seq: alarm.seq, last: alarm.log_seq }),
            ),
            button({ act: 'settle', id: alarm.kiosk, kind: 'sml', words: say('audit.settle') }),
          ),
        ),
        el(
          'div',
          { class: 'card scroll', tabindex: '0', role: 'region', 'aria-label': say('admin.audit') },
          el(
            'table',
            { class: 'table' },
            el(
              'thead',
              {},
              el(
                'tr',
                {},
                ['audit.at', 'audit.who', 'audit.what', 'audit.which'].map((key) =>
                  el('th', { scope: 'col' }, say(key)),
                ),
              ),
            ),
            el(
              'tbody',
              {},
              entries.map((entry) => row(app, entry)),
            ),
          ),
        ),
        next && link({ href: `#/audit/${next}`, kind: 'copy', words: say('audit.older') }),
      ],
    };
  },
};

function row(app, { seq, at, actor, action, object, detail }) {
  return el(
    'tr',
    { 'data-key': `entry-${seq}` },
    el('td', {}, `${app.clock.date(at)} ${app.clock.time(at)}`),
    el('td', {}, actor.name ?? say(`audit.by_${actor.kind}`)),
    el('td', {}, action, detail && el('span', { class: 'sm muted' }, ` ${JSON.stringify(detail)}`)),
    el('td', {}, object.name ?? say(`audit.of_${object.kind}`)),
  );
}
