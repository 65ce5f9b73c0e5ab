// Chromium, signed-in pages, and the accessibility check.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };
export const ZOOMED = { width: 320, height: 256 }; // 1280 x 1024 at 400 %

export function startBrowser() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: [
            '--no-sandbox',
            '--disable-gpu',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
        ],
    });
}

/** A page of its own browser profile. What it complains about is collected in page.complaints. */
export async function openPage(browser, viewport = DESK) {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    await context.addInitScript(countBells);
    const page = await context.newPage();
    page.complaints = [];
    page.on('pageerror', (error) => page.complaints.push(error.stack));
    page.on('console', (message) => {
        // The browser itself reports each refused answer and each broken connection; pages handle those, and tests look at how.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
            page.complaints.push(message.text());
    });
    return page;
}

/** Runs in the page: window.bells = {once, ringing}. */
function countBells() {
    window.bells = { once: 0, ringing: 0 };
    const { start } = AudioBufferSourceNode.prototype;
    const { stop } = AudioScheduledSourceNode.prototype;
    AudioBufferSourceNode.prototype.start = function counted(...when) {
        window.bells[this.loop ? 'ringing' : 'once'] += 1;
        return start.apply(this, when);
    };
    AudioScheduledSourceNode.prototype.stop = function counted(...when) {
        if (this.loop) window.bells.ringing -= 1;
        return stop.apply(this, when);
    };
}

export async function signIn(page, queue, login) {
    const person = queue.people[login];
    await page.goto(`${queue.origin}/sign-in`);
    await page.getByLabel('Sign-in name').fill(person.login);
    await page.locator('#password').fill(person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/(coach|desk)/);
    await page.locator('.live.ok').waitFor();
}

/** Gives `story` a signed-in page for each login, and closes them; a page that complained fails the test. */
export async function withSignedIn(browser, queue, logins, story, viewport = DESK) {
    const pages = [];
    try {
        for (const login of logins) {
            const page = await openPage(browser, viewport);
            pages.push(page);
            await signIn(page, queue, login);
        }
        await story(...pages);
        for (const page of pages) assert.deepEqual(page.complaints, []);
    } finally {
        await Promise.all(pages.map((page) => page.context().close()));
    }
}

/** No violation of WCAG 2.2 AA, nothing wider than the page, and no target under 44 px. */
export async function assertAccessible(page, what) {
    const devtools = await page.context().newCDPSession(page);
    const { frameTree } = await devtools.send('Page.getFrameTree');
    const { executionContextId } = await devtools.send('Page.createIsolatedWorld', {
        frameId: frameTree.frame.id,
    });
    const run = (expression) =>
        devtools.send('Runtime.evaluate', {
            expression,
            contextId: executionContextId,
            awaitPromise: true,
            returnByValue: true,
        });
    await run(AXE);
    const { result } = await run(`axe.run(document, {runOnly: ${JSON.stringify(STANDARDS)}}).then((r) =>
    r.violations.flatMap((v) => v.nodes.map((n) => v.id + ': ' + n.html.slice(0, 160))))`);
    await devtools.detach();
    assert.deepEqual(result.value, [], what);
    assert.deepEqual(await page.evaluate(smallTargets), [], `${what}: small targets`);
    assert.ok(
        await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
        `${what}: wider than the page`,
    );
}

/** Runs in the page. A link over a whole card, and one inside a label, are as large as what they cover. */
function smallTargets() {
    const open = document.querySelector('dialog[open]') ?? document;
    return [...open.querySelectorAll('a[href], button, label.choice, label.check')]
        .filter((node) => node.checkVisibility() && !node.matches('.skip, .request .open'))
        .map((node) => [node.getBoundingClientRect(), node])
        .filter(([box]) => box.width < 44 || box.height < 44)
        .map(
            ([box, node]) =>
                `${node.outerHTML.slice(0, 80)} is ${Math.round(box.width)} x ${Math.round(box.height)}`,
        );
}
