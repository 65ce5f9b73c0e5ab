// The staff pages in a real browser, against a real queue.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, PHONE, ZOOMED, assertAccessible, openPage, startBrowser, withSignedIn } from './support/browser.mjs';
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

const withPages = (logins, story, viewport) => withSignedIn(browser, queue, logins, story, viewport);

const card = (page, request) => page.locator('.request', { hasText: request.name });

async function goTo(page, request) {
    await card(page, request).getByRole('button', { name: 'I will go' }).click();
    await page.locator('.hold-up', { hasText: request.name }).waitFor();
}

async function finish(page, outcome = 'We talked today') {
    await page.getByRole('button', { name: 'We are talking now' }).click();
    await part(page, outcome);
}

async function part(page, outcome = 'We talked today') {
    await page.getByRole('link', { name: 'We are done' }).click();
    await page.getByRole('button', { name: outcome }).click();
    await page.locator('.finished-page').waitFor();
}

test('a_wrong_password_is_told_in_plain_words', async () => {
    const page = await openPage(browser);
    await page.goto(`${queue.origin}/coach`);
    await page.waitForURL(/sign-in/);
    assert.equal(await page.getByText('signed out').count(), 0, 'nobody was signed in before');
    await page.getByLabel('Sign-in name').fill('marisol');
    await page.locator('#password').fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByText('do not match').waitFor();
    assert.equal(await page.locator('#password').evaluate((field) => field === document.activeElement), true);
    await page.context().close();
});

test('a_request_is_on_the_page_at_once_and_is_announced', () =>
    withPages(['marisol'], async (page) => {
        const request = await queue.kiosk.ask({ topics: ['talk'], language: 'es' });
        await card(page, request).waitFor();
        assert.match(await page.title(), /^\(\d+\) Queue · Coachbell$/);
        assert.match(await page.locator('#announce').textContent(), new RegExp(request.name));
        assert.match(await card(page, request).textContent(), /Just to talk.*Español/);
        await goTo(page, request);
        await finish(page);
    }));

test('one_touch_claims_and_everyone_sees_who_has_it', () =>
    withPages(['marisol', 'amina'], async (marisol, amina) => {
        const request = await queue.kiosk.ask();
        await card(amina, request).waitFor();
        await goTo(marisol, request);
        await amina.locator('.way .request', { hasText: request.name }).getByText('Marisol').waitFor();
        assert.equal((await queue.kiosk.request(request.id)).state, 'on_the_way');
        await finish(marisol);
    }));

test('of_two_coaches_at_once_the_later_is_told_who_has_it', () =>
    withPages(['marisol', 'amina'], async (marisol, amina) => {
        const request = await queue.kiosk.ask();
        await card(amina, request).waitFor();
        let send;
        const held = new Promise((resolve) => {
            send = resolve;
        });
        await amina.route('**/claim', async (route) => {
            await held;
            await route.continue();
        });
        await card(amina, request).getByRole('button', { name: 'I will go' }).click();
        await goTo(marisol, request);
        send();
        await amina.getByText(`Marisol already has ${request.name}.`).waitFor();
        await finish(marisol);
    }));

test('a_locked_name_opens_by_signing_in_again_at_the_same_request', () =>
    withPages(['marisol'], async (page) => {
        const request = await queue.kiosk.ask({ name: 'Ray Quillfeather' });
        let locked = true;
        await page.route('**/contact', (route) =>
            locked
                ? route.fulfill({ status: 423, contentType: 'application/problem+json', body: '{"status":423}' })
                : route.continue(),
        );
        await goTo(page, request);
        await page.getByText('Names are locked.').waitFor();
        await assertAccessible(page, 'a locked name');
        locked = false;
        await page.locator('[data-act=unlock]').click();
        await page.waitForURL(/sign-in/);
        const { login, password } = queue.people.marisol;
        await page.getByLabel('Sign-in name').fill(login);
        await page.locator('#password').fill(password);
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByText('Ray Quillfeather').waitFor();
        assert.match(page.url(), new RegExp(request.id));
        await finish(page);
    }));

