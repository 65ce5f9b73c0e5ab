// The whole way of one request: a person touches twice, a coach sees it and goes, the person sees who is coming.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { Display, Kiosk, Queue, browser_open, eventually, sign_names, temporary_folder } from "./product.mjs";

let queue, display, kiosk, browser, coach;

before(async () => {
  queue = await Queue.open();
  await queue.set_here("marisol");
  await queue.set_here("amina");
  display = await Display.open();
  kiosk = await Kiosk.open({ display, queue });
  browser = await browser_open();
  coach = await browser.newPage({ viewport: { width: 390, height: 844 } });
});

after(async () => {
  await browser?.close();
  await kiosk?.stop();
  await display?.close();
  await queue?.stop();
});

async function the_ticket() {
  const { call } = await queue.sign_in("amina");
  return eventually("an open request in the queue", async () => {
    const open = (await call("GET", "/queue")).body.requests.filter((request) => request.state !== "closed");
    return open.length === 1 && open[0];
  });
}

test("a coach signs in and sees an empty queue", async () => {
  await coach.goto(`${queue.url}/sign-in`);
  await coach.getByLabel("Sign-in name").fill("marisol");
  await coach.getByLabel("Password", { exact: true }).fill(queue.password("marisol"));
  await coach.keyboard.press("Enter");
  await coach.waitForURL("**/coach");
});

test("two touches make a ticket, and nothing is typed", async () => {
  await kiosk.screen("home", "Ask for a coach");
  await kiosk.touch("Ask for a coach");
  await kiosk.screen("review");
  await kiosk.touch("Send my request");
  await kiosk.screen("ticket");
});

test("the request stands on the coach's page with the same sign and number", async () => {
  const request = await the_ticket();
  const name = `${sign_names[request.ticket.sign]} ${request.ticket.number}`;
  assert.ok(kiosk.text().includes(sign_names[request.ticket.sign]), kiosk.text());
  assert.ok(kiosk.text().includes(String(request.ticket.number)), kiosk.text());
  await coach.getByText(name).first().waitFor();
});

test("the coach says I will go, and the kiosk shows who is coming", async () => {
  await coach.getByRole("button", { name: /I will go/ }).first().click();
  await kiosk.screen("coming", "Marisol is coming.");
  display.picture(path.join(temporary_folder(), "coming.png"));
});

test("they talk, one outcome ends it, and the ticket is free again", async () => {
  await coach.getByRole("button", { name: "We are talking now" }).click();
  await coach.getByRole("link", { name: "We are done" }).click();
  await coach.getByRole("button", { name: "We talked today" }).click();
  const { call } = await queue.sign_in("amina");
  await eventually("a closed request", async () => {
    const { requests } = (await call("GET", "/queue")).body;
    return requests.length === 1 && requests[0].state === "closed" && requests[0].outcome === "met";
  });
});

test("nothing of a typed name is readable in any file of queue or kiosk", async () => {
  const canary = "ZEBRAQUARTZ";
  if (kiosk.frame().screen !== "home") {
    await kiosk.stop();
    await kiosk.start();
  }
  await kiosk.touch("Ask for a coach");
  await kiosk.screen("review");
  const change = kiosk.frame().targets.filter((target) => /find you/i.test(target.label));
  assert.equal(change.length, 1, JSON.stringify(kiosk.frame().targets));
  await kiosk.touch(change[0].label);
  await kiosk.screen("find");
  await kiosk.touch("My name");
  for (const letter of canary) kiosk.key(letter.toLowerCase());
  await eventually("the name in the field", () => kiosk.text().toUpperCase().includes(canary));
  await kiosk.touch("Done");
  await kiosk.screen("review");
  await kiosk.touch("Send my request");
  await kiosk.screen("ticket");
  const { call } = await queue.sign_in("marisol");
  const request = await the_ticket();
  const claimed = await call("POST", `/requests/${request.id}/claim`, { version: request.version, go: true });
  assert.equal(claimed.status, 200);
  const contact = await call("GET", `/requests/${request.id}/contact`);
  assert.equal(contact.body.name.toUpperCase(), canary);
  for (const folder of [queue.folder, kiosk.folder])
    for (const file of fs.readdirSync(folder)) {
      const where = path.join(folder, file);
      if (!fs.statSync(where).isFile()) continue;
      const bytes = fs.readFileSync(where).toString("latin1").toUpperCase();
      assert.ok(!bytes.includes(canary), `${where} holds the name`);
    }
  assert.ok(!queue.process.log.join("").toUpperCase().includes(canary));
  assert.ok(!kiosk.process.log.join("").toUpperCase().includes(canary));
});
