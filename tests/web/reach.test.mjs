// How a person wants to be reached: what the pages say of it, and when a number may be used.
import assert from 'node:assert/strict';
import test from 'node:test';
import { dueWords, findIcon, hasContact, preferenceWords } from '../../assets/web/reach.js';
import { siteClock } from '../../assets/web/time.js';

const clock = siteClock('America/New_York', 'en', () => Date.parse('2026-11-24T19:41:00Z'));

test('a_window_is_said_as_the_part_of_the_day_it_is_in_the_site_s_zone', () => {
    const day = { due_from: '2026-11-26T05:00:00Z', due_until: '2026-11-27T05:00:00Z' };
    assert.equal(dueWords(clock, day), 'Thursday');
    assert.equal(dueWords(clock, { ...day, due_until: '2026-11-26T17:00:00Z' }), 'Thursday morning');
    assert.equal(dueWords(clock, { ...day, due_from: '2026-11-26T17:00:00Z' }), 'Thursday afternoon');
    assert.equal(dueWords(clock, { due_from: null, due_until: null }), 'Day not sure');
});

test('a_number_is_asked_for_only_while_the_yes_stands', () => {
    assert.equal(hasContact({ find: 'text', consent: true }), true);
    assert.equal(hasContact({ find: 'text', consent: false }), false);
    assert.equal(hasContact({ find: 'look' }), true);
    assert.equal(hasContact({ find: 'sign' }), false);
    assert.equal(findIcon({ find: 'call', consent: false }), 'eye-off');
});

test('a_preference_is_said_in_words_and_an_unknown_one_is_not_shown_at_all', () => {
    assert.equal(preferenceWords({ preference: 'speaks-es_woman' }), 'Someone who speaks Español. A woman.');
    assert.equal(preferenceWords({ preference: 'man' }), 'A man.');
    assert.equal(preferenceWords({ preference: null }), null);
    assert.equal(preferenceWords({ preference: 'a tall one' }), null);
});
