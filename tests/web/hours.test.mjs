// Hours as people type them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
    checkBoundaries,
    daysOf,
    rangesText,
    readDays,
    readRanges,
    weekMinutes,
} from '../../assets/web/hours.js';

const range = (start, end) => ({ start, end });

test('typed_hours_are_read', () => {
    assert.deepEqual(readRanges('9-12, 13:00-17:30').ranges, [
        range('09:00', '12:00'),
        range('13:00', '17:30'),
    ]);
    assert.deepEqual(readRanges(' 9 am to 12:30 pm ').ranges, [range('09:00', '12:30')]);
    assert.deepEqual(readRanges('12 am-12 pm').ranges, [range('00:00', '12:00')]);
    assert.deepEqual(readRanges('8.30–24:00').ranges, [range('08:30', '24:00')]);
    for (const off of ['', '  ', 'off', 'Closed', '-']) assert.deepEqual(readRanges(off), { ranges: [] });
});

test('a_night_ends_in_the_next_day', () => {
    assert.deepEqual(readRanges('22:00-2:00').ranges, [range('22:00', '26:00')]);
    assert.deepEqual(readRanges('10 pm - 6 am').ranges, [range('22:00', '30:00')]);
});

test('what_is_no_time_is_named', () => {
    for (const wrong of ['nine to five', '25-26', '9:75-10', '13 pm-14 pm', '9', '24:00-2:00', '9-12;13-14'])
        assert.match(readRanges(wrong).fault ?? '', /is not a time like/, wrong);
    assert.match(readRanges('9-5 pm').fault, /both ends/);
    assert.match(readRanges('9-12, 11-13').fault, /“11-13” begins before/);
});

test('what_is_written_reads_back_as_the_same', () => {
    for (const text of ['9:00-12:00, 13:00-17:00', '0:00-24:00', '22:00-2:00', '10:30-11:45'])
        assert.equal(rangesText(readRanges(text).ranges), text);
});

test('a_day_is_replaced_and_the_others_stay', () => {
    const hours = [
        { weekday: 0, ...range('09:00', '12:00') },
        { weekday: 1, ...range('09:00', '10:00') },
    ];
    const days = daysOf(hours);
    days[0] = '13:00-15:30';
    const next = readDays(days).hours;
    assert.equal(weekMinutes(next), 60 + 150);
    assert.equal(next.length, 2);
    days[4] = 'nine';
    assert.equal(readDays(days).weekday, 4);
    assert.match(readDays(days).fault, /is not a time like/);
});

test('boundary_check_finds_what_lies_outside', () => {
    const clinic = [{ weekday: 0, ...range('08:00', '18:00') }];
    const found = checkBoundaries(
        [
            { weekday: 0, ...range('09:00', '19:00') },
            { weekday: 5, ...range('05:00', '08:00') },
        ],
        clinic,
    );
    assert.deepEqual(found, { outside: [0, 5], nights: [5], weekends: true });
    assert.deepEqual(checkBoundaries([{ weekday: 0, ...range('09:00', '17:00') }], []).outside, []);
});
