// The queue's model: what a page shows follows from the snapshot and the events, in whichever order they come.
import assert from 'node:assert/strict';
import test from 'node:test';
import {
    arrivals,
    isMine,
    isOutdated,
    mayClaim,
    maySteer,
    modelAfter,
    modelFrom,
    needsInterpreter,
    openAlerts,
    otherCoaches,
    rings,
    sections,
    undoableUntil,
    unopened,
    waitingCount,
    withRequest,
} from '../../assets/web/queue-model.js';

const NOW = Date.parse('2026-11-24T19:41:00Z');
const at = (minutesAgo) => new Date(NOW - minutesAgo * 60_000).toISOString();

function request(id, more = {}) {
    return {
        id,
        kind: 'walk_in',
        state: 'waiting',
        outcome: null,
        version: 1,
        ticket: { sign: 'leaf', number: 47 },
        coach: null,
        holder: null,
        topics: [],
        find: 'sign',
        language: 'en',
        kiosk: 'Kiosk 2',
        place: null,
        asked_at: at(5),
        state_since: at(5),
        closed_at: null,
        ahead: 0,
        can_reopen: false,
        ...more,
    };
}

function coach(id, name, state, languages = ['en']) {
    return {
        id,
        name,
        avatar: '',
        languages,
        availability: { state, until: null, back_at: null, next: null },
    };
}

function model(
    requests,
    { me = { id: 'u1', role: 'coach', coach: 'marisol' }, coaches = [], alerts = [] } = {},
) {
    return modelFrom({ revision: 10, site: {}, me, coaches, requests, alerts, topics: {}, promise: {} });
}

const marisol = { id: 'marisol', name: 'Marisol' };
const amina = { id: 'amina', name: 'Amina' };

test('sections_follow_state_and_who_was_asked_for', () => {
    const parts = sections(
        model([
            request('a', { coach: marisol }),
            request('b'),
            request('c', { coach: amina }),
            request('d', { state: 'claimed', holder: marisol }),
            request('e', { state: 'claimed', holder: amina }),
            request('f', { state: 'on_the_way', holder: amina }),
            request('g', { state: 'with_patient', holder: amina }),
        ]),
        NOW,
    );
    const ids = (list) => list.map(({ id }) => id).join('');
    assert.deepEqual(
        [parts.forMe, parts.waiting, parts.handedOver, parts.onTheWay, parts.withCoach].map(ids),
        ['ad', 'bc', 'e', 'f', 'g'],
    );
});

test('whoever_asked_first_stands_first', () => {
    const parts = sections(
        model([request('late', { asked_at: at(1) }), request('early', { asked_at: at(9) })]),
        NOW,
    );
    assert.deepEqual(
        parts.waiting.map(({ id }) => id),
        ['early', 'late'],
    );
});

test('my_own_visit_stands_before_the_others', () => {
    const parts = sections(
        model([
            request('hers', { state: 'on_the_way', holder: amina, asked_at: at(20) }),
            request('mine', { state: 'on_the_way', holder: marisol, asked_at: at(2) }),
        ]),
        NOW,
    );
    assert.deepEqual(
        parts.onTheWay.map(({ id }) => id),
        ['mine', 'hers'],
    );
});

test('a_closed_request_can_be_taken_back_for_ten_minutes_by_who_closed_it', () => {
    const closed = (minutes, can) =>
        request('x', { state: 'closed', outcome: 'met', closed_at: at(minutes), can_reopen: can });
    assert.equal(sections(model([closed(9, true)]), NOW).finished.length, 1);
    assert.equal(sections(model([closed(10, true)]), NOW).finished.length, 0);
    assert.equal(sections(model([closed(1, false)]), NOW).finished.length, 0);
    assert.equal(undoableUntil(closed(1, false)), 0);
});

test('an_event_of_an_older_version_changes_nothing', () => {
    const before = model([request('a', { version: 3, state: 'on_the_way', holder: amina })]);
    const after = modelAfter(before, { name: 'request', id: 11, data: request('a', { version: 2 }) });
    assert.equal(after, before);
});

test('an_event_that_the_snapshot_already_holds_changes_nothing', () => {
    const before = model([], { coaches: [coach('amina', 'Amina', 'here')] });
    assert.equal(
        modelAfter(before, { name: 'coach', id: 10, data: coach('amina', 'Amina', 'away') }),
        before,
    );
    const after = modelAfter(before, { name: 'coach', id: 11, data: coach('amina', 'Amina', 'away') });
    assert.equal(after.coaches.get('amina').availability.state, 'away');
});

test('the_answer_to_a_step_and_its_event_may_come_in_either_order', () => {
    const before = model([request('a')]);
    const claimed = request('a', { version: 2, state: 'on_the_way', holder: marisol });
    const twice = withRequest(modelAfter(before, { name: 'request', id: 11, data: claimed }), claimed);
    assert.equal(twice.requests.get('a').state, 'on_the_way');
    assert.equal(waitingCount(twice), 0);
});

test('an_event_never_changes_the_model_it_came_to', () => {
    const before = model([request('a')]);
    modelAfter(before, { name: 'request', id: 11, data: request('a', { version: 2, state: 'closed' }) });
    assert.equal(before.requests.get('a').state, 'waiting');
});

