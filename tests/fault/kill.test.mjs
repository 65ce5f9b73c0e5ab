// kill -9 of kiosk and queue in the middle of a submit: what a screen once called saved or sent is in the queue, once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Display, Kiosk, Queue, eventually, plain, sign_names } from "../e2e/product.mjs";

const rounds = Number(process.env.COACHBELL_KILLS ?? 6);
const seed = Number(process.env.COACHBELL_SEED ?? 20261122);
let queue, display, kiosk, staff;

/** A small generator, so that a failing run can be repeated. */
function chance(state) {
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

before(async () => {
  queue = await Queue.open();
  await queue.set_here("marisol");
  display = await Display.open();
  kiosk = await Kiosk.open({ display, queue });
});

after(async () => {
  await kiosk?.stop();
  await display?.close();
  await queue?.stop();
});

/** The ticket that the kiosk's frames promised since they started, or null. */
function promised() {
  const frame = kiosk.frames().findLast((one) => one.screen === "ticket" || one.screen === "saved");
  if (!frame) return null;
  const words = frame.texts.map(plain);
  const sign = Object.keys(sign_names).find((name) => words.includes(sign_names[name]));
  const number = words.find((word) => /^[1-9][0-9]$/.test(word));
  return `${sign} ${number}`;
}

async function tickets() {
  return (await staff.call("GET", "/queue")).body.requests
    .filter((request) => request.state !== "closed")
    .map((request) => `${request.ticket.sign} ${request.ticket.number}`);
}

async function ask() {
  await kiosk.touch("Ask for a coach");
  await kiosk.screen("review");
  await kiosk.touch("Send my request");
}

for (const victim of ["kiosk", "queue"])
  test(`${rounds} times kill -9 of the ${victim} just after Send (seed ${seed}): nothing lost, nothing twice`, async () => {
    const random = chance(seed + victim.length);
    const kept = [];
    for (let round = 0; round < rounds; round++) {
      await ask();
      await new Promise((resolve) => setTimeout(resolve, random() * 60));
      if (victim === "queue") {
        await queue.stop("SIGKILL");
        await eventually("a word on the request", () => promised());
        await queue.serve();
      }
      await kiosk.stop("SIGKILL");
      const ticket = promised();
      if (ticket) kept.push(ticket);
      await kiosk.start();
    }
    staff = await queue.sign_in("amina");
    await eventually(`all of ${kept} in the queue`, async () => {
      const found = await tickets();
      if (!kept.every((ticket) => found.includes(ticket))) throw new Error(`found ${found}`);
      return true;
    });
    const found = await tickets();
    assert.equal(new Set(found).size, found.length, `a ticket stands twice: ${found}`);
  });
