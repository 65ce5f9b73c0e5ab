// My time and boundaries, in a real browser against a real queue; and when a coach's page is silent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isResting } from '../../assets/web/queue-model.js';
import { DESK, PHONE, ZOOMED, assertAccessible, openPage, signIn, startBrowser } from './support/browser.mjs';
import { startQueue } from './support/queue.mjs';

let queue;
let browser;

before(async () => {
    queue = await startQueue();
    browser = await startBrowser();
});

after(async () => {
    await browser?.close();
    await queue?.remove();
});

async function withTimePage(story, viewport = DESK) {
    const page = await openPage(browser, viewport);
    try {
        await signIn(page, queue, 'marisol');
        await page.getByRole('link', { name: 'My time' }).locator('visible=true').click();
        await page.getByRole('heading', { name: 'My week' }).waitFor();
        await story(page);
        assert.deepEqual(page.complaints, []);
    } finally {
        await page.context().close();
    }
}

const save = (page) => page.getByRole('button', { name: 'Save changes' }).click();
const saved = (page) => page.getByText('Saved. Kiosks show it now.').waitFor();
const shown = async () => (await queue.kiosk.board()).coaches.find(({ name }) => name === 'Marisol');

test('a_coach_changes_week_leave_and_boundaries_and_the_kiosk_shows_them', () =>
    withTimePage(async (page) => {
        await page.getByLabel('Hours on Monday').fill('9-12, 13:00-15:30');
        await page.getByLabel('Date', { exact: true }).fill('2031-03-03');
        await page.getByLabel('What for').fill('Leave');
        await page.getByRole('button', { name: 'Add this day' }).click();
        await page.getByRole('button', { name: 'Remove Mon, Mar 3' }).waitFor();
        const first = (await shown()).can[0].label.en;
        await page.locator('label.check', { hasText: first }).click();
        await page.getByLabel('People at one time').selectOption('2');
        await page.getByText('Not saved yet.').waitFor();
        await save(page);
        await saved(page);
        const coach = await shown();
        assert.deepEqual(
            coach.hours.filter(({ weekday }) => weekday === 0).map(({ start, end }) => `${start} ${end}`),
            ['09:00 12:00', '13:00 15:30'],
        );
        assert.deepEqual(
            coach.exceptions.filter(({ date }) => date === '2031-03-03').map(({ label }) => label),
            ['Leave'],
        );
        assert.equal(coach.can.some(({ label }) => label.en === first), false);
        assert.equal(await page.getByLabel('Hours on Monday').inputValue(), '9:00-12:00, 13:00-15:30');
    }));

test('rules_of_the_site_have_a_lock_and_no_box', () =>
    withTimePage(async (page) => {
        await page.locator('.rule', { hasText: 'Mental health emergencies' }).waitFor();
        assert.equal(await page.locator('label.check', { hasText: 'Mental health emergencies' }).count(), 0);
    }));

test('hours_that_are_none_are_told_where_they_stand_and_nothing_is_saved', () =>
    withTimePage(async (page) => {
        const before = (await shown()).hours;
        await page.getByLabel('Hours on Tuesday').fill('nine to noon');
        await save(page);
        await page.getByText('“nine to noon” is not a time').waitFor();
        await page.waitForFunction(() => document.activeElement.id === 'own-days-1');
        assert.deepEqual((await shown()).hours, before);
        await page.getByLabel('Hours on Tuesday').fill('9-12');
        await save(page);
        await saved(page);
    }));

test('a_page_rests_after_a_person_and_outside_hours_only', () => {
    const model = (me, state, closedMinutesAgo, outcome = 'met') => ({
        me: { coach: 'm', ...me },
        coaches: new Map([['m', { id: 'm', availability: { state } }]]),
        requests: new Map([
            [
                'r',
                {
                    id: 'r',
                    state: 'closed',
                    outcome,
                    holder: { id: 'm' },
                    closed_at: new Date(1e12 - closedMinutesAgo * 60_000).toISOString(),
                },
            ],
        ]),
    });
    assert.equal(isResting(model({ quiet_minutes: 10 }, 'here', 9), 1e12), true);
    assert.equal(isResting(model({ quiet_minutes: 10 }, 'here', 11), 1e12), false);
    assert.equal(isResting(model({ quiet_minutes: 10 }, 'here', 1, 'cancelled'), 1e12), false);
    assert.equal(isResting(model({ quiet_minutes: 0 }, 'here', 0), 1e12), false);
    const held = model({ at_once: 1 }, 'here', 0);
    assert.equal(isResting(held, 1e12), false);
    held.requests.set('s', { id: 's', kind: 'walk_in', state: 'on_the_way', holder: { id: 'm' } });
    assert.equal(isResting(held, 1e12), true);
    assert.equal(isResting(model({ quiet_outside_hours: true }, 'away', 60), 1e12), true);
    assert.equal(isResting(model({ quiet_outside_hours: true }, 'expected', 60), 1e12), false);
    assert.equal(isResting(model({ coach: null, quiet_outside_hours: true }, 'away', 60), 1e12), false);
});

for (const [name, viewport] of [
    ['phone', PHONE],
    ['desktop', DESK],
    ['400_percent', ZOOMED],
]) {
    test(`my_time_is_accessible_on_${name}`, () =>
        withTimePage(async (page) => {
            await assertAccessible(page, 'my time');
            if (process.env.PICTURES)
                await page.screenshot({ path: `${process.env.PICTURES}/time-${name}.png`, fullPage: true });
            await page.getByRole('button', { name: 'Add this day' }).click();
            await page.getByText('Please choose a date.').waitFor();
            await assertAccessible(page, 'my time, a fault');
        }, viewport));
}
