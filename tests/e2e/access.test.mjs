// Accessibility on the real kiosk: reading aloud by touch, the keypad, and movement that can be stopped.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { Display, Kiosk, Queue, eventually, temporary_folder } from "./product.mjs";

let queue, display, kiosk, spoken;

before(async () => {
  queue = await Queue.open();
  await queue.set_here("marisol");
  display = await Display.open();
  spoken = path.join(temporary_folder(), "spoken");
  kiosk = await Kiosk.open({ display, queue, args: ["--spoken", spoken, "--keypad", "down:F10"] });
});

after(async () => {
  await kiosk?.stop();
  await display?.close();
  await queue?.stop();
});

const said = () => (fs.existsSync(spoken) ? fs.readFileSync(spoken, "utf8") : "");
const heard = (words) => eventually(`"${words}" to be said; it was: ${said().slice(-300)}`, () => said().includes(words));
const chosen = (label) => eventually(`${label} to be chosen`, () => kiosk.target(label).chosen);

/** The picture on the display once it stays as it is. */
async function settled_picture() {
  let last = "";
  return eventually("a picture that stays", () => {
    const now = kiosk.picture_hash();
    const stays = now === last;
    last = now;
    return stays && now;
  });
}

async function open_access() {
  await kiosk.touch("Accessibility");
  await kiosk.screen("access");
}

test("a page that faded in is the page itself, to the last pixel", async () => {
  await kiosk.touch("See who is here");
  await kiosk.screen("board");
  const faded = await settled_picture();
  await kiosk.touch("Back");
  await kiosk.screen("home");
  await open_access();
  await kiosk.touch("More");
  await kiosk.touch("Stop movement: On");
  await chosen("Stop movement: On");
  await kiosk.touch("Done");
  await kiosk.screen("home");
  await kiosk.touch("See who is here");
  await kiosk.screen("board");
  assert.equal(await settled_picture(), faded);
  await kiosk.touch("Start over");
  await kiosk.screen("home");
});

test("a touch does not wait for a page that is still fading in", async () => {
  const first = kiosk.target("See who is here");
  await kiosk.touch("See who is here");
  await kiosk.screen("board");
  const back = kiosk.target("Back");
  await kiosk.touch("Back");
  await kiosk.screen("home");
  const before = kiosk.frames().length;
  const tap = ({ x, y }) => ["mousemove", String(x), String(y), "click", "1"];
  display.run("xdotool", ...tap(first), ...tap(back));
  await eventually("the board and home again", () => {
    const screens = kiosk.frames().slice(before).map((frame) => frame.screen);
    return screens.includes("board") && screens.at(-1) === "home";
  });
});

test("one touch reads pages aloud, and another one faster", async () => {
  assert.equal(said(), "");
  await open_access();
  await kiosk.touch("Read aloud: On");
  await heard("en\tMake this easier to use");
  await heard("en\tTouch any words to hear them again.");
  await kiosk.touch("Reading speed: Faster");
  await chosen("Reading speed: Faster");
  await kiosk.touch("Volume: Louder");
  await heard("en\t5 of 7");
  await kiosk.touch("Done");
  await heard("en\tTalk with someone who has been there.");
});

test("the room does not hear what a person asks for", async () => {
  await kiosk.touch("Ask for a coach");
  await kiosk.screen("review");
  await heard("en\tThis page is private. Plug in headphones to hear it all.");
  assert.ok(!said().includes("Ready to send"), said());
});

test("Reset ends it, and nothing more is said", async () => {
  await open_access();
  await kiosk.touch("More");
  await kiosk.touch("Reset");
  await kiosk.touch("Back");
  await chosen("Read aloud: Off");
  await kiosk.touch("Start over");
  await kiosk.screen("home");
  const quiet = said();
  await kiosk.touch("See who is here");
  await kiosk.screen("board");
  assert.equal(said(), quiet);
  await kiosk.touch("Start over");
  await kiosk.screen("home");
});

test("a key of the keypad begins to read, and stands as in use on the page", async () => {
  const quiet = said().length;
  kiosk.key("F10");
  await eventually("the first words", () => said().length > quiet);
  await open_access();
  await kiosk.touch("More");
  await chosen("Use the keypad: On");
});
