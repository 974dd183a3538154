// The client and a real server.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BlockError, ConnectionLost, Leadline, LeadlineError } from '../lib/index.js';
import { startLine, startSecureServer, startServer } from './server.js';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

async function client(t, port, options) {
  const made = await Leadline.connect({ host: '127.0.0.1', port, ...options });
  t.after(() => made.close());
  return made;
}

test('the example tells the story of every language', async (t) => {
  const port = await startServer(t);
  const story = fs.readFileSync(here('../../EXAMPLE.md'), 'utf8');
  const told = /```text\n([^`]*)```/.exec(story)[1];
  const { stdout } = await promisify(execFile)(process.execPath, [here('../example.js'), '127.0.0.1', String(port)]);
  assert.equal(stdout, told);
});

test('a list is walked page by page', async (t) => {
  const leadline = await client(t, await startServer(t));
  const made = await Promise.all(Array.from({ length: 25 }, (_, index) =>
    leadline.run('LEAD.NEW', { EMAIL: `a${index}@b${index}.example` })));
  const found = [];
  for await (const row of leadline.rows('LEAD.LIST', { LIMIT: 4, COLUMNS: 'id' })) found.push(row.id);
  assert.deepEqual(found.sort(), made.sort());
  let pages = 0;
  for await (const page of leadline.pages('LEAD.LIST', { LIMIT: 4 })) pages += page.rows.length > 0;
  assert.equal(pages, 7);
});

test('errors are thrown, by code, and the connection goes on', async (t) => {
  const leadline = await client(t, await startServer(t));
  await assert.rejects(leadline.run('LEAD.GET', 'L9'), { name: 'LeadlineError', code: 'NOTFOUND', command: 'LEAD.GET' });
  await assert.rejects(leadline.run('LEAD.NEW', { EMAIL: 'a@b.example', ZIP: '1234' }), { code: 'INVALID', field: 'zip' });
  await assert.rejects(leadline.run('SUBSCRIBE', 'lead.created'), TypeError);
  assert.equal(await leadline.run('PING'), 'PONG');
});

test('a block happens whole or not at all', async (t) => {
  const leadline = await client(t, await startServer(t));
  const [lead, note, row] = await leadline.block((block) => {
    const made = block.run('LEAD.NEW', { EMAIL: 'ann@acme.example' });
    block.run('NOTE', made, 'called');
    block.run('LEAD.LIST', { COLUMNS: 'id' });
  });
  assert.deepEqual([lead, note, row.rows], ['L1', 'OK', [{ id: 'L1' }]]);
  const failing = leadline.block((block) => {
    block.run('LEAD.NEW', { EMAIL: 'bob@bolt.example' });
    block.run('LEAD.NEW', { EMAIL: 'ann@acme.example' });
  });
  await assert.rejects(failing, (error) => error instanceof BlockError && error.code === 'EXISTS' &&
    error.command === 'LEAD.NEW' && error.replies[0].code === 'ABORTED');
  const spoiled = leadline.block((block) => block.run('LEAD.GET', 'X', 'Y'));
  await assert.rejects(spoiled, (error) => error instanceof LeadlineError && error.code === 'ERR');
  assert.equal((await leadline.run('LEAD.LIST', {})).rows.length, 1);
});

test('a read that finds nothing leaves its error in its place', async (t) => {
  const leadline = await client(t, await startServer(t));
  const [missing, lead] = await leadline.block((block) => {
    block.run('LEAD.GET', 'L9');
    block.run('LEAD.NEW', { EMAIL: 'ann@acme.example' });
  });
  assert.equal(missing.code, 'NOTFOUND');
  assert.equal(lead, 'L1');
});

test('a write whose reply was lost is made once', async (t) => {
  const port = await startServer(t);
  const line = await startLine(t, port);
  const leadline = await client(t, line.port);
  line.isMute = true;
  setTimeout(() => { line.isMute = false; }, 120);
  assert.equal(await leadline.once('LEAD.NEW', { EMAIL: 'ann@acme.example' }), 'L1');
  assert.equal((await leadline.run('EVENTS', {})).rows.length, 1);
});

test('without a key a lost reply is told, and the next request opens a connection', async (t) => {
  const line = await startLine(t, await startServer(t));
  const leadline = await client(t, line.port);
  line.isMute = true;
  await assert.rejects(leadline.run('PING'), ConnectionLost);
  line.isMute = false;
  assert.equal(await leadline.run('PING'), 'PONG');
});

test('a server that says nothing is given up', async (t) => {
  const leadline = await client(t, await startServer(t), { replyTimeout: 80 });
  await assert.rejects(leadline.run('EVENTS', { AFTER: 'now', BLOCK: 3000 }), ConnectionLost);
});

test('events go on over lost lines, from the place that was kept, each at least once', async (t) => {
  const port = await startServer(t);
  const line = await startLine(t, port);
  const writer = await client(t, port);
  const follow = async (count) => {
    const follower = new Leadline({ host: '127.0.0.1', port: line.port });
    const seen = [];
    for await (const event of follower.events({ cursor: 'mailer', TYPE: 'lead.*' })) {
      seen.push(event.seq);
      if (seen.length % 3 === 1) line.cut();
      if (seen.length >= count) break;
    }
    follower.close();
    return seen;
  };
  const first = follow(5);
  for (let index = 0; index < 8; index += 1) {
    await writer.run('LEAD.NEW', { EMAIL: `a${index}@b${index}.example`, NAME: 'Ann' });
  }
  const seen = await first;
  // A second consumer of the name has them from the last place that was kept: none is missing.
  const rest = await follow(8 - (await writer.run('CURSOR.GET', 'mailer')));
  assert.deepEqual([...new Set([...seen, ...rest])].sort((a, b) => a - b), [1, 2, 3, 4, 5, 6, 7, 8]);
});

test('events begin behind now, have their data, and end by a signal', async (t) => {
  const leadline = await client(t, await startServer(t));
  await leadline.run('LEAD.NEW', { EMAIL: 'old@old.example' });
  const end = new AbortController();
  const events = leadline.events({ signal: end.signal });
  const next = events.next();
  setTimeout(() => leadline.run('LEAD.NEW', { EMAIL: 'ann@acme.example', VALUE: '12.50' }), 100);
  const { value } = await next;
  assert.deepEqual([value.subject, value.type, value.data.value], ['L2', 'lead.created', '12.50']);
  const last = events.next();
  setTimeout(() => end.abort(), 50);
  assert.equal((await last).done, true);
});

test('who logs in is who acts', async (t) => {
  const port = await startServer(t);
  const admin = await client(t, port);
  const token = await admin.run('USER.NEW', 'ann', { ROLE: 'admin' });
  await assert.rejects(Leadline.connect({ host: '127.0.0.1', port }), { code: 'NOAUTH' });
  await assert.rejects(Leadline.connect({ host: '127.0.0.1', port, user: 'ann', token: 'x'.repeat(52) }), { code: 'WRONGPASS' });
  assert.equal((await (await client(t, port, { token })).run('WHOAMI')).user, 'ann');
});

test('nobody listens: that is told', async () => {
  await assert.rejects(Leadline.connect({ host: '127.0.0.1', port: 1 }), ConnectionLost);
});

test('TLS, with the certificate looked at', async (t) => {
  const { port, ca } = await startSecureServer(t);
  const secure = await client(t, port, { host: 'localhost', tls: { ca } });
  assert.equal(await secure.run('LEAD.NEW', { EMAIL: 'ann@acme.example' }), 'L1');
  await assert.rejects(Leadline.connect({ host: 'localhost', port, tls: true }), ConnectionLost);
  await assert.rejects(Leadline.connect({ host: '127.0.0.1', port, tls: { ca } }), ConnectionLost);
});
