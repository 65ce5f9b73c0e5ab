// The admin's pages in a real browser: what is saved there is what the kiosk gets.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, PHONE, ZOOMED, assertAccessible, openPage, startBrowser } from './support/browser.mjs';
import { startQueue } from './support/queue.mjs';

const PAGES = ['coaches', 'hours', 'topics', 'groups', 'resources', 'places', 'kiosks', 'privacy', 'settings', 'audit'];

let queue;
let browser;
let login;

before(async () => {
    queue = await startQueue();
    browser = await startBrowser();
    login = Object.values(queue.people).find(({ role }) => role === 'admin').login;
});

after(async () => {
    await browser?.close();
    await queue?.remove();
});

const board = () => queue.kiosk.board();

/** An admin's page at `address`; it must not have complained by the end. */
async function asAdmin(address, story, viewport = DESK) {
    const page = await openPage(browser, viewport);
    const person = queue.people[login];
    await page.goto(`${queue.origin}/admin`);
    await page.waitForURL(/sign-in/);
    await page.getByLabel('Sign-in name').fill(person.login);
    await page.locator('#password').fill(person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/admin/);
    await page.locator('main').waitFor();
    if (address) await goTo(page, address);
    await story(page);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
}

async function goTo(page, address) {
    await page.evaluate((hash) => {
        location.hash = hash;
    }, address);
    await page.locator('main').waitFor();
}

const saved = (page) => page.getByText('Saved. Kiosks show it now.').waitFor();
const save = async (page) => {
    await page.locator('[data-act=save]').click();
    await saved(page);
};

test('every_page_is_accessible_on_phone_desk_and_zoomed', async () => {
    for (const viewport of [DESK, PHONE, ZOOMED]) {
        await asAdmin(
            '',
            async (page) => {
                for (const name of PAGES) {
                    await goTo(page, `#/${name}`);
                    await page.waitForFunction(
                        (title) => document.querySelector('h1')?.textContent && location.hash.includes(title),
                        name,
                    );
                    await assertAccessible(page, `${name} ${viewport.width}`);
                }
                for (const name of ['coaches', 'topics', 'groups', 'resources', 'places', 'kiosks']) {
                    await goTo(page, `#/${name}/new`);
                    await page.locator('.panel').waitFor();
                    await assertAccessible(page, `${name}/new ${viewport.width}`);
                }
                await goTo(page, '#/');
            },
            viewport,
        );
    }
});

test('a_coach_is_added_and_stands_on_the_board', async () => {
    await asAdmin('#/coaches/new', async (page) => {
        await page.getByLabel('Name patients see').fill('Noor');
        await page.getByLabel('Pronouns').fill('they/them');
        await page.getByLabel('العربية').check();
        await page.getByLabel('Work phone').fill('+1 (617) 555-0199');
        await save(page);
        const coach = (await board()).coaches.find(({ name }) => name === 'Noor');
        assert.deepEqual(coach.languages, ['en', 'ar']);
        assert.equal(coach.phone, '+16175550199');
        assert.equal(coach.card_name, 'Noor');
        await page.getByRole('button', { name: 'Remove' }).click();
        assert.ok(
            (await board()).coaches.some(({ name }) => name === 'Noor'),
            'one press does not remove',
        );
        await page.getByRole('button', { name: 'Really remove?' }).click();
        await page.getByText('Removed.').waitFor();
        assert.ok(!(await board()).coaches.some(({ name }) => name === 'Noor'));
    });
});

test('what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost', async () => {
    await asAdmin('#/coaches/new', async (page) => {
        await page.getByLabel('Name patients see').fill('Kim');
        await page.getByLabel('Work phone').fill('617');
        await page.locator('[data-act=save]').click();
        const field = page.locator('.field.wrong');
        await field.waitFor();
        assert.match(await field.textContent(), /country code/);
        assert.equal(await page.getByLabel('Name patients see').inputValue(), 'Kim');
        assert.equal(await page.getByLabel('Work phone').getAttribute('aria-invalid'), 'true');
    });
});

test('hours_are_typed_touched_and_excepted', async () => {
    await asAdmin('#/hours', async (page) => {
        await page.getByRole('link', { name: 'Marisol' }).click();
        const sunday = page.getByLabel('Hours on Sunday', { exact: false });
        await sunday.fill('half past nine');
        assert.match(await page.locator('#week-title').locator('..').textContent(), /Usual week/);
        await page.locator('[data-act=save]').click();
        await page.locator('.field.wrong').waitFor();
        await sunday.fill('10-12');
        await page.getByLabel('Date').fill('2030-12-24');
        await page.getByLabel('Why').fill('Winter rest');
        await page.locator('label.check', { hasText: 'For all coaches' }).click();
        await page.getByRole('button', { name: 'Add this day' }).click();
        await page.getByText('Winter rest').waitFor();
        await save(page);
        const { coaches } = await board();
        const marisol = coaches.find(({ name }) => name === 'Marisol');
        assert.ok(
            marisol.hours.some(
                ({ weekday, start, end }) => weekday === 6 && start === '10:00' && end === '12:00',
            ),
        );
        for (const coach of coaches)
            assert.ok(
                coach.exceptions.some(({ date }) => date === '2030-12-24'),
                coach.name,
            );
    });
});

