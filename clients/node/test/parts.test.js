// What needs no server: decoding, words, amounts, errors, settings.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { inspect } from 'node:util';
import { Decoder, ErrorReply, ProtocolFault } from '../lib/decoder.js';
import { decimal, Leadline, LeadlineError, minor } from '../lib/index.js';
import { settings } from '../lib/settings.js';
import { request } from '../lib/words.js';

const wire = Buffer.from('+OK\r\n:7\r\n:9007199254740993\r\n_\r\n$-1\r\n$4\r\na\r\nb\r\n=6\r\ntxt:né\r\n'.replace('=6', '=7') +
  '#t\r\n%1\r\n$9\r\n__proto__\r\n*2\r\n*0\r\n$0\r\n\r\n>2\r\n+message\r\n+x\r\n-NOTFOUND no\r\n');
const expected = ['OK', 7, 9007199254740993n, null, null, 'a\r\nb', 'né', true,
  JSON.parse('{"__proto__":[[],""]}'), ['message', 'x']];

function decode(chunks) {
  const values = [];
  const pushes = [];
  const decoder = new Decoder();
  for (const chunk of chunks) {
    decoder.feed(chunk, (value, isPush) => {
      values.push(value);
      if (isPush) pushes.push(value);
    });
  }
  assert.deepEqual(pushes, [['message', 'x']]);
  return values;
}

test('replies are the same however the bytes are cut', () => {
  for (let size = 1; size <= wire.length; size += 1) {
    const chunks = [];
    for (let at = 0; at < wire.length; at += size) chunks.push(wire.subarray(at, at + size));
    const values = decode(chunks);
    assert.deepEqual(values.slice(0, -1), expected, `in pieces of ${size}`);
    assert.ok(values.at(-1) instanceof ErrorReply);
  }
});

test('bytes that are no UTF-8 stay bytes', () => {
  new Decoder().feed(Buffer.from('$2\r\n\xff\xfe\r\n', 'latin1'), (value) => {
    assert.deepEqual(value, Buffer.from([0xff, 0xfe]));
  });
});

test('what is no RESP3 is refused', () => {
  for (const text of ['?\r\n', '$x\r\n', '$-2\r\n', '+OK\n', '$1\r\nab\r\n', '=3\r\ntxt\r\n', '*9999999999\r\n']) {
    assert.throws(() => new Decoder().feed(Buffer.from(text), () => {}), ProtocolFault, text);
  }
  assert.throws(() => new Decoder().feed(Buffer.alloc(70_000, 65), () => {}), ProtocolFault);
});

test('arguments become words', () => {
  assert.deepEqual(
    request('LEAD.NEW', [{ EMAIL: 'a@b.example', AREA: ['US', 'CA'], FIELD: { size: 3, '': 'x' },
      QUEUE: true, DRYRUN: false, NAME: undefined, VALUE: '12.50' }]),
    ['LEAD.NEW', 'EMAIL', 'a@b.example', 'AREA', 'US', 'AREA', 'CA', 'FIELD', 'size', '3',
      'FIELD', '', 'x', 'QUEUE', 'VALUE', '12.50']);
  assert.deepEqual(request('CLIENT LIST', []), ['CLIENT', 'LIST']);
  assert.deepEqual(
    request('STATUS', ['L1', 'meeting', { AT: new Date('2026-11-21T17:00:00.5Z'), IF: 3n }]),
    ['STATUS', 'L1', 'meeting', 'AT', '2026-11-21T17:00:00Z', 'IF', '3']);
});

test('what cannot be meant is refused before it is sent', () => {
  const refused = [['LEAD.NEW', [{ VALUE: 12.5 }]], ['LEAD.NEW', [{ EMIAL: 'x' }]], ['LEAD.NWE', []],
    ['LEAD.NEW', [{ NAME: null }]], ['LEAD.NEW', [{ QUEUE: 'yes' }]], ['LEAD.NEW', [{ ZIP: ['1', '2'] }]],
    ['LEAD.GET', [NaN]], ['STATUS', ['L1', { AT: new Date(NaN) }]]];
  for (const [name, args] of refused) {
    assert.throws(() => request(name, args), TypeError, JSON.stringify([name, args]));
  }
});

test('amounts are exact', () => {
  assert.equal(minor('1200.5'), 120050n);
  assert.equal(minor('-0.01'), -1n);
  assert.equal(minor('90071992547409930.07'), 9007199254740993007n);
  assert.equal(minor('1200', 0), 1200n);
  assert.throws(() => minor('1.005'), TypeError);
  assert.throws(() => minor('1e3'), TypeError);
  for (const units of [0n, 1n, -1n, 99n, 100n, 9007199254740993007n]) {
    assert.equal(minor(decimal(units)), units);
  }
  assert.equal(decimal(5n, 0), '5');
  assert.throws(() => decimal(5), TypeError);
});

test('an error is known by its code', () => {
  const taken = new LeadlineError('EXISTS L1 customer is registered', 'LEAD.NEW');
  assert.deepEqual([taken.code, taken.id, taken.field], ['EXISTS', 'L1', null]);
  assert.equal(new LeadlineError('EXISTS customer is registered').id, null);
  assert.equal(new LeadlineError('INVALID zip: has 4 digits').field, 'zip');
  assert.equal(new LeadlineError('SHUTDOWN').code, 'SHUTDOWN');
});

test('options go before the environment', () => {
  const environment = { LEADLINE_HOST: 'far', LEADLINE_PORT: '6000', LEADLINE_TOKEN: 'secret' };
  assert.deepEqual(settings({ port: 7000 }, environment),
    { host: 'far', port: 7000, user: 'default', token: 'secret' });
  assert.equal(settings({ tls: true }, {}).port, 5324);
  assert.throws(() => settings({ port: 0 }, {}), TypeError);
  assert.throws(() => settings({}, { LEADLINE_PORT: 'x' }), TypeError);
});

test('a token that others may read is not used, and none is shown', (t) => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-node-'));
  t.after(() => fs.rmSync(directory, { recursive: true }));
  const file = path.join(directory, 'token');
  fs.writeFileSync(file, 'secret\n', { mode: 0o644 });
  assert.throws(() => settings({ tokenFile: file }, {}), /chmod 600/);
  fs.chmodSync(file, 0o600);
  assert.equal(settings({ tokenFile: file }, {}).token, 'secret');
  const client = new Leadline({ token: 'secret' });
  assert.ok(!inspect(client, { showHidden: true, depth: 9 }).includes('secret'));
  assert.ok(!JSON.stringify(client).includes('secret'));
});