test('the_name_opens_for_the_coach_who_goes_and_for_nobody_else', () =>
    withPages(['marisol', 'amina'], async (marisol, amina) => {
        const request = await queue.kiosk.ask({ name: 'Ray Quillfeather' });
        await card(amina, request).waitFor();
        assert.doesNotMatch(await amina.content(), /Quillfeather/);
        await card(marisol, request).getByRole('link', { name: 'Open' }).click();
        await marisol.getByText('How to find them').waitFor();
        assert.doesNotMatch(await marisol.content(), /Quillfeather/);
        await marisol.getByRole('button', { name: 'I will go' }).click();
        await marisol.getByText('Ray Quillfeather').waitFor();
        await amina.goto(`${queue.origin}/coach#/request/${request.id}`);
        await amina.getByText('Marisol is on the way.').waitFor();
        assert.doesNotMatch(await amina.content(), /Quillfeather/);
        await marisol.goBack();
        await card(marisol, request).waitFor();
        assert.doesNotMatch(await marisol.content(), /Quillfeather/);
        await card(marisol, request).getByRole('link', { name: 'Open' }).first().click();
        await marisol.getByText('Ask quietly for').waitFor();
        await marisol.getByRole('button', { name: 'We are talking now' }).click();
        await marisol.getByText('Their name: Ray Quillfeather').waitFor();
        assert.equal(await marisol.getByText('Ask quietly for').count(), 0);
        await part(marisol);
    }));

test('a_request_that_is_left_is_taken_from_callbacks_and_closed_after_the_talk', () =>
    withPages(['marisol'], async (marisol) => {
        const request = await queue.kiosk.ask({ kind: 'callback', find: 'here', preference: 'woman' });
        await marisol.getByRole('heading', { name: 'Callbacks' }).waitFor();
        await card(marisol, request).getByText('Left a request.').waitFor();
        await card(marisol, request).getByRole('button', { name: 'Take callback' }).click();
        await marisol.getByText('Day not sure').waitFor();
        await marisol.getByText('A woman.').waitFor();
        await marisol.getByText('after 14 days').waitFor();
        await marisol.getByRole('button', { name: 'I will go' }).click();
        await marisol.getByRole('button', { name: 'We are talking now' }).click();
        await marisol.getByRole('link', { name: 'We are done' }).waitFor();
        await part(marisol);
    }));

test('a_request_nobody_opened_is_shown_to_the_desk_until_a_coach_opens_it', () =>
    withPages(['desk', 'marisol'], async (desk, marisol) => {
        const asked = new Date(Date.now() - 6 * 60_000).toISOString().replace(/\.\d+Z/, 'Z');
        const request = await queue.kiosk.ask({ asked_at: asked });
        await desk.getByText('No coach has opened').waitFor();
        await card(marisol, request).getByRole('link', { name: 'Open' }).click();
        await marisol.getByText('How to find them').waitFor();
        await desk.getByText('No coach has opened').waitFor({ state: 'detached' });
        await marisol.getByRole('button', { name: 'I will go' }).click();
        await marisol.getByRole('button', { name: 'We are talking now' }).click();
        await part(marisol);
    }));

test('a_hand_off_reaches_the_other_coach', () =>
    withPages(['marisol', 'amina'], async (marisol, amina) => {
        const request = await queue.kiosk.ask();
        await card(marisol, request).waitFor();
        await goTo(marisol, request);
        await marisol.getByRole('link', { name: 'Hand off' }).click();
        assert.equal(await marisol.locator('.acts .b').first().getAttribute('aria-disabled'), 'true');
        await marisol.locator('label.choice', { hasText: 'Amina' }).click();
        await marisol.getByText('“Amina will come instead of Marisol.”').waitFor();
        await marisol.getByRole('button', { name: 'Hand off to Amina' }).click();
        await marisol.getByText(`${request.name} is handed to Amina.`).waitFor();
        await card(amina, request).getByText('Handed to you').waitFor();
        await marisol.getByRole('heading', { name: 'Handed to another coach' }).waitFor();
        assert.match(await amina.locator('#announce').textContent(), /was handed to you/);
        assert.equal((await queue.kiosk.request(request.id)).state, 'claimed');
        await goTo(amina, request);
        await finish(amina);
    }));

