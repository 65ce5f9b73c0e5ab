// Feed parsing, site times, presence choices and the words.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { presenceFor } from '../../assets/web/presence.js';
import { eventParser } from '../../assets/web/sse.js';
import { languageName, say } from '../../assets/web/text.js';
import { siteClock } from '../../assets/web/time.js';

const WEB = new URL('../../assets/web/', import.meta.url);
const NOW = Date.parse('2026-11-24T19:41:00Z'); // Tuesday, 2:41 PM in Boston

test('an_event_is_whole_however_it_is_cut', () => {
    const text =
        'retry: 1000\n\nid: 7\nevent: request\ndata: {"a":1}\n\n:\n\nevent: reset\r\ndata: {}\r\n\r\n';
    for (const size of [1, 3, 1000]) {
        const feed = eventParser();
        const events = [];
        for (let i = 0; i < text.length; i += size) events.push(...feed(text.slice(i, i + size)));
        assert.deepEqual(events, [
            { name: 'request', data: '{"a":1}', id: 7 },
            { name: 'reset', data: '{}', id: null },
        ]);
    }
});

test('times_are_the_sites_and_as_people_say_them', () => {
    const clock = siteClock('America/New_York', 'en', () => NOW);
    assert.equal(clock.time(NOW), '2:41 PM');
    assert.equal(clock.short('2026-11-24T21:00:00Z'), '4 PM');
    assert.equal(clock.bare(NOW), '2:41');
    assert.equal(clock.when('2026-11-26T14:00:00Z'), 'Thursday');
    assert.equal(clock.when('2026-11-25T09:22:00Z'), '4:22 AM');
    assert.equal(clock.counter('2026-11-24T19:40:36Z'), '0:24');
});

test('a_device_with_a_wrong_clock_counts_by_the_servers', () => {
    const clock = siteClock('America/New_York', 'en', () => NOW + 3_600_000);
    clock.setServerTime('2026-11-24T19:41:00Z');
    assert.equal(clock.minutesSince('2026-11-24T19:27:00Z'), 14);
    assert.equal(clock.minutesSince('2026-11-24T19:50:00Z'), 0);
});

test('each_presence_ends_by_itself', () => {
    const clock = siteClock('America/New_York', 'en', () => NOW);
    assert.deepEqual(presenceFor('here', clock), { kind: 'here', until: null, back_at: null });
    assert.deepEqual(presenceFor('here:2', clock), {
        kind: 'here',
        until: '2026-11-24T21:41:00.000Z',
        back_at: null,
    });
    assert.deepEqual(presenceFor('break:15', clock), {
        kind: 'break',
        until: null,
        back_at: '2026-11-24T19:56:00.000Z',
    });
    assert.deepEqual(presenceFor('done', clock), { kind: 'done', until: null, back_at: null });
    const until = '2026-11-24T21:41:00.000Z';
    assert.deepEqual(presenceFor('calls:2', clock, 'here'), { kind: 'here', until, back_at: null, calls: true });
    assert.deepEqual(presenceFor('calls:2', clock, 'away'), { kind: 'done', until, back_at: null, calls: true });
});

test('languages_have_their_own_names', () => {
    assert.deepEqual(['en', 'es', 'ht'].map(languageName), ['English', 'Español', 'Kreyòl ayisyen']);
});

const sources = readdirSync(WEB).filter((name) => name.endsWith('.js'));
const code = (name) => readFileSync(new URL(name, WEB), 'utf8');

test('every_word_that_is_asked_for_is_there_and_none_is_left_over', () => {
    const catalogue = code('text.js');
    const defined = new Set([...catalogue.matchAll(/'([a-z_]+\.[a-z0-9_]+)':/g)].map(([, key]) => key));
    const used = new Set();
    for (const name of sources.filter((file) => file !== 'text.js')) {
        for (const [, key] of code(name).matchAll(/'([a-z_]+\.[a-z0-9_]+)'/g)) {
            if (key.endsWith('.js') || key.endsWith('.svg')) continue;
            used.add(key);
            assert.ok(defined.has(key), `${name} asks for ${key}`);
        }
        for (const [, stem] of code(name).matchAll(/`([a-z_]+\.[a-z_]*)\$\{/g)) {
            [...defined].filter((key) => key.startsWith(stem)).forEach((key) => used.add(key));
        }
        for (const [, key] of code(name).matchAll(/key = .*'([a-z_]+\.[a-z_]+)' : '/g)) used.add(key);
    }
    for (const stem of ['alert.rang', 'alert.ringing']) used.add(`${stem}_one`);
    assert.deepEqual(
        [...defined].filter((key) => !used.has(key)),
        [],
    );
});

test('titles_name_no_substance_use_service', () => {
    const titles = [...sources, 'coach.html', 'desk.html', 'sign-in.html', 'join.html', 'password.html', 'recover.html', 'people.html'].flatMap((name) =>
        [...code(name).matchAll(/<title>(.*)<\/title>|'title\.\w+': '(.*)'/g)].map(([, a, b]) => a ?? b),
    );
    assert.ok(titles.length >= 8);
    for (const title of titles) assert.doesNotMatch(title, /recover|substance|addict|drug|opioid|treatment/i);
});

test('pages_hold_nothing_inline', () => {
    for (const name of ['coach.html', 'desk.html', 'sign-in.html', 'join.html', 'password.html', 'recover.html', 'people.html']) {
        assert.doesNotMatch(code(name), / style=|<style| on[a-z]+=|<script(?![^>]* src=)|data:|https?:/);
    }
    for (const name of sources)
        assert.doesNotMatch(code(name), /innerHTML|outerHTML|insertAdjacentHTML|eval\(|'style'/);
});

test('every_icon_that_is_drawn_is_in_the_sprite', () => {
    const sprite = new Set([...code('icons.svg').matchAll(/<symbol id="([a-z-]+)"/g)].map(([, id]) => id));
    for (const name of sources) {
        for (const [, first, second] of code(name).matchAll(
            /(?:icon|chip|line|tip|fact|step)\('([a-z-]+)'|draw: '([a-z-]+)'/g,
        )) {
            assert.ok(sprite.has(first ?? second), `${name} draws ${first ?? second}`);
        }
    }
    for (const sign of ['leaf', 'boat', 'kite', 'key', 'moon', 'star', 'umbrella', 'tree'])
        assert.ok(sprite.has(sign) && say(`sign.${sign}`) !== `sign.${sign}`);
});
