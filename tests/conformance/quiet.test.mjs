// What the programs do not do: connect elsewhere, name the service, keep a name, wait for the network when somebody needs help.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { Display, Kiosk, Queue, build, eventually, root, temporary_folder } from "../e2e/product.mjs";

// What a stranger who reads a title, a host name or a header could learn from it.
const TELLING = /recover|addict|drug|opioid|substance|naloxone|methadone|sober|overdose|rehab|suboxone|treatment/i;
const CANARY = "QUARTZZEBRA";

let queue, display, kiosk;
const traces = temporary_folder();

/** strace beside a program, so that the program itself is the child: its log of every network call. */
function traced(name) {
  return ["strace", "-D", "-f", "-qq", "-e", "trace=connect,bind,sendto,sendmsg,sendmmsg", "-o", path.join(traces, name)];
}

before(async () => {
  queue = await Queue.open({ wrap: traced("queue") });
  await queue.set_here("marisol");
  display = await Display.open();
  kiosk = await Kiosk.open({ display, queue, wrap: traced("kiosk") });
});

after(async () => {
  await kiosk?.stop();
  await display?.close();
  await queue?.stop();
});

async function as_kiosk(where) {
  const token = fs.readFileSync(path.join(kiosk.folder, "token"), "utf8").trim();
  return fetch(`${queue.url}/api/v1${where}`, { headers: { authorization: `Bearer ${token}` } });
}

async function open_requests() {
  const { call } = await queue.sign_in("amina");
  return (await call("GET", "/queue")).body.requests.filter((request) => request.state !== "closed");
}

test("the window, the pages and the headers name no substance-use service", async () => {
  const names = display.run("sh", "-c", "for id in $(xdotool search --onlyvisible --name '.*'); do xprop -id $id WM_NAME WM_CLASS; done").toString();
  assert.match(names, /Coachbell|WM_NAME/i);
  assert.doesNotMatch(names, TELLING);
  for (const where of ["/", "/sign-in", "/healthz", "/nothing-here"]) {
    const answer = await fetch(`${queue.url}${where}`);
    const head = [...answer.headers].map((pair) => pair.join(": ")).join("\n");
    assert.doesNotMatch(head, TELLING, where);
    const title = (await answer.text()).match(/<title>(.*?)<\/title>/s)?.[1] ?? "";
    assert.doesNotMatch(title, TELLING, where);
  }
  assert.doesNotMatch(kiosk.text(), TELLING);
});

test("the board that a kiosk gets says nothing of any request", async () => {
  await kiosk.touch("Ask for a coach");
  await kiosk.screen("review");
  await kiosk.touch("Send my request");
  await kiosk.screen("ticket");
  const [request] = await open_requests();
  const { call } = await queue.sign_in("marisol");
  assert.equal((await call("POST", `/requests/${request.id}/claim`, { version: request.version, go: true })).status, 200);
  const text = await (await as_kiosk("/board")).text();
  const coach = JSON.parse(text).coaches.find(({ name }) => name === "Marisol");
  assert.ok(!text.includes(request.id));
  for (const key of ["holder", "request", "requests", "sealed", "asked_at", "outcome", "ahead", "login"])
    assert.ok(!text.includes(`"${key}"`), key);
  assert.deepEqual(Object.keys(coach.presence).sort(), ["back_at", "kind", "until"]);
});

/** The columns of a table, as its file has them. */
function columns(file, table) {
  const copy = path.join(temporary_folder(), "copy.db");
  for (const end of ["", "-wal"]) if (fs.existsSync(file + end)) fs.copyFileSync(file + end, copy + end);
  return execFileSync("sqlite3", [copy, `SELECT name FROM pragma_table_info('${table}') ORDER BY name`]).toString().trim().split("\n");
}

test("a request has no field that could hold more than the rules allow", async () => {
  const allowed = fs.readFileSync(path.join(root, "tests/conformance/request_fields.txt"), "utf8").split("\n");
  const fields = new Set(allowed.filter((line) => line && !line.startsWith("#")).map((line) => line.split(/\s+/)[0]));
  const found = columns(path.join(queue.folder, "queue.db"), "request");
  assert.ok(found.length > 5, found.join(" "));
  assert.deepEqual(found.filter((name) => !fields.has(name)), []);
});

