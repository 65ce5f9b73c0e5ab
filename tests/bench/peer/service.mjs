// The queue's submit as one would write it in a day on Node.js: Fastify, better-sqlite3, a prepared statement, synchronous=FULL.
// Only for the bench: it keeps less than the queue does (no events, no feed, no seal, no staff).
//   node service.mjs DATABASE PORT TOKEN
import { createHash, timingSafeEqual } from "node:crypto";
import Fastify from "fastify";
import Database from "better-sqlite3";

const [path, port, token] = process.argv.slice(2);
const db = new Database(path);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec(`CREATE TABLE request (
  id TEXT PRIMARY KEY, sign TEXT NOT NULL, number INTEGER NOT NULL, topics TEXT NOT NULL, language TEXT NOT NULL,
  asked_at TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL, body_hash BLOB NOT NULL, sealed TEXT) STRICT;
  CREATE UNIQUE INDEX request_open_ticket ON request (sign, number) WHERE state != 'closed';`);
const insert = db.prepare(`INSERT INTO request VALUES (?, ?, ?, ?, ?, ?, 'waiting', 1, ?, ?) ON CONFLICT (id) DO NOTHING`);
const find = db.prepare("SELECT id, sign, number, state, version, body_hash FROM request WHERE id = ?");
const held = db.prepare("SELECT number FROM request WHERE sign = ? AND state != 'closed'").pluck();
const close = db.prepare("UPDATE request SET state = 'closed', version = version + 1 WHERE id = ? AND state != 'closed'");

const expected = Buffer.from(`Bearer ${token}`);
const app = Fastify({ bodyLimit: 16384 });

app.addHook("onRequest", async (request, reply) => {
  const given = Buffer.from(request.headers.authorization ?? "");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return reply.code(401).send({ title: "who is this?" });
});

/** The ticket that was asked for, or a free one of the same sign when another holds it. */
function free_number({ sign, number }) {
  const taken = new Set(held.all(sign));
  while (taken.has(number)) number = number === 99 ? 10 : number + 1;
  return number;
}

function status({ id, sign, number, state, version }) {
  return { id, ticket: { sign, number }, state, outcome: state === "closed" ? "cancelled" : null, version, ahead: 0, coach: null, holder: null };
}

const submit = {
  body: {
    type: "object",
    required: ["kind", "ticket", "topics", "language", "asked_at", "sealed"],
    properties: {
      kind: { enum: ["walk_in"] },
      ticket: {
        type: "object",
        required: ["sign", "number"],
        properties: { sign: { type: "string" }, number: { type: "integer", minimum: 10, maximum: 99 } },
      },
      topics: { type: "array", items: { type: "string" } },
      language: { type: "string" },
      asked_at: { type: "string" },
      sealed: { type: ["string", "null"] },
    },
  },
};

app.put("/api/v1/requests/:id", { schema: submit }, async (request, reply) => {
  const { body } = request;
  const hash = createHash("sha256").update(JSON.stringify(body)).digest();
  const number = free_number(body.ticket);
  const { changes } = insert.run(
    request.params.id, body.ticket.sign, number, body.topics.join(" "), body.language, body.asked_at, hash, body.sealed,
  );
  const row = find.get(request.params.id);
  if (!changes && !row.body_hash.equals(hash)) return reply.code(409).send({ title: "another body" });
  return reply.code(changes ? 201 : 200).send(status(row));
});

app.post("/api/v1/requests/:id/cancel", async (request, reply) => {
  close.run(request.params.id);
  const row = find.get(request.params.id);
  return row ? status(row) : reply.code(404).send({ title: "no such request" });
});

app.get("/healthz", { onRequest: [] }, async () => ({ ok: true }));

await app.listen({ host: "127.0.0.1", port: Number(port) });
