// A clinic's network: the kiosk knows its queue by its anchor, the coach's browser by its key, and the way of a request is the same.
// Then one authority hands over to the next, and nobody notices.
import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { Display, Kiosk, Queue, browser_open, build, eventually, temporary_folder } from "./product.mjs";

let queue, display, kiosk, browser, coach;

/** SHA-256 of the server's public key, as Chromium's --ignore-certificate-errors-spki-list takes it. */
function key_hash() {
  const certificate = new X509Certificate(fs.readFileSync(path.join(queue.folder, "server.pem")));
  return createHash("sha256").update(certificate.publicKey.export({ type: "spki", format: "der" })).digest("base64");
}

before(async () => {
  queue = await Queue.open({ tls: true });
  await queue.set_here("marisol");
  display = await Display.open();
  const folder = path.join(temporary_folder(), "kiosk");
  fs.mkdirSync(folder, { mode: 0o700 });
  const anchor = await (await fetch(`${queue.url}/trust/coachbell.crt`)).text();
  fs.writeFileSync(path.join(folder, "anchors.pem"), anchor, { mode: 0o600 });
  kiosk = await Kiosk.open({ display, queue, folder });
  browser = await browser_open([`--ignore-certificate-errors-spki-list=${key_hash()}`]);
  coach = await browser.newPage({ viewport: { width: 390, height: 844 } });
});

after(async () => {
  await browser?.close();
  await kiosk?.stop();
  await display?.close();
  await queue?.stop();
});

async function ask_for_a_coach() {
  await kiosk.screen("home", "Ask for a coach");
  await kiosk.touch("Ask for a coach");
  await kiosk.screen("review");
  await kiosk.touch("Send my request");
  await kiosk.screen("ticket");
}

test("the page to trust shows the fingerprint that the command prints", async () => {
  const printed = execFileSync(path.join(build, "coachbell-queue"), ["trust", "--data", queue.folder]).toString().trim().split("\n").at(-1);
  await coach.goto(`${queue.secure_url}/trust`);
  const shown = await coach.locator("#fingerprint").textContent();
  assert.equal(shown.replace(/\s/g, ":"), printed);
  await coach.screenshot({ path: path.join(temporary_folder(), "trust.png"), fullPage: true });
});

test("a coach signs in, and the cookie is the host's own", async () => {
  await coach.goto(`${queue.secure_url}/sign-in`);
  await coach.getByLabel("Sign-in name").fill("marisol");
  await coach.getByLabel("Password", { exact: true }).fill(queue.password("marisol"));
  await coach.keyboard.press("Enter");
  await coach.waitForURL("**/coach");
  const cookies = await coach.context().cookies();
  const session = cookies.find((cookie) => cookie.name === "__Host-cb");
  assert.ok(session?.secure && session.httpOnly && session.sameSite === "Strict", JSON.stringify(cookies));
  assert.ok(!cookies.some((cookie) => cookie.name === "cb_demo"));
});

test("a request goes to the coach, and the coach to the person", async () => {
  await ask_for_a_coach();
  await coach.getByRole("button", { name: /I will go/ }).first().click();
  await kiosk.screen("coming", "Marisol is coming.");
});

test("one authority hands over to the next, and the kiosk goes on", async () => {
  const trust = (word) => execFileSync(path.join(build, "coachbell-queue"), ["trust", word, "--data", queue.folder], { stdio: "pipe" });
  const kept = () => fs.readFileSync(path.join(kiosk.folder, "anchors.pem"), "utf8").split("BEGIN CERTIFICATE").length - 1;
  assert.equal(kept(), 1);
  trust("next");
  await queue.set_here("amina"); // changes the board: the kiosk fetches it, and with it the anchors
  await eventually("both anchors in the kiosk's folder", () => kept() === 2);
  trust("switch");
  await kiosk.stop(); // every connection anew
  await kiosk.start();
  await queue.set_here("marisol");
  await eventually("the new anchor alone", () => kept() === 1);
  await ask_for_a_coach();
  const { call } = await queue.sign_in("amina");
  await eventually("the request in the queue", async () => (await call("GET", "/queue")).body.requests.some((each) => each.state === "waiting"));
});