/** Everything a person does from home to the ticket with a name, by places on the screen; what the kiosk shows is not asked. */
async function walk(on, places) {
  const still = async (before) => {
    let last = before;
    await eventually("another picture", () => {
      const now = on.picture_hash();
      const settled = now !== before && now === last;
      last = now;
      return settled;
    });
  };
  for (const { x, y, keys } of places) {
    const before = on.picture_hash();
    if (keys) on.display.run("xdotool", "key", ...keys);
    else on.display.run("xdotool", "mousemove", String(x), String(y), "click", "1");
    await still(before);
  }
}

/** The same way on a kiosk that keeps a transcript: where each thing is. */
async function learn_places(on) {
  const places = [];
  const touch = async (label, screen) => {
    const { x, y } = on.target(label);
    places.push({ x, y });
    await on.touch(label);
    await on.screen(screen);
  };
  await touch("Ask for a coach", "review");
  await touch(on.frame().targets.find(({ label }) => /find you/i.test(label)).label, "find");
  await touch("My name", "find");
  await eventually("the field", () => on.frame().targets.some(({ label }) => /^q$/i.test(label ?? "")));
  const keys = [...CANARY.toLowerCase()];
  places.push({ keys });
  on.key(...keys);
  await eventually("the name", () => on.text().toUpperCase().includes(CANARY));
  await touch("Done", "review");
  await touch("Send my request", "ticket");
  await touch("Done", "home");
  return places;
}

function times_in_memory(running, word) {
  return Number(execFileSync("python3", [path.join(root, "tests/conformance/memory_search.py"), String(running.pid), word]));
}

/** Every file below a folder, as text that no encoding hides. */
function files_text(folder) {
  return fs
    .readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, name))
    .filter((name) => fs.statSync(name).isFile())
    .map((name) => [name, fs.readFileSync(name).toString("latin1").toUpperCase()]);
}

test("nothing of a name is left in the kiosk's memory, files or messages when the visit is over", async () => {
  await kiosk.stop();
  kiosk = await Kiosk.open({ display, queue, wrap: traced("kiosk") });
  const places = await learn_places(kiosk);
  await kiosk.stop();
  const unseen = await Kiosk.open_unseen({ display, queue });
  const search = () => times_in_memory(unseen.process, CANARY);
  try {
    const sent = (await open_requests()).length;
    await walk(unseen, places.slice(0, 4));
    assert.ok(search() > 0, "the search must find the name while it is on the screen");
    await walk(unseen, places.slice(4));
    await eventually("the request in the queue", async () => (await open_requests()).length === sent + 1);
    await eventually("a memory without the name", () => search() === 0, 5000);
    for (const name of fs.readdirSync(unseen.folder))
      assert.ok(!fs.readFileSync(path.join(unseen.folder, name)).toString("latin1").toUpperCase().includes(CANARY), name);
    assert.ok(!unseen.process.log.join("").toUpperCase().includes(CANARY));
    assert.match(fs.readFileSync(`/proc/${unseen.process.pid}/limits`, "utf8"), /Max core file size +0 +0 /);
  } finally {
    await unseen.stop();
  }
});

