// The real product on this machine: the queue on a free port, a kiosk in a real window under Xvfb touched by xdotool, a coach in a
// real browser. Waiting is always for something that happens, with a deadline, never for time to pass.
import { spawn, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";

export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../..");
export const build = path.resolve(root, process.env.COACHBELL_BUILD ?? "build");
const require = createRequire(path.join(root, "tests/web/package.json"));
export const { chromium } = require("playwright-core");

const patience_ms = Number(process.env.COACHBELL_PATIENCE_MS ?? 20000);

/** Polls `probe` until it gives something truthy; fails with `what` after the deadline. */
export async function eventually(what, probe, timeout_ms = patience_ms) {
  const end = Date.now() + timeout_ms;
  let last;
  for (;;) {
    try {
      last = await probe();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited in vain for ${what}; last: ${last?.message ?? JSON.stringify(last)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const folders = [];

/** Gone when the tests are over, unless one of them failed: then it is there to look at. */
export function temporary_folder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "coachbell-e2e-"));
  folders.push(folder);
  return folder;
}

process.on("exit", (code) => {
  for (const folder of code === 0 ? folders : []) fs.rmSync(folder, { recursive: true, force: true });
});

export async function free_port() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function log_tail(child) {
  return child.log.join("").slice(-2000);
}

/** A child process that remembers what it printed and can be ended in any way. */
function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  child.log = [];
  child.stdout.on("data", (text) => child.log.push(String(text)));
  child.stderr.on("data", (text) => child.log.push(String(text)));
  child.ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve({ code, signal })));
  child.end = async (signal = "SIGTERM") => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return child.ended;
  };
  return child;
}

export class Queue {
  /** A demo site in its own folder; `make` false uses a folder that has one. `wrap` is a command that runs the program.
   * With `tls` kiosks and pages use secure_url, and only the tests' own questions go by plain loopback. */
  static async open({ folder = path.join(temporary_folder(), "queue"), port, wrap = [], tls = false } = {}) {
    const queue = new Queue();
    queue.folder = folder;
    queue.wrap = wrap;
    queue.port = port ?? (await free_port());
    queue.url = `http://127.0.0.1:${queue.port}`;
    if (tls) queue.secure_url = `https://127.0.0.1:${await free_port()}`;
    if (!fs.existsSync(path.join(folder, "queue.db")))
      execFileSync(path.join(build, "coachbell-queue"), ["demo", "--data", folder], { stdio: "pipe" });
    await queue.serve();
    return queue;
  }

  async serve() {
    const [command, ...args] = [...this.wrap, path.join(build, "coachbell-queue"), "serve", "--data", this.folder];
    const secure = this.secure_url ? ["--listen", new URL(this.secure_url).host] : [];
    this.process = start(command, [...args, "--plain", `127.0.0.1:${this.port}`, ...secure]);
    await eventually("the queue to answer", async () => {
      if (this.process.exitCode !== null) throw new Error(`the queue ended: ${log_tail(this.process)}`);
      return (await fetch(`${this.url}/healthz`)).ok;
    });
  }

  async stop(signal = "SIGTERM") {
    await this.process.end(signal);
  }

  password(login) {
    const lines = fs.readFileSync(path.join(this.folder, "demo-sign-ins.txt"), "utf8").split("\n");
    return lines.map((line) => line.split(/\s+/)).find((words) => words[0] === login)[1];
  }

