// Staff ask for somebody, and the front desk finds a lost ticket: in a real browser, against a real queue.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, PHONE, ZOOMED, assertAccessible, startBrowser, withSignedIn } from './support/browser.mjs';
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

const openAsk = (page) => page.getByRole('link', { name: 'Ask for someone' }).locator('visible=true').click();
const send = (page) => page.getByRole('button', { name: 'Ask for a coach' }).click();
const ticketOf = (page) => page.locator('.finished-page .code').textContent();
const card = (page, name) => page.locator('.request', { hasText: name });

async function closeAsked(page) {
    await page.getByRole('button', { name: 'They changed their mind' }).click();
    await page.getByText('is closed: they changed their mind.').waitFor();
}

test('the_desk_asks_for_someone_and_the_name_opens_for_the_coach_who_goes', () =>
    withPages(['desk', 'marisol'], async (desk, marisol) => {
        await openAsk(desk);
        await desk.getByLabel('Where to look for them').fill('Exam room 4');
        await desk.getByLabel('First name').fill('Ray Quillfeather');
        await desk.getByLabel('Their language').selectOption('es');
        await desk.getByLabel('Who sent them').selectOption('primary_care');
        await desk.locator('label.check', { hasText: 'Just to talk' }).click();
        await send(desk);
        await desk.getByText('Tell them:').waitFor();
        const name = await ticketOf(desk);
        assert.match(name, /^Tree \d\d$/);
        assert.doesNotMatch(await desk.content(), /Quillfeather/, 'forgotten once it arrived');
        await card(marisol, name).getByText('Español').waitFor();
        assert.doesNotMatch(await marisol.content(), /Quillfeather|Exam room/);
        await card(marisol, name).getByRole('link', { name: 'Open' }).click();
        await marisol.getByText('Asked by staff: Primary care').waitFor();
        await desk.getByText('Waiting. A coach has seen it.').waitFor();
        await marisol.getByRole('button', { name: 'I will go' }).click();
        await marisol.getByText('Exam room 4').waitFor();
        await marisol.getByText('Ray Quillfeather').waitFor();
        await desk.getByText('Marisol is on the way.').waitFor();
        await marisol.getByRole('button', { name: 'We are talking now' }).click();
        await marisol.getByRole('link', { name: 'We are done' }).click();
        await marisol.getByRole('button', { name: 'We talked today' }).click();
        await desk.getByText('Closed: We talked today.').waitFor();
    }));

test('a_referral_needs_a_source_and_waits_with_the_callbacks', () =>
    withPages(['marisol'], async (page) => {
        await openAsk(page);
        await page.locator('label.choice', { hasText: 'Not here now' }).click();
        await send(page);
        await page.getByText('Please choose who sent them.').waitFor();
        await page.waitForFunction(() => document.activeElement.id === 'ask-source');
        await page.getByLabel('Who sent them').selectOption('social_worker');
        await page.getByLabel('Which coach').selectOption({ index: 1 });
        await send(page);
        await page.getByText('A coach will look for you.').waitFor();
        const name = await ticketOf(page);
        await page.getByRole('link', { name: 'Back to the queue' }).click();
        await page.getByRole('heading', { name: 'Callbacks and referrals' }).waitFor();
        await card(page, name).getByText('Referral.').waitFor();
        await card(page, name).getByRole('button', { name: `Take referral: ${name}` }).click();
        await page.getByText('Asked by staff: Social worker').waitFor();
        await page.getByRole('button', { name: 'I will go' }).click();
        await page.getByRole('button', { name: 'We are talking now' }).click();
        await page.getByRole('link', { name: 'We are done' }).click();
        await page.getByRole('button', { name: 'They had to leave' }).click();
        await page.locator('.finished-page').waitFor();
    }));

