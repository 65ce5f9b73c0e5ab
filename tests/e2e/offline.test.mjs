// The queue is down: the request is saved, said to be saved, and delivered once when the queue is back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Display, Kiosk, Queue, eventually } from "./product.mjs";

let queue, display, kiosk;

before(async () => {
  queue = await Queue.open();
  await queue.set_here("marisol");
  display = await Display.open();
  kiosk = await Kiosk.open({ display, queue });
  await kiosk.screen("home", "1 here now");
});

after(async () => {
  await kiosk?.stop();
  await display?.close();
  await queue?.stop();
});

async function open_requests() {
  const { call } = await queue.sign_in("amina");
  return (await call("GET", "/queue")).body.requests;
}

test("with the queue down the request is saved, and the screen says only that", async () => {
  await queue.stop("SIGKILL");
  await kiosk.touch("Ask for a coach");
  await kiosk.screen("review");
  await kiosk.touch("Send my request");
  await kiosk.screen("saved", "Saved here. Not sent yet.");
  assert.ok(!/on the list|is coming/i.test(kiosk.text()), kiosk.text());
});

test("help now says within five seconds that it could not be sent, and names the other ways", async () => {
  await kiosk.touch("Help now");
  await kiosk.screen("help", "911", "988");
  const asked = Date.now();
  await kiosk.touch("Bring staff to me");
  await eventually("the failure in words", () => kiosk.text().includes("did NOT go out"), 5000);
  assert.ok(Date.now() - asked <= 5500);
  await kiosk.touch("Back");
});

test("it is delivered when the queue is back, once, even after the kiosk was killed", async () => {
  await kiosk.stop("SIGKILL");
  await queue.serve();
  await kiosk.start();
  const requests = await eventually("the request in the queue", async () => {
    const found = await open_requests();
    return found.length > 0 && found;
  });
  assert.equal(requests.length, 1);
  assert.equal(requests[0].state, "waiting");
  await kiosk.stop();
  await kiosk.start();
  await queue.stop();
  await queue.serve();
  assert.equal((await open_requests()).length, 1);
});