/** A request with all that a person can give, sent as a kiosk does. */
async function send_sealed(id, given) {
  const token = fs.readFileSync(path.join(kiosk.folder, "token"), "utf8").trim();
  const board = await (await as_kiosk("/board")).text();
  const parsed = JSON.parse(board);
  const sealing = execFileSync(path.join(root, "tests/conformance/seal_fields.py"), [id, ...given], { input: board });
  const taken = parsed.kiosk.taken.map(({ sign, number }) => `${sign} ${number}`);
  const sign = parsed.kiosk.signs[0];
  const number = [...Array(90).keys()].map((i) => i + 10).find((each) => !taken.includes(`${sign} ${each}`));
  const body = {
    kind: "walk_in", ticket: { sign, number }, coach: null, topics: [], find: "text", language: "en", notice_version: 1,
    asked_at: new Date().toISOString().replace(/\.\d+Z$/, "Z"), due_from: null, due_until: null, preference: null, source: null,
    consent_version: 1, ...JSON.parse(sealing),
  };
  const answer = await fetch(`${queue.url}/api/v1/requests/${id}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 201, await answer.text());
}

test("nothing of a name, a phone number or a place is left in the queue when a coach has read it and is done", async () => {
  const id = randomUUID();
  const given = ["Quincequasar", "+16175550987", "By the zithermoss fern"];
  const words = ["quincequasar", "6175550987", "zithermoss"];
  await send_sealed(id, given);
  const { call } = await queue.sign_in("amina");
  assert.equal((await call("POST", `/requests/${id}/claim`, { version: 1, go: true })).status, 200);
  const contact = (await call("GET", `/requests/${id}/contact`)).body;
  assert.deepEqual([contact.name, contact.phone, contact.place], given);
  assert.equal((await call("POST", `/requests/${id}/with-patient`, { version: 2 })).status, 200);
  assert.equal((await call("POST", `/requests/${id}/close`, { version: 3, outcome: "met" })).status, 200);
  assert.ok(times_in_memory(queue.process, "Amina") > 0, "the search must find what is there");
  for (const word of words) {
    assert.equal(times_in_memory(queue.process, word), 0, `the queue's memory holds ${word}`);
    for (const [name, text] of files_text(queue.folder)) assert.ok(!text.includes(word.toUpperCase()), `${name} holds ${word}`);
    assert.ok(!queue.process.log.join("").toLowerCase().includes(word), `the log holds ${word}`);
  }
  assert.match(fs.readFileSync(`/proc/${queue.process.pid}/limits`, "utf8"), /Max core file size +0 +0 /);
});

test("a name is in the queue's memory no more once a coach's page has it", async () => {
  const { call } = await queue.sign_in("marisol");
  const [request] = (await open_requests()).filter(({ find, state }) => find === "name" && state === "waiting");
  assert.equal((await call("POST", `/requests/${request.id}/claim`, { version: request.version, go: true })).status, 200);
  assert.equal((await call("GET", `/requests/${request.id}/contact`)).body.name.toUpperCase(), CANARY);
  await eventually("a memory without the name", () => times_in_memory(queue.process, CANARY) === 0, 5000);
});

test("kiosk and queue connect to nothing but each other", async () => {
  await kiosk.stop();
  const calls = (name) => fs.readFileSync(path.join(traces, name), "utf8").split("\n").filter((line) => /AF_INET/.test(line));
  const to_queue = `sin_port=htons(${queue.port}), sin_addr=inet_addr("127.0.0.1")`;
  assert.ok(calls("kiosk").some((line) => line.includes(to_queue)), "strace must have seen the kiosk connect");
  assert.deepEqual(calls("kiosk").filter((line) => !line.includes(to_queue)), []);
  assert.ok(calls("queue").some((line) => /bind\(/.test(line)), "strace must have seen the queue listen");
  assert.deepEqual(calls("queue").filter((line) => !(/bind\(/.test(line) && line.includes(to_queue))), []);
});

test("help is on the screen within 300 ms, with the queue gone", async () => {
  kiosk = await Kiosk.open({ display, queue });
  await queue.stop("SIGKILL");
  const times = [];
  for (let i = 0; i < 5; i++) {
    const { x, y } = kiosk.target("Help now");
    display.run("xdotool", "mousemove", String(x), String(y));
    const touched = performance.now();
    display.run("xdotool", "click", "1");
    while (kiosk.frame().screen !== "help" && performance.now() - touched < 5000);
    times.push(performance.now() - touched);
    await kiosk.touch("Back");
    await kiosk.screen("home");
  }
  times.sort((a, b) => a - b);
  assert.ok(times[2] <= 300, `median of ${times.map(Math.round).join(", ")} ms, the starting of xdotool included`);
  await queue.serve();
});

test("without a region's numbers the patient screens do not start, and say why", () => {
  const data = temporary_folder();
  const run = (region) =>
    spawnSync(path.join(build, "coachbell-kiosk"), ["--region", region, "--data", data, "--queue", queue.url], { encoding: "utf8", timeout: 10000 });
  const unknown = run("zz");
  assert.equal(unknown.status, 1);
  assert.match(unknown.stderr, /zz/);
  assert.notEqual(run("").status, 0);
});