test('an_outcome_takes_one_touch_and_can_be_undone', () =>
    withPages(['marisol'], async (page) => {
        const request = await queue.kiosk.ask();
        await card(page, request).waitFor();
        await goTo(page, request);
        await finish(page, 'They want to keep working with me');
        assert.equal((await queue.kiosk.request(request.id)).outcome, 'enrolled');
        await page.getByRole('button', { name: 'Undo' }).click();
        await page.getByRole('link', { name: 'We are done' }).click();
        await page.getByRole('button', { name: 'They changed their mind' }).click();
        await page.getByRole('link', { name: 'Back to the queue' }).click();
        await page.locator('.finished .request', { hasText: request.name }).waitFor();
        assert.equal((await queue.kiosk.request(request.id)).outcome, 'declined');
    }));

test('someone_who_can_not_be_found_keeps_their_place', () =>
    withPages(['marisol'], async (page) => {
        const request = await queue.kiosk.ask();
        await card(page, request).waitFor();
        await goTo(page, request);
        await page.getByRole('button', { name: 'Can’t find them' }).click();
        await page.getByRole('button', { name: 'Back to the queue, same place' }).click();
        await page.locator('.waiting .request', { hasText: request.name }).waitFor();
        assert.equal((await queue.kiosk.request(request.id)).state, 'waiting');
        await goTo(page, request);
        await page.getByRole('button', { name: 'Can’t find them' }).click();
        await page.getByRole('button', { name: 'They left. Close it.' }).click();
        await page.locator('.finished-page', { hasText: 'I could not find them' }).waitFor();
    }));

test('what_is_outside_the_role_goes_to_staff', () =>
    withPages(['marisol'], async (page) => {
        const request = await queue.kiosk.ask();
        await card(page, request).getByRole('link', { name: 'Open' }).click();
        await page.getByRole('button', { name: 'Send to staff' }).click();
        await page.getByRole('button', { name: 'Close: staff have it' }).click();
        await page.getByText(`${request.name} is closed: moved to clinic staff.`).waitFor();
        assert.equal((await queue.kiosk.request(request.id)).outcome, 'moved_to_staff');
    }));

test('the_sign_fills_the_screen_and_back_closes_it', () =>
    withPages(
        ['marisol'],
        async (page) => {
            const request = await queue.kiosk.ask();
            await goTo(page, request);
            await page.getByRole('link', { name: 'Show full screen' }).click();
            const box = await page.locator('.sign-full').boundingBox();
            assert.deepEqual([box.width, box.height], [PHONE.width, PHONE.height]);
            await page.goBack();
            await page.locator('.hold-up').waitFor();
            await finish(page);
        },
        PHONE,
    ));

test('an_alert_takes_the_desk_and_says_only_what_happened', () =>
    withPages(['desk', 'marisol'], async (desk, marisol) => {
        const alert = await queue.kiosk.alert();
        await desk.getByRole('heading', { name: 'Someone needs help now' }).waitFor();
        assert.equal(await desk.title(), 'Help now · Coachbell');
        assert.match(await desk.locator('#alarm').textContent(), /Someone needs help at/);
        assert.equal((await queue.kiosk.alertState(alert.id)).state, 'sent');
        assert.equal(await marisol.locator('.alert-band').count(), 0);
        await desk.locator('.tips').click();
        await desk.getByText('Seen by a person here').waitFor();
        assert.equal((await queue.kiosk.alertState(alert.id)).state, 'seen');
        await desk.getByRole('button', { name: 'I am going' }).click();
        await desk.getByRole('heading', { name: 'Staff are on the way' }).waitFor();
        assert.equal((await queue.kiosk.alertState(alert.id)).state, 'acknowledged');
        await desk.getByRole('button', { name: 'They have help now' }).click();
        await desk.getByText('All quiet.').waitFor();
        assert.equal((await queue.kiosk.alertState(alert.id)).state, 'resolved');
    }));