test('topics_are_moved_and_switched_off', async () => {
    await asAdmin('#/topics', async (page) => {
        const before = (await board()).topics.map(({ id }) => id);
        await page.locator('[data-act=down]').first().click();
        await saved(page);
        assert.deepEqual((await board()).topics.map(({ id }) => id).slice(0, 2), [before[1], before[0]]);
        await page.locator('.item a').first().click();
        await page.locator('label.check', { hasText: 'Offer it on the kiosk' }).click();
        await save(page);
        assert.ok(!(await board()).topics.some(({ id }) => id === before[1]));
    });
});

test('a_group_is_not_saved_without_hours_that_could_not_be_read', async () => {
    await asAdmin('#/groups', async (page) => {
        const before = (await board()).groups[0];
        assert.ok(before.hours.length > 0);
        await page.locator('.item a').first().click();
        const day = page.getByLabel('Sunday');
        await day.fill('half past nine');
        await page.locator('[data-act=save]').click();
        await page.locator('.field.wrong', { hasText: 'half past nine' }).waitFor();
        assert.deepEqual((await board()).groups[0].hours, before.hours);
        assert.equal(await day.inputValue(), 'half past nine');
        await day.fill('10-11');
        await save(page);
        assert.equal((await board()).groups[0].hours.length, before.hours.length + 1);
    });
});

test('privacy_is_what_the_kiosk_promises', async () => {
    await asAdmin('#/privacy', async (page) => {
        const was = (await board()).settings;
        await page.locator('label.check', { hasText: 'Supervisors see requests too' }).click();
        await save(page);
        const now = (await board()).settings;
        assert.equal(now.supervisors_see, !was.supervisors_see);
        assert.equal(now.notice_version, was.notice_version + 1);
    });
});

test('a_language_is_switched_on_for_kiosks', async () => {
    await asAdmin('#/settings', async (page) => {
        await page.locator('label.check', { hasText: 'Tiếng Việt' }).click();
        await save(page);
        assert.ok((await board()).settings.languages.includes('vi'));
        await page.getByLabel('Time zone').fill('Mars/Olympus');
        await page.locator('[data-act=save]').click();
        await page.locator('.field.wrong', { hasText: 'no such time zone' }).waitFor();
    });
});

test('changes_of_somebody_else_are_not_overwritten', async () => {
    await asAdmin('#/places', async (mine) => {
        await mine.locator('.item').first().click();
        await mine.getByLabel('Where exactly').fill('mine');
        await asAdmin('#/places', async (theirs) => {
            await theirs.locator('.item').first().click();
            await theirs.getByLabel('Where exactly').fill('theirs');
            await save(theirs);
        });
        await mine.locator('[data-act=save]').click();
        await mine.getByText('Somebody else has changed this').waitFor();
        assert.equal((await board()).kiosk.place.detail, 'theirs');
    });
});

test('the_log_shows_what_was_changed', async () => {
    await asAdmin('#/audit', async (page) => {
        await page.getByText('settings.change').first().waitFor();
    });
});

test('coaches_are_sent_to_their_own_page', async () => {
    const page = await openPage(browser, DESK);
    const person = Object.values(queue.people).find(({ role }) => role === 'coach');
    await page.goto(`${queue.origin}/admin`);
    await page.getByLabel('Sign-in name').fill(person.login);
    await page.locator('#password').fill(person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/coach/);
    await page.context().close();
});

test('a_kiosk_gets_another_name_and_is_taken_out_of_service_after_asking_once', () =>
    asAdmin('#/kiosks', async (page) => {
        await page.getByRole('link', { name: /Kiosk 3/ }).click();
        await page.getByLabel('Name').fill('By the lift');
        await save(page);
        await page.getByRole('link', { name: /By the lift/ }).click();
        await page.getByRole('button', { name: 'Take out of service' }).click();
        await page.getByRole('button', { name: 'Really take it out of service?' }).click();
        await page.getByText('It is out of service.').waitFor();
        await page.getByRole('link', { name: /By the lift.*Out of service/ }).waitFor();
    }));

test('a_window_is_opened_and_stopped_and_is_accessible_meanwhile', () =>
    asAdmin(
        '#/kiosks/new',
        async (page) => {
            await page.getByRole('button', { name: 'Open the window' }).click();
            await page.getByText('Give the kiosk a name.').first().waitFor();
            await page.getByLabel('Name').fill('Kiosk 9');
            await page.getByRole('button', { name: 'Open the window' }).click();
            await page.getByText('Waiting for the kiosk.').first().waitFor();
            await assertAccessible(page, 'pairing 390');
            await page.getByRole('button', { name: 'Stop pairing' }).click();
            await page.getByRole('link', { name: 'Pair a new kiosk' }).waitFor();
        },
        PHONE,
    ));
