// A kiosk becomes one of the clinic's: over the network, encrypted, by two short numbers, on the real screen and the real page.
// Then it asks for a coach, is taken out of service, keeps what it had, and delivers it when it is paired again.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import https from "node:https";
import path from "node:path";
import { after, before, test } from "node:test";
import { Display, Kiosk, Queue, browser_open, build, eventually, temporary_folder } from "./product.mjs";

const password = "a long way by train";
let queue, address, display, kiosk, browser, page;

before(async () => {
  queue = await Queue.open({ tls: true });
  address = new URL(queue.secure_url).host;
  await queue.set_here("marisol");
  display = await Display.open();
  const folder = path.join(temporary_folder(), "kiosk");
  fs.mkdirSync(folder, { mode: 0o700 });
  execFileSync(path.join(build, "coachbell-kiosk"), ["--data", folder, "--set-installer-password"], { input: `${password}\n` });
  kiosk = Kiosk.in_folder({ display, queue, folder, paired: false });
  await kiosk.start("starting");
  browser = await browser_open();
  page = await browser.newPage({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 800 } });
  await page.goto(`${queue.secure_url}/sign-in`);
  await page.getByLabel("Sign-in name").fill("admin");
  await page.getByLabel("Password", { exact: true }).fill(queue.password("admin"));
  await page.keyboard.press("Enter");
  await page.waitForURL(/admin|coach|desk/);
});

after(async () => {
  await browser?.close();
  await kiosk?.stop();
  await display?.close();
  await queue?.stop();
});

async function open_installer() {
  kiosk.key("ctrl+alt+i");
  await kiosk.screen("installer-lock");
  display.run("xdotool", "type", "--delay", "5", password);
  await kiosk.touch("Done");
  await kiosk.screen("installer");
  await kiosk.touch("Pair");
  await kiosk.screen("installer-pair");
}

/** Types the queue's address on the kiosk, over what stands there, and looks for the window. */
async function look_at(at) {
  for (let i = 0; i < 40; i++) kiosk.key("BackSpace");
  display.run("xdotool", "type", "--delay", "5", at);
  await kiosk.screen("installer-pair", at);
  await kiosk.touch("Look");
}

const kiosk_digits = async () => (await kiosk.screen("installer-pair", "Type these on the page Kiosks")) && kiosk.text().match(/(\d{3})\s(\d{3})/).slice(1).join("");