test('a_request_rings_once_and_an_alert_until_someone_goes', () =>
    withPages(['desk'], async (desk) => {
        const bells = () => desk.evaluate(() => window.bells);
        await desk.reload();
        await desk.getByText('Sound is not on yet.').waitFor();
        await desk.locator('.quiet-card').getByRole('button', { name: 'Turn on sound' }).click();
        await desk.getByText('this page rings').waitFor();
        const request = await queue.kiosk.ask();
        await card(desk, request).waitFor();
        await desk.waitForFunction(() => window.bells.once === 1);
        assert.equal((await bells()).ringing, 0);
        await queue.kiosk.alert();
        await desk.waitForFunction(() => window.bells.ringing === 1);
        await desk.getByRole('button', { name: 'I am going' }).click();
        await desk.waitForFunction(() => window.bells.ringing === 0);
        await desk.getByRole('button', { name: 'They have help now' }).click();
        await desk.getByText('All quiet.').waitFor();
    }));

test('presence_is_one_tap_and_the_kiosk_shows_it', () =>
    withPages(['marisol'], async (page) => {
        const shown = async () =>
            (await queue.kiosk.board()).coaches.find(({ name }) => name === 'Marisol').presence.kind;
        const choose = async (name) => {
            await page.locator('[data-act=presence-sheet]:visible').click();
            await page.getByRole('dialog').getByRole('button', { name }).click();
            await page.getByRole('dialog').waitFor({ state: 'hidden' });
        };
        await choose('2 h: here for 2 hours');
        await page.locator('.presence', { hasText: 'Here now' }).waitFor();
        assert.equal(await shown(), 'here');
        await page.getByRole('button', { name: 'Set “with someone”' }).click();
        await page.locator('.presence', { hasText: 'back about' }).waitFor();
        assert.equal(await shown(), 'with_someone');
        await choose('15 min, on a break');
        await page.locator('.presence', { hasText: 'On a break' }).waitFor();
        await choose('Done for today');
        await page.locator('.presence-state.away').waitFor();
        assert.equal(await shown(), 'done');
        await choose('2 h: free for calls for 2 hours');
        await page.locator('.presence', { hasText: 'free for calls until' }).waitFor();
        const called = async () => (await queue.kiosk.board()).by_phone.map(({ name, here }) => ({ name, here }));
        assert.deepEqual(await called(), [{ name: 'Marisol', here: false }]);
        await choose('2 h: here for 2 hours');
        await page.locator('.presence', { hasText: 'Here now' }).waitFor();
        assert.deepEqual(await called(), []);
    }));

