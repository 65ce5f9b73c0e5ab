// Getting in, in a real browser: a code, a password of one's own, people who come and go, and the recovery sheet.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { DESK, PHONE, ZOOMED, assertAccessible, openPage, startBrowser } from './support/browser.mjs';
import { startQueue } from './support/queue.mjs';

const WORDS = 'amber-otter-piano-willow-step';
let queue;
let browser;
let admin;
let sheet;

before(async () => {
    queue = await startQueue();
    browser = await startBrowser();
    admin = await openPage(browser, DESK);
});

after(async () => {
    await browser?.close();
    await queue?.remove();
});

/** For whoever wants to see the pages: KEYS_PICTURES names a folder. */
async function picture(page, name) {
    if (!process.env.KEYS_PICTURES) return;
    mkdirSync(process.env.KEYS_PICTURES, { recursive: true });
    await page.screenshot({ path: `${process.env.KEYS_PICTURES}/${name}.png`, fullPage: true });
}

async function check(page, name) {
    await assertAccessible(page, name);
    await picture(page, name);
}

async function letIn(name, login, role = 'Supervisor') {
    await admin.getByLabel('Name', { exact: true }).fill(name);
    await admin.getByLabel(/^Sign-in name/).fill(login);
    await admin.getByLabel('Role').selectOption({ label: role });
    await admin.getByRole('button', { name: 'Make a code' }).click();
    await admin.getByRole('heading', { name: `Give this link to ${name}` }).waitFor();
    return admin.locator('.big-code').textContent();
}

async function join(link, viewport = PHONE) {
    const page = await openPage(browser, viewport);
    await page.goto(link);
    await page.getByRole('heading', { name: /Welcome, / }).waitFor();
    return page;
}

async function choose(page, password) {
    await page.locator('#password').fill(password);
    await page.getByRole('button', { name: 'Save and sign in' }).click();
}

test('an_admin_sees_who_may_sign_in', async () => {
    const person = queue.people.admin;
    await admin.goto(`${queue.origin}/sign-in`);
    await admin.getByLabel('Sign-in name').fill(person.login);
    await admin.locator('#password').fill(person.password);
    await admin.getByRole('button', { name: 'Sign in' }).click();
    await admin.waitForURL(/\/(coach|admin)/);
    await admin.goto(`${queue.origin}/people`);
    await admin.locator('.people').getByText('marisol', { exact: true }).waitFor();
    await admin.getByText('There is no recovery sheet yet.').waitFor();
    await check(admin, 'people');
});

test('somebody_new_joins_by_a_link_and_the_code_leaves_the_address', async () => {
    const link = await letIn('Noor Amari', 'noor');
    await check(admin, 'people-code');
    const noor = await join(link);
    assert.equal(new URL(noor.url()).hash, '');
    assert.equal(await noor.getByLabel('Your sign-in name').inputValue(), 'noor');
    await check(noor, 'join');
    await choose(noor, 'short');
    await noor.getByText('shorter than 12 characters').waitFor();
    await noor.getByRole('button', { name: 'Use these words' }).click();
    assert.match(await noor.locator('#password').inputValue(), /^([a-z]+-){4}[a-z]+$/);
    await choose(noor, WORDS);
    await noor.waitForURL(/\/coach/);
    await noor.locator('.live.ok').waitFor();
    await noor.goto('about:blank');
    await noor.goto(link);
    await noor.getByText('This code is not known').waitFor();
    await check(noor, 'join-over');
    assert.deepEqual(noor.complaints, []);
    await noor.context().close();
});

test('a_password_is_changed', async () => {
    const link = await letIn('Mina Roth', 'mina');
    const mina = await join(link, ZOOMED);
    await check(mina, 'join-zoomed');
    await choose(mina, WORDS);
    await mina.waitForURL(/\/coach/);
    await mina.goto(`${queue.origin}/password`);
    await mina.getByText('Five random words').waitFor();
    await check(mina, 'password');
    await mina.locator('#password').fill('not-the-password');
    await mina.locator('#new').fill('quiet-river-stone-lamp-ivy');
    await mina.getByRole('button', { name: 'Change password' }).click();
    await mina.getByText('That is not your password.').waitFor();
    await mina.locator('#password').fill(WORDS);
    await mina.getByRole('button', { name: 'Change password' }).click();
    await mina.getByText('Your password is changed.').waitFor();
    assert.deepEqual(mina.complaints, []);
    await mina.context().close();
});

test('a_removed_person_is_gone_after_two_touches', async () => {
    await admin.reload();
    const row = admin.locator('.people li', { hasText: 'Mina Roth' });
    await row.getByRole('button', { name: 'Remove: Mina Roth' }).click();
    await row.getByRole('button', { name: 'Yes, remove Mina Roth' }).click();
    await row.waitFor({ state: 'detached' });
    assert.equal(await admin.locator('.people').getByText('You').count(), 1);
});

async function readBack(page) {
    const groups = await page.locator('.groups b').allTextContents();
    assert.equal(groups.length, 9);
    for (const input of await page.locator('.keys form input.typed').all()) {
        const at = Number((await input.getAttribute('name')).replace('group', ''));
        await input.fill(groups[at].toLowerCase().replaceAll('0', 'o'));
    }
    await page.getByRole('button', { name: 'It is printed and readable' }).click();
    return groups.join(' ');
}

test('the_sheet_counts_when_two_groups_are_typed_back', async () => {
    await admin.getByRole('button', { name: 'Make a new sheet' }).click();
    await admin.locator('.groups').waitFor();
    await check(admin, 'sheet');
    await admin.emulateMedia({ media: 'print' });
    assert.equal(await admin.getByRole('button', { name: 'Print' }).isVisible(), false);
    assert.equal(await admin.locator('.groups').isVisible(), true);
    await picture(admin, 'sheet-print');
    await admin.emulateMedia({ media: null });
    for (const input of await admin.locator('.keys form input.typed').all()) await input.fill('2222');
    await admin.getByRole('button', { name: 'It is printed and readable' }).click();
    await admin.getByText('One of the characters is not right').waitFor();
    sheet = await readBack(admin);
    await admin.getByText('A sheet was made on').waitFor();
    assert.deepEqual(admin.complaints, []);
});

test('the_sheet_lets_an_admin_in_who_forgot_the_password', async () => {
    const page = await openPage(browser, DESK);
    await page.goto(`${queue.origin}/sign-in`);
    await page.getByRole('link', { name: 'Use the recovery sheet' }).click();
    await page.getByLabel(/nine groups/).fill(sheet);
    await page.getByLabel(/admin’s sign-in name/).fill(queue.people.admin.login);
    await check(page, 'recover');
    await page.getByRole('button', { name: 'Use the sheet' }).click();
    await page.getByText('The old sheet has ended.').waitFor();
    await check(page, 'recover-new');
    assert.notEqual(await readBack(page), sheet);
    await page.getByRole('heading', { name: /Welcome, / }).waitFor();
    await choose(page, WORDS);
    await page.locator('.people').getByText('You').waitFor();
    assert.deepEqual(page.complaints, []);
    await page.context().close();
});