async function open_page(address = "") {
  await page.goto(`${queue.secure_url}/admin#/kiosks${address}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
}

async function plan_new(name) {
  await open_page("/new");
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Open the window" }).click();
  await page.getByText("Waiting for the kiosk.").first().waitFor();
}

/** Both numbers, each typed on the other side. */
async function compare() {
  const digits = await kiosk_digits();
  await page.getByLabel("The six numbers on the kiosk").fill(digits);
  await page.getByRole("button", { name: "These are right" }).click();
  const answer = await page.locator(".pair-digits").textContent();
  await kiosk.screen("installer-pair", "Type the page’s numbers");
  for (const digit of answer) await kiosk.touch(digit);
  await kiosk.touch("Pair");
}

const kept = () => JSON.parse(fs.readFileSync(path.join(kiosk.folder, "pairing"), "utf8"));

test("a kiosk that is not paired says so, and help is there all the same", async () => {
  await kiosk.screen("starting", "This screen is not in use.", "not paired yet");
  await kiosk.touch("Help now");
  await kiosk.screen("help", "988");
  kiosk.key("Escape");
  await kiosk.screen("starting");
});

test("no open window is told in plain words", async () => {
  await open_installer();
  await look_at(address);
  await kiosk.screen("installer-pair", "no window is open");
});

test("two numbers, typed both ways, pair it in less than a minute", async () => {
  await plan_new("By the lift");
  const began = Date.now();
  await look_at(address);
  await compare();
  await kiosk.screen("installer-pair", "This is “By the lift” now.");
  await page.getByText("It is paired.").first().waitFor();
  assert.ok(Date.now() - began < 60000, `${Date.now() - began} ms`);
  assert.equal(kept().queue, queue.secure_url);
  assert.equal(fs.statSync(path.join(kiosk.folder, "pairing")).mode & 0o777, 0o600);
  assert.ok(!fs.existsSync(path.join(kiosk.folder, "pairing.new")));
  await kiosk.touch("Done");
  await kiosk.screen("home");
});

test("it asks for a coach over the encrypted way, also after a restart", async () => {
  await kiosk.stop();
  await kiosk.start();
  await kiosk.touch("Ask for a coach");
  await kiosk.touch("Send my request");
  await kiosk.screen("ticket");
  const { call } = await queue.sign_in("marisol");
  const { requests } = (await call("GET", "/queue")).body;
  assert.equal(requests.filter(({ state }) => state !== "closed").length, 1);
  await kiosk.touch("Start over");
  await kiosk.screen("home");
});

test("out of service, it shows help's pages alone and keeps what was not sent", async () => {
  await queue.stop();
  await kiosk.touch("Ask for a coach");
  await kiosk.touch("Send my request");
  await kiosk.screen("saved");
  execFileSync(path.join(build, "coachbell-queue"), ["kiosk", "revoke", "--name", "By the lift", "--data", queue.folder]);
  await queue.serve();
  await kiosk.screen("starting", "This screen is not in use.", "front desk");
  assert.ok(!fs.existsSync(path.join(kiosk.folder, "board.json")));
  assert.ok(!kiosk.text().includes("not paired yet"));
  await kiosk.touch("Help now");
  await kiosk.screen("help", "988", "911");
  kiosk.key("Escape");
});

async function requests_in_queue() {
  const { call } = await queue.sign_in("marisol");
  return (await call("GET", "/queue")).body.requests;
}

async function plan_again(name) {
  await open_page();
  await page.getByRole("link", { name }).click();
  await page.getByRole("button", { name: `Pair ${name} again` }).click();
  await page.getByText("Waiting for the kiosk.").first().waitFor();
}

test("a middleman is seen: the digits differ, and nothing is kept", async () => {
  // What a middleman's certificate changes: he passes all on, but the anchors he must give as his own.
  const middle = https.createServer(await own_certificate(), (ask, answer) => pass_on(ask, answer)).listen(0, "127.0.0.1");
  await new Promise((resolve) => middle.once("listening", resolve));
  const before = fs.readFileSync(path.join(kiosk.folder, "pairing"), "utf8");
  await plan_again("By the lift");
  await open_installer();
  await look_at(`127.0.0.1:${middle.address().port}`);
  const digits = await kiosk_digits();
  await page.getByLabel("The six numbers on the kiosk").fill(digits);
  await page.getByRole("button", { name: "These are right" }).click();
  await page.getByText("Those were not the kiosk's digits.").first().waitFor();
  await kiosk.screen("installer-pair", "The pairing was ended at the queue.");
  assert.equal(fs.readFileSync(path.join(kiosk.folder, "pairing"), "utf8"), before);
  assert.ok(!fs.existsSync(path.join(kiosk.folder, "pairing.new")));
  middle.close();
  middle.closeAllConnections();
});

test("paired again as the same kiosk, what it kept arrives", async () => {
  assert.equal((await requests_in_queue()).length, 1);
  await plan_again("By the lift");
  await look_at(new URL(queue.secure_url).host);
  await compare();
  await kiosk.screen("installer-pair", "This is “By the lift” now.");
  await kiosk.touch("Done");
  await kiosk.screen("home");
  await eventually("the request that waited", async () => (await requests_in_queue()).length === 2);
});

/** A key and a certificate of somebody who is not the queue. */
async function own_certificate() {
  const folder = temporary_folder();
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => path.join(folder, name));
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
    "-subj", "/CN=middle", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert], { stdio: "pipe" });
  return { key: fs.readFileSync(key), cert: fs.readFileSync(cert) };
}

function pass_on(ask, answer) {
  const to = https.request(`${queue.secure_url}${ask.url}`, { method: ask.method, headers: { ...ask.headers, host: new URL(queue.secure_url).host }, rejectUnauthorized: false }, async (from) => {
    let body = "";
    for await (const part of from) body += part;
    if (ask.method === "POST" && from.statusCode === 201) body = JSON.stringify({ ...JSON.parse(body), anchors: "AQIDBA" });
    answer.writeHead(from.statusCode, { "content-type": "application/json" }).end(body);
  });
  ask.pipe(to);
}
