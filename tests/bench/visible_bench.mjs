// Submit → visible on the coach's page: a request is put over HTTP, a real browser shows the live queue; milliseconds from
// sending the request to the frame in which its card stands there. visible_bench.mjs RUNS; prints "p50 … p99 …".
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Queue, browser_open } from "../e2e/product.mjs";

const runs = Number(process.argv[2] ?? 30);
const queue = await Queue.open();
const token = fs.readFileSync(path.join(queue.folder, "kiosk.token"), "utf8").trim();
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
const browser = await browser_open();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(`${queue.url}/sign-in`);
await page.getByLabel("Sign-in name").fill("marisol");
await page.getByLabel("Password", { exact: true }).fill(queue.password("marisol"));
await page.keyboard.press("Enter");
await page.waitForURL("**/coach");
const { kiosk } = await (await fetch(`${queue.url}/api/v1/board`, { headers })).json();

/** Resolves with the wall time of the first frame in which `words` can be read. */
const seen = (words) =>
  page.evaluate(
    (wanted) =>
      new Promise((resolve) => {
        const look = () => (document.body.innerText.includes(wanted) ? resolve(Date.now()) : requestAnimationFrame(look));
        look();
      }),
    words,
  );

const times = [];
for (let run = 0; run < runs; run++) {
  const ticket = { sign: kiosk.signs[0], number: 10 + run };
  const name = `${ticket.sign[0].toUpperCase()}${ticket.sign.slice(1)} ${ticket.number}`;
  const shown = seen(name);
  const sent = Date.now();
  const answer = await fetch(`${queue.url}/api/v1/requests/${crypto.randomUUID()}`, {
    method: "PUT",
    headers,
    body: JSON.stringify({
      kind: "walk_in", ticket, coach: null, topics: [], find: "sign", language: "en", notice_version: 1,
      asked_at: new Date(sent).toISOString(), sealed: null,
    }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  times.push((await shown) - sent);
}
times.sort((a, b) => a - b);
console.log(`p50 ${times[Math.floor(runs / 2)]} p99 ${times[Math.floor((runs * 99) / 100)]}`);
await browser.close();
await queue.stop();
