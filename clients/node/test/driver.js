#!/usr/bin/env node
// The client as clients/replay/replay.py drives it; clients/README.md has the lines.

import readline from 'node:readline';
import { Connection } from '../lib/connection.js';
import { ErrorReply } from '../lib/decoder.js';

const hex = (bytes) => Buffer.from(bytes).toString('hex');

/** Replies with what the client's own values forget: which kind they were. */
const kept = {
  status: (text) => ['status', text],
  error: (text) => Object.assign(new ErrorReply(text), { toJSON: () => ['error', text] }),
  integer: (text) => ['integer', text],
  double: (text) => ['double', text],
  bool: (flag) => ['bool', flag],
  null: () => ['null', null],
  bulk: (bytes) => ['bulk', hex(bytes)],
  text: (bytes) => ['text', hex(bytes)],
  list: (items) => ['list', items],
  map: (items) => ['map', items.flatMap((key, index) => (index % 2 ? [] : [[key, items[index + 1]]]))],
  push: (items) => items,
};

/** One connection with what it has received, in order. */
class Conversation {
  received = [];
  wake = () => {};
  isClosed = false;

  async open(port) {
    this.connection = await Connection.open({
      host: '127.0.0.1', port, values: kept, onPush: (items) => this.put(['push', items]),
    });
  }

  put(value) {
    this.received.push(value);
    this.wake();
  }

  send(words) {
    this.connection.send(words).then((reply) => this.put(reply), () => {
      this.isClosed = true;
      this.wake();
    });
  }

  async read(milliseconds) {
    const until = Date.now() + milliseconds;
    while (!this.received.length && !this.isClosed && this.connection.isOpen && Date.now() < until) {
      await new Promise((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, Math.min(5, milliseconds));
      });
    }
    if (this.received.length) return this.received.shift();
    return [this.isClosed || !this.connection.isOpen ? 'closed' : 'none', null];
  }
}

const conversations = new Map();
const close = (number) => {
  conversations.get(number)?.connection.close();
  conversations.delete(number);
};

process.stdout.write('dialect resp\n');
for await (const line of readline.createInterface({ input: process.stdin })) {
  const [verb, number, ...rest] = line.split(' ');
  if (verb === 'open') {
    conversations.set(number, new Conversation());
    await conversations.get(number).open(Number(rest[0]));
  } else if (verb === 'send') {
    conversations.get(number).send(rest.map((word) => Buffer.from(word === '-' ? '' : word, 'hex')));
  } else if (verb === 'read') {
    const reply = await conversations.get(number).read(Number(rest[0]));
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  } else {
    for (const each of verb === 'close' ? [number] : [...conversations.keys()]) close(each);
  }
}