test('new_people_and_hand_offs_to_me_are_arrivals_and_releases_are_not', () => {
    const before = model([request('a', { state: 'on_the_way', holder: amina }), request('b')]);
    let after = modelAfter(before, { name: 'request', id: 11, data: request('c') });
    assert.deepEqual(
        arrivals(before, after).map(({ id }) => id),
        ['c'],
    );
    after = modelAfter(before, { name: 'request', id: 11, data: request('a', { version: 2 }) });
    assert.deepEqual(arrivals(before, after), []);
    after = modelAfter(before, {
        name: 'request',
        id: 11,
        data: request('b', { version: 2, state: 'claimed', holder: marisol }),
    });
    assert.deepEqual(
        arrivals(before, after).map(({ id }) => id),
        ['b'],
    );
    assert.deepEqual(arrivals(after, after), []);
});

test('a_coach_claims_and_steers_only_their_own_and_a_supervisor_steers_all', () => {
    const waiting = request('a');
    const hers = request('b', { state: 'on_the_way', holder: amina });
    const asCoach = model([waiting, hers]);
    const asSupervisor = model([waiting, hers], { me: { id: 'u2', role: 'supervisor', coach: null } });
    assert.deepEqual(
        [mayClaim(asCoach, waiting), maySteer(asCoach, hers), isMine(asCoach, hers)],
        [true, false, false],
    );
    assert.deepEqual([mayClaim(asSupervisor, waiting), maySteer(asSupervisor, hers)], [false, true]);
});

test('the_desk_rings_at_once_and_a_coach_after_half_a_minute', () => {
    const alert = { id: 'x', state: 'sent', sent_at: new Date(NOW).toISOString(), ring: 'desk' };
    const desk = model([], { me: { id: 'u3', role: 'front_desk', coach: null } });
    assert.equal(rings(desk, alert, NOW), true);
    assert.equal(rings(model([]), alert, NOW + 29_000), false);
    assert.equal(rings(model([]), alert, NOW + 30_000), true);
    assert.equal(rings(desk, { ...alert, state: 'seen' }, NOW), true);
    assert.equal(rings(desk, { ...alert, state: 'acknowledged' }, NOW + 99_000), false);
});

test('alerts_that_nobody_answered_stand_first', () => {
    const alert = (id, state, minutes) => ({ id, state, sent_at: at(minutes) });
    const open = openAlerts(
        model([], {
            alerts: [
                alert('going', 'acknowledged', 9),
                alert('new', 'sent', 1),
                alert('done', 'resolved', 3),
            ],
        }),
    );
    assert.deepEqual(
        open.map(({ id }) => id),
        ['new', 'going'],
    );
});

test('what_is_said_of_a_coach_ends_with_its_time', () => {
    const here = {
        ...coach('amina', 'Amina', 'here'),
        availability: { state: 'here', until: at(-5), back_at: null, next: null },
    };
    assert.equal(isOutdated(model([], { coaches: [here] }), NOW), false);
    assert.equal(isOutdated(model([], { coaches: [here] }), NOW + 6 * 60_000), true);
});

test('an_interpreter_is_needed_when_nobody_here_speaks_the_language', () => {
    const coaches = [
        coach('marisol', 'Marisol', 'here', ['en', 'es']),
        coach('linh', 'Linh', 'away', ['vi']),
    ];
    assert.equal(needsInterpreter(model([], { coaches }), request('a', { language: 'es' })), false);
    assert.equal(needsInterpreter(model([], { coaches }), request('a', { language: 'vi' })), true);
});

test('a_hand_off_offers_the_others_and_whoever_is_here_first', () => {
    const coaches = [
        coach('dev', 'Dev', 'away'),
        coach('marisol', 'Marisol', 'here'),
        coach('tanya', 'Tanya', 'with_someone'),
        coach('amina', 'Amina', 'here'),
    ];
    const names = otherCoaches(model([], { coaches }), request('a', { holder: marisol })).map(
        ({ name }) => name,
    );
    assert.deepEqual(names, ['Amina', 'Tanya', 'Dev']);
});

test('a_callback_has_its_own_section_counts_as_nobody_who_waits_here_and_rings_for_nobody', () => {
    const before = model([]);
    const after = model([request('a', { kind: 'callback' }), request('b')]);
    const parts = sections(after, NOW);
    assert.deepEqual(
        parts.callbacks.map(({ id }) => id),
        ['a'],
    );
    assert.deepEqual(
        parts.waiting.map(({ id }) => id),
        ['b'],
    );
    assert.equal(waitingCount(after), 1);
    assert.deepEqual(
        arrivals(before, after).map(({ id }) => id),
        ['b'],
    );
});

test('a_walk-in_that_nobody_opened_for_five_minutes_is_for_the_desk_opened_or_left_ones_are_not', () => {
    const waiting = model([
        request('old', { asked_at: at(5) }),
        request('young', { asked_at: at(4) }),
        request('opened', { asked_at: at(9), opened_at: at(1) }),
        request('left', { asked_at: at(900), kind: 'callback' }),
        request('taken', { asked_at: at(9), state: 'on_the_way', holder: { id: 'c', name: 'Marisol' } }),
    ]);
    assert.deepEqual(
        unopened(waiting, NOW).map(({ id }) => id),
        ['old'],
    );
});
