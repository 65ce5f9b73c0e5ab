// A real queue with the demo site, and a kiosk that speaks to it as the product's own does.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blake2b } from '@noble/hashes/blake2.js';
import sodium from 'libsodium-wrappers';

const SOURCE = fileURLToPath(new URL('../../../', import.meta.url));
const PROGRAM = process.env.COACHBELL_QUEUE ?? join(SOURCE, 'build/coachbell-queue');

export async function startQueue() {
    const data = join(mkdtempSync(join(tmpdir(), 'coachbell-web-')), 'data');
    execFileSync(PROGRAM, ['demo', '--data', data, '--assets', join(SOURCE, 'assets')]);
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    let child = null;

    const queue = {
        origin,
        people: readPeople(join(data, 'demo-sign-ins.txt')),
        kiosk: kiosk(origin, readFileSync(join(data, 'kiosk.token'), 'utf8').trim()),
        async serve() {
            child = spawn(
                PROGRAM,
                [
                    'serve',
                    '--data',
                    data,
                    '--plain',
                    `127.0.0.1:${port}`,
                    '--share',
                    join(SOURCE, 'assets/web'),
                ],
                { stdio: ['ignore', 'ignore', 'inherit'] },
            );
            for (let tries = 0; tries < 200; tries++) {
                if (child.exitCode !== null) throw new Error(`the queue ended with ${child.exitCode}`);
                if (
                    await fetch(`${origin}/healthz`).then(
                        (answer) => answer.ok,
                        () => false,
                    )
                )
                    return;
                await new Promise((resolve) => {
                    setTimeout(resolve, 50);
                });
            }
            throw new Error('the queue does not answer');
        },
        async stop() {
            const ended = new Promise((resolve) => {
                child.once('exit', resolve);
            });
            child.kill('SIGTERM');
            await ended;
        },
        async remove() {
            await queue.stop();
            rmSync(join(data, '..'), { recursive: true });
        },
    };
    await queue.serve();
    return queue;
}

/** login → {login, password, name, role}, as `demo` wrote them down. */
function readPeople(path) {
    const lines = readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line && !line.startsWith('#'));
    return Object.fromEntries(
        lines.map((line) => {
            const [login, password, name, role] = line.split('\t');
            return [login, { login, password, name, role }];
        }),
    );
}

function kiosk(origin, token) {
    let number = 10;
    async function call(method, path, body) {
        const answer = await fetch(`${origin}/api/v1${path}`, {
            method,
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            body: body && JSON.stringify(body),
        });
        const value = await answer.json();
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(value)}`);
        return value;
    }
    return {
        board: () => call('GET', '/board'),
        request: (id) => call('GET', `/requests/${id}`),
        /** more: {coach, topics, language, name} */
        async ask({ name = null, ...more } = {}) {
            const board = await call('GET', '/board');
            const id = randomUUID();
            const ticket = { sign: board.kiosk.signs[0], number: number++ };
            const status = await call('PUT', `/requests/${id}`, {
                kind: 'walk_in',
                ticket,
                coach: null,
                topics: [],
                find: name ? 'name' : 'sign',
                language: 'en',
                notice_version: board.settings.notice_version,
                asked_at: new Date().toISOString().replace(/\.\d+Z/, 'Z'),
                due_from: null,
                due_until: null,
                preference: null,
                source: null,
                consent_version: 0,
                ...(name ? await seal(board, id, name) : { sealed: null }),
                ...more,
            });
            const word = ticket.sign.charAt(0).toUpperCase() + ticket.sign.slice(1);
            return { ...status, name: `${word} ${ticket.number}` };
        },
        alert: (id = randomUUID()) =>
            call('PUT', `/alerts/${id}`, { asked_at: new Date().toISOString().replace(/\.\d+Z/, 'Z') }),
        alertState: (id) => call('GET', `/alerts/${id}`),
    };
}

/** The name as a kiosk seals it: 512 bytes that only the key of the day opens. */
async function seal(board, request, name) {
    await sodium.ready;
    const now = new Date().toISOString();
    const today = board.epochs.find(
        (each) => each.class === 'visit' && each.from <= now && now < each.until,
    );
    const key = Buffer.from(today.key, 'base64url');
    const uuid = (text) => Buffer.from(text.replaceAll('-', ''), 'hex');
    const plain = Buffer.alloc(512);
    plain.write('CBS1');
    uuid(board.site.id).copy(plain, 4);
    uuid(board.kiosk.id).copy(plain, 20);
    uuid(request).copy(plain, 36);
    const personalization = Buffer.from('cb-key-id-----v1');
    const epoch = Buffer.from(blake2b(key, { dkLen: 32, personalization })).subarray(0, 8);
    epoch.copy(plain, 52);
    const bytes = Buffer.from(name);
    plain.writeUInt16BE(3 + bytes.length, 60);
    plain[62] = 1;
    plain.writeUInt16BE(bytes.length, 63);
    bytes.copy(plain, 65);
    const sealed = Buffer.from(sodium.crypto_box_seal(plain, key));
    return { sealed: sealed.toString('base64url'), epoch: epoch.toString('base64url') };
}

function freePort() {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}