test('the_whole_way_works_by_keyboard', async () => {
    const page = await openPage(browser);
    const press = async (...keys) => {
        for (const key of keys) await page.keyboard.press(key);
    };
    const tabTo = async (name) => {
        for (let i = 0; i < 60; i++) {
            const label = await page.evaluate(() => {
                const focused = document.activeElement;
                return focused === document.body
                    ? ''
                    : (focused.getAttribute('aria-label') ?? focused.textContent);
            });
            if (label.includes(name)) return;
            await press('Tab');
        }
        assert.fail(`Tab never comes to ${name}`);
    };
    await page.goto(`${queue.origin}/sign-in`);
    await page.keyboard.type('marisol');
    await press('Tab');
    await page.keyboard.type(queue.people.marisol.password);
    await press('Enter');
    await page.locator('.live.ok').waitFor();
    const request = await queue.kiosk.ask();
    await card(page, request).waitFor();
    await tabTo(`I will go to ${request.name}`);
    await press('Enter');
    await page.locator('.hold-up').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'On your way');
    await tabTo('Hand off');
    await press('Enter');
    await page.locator('label.choice').first().waitFor();
    await page.locator('input[name=to]').first().focus();
    await press('ArrowDown', 'ArrowUp');
    await tabTo('Hand off to');
    await tabTo('Keep it');
    await press('Enter');
    await tabTo('We are talking now');
    await press('Enter');
    await page.getByRole('heading', { name: 'Talking' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Talking');
    await tabTo('We are done');
    await press('Enter');
    await tabTo('We talked today');
    await press('Enter');
    await page.locator('.finished-page').waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
});

test('two_tabs_share_one_feed_and_both_are_live', () =>
    withPages(['marisol'], async (page) => {
        const second = await page.context().newPage();
        await second.goto(`${queue.origin}/coach`);
        await second.locator('.live.ok').waitFor();
        const request = await queue.kiosk.ask();
        await Promise.all([card(page, request).waitFor(), card(second, request).waitFor()]);
        await page.close();
        await goTo(second, request);
        await finish(second);
    }));

test('a_lost_connection_is_said_and_what_was_missed_is_caught_up', () =>
    withPages(['marisol'], async (page) => {
        await queue.stop();
        await page.getByText(/Not connected\. You see the queue as it was at \d+:\d\d [AP]M/).waitFor();
        assert.equal(await page.locator('.live.ok').count(), 0);
        await queue.serve();
        const request = await queue.kiosk.ask();
        await page.locator('.live.ok').waitFor();
        await card(page, request).waitFor();
        await goTo(page, request);
        await finish(page);
    }));

for (const [name, viewport] of [
    ['phone', PHONE],
    ['desktop', DESK],
    ['400_percent', ZOOMED],
]) {
    test(`every_state_is_accessible_on_${name}`, async () => {
        const signInPage = await openPage(browser, viewport);
        await signInPage.goto(`${queue.origin}/sign-in`);
        await assertAccessible(signInPage, 'sign in');
        await signInPage.getByRole('button', { name: 'Sign in' }).click();
        await signInPage.getByText('Please fill in both fields.').waitFor();
        await assertAccessible(signInPage, 'sign in, nothing given');
        await signInPage.context().close();

        await withPages(
            ['marisol', 'desk'],
            async (page, desk) => {
                await assertAccessible(page, 'empty queue');
                await assertAccessible(desk, 'quiet desk');
                const request = await queue.kiosk.ask({
                    name: 'Ray',
                    topics: ['talk', 'basics'],
                    language: 'es',
                });
                await card(page, request).waitFor();
                await assertAccessible(page, 'queue');
                await page.locator('[data-act=presence-sheet]:visible').click();
                await assertAccessible(page, 'presence');
                await page.keyboard.press('Escape');
                await card(page, request).locator('.open').click();
                await page.getByRole('heading', { name: 'Request' }).waitFor();
                await assertAccessible(page, 'request');
                await page.getByRole('button', { name: 'I will go' }).click();
                await page.getByText('Ray').waitFor();
                await assertAccessible(page, 'on my way');
                await page.getByRole('link', { name: 'Show full screen' }).click();
                await assertAccessible(page, 'the sign');
                await page.keyboard.press('Escape');
                await page.getByRole('button', { name: 'Can’t find them' }).click();
                await assertAccessible(page, 'can’t find them');
                await page.keyboard.press('Escape');
                await page.getByRole('link', { name: 'Hand off' }).click();
                await page.locator('label.choice').first().click();
                await assertAccessible(page, 'hand off');
                await page.getByRole('link', { name: 'Keep it' }).click();
                await page.getByRole('button', { name: 'We are talking now' }).click();
                await page.getByRole('heading', { name: 'Talking' }).waitFor();
                await assertAccessible(page, 'talking');
                await page.getByRole('link', { name: 'We are done' }).click();
                await assertAccessible(page, 'how did it go');
                await page.getByRole('button', { name: 'We talked today' }).click();
                await page.locator('.finished-page').waitFor();
                await assertAccessible(page, 'finished');
                const alert = await queue.kiosk.alert();
                await desk.locator('.alert-page').waitFor();
                await assertAccessible(desk, 'alert');
                await desk.getByRole('button', { name: 'I am going' }).click();
                await desk.locator('.going').waitFor();
                await assertAccessible(desk, 'going');
                await desk.getByRole('button', { name: 'They have help now' }).click();
                await desk.getByText('All quiet.').waitFor();
                assert.equal((await queue.kiosk.alertState(alert.id)).state, 'resolved');
            },
            viewport,
        );
    });
}