test('an_answer_that_was_lost_is_asked_for_again_without_a_second_request', () =>
    withPages(['desk'], async (desk) => {
        let sent = 0;
        await desk.route('**/api/v1/requests', async (route) => {
            sent++;
            await route.fetch();
            await route.abort();
        }, { times: 1 });
        // The feed would bring the request to the page at once: it is silent here, as on a bad network.
        await desk.route('**/api/v1/queue*', (route) => route.abort());
        await openAsk(desk);
        await desk.evaluate(() => document.querySelector('[data-ask=place]').focus());
        await send(desk);
        await desk.waitForFunction(() => document.querySelector('.tell, .ask-form .bar.bad'));
        if (await desk.getByRole('button', { name: 'Send again' }).count()) {
            assert.equal(await desk.locator('.ask-fields').isDisabled(), true);
            await desk.getByRole('button', { name: 'Send again' }).click();
        }
        await desk.getByText('Tell them:').waitFor();
        assert.equal(sent, 1);
        const name = await ticketOf(desk);
        await closeAsked(desk);
        await desk.unrouteAll();
        await desk.goto(`${queue.origin}/desk`);
        await desk.locator('.live.ok').waitFor();
        assert.ok((await desk.locator('.waiting .request', { hasText: 'Tree' }).count()) === 0, name);
    }));

test('the_desk_finds_a_lost_ticket_by_what_is_remembered', () =>
    withPages(['desk', 'marisol'], async (desk, marisol) => {
        const request = await queue.kiosk.ask({ name: 'Ray Quillfeather' });
        const [sign, number] = request.name.split(' ');
        await desk.getByRole('link', { name: 'Find a ticket' }).locator('visible=true').click();
        await desk.locator('label.sign-choice', { hasText: sign }).click();
        await card(desk, request.name).getByText('Waiting.').waitFor();
        await desk.locator('label.sign-choice', { hasText: 'Any sign' }).click();
        await desk.getByLabel('Number').fill(number);
        await card(desk, request.name).getByText(/from (Front lobby|Main waiting room)/).waitFor();
        await card(marisol, request.name).getByRole('button', { name: 'I will go' }).click();
        await card(desk, request.name).getByText('Marisol is on the way.').waitFor();
        assert.doesNotMatch(await desk.content(), /Quillfeather/);
        await desk.getByLabel('Number').fill('99');
        await desk.getByText('No open request looks like this.').waitFor();
        await marisol.getByRole('button', { name: 'We are talking now' }).click();
        await marisol.getByRole('link', { name: 'We are done' }).click();
        await marisol.getByRole('button', { name: 'We talked today' }).click();
        await marisol.locator('.finished-page').waitFor();
    }));

test('an_alert_takes_the_desk_and_gives_the_form_back_as_it_was', () =>
    withPages(['desk'], async (desk) => {
        await openAsk(desk);
        await desk.getByLabel('Where to look for them').fill('Room 7');
        await queue.kiosk.alert();
        await desk.getByRole('button', { name: 'I am going' }).click();
        await desk.getByRole('button', { name: 'They have help now' }).click();
        assert.equal(await desk.getByLabel('Where to look for them').inputValue(), 'Room 7');
    }));

for (const [name, viewport] of [
    ['phone', PHONE],
    ['desktop', DESK],
    ['400_percent', ZOOMED],
]) {
    test(`asking_and_finding_are_accessible_on_${name}`, () =>
        withPages(
            ['desk'],
            async (desk) => {
                const picture = async (what) => {
                    if (process.env.PICTURES)
                        await desk.screenshot({ path: `${process.env.PICTURES}/${what}-${name}.png`, fullPage: true });
                };
                await picture('desk');
                await openAsk(desk);
                await assertAccessible(desk, 'ask');
                await picture('ask');
                await desk.locator('label.choice', { hasText: 'Not here now' }).click();
                await send(desk);
                await assertAccessible(desk, 'ask, without a source');
                await picture('ask-fault');
                await desk.locator('label.choice', { hasText: 'Here, now' }).click();
                await send(desk);
                await desk.getByText('Tell them:').waitFor();
                await assertAccessible(desk, 'asked');
                await picture('asked');
                await closeAsked(desk);
                await desk.goto(`${queue.origin}/desk#/find`);
                await desk.locator('label.sign-choice', { hasText: 'Tree' }).click();
                await desk.locator('.found .request').first().waitFor();
                await assertAccessible(desk, 'find');
                await picture('find');
            },
            viewport,
        ));
}
