#!/usr/bin/env node
// The scenario in Node with the client of our own.
// usage: leadline_node.mjs HOST PORT TAG

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { BlockError, Leadline, LeadlineError } from '../../../clients/node/lib/index.js';

const [host, port, tag] = process.argv.slice(2);
const about = new URL('../../../clients/node/package.json', import.meta.url);
const events = 'the library reads EVENTS instead, which misses none';

const open = () => Leadline.connect({ host, port: Number(port) });
const email = (name) => `${name}@${name}-${tag}.example`;
const newLead = (client, name, keywords = {}) =>
  client.run('LEAD.NEW', { EMAIL: email(name), ...keywords });
const count = async (client, service) =>
  (await client.run('LEAD.LIST', { SERVICE: service })).rows.length;

const features = {
  async ping(client) {
    assert.equal(await client.run('PING'), 'PONG');
  },
  async 'echo-binary'(client) {
    const bytes = Buffer.concat([Buffer.from([...Array(256).keys()]), Buffer.from('\r\n')]);
    assert.deepEqual(await client.run('ECHO', bytes), bytes);
  },
  async 'lead-new'(client) {
    assert.match(await newLead(client, 'new', { NAME: 'Ann Lee', SERVICE: 'payroll' }), /^L\d+$/);
  },
  async 'lead-get'(client) {
    const id = await newLead(client, 'get', { NAME: 'Ann Lee' });
    const lead = await client.run('LEAD.GET', id);
    assert.deepEqual([lead.id, lead.status, lead.name, lead.version], [id, 'new', 'Ann Lee', 1]);
  },
  async 'error-typed'(client) {
    await assert.rejects(client.run('LEAD.GET', 'L999999'),
      (error) => error instanceof LeadlineError && /^NOTFOUND /.test(error.message));
  },
  async null(client) {
    assert.equal(await client.run('TERRITORY.GET', '99999'), null);
  },
  async unicode(client) {
    const name = 'é 日本 🙂 א';
    assert.equal((await client.run('LEAD.GET', await newLead(client, 'unicode', { NAME: name }))).name, name);
  },
  async page(client) {
    const made = [];
    const SERVICE = `page-${tag}`;
    for (let i = 0; i < 10; i += 1) made.unshift(await newLead(client, `page${i}`, { SERVICE }));
    const seen = [];
    for await (const { rows } of client.pages('LEAD.LIST', { SERVICE, LIMIT: 3 })) {
      assert(rows.length <= 3);
      seen.push(...rows.map((row) => row.id));
    }
    assert.deepEqual(seen, made);
  },
  async pipeline(client) {
    const numbers = [...Array(100).keys()].map(String);
    assert.deepEqual(await Promise.all(numbers.map((n) => client.run('ECHO', n))), numbers);
  },
  async transaction(client) {
    const [id, noted] = await client.block((block) => {
      block.run('NOTE', block.run('LEAD.NEW', { EMAIL: email('block') }), 'from a block');
    });
    assert.match(id, /^L\d+$/);
    assert.equal(noted, 'OK');
    assert.deepEqual((await client.run('NOTE', id)).rows.map((row) => row.text), ['from a block']);
  },
  async 'transaction-abort'(client) {
    const SERVICE = `abort-${tag}`;
    const there = await newLead(client, 'there', { SERVICE });
    const block = client.block((block) => {
      for (const name of ['before', 'there', 'after']) {
        block.run('LEAD.NEW', { EMAIL: email(name), SERVICE });
      }
    });
    await assert.rejects(block, (error) => {
      assert(error instanceof BlockError);
      assert.deepEqual(error.replies.map((reply) => reply.code), ['ABORTED', 'EXISTS', 'ABORTED']);
      assert(error.replies.every((reply) => reply.message.includes(`EXISTS ${there}`)));
      return true;
    });
    assert.equal(await count(client, SERVICE), 1);
  },
  async 'idem-retry'(client) {
    const keywords = { SERVICE: `idem-${tag}`, IDEM: `idem-${tag}` };
    const id = await newLead(client, 'idem', keywords);
    const other = await open();
    assert.equal(await other.once('LEAD.NEW', { EMAIL: email('idem'), ...keywords }), id);
    other.close();
    assert.equal(await count(client, `idem-${tag}`), 1);
  },
  subscribe: () => events,
  psubscribe: () => events,
  unsubscribe: () => events,
  async 'client-name'(client) {
    assert.equal(await client.run('CLIENT SETNAME', `node-${tag}`), 'OK');
    assert.equal(await client.run('CLIENT GETNAME'), `node-${tag}`);
    await assert.rejects(client.run('CLIENT SETNAME', 'two words'), LeadlineError);
  },
  async 'client-list'(client) {
    await client.run('CLIENT SETNAME', `list-${tag}`);
    assert((await client.run('CLIENT LIST')).includes(` name=list-${tag} `));
  },
  async info(client) {
    const info = await client.run('INFO');
    for (const line of [/^redis_version:\d+\.\d+\.\d+\r$/m, /^role:master\r$/m, /^loading:0\r$/m]) {
      assert.match(info, line);
    }
  },
  async 'config-get'(client) {
    assert(Number((await client.run('CONFIG GET', 'maxclients')).maxclients) > 0);
    assert.deepEqual(await client.run('CONFIG GET', 'nosuch*'), {});
  },
  async slowlog(client) {
    assert(Array.isArray(await client.run('SLOWLOG GET', 10)));
    assert.equal(typeof await client.run('SLOWLOG LEN'), 'number');
  },
  async 'command-docs'(client) {
    const docs = await client.run('COMMAND DOCS');
    assert.equal(Object.keys(docs).length, await client.run('COMMAND COUNT'));
    assert.equal(typeof docs['lead.new'].summary, 'string');
  },
  monitor: () => 'the library has no reader for what MONITOR sends',
  async 'client-kill'(client) {
    const killed = await open();
    const id = await killed.run('CLIENT ID');
    await client.run('CLIENT KILL', 'ID', id);
    await killed.run('PING').catch(() => killed.run('PING'));
    assert.notEqual(await killed.run('CLIENT ID'), id);
    killed.close();
  },
  async 'events-block'(client) {
    const { seq } = await client.run('AUDIT.HEAD');
    const reader = await open();
    const told = reader.run('EVENTS', { AFTER: seq, BLOCK: 0 });
    await new Promise((done) => { setTimeout(done, 200); });
    const id = await newLead(client, 'block0');
    assert((await told).rows.some((row) => row.subject === id));
    reader.close();
  },
  async 'large-value'(client) {
    const id = await newLead(client, 'large');
    const note = 'x'.repeat(65_536);
    await client.run('NOTE', id, note);
    assert.equal((await client.run('NOTE', id)).rows[0].text, note);
    await assert.rejects(client.run('NOTE', id, `${note}x`), { code: 'LIMIT' });
  },
  reset: () => 'the library keeps how its connection speaks to itself',
  async quit(client) {
    client.close();
  },
};

const limited = (promise) => Promise.race([promise, new Promise((_, reject) => {
  setTimeout(() => reject(new Error('no answer in 10 s')), 10_000).unref();
})]);

console.log(`version ${JSON.parse(fs.readFileSync(about)).version}`);
const client = await limited(open());
console.log('ok connect');
for (const [name, feature] of Object.entries(features)) {
  try {
    const missing = await limited(feature(client));
    console.log(missing ? `na ${name} ${missing}` : `ok ${name}`);
  } catch (error) {
    console.log(`no ${name} ${String(error.message).split('\n').slice(0, 4).join(' ')}`);
  }
}