  /** A staff session over HTTP, without a browser. */
  async sign_in(login) {
    const answer = await fetch(`${this.url}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: this.url },
      body: JSON.stringify({ login, password: this.password(login), shared_computer: false }),
    });
    if (!answer.ok) throw new Error(`sign-in of ${login}: ${answer.status} ${await answer.text()}`);
    const cookie = answer.headers.getSetCookie()[0].split(";")[0];
    const me = await answer.json();
    const call = async (method, where, body) => {
      const reply = await fetch(`${this.url}/api/v1${where}`, {
        method,
        headers: { cookie, origin: this.url, "content-type": "application/json", "x-csrf-token": me.csrf },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await reply.text();
      return { status: reply.status, body: text ? JSON.parse(text) : null };
    };
    return { me, call };
  }

  async set_here(login, hours = 8) {
    const { call } = await this.sign_in(login);
    const until = new Date(Date.now() + hours * 3600000).toISOString().replace(/\.\d+Z$/, "Z");
    const answer = await call("PUT", "/me/presence", { kind: "here", until, back_at: null });
    if (answer.status !== 200) throw new Error(`presence of ${login}: ${answer.status}`);
    await call("DELETE", "/session");
  }
}

export class Display {
  static async open(size = "1280x800") {
    const display = new Display();
    display.process = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", `${size}x24`, "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    let name = "";
    display.process.stdio[3].on("data", (text) => (name += text));
    await eventually("a virtual display", () => name.includes("\n"));
    display.name = `:${name.trim()}`;
    display.size = size;
    return display;
  }

  async close() {
    const ended = once(this.process, "exit");
    this.process.kill();
    await ended;
  }

  run(command, ...args) {
    return execFileSync(command, args, {
      env: { ...process.env, DISPLAY: this.name },
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 32 << 20,
    });
  }

  picture(file) {
    this.run("import", "-window", "root", file);
    return file;
  }
}

export class Kiosk {
  /** `wrap` is a command that runs the program. */
  static async open(options) {
    const kiosk = Kiosk.in_folder(options);
    await kiosk.start();
    return kiosk;
  }

  /** Without a transcript, as patients have it: what it shows can only be seen as a picture. */
  static async open_unseen(options) {
    const kiosk = Kiosk.in_folder(options);
    const empty = kiosk.picture_hash();
    kiosk.launch();
    let last = empty;
    await eventually("a first picture that stays", () => {
      const now = kiosk.picture_hash();
      const settled = now !== empty && now === last;
      last = now;
      return settled;
    });
    return kiosk;
  }

  /** `paired` false: without the token that the demo's queue made. */
  static in_folder({ display, queue, folder = path.join(temporary_folder(), "kiosk"), args = [], wrap = [], paired = true }) {
    const kiosk = new Kiosk();
    Object.assign(kiosk, { display, queue, folder, args, wrap });
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (paired && !fs.existsSync(path.join(folder, "token")))
      fs.copyFileSync(path.join(queue.folder, "kiosk.token"), path.join(folder, "token"));
    return kiosk;
  }

  launch(...more) {
    const [command, ...args] = [...this.wrap, path.join(build, "coachbell-kiosk"), "--queue", this.queue.secure_url ?? this.queue.url];
    this.process = start(command, [...args, "--data", this.folder, "--size", this.display.size, ...more, ...this.args], {
      env: {
        ...process.env,
        DISPLAY: this.display.name,
        LSAN_OPTIONS: `suppressions=${path.join(root, "tests/support/lsan.supp")}:print_suppressions=0`,
      },
    });
  }

  async start(first = "home") {
    this.transcript = path.join(temporary_folder(), "transcript");
    fs.writeFileSync(this.transcript, "", { mode: 0o600 });
    this.launch("--transcript", this.transcript);
    await this.screen(first);
  }

  picture_hash() {
    return createHash("sha256").update(this.display.run("import", "-window", "root", "rgb:-")).digest("hex");
  }

  async stop(signal = "SIGTERM") {
    return this.process.end(signal);
  }

  frames() {
    return fs.readFileSync(this.transcript, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  }

  frame() {
    if (this.process.exitCode !== null) throw new Error(`the kiosk ended: ${log_tail(this.process)}`);
    return this.frames().at(-1);
  }

  /** All that can be read on the screen now, on one line, without markup. */
  text() {
    return plain(this.frame()?.texts.join(" ") ?? "");
  }

  async screen(name, ...texts) {
    return eventually(`the kiosk's screen ${name} with ${JSON.stringify(texts)} (now: ${this.frame()?.screen}: ${this.text()})`, () => {
      const frame = this.frame();
      return frame?.screen === name && texts.every((text) => this.text().includes(text)) && frame;
    });
  }

  target(label) {
    const found = this.frame()?.targets.find((target) => plain(target.label ?? "") === label && !target.disabled);
    if (!found) throw new Error(`nothing to touch says "${label}" on ${this.frame()?.screen}: ${JSON.stringify(this.frame()?.targets.map((t) => t.label))}`);
    return found;
  }

  /** A real tap in the middle of what says `label`. */
  async touch(label) {
    const { x, y } = await eventually(`a target "${label}"`, () => this.target(label));
    this.display.run("xdotool", "mousemove", String(x), String(y), "click", "1");
  }

  key(...keys) {
    this.display.run("xdotool", "key", ...keys);
  }
}

/** Drops bold markup and the marks that keep directions apart. */
export function plain(text) {
  return text.replaceAll("**", "").replace(/[\u2066-\u2069\u200b]/g, "");
}

export async function browser_open(more_args = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", ...more_args],
  });
}

export const sign_names = { leaf: "Leaf", boat: "Boat", kite: "Kite", key: "Key", moon: "Moon", star: "Star", umbrella: "Umbrella", tree: "Tree" };
