// Help now: from the kiosk to the front desk and back, each state only when it is so.
import { after, before, test } from "node:test";
import { Display, Kiosk, Queue, browser_open } from "./product.mjs";

let queue, display, kiosk, browser, desk;

before(async () => {
  queue = await Queue.open();
  display = await Display.open();
  kiosk = await Kiosk.open({ display, queue });
  browser = await browser_open();
  desk = await browser.newPage({ viewport: { width: 1280, height: 800 } });
});

after(async () => {
  await browser?.close();
  await kiosk?.stop();
  await display?.close();
  await queue?.stop();
});

test("the front desk hears it, says I am going, and the person sees that staff are coming", async () => {
  await desk.goto(`${queue.url}/sign-in`);
  await desk.getByLabel("Sign-in name").fill("desk");
  await desk.getByLabel("Password", { exact: true }).fill(queue.password("desk"));
  await desk.keyboard.press("Enter");
  await desk.waitForURL("**/desk");
  await kiosk.touch("Help now");
  await kiosk.screen("help");
  await kiosk.touch("Bring staff to me");
  await kiosk.screen("help_sent", "Calling staff now.", "Alert sent to the front desk");
  await desk.getByText("Someone needs help now").first().waitFor();
  await desk.getByRole("button", { name: /I am going/ }).click();
  await kiosk.screen("help_sent", "Staff are coming to you.");
});

test("I am OK now ends the page, and staff still resolve it", async () => {
  await kiosk.touch("I am OK now");
  await kiosk.screen("home");
  await desk.getByRole("button", { name: /They have help now/ }).first().click();
});
