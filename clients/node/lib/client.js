// The client: one connection, opened when it is needed and again when it was lost.

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Block, execute } from './block.js';
import { commands } from './commands.js';
import { Connection } from './connection.js';
import { ConnectionLost } from './errors.js';
import { BLOCK_MS, EventReader } from './events.js';
import { settings } from './settings.js';
import { shaped } from './shapes.js';
import { keywordOf, request, withKeyword } from './words.js';

const NAME = 'leadline-node';
const REPLY_TIMEOUT_MS = 60_000;
const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/** After these a request with a key is sent again. */
const PASSING = new Set(['LOST', 'TRYAGAIN', 'UNCERTAIN', 'SHUTDOWN']);

/** What has no reply of its own, or changes how the connection speaks. */
const NOT_HERE = new Set(['SUBSCRIBE', 'PSUBSCRIBE', 'UNSUBSCRIBE', 'PUNSUBSCRIBE', 'MONITOR',
  'MULTI', 'EXEC', 'DISCARD', 'RESET', 'QUIT', 'HELLO', 'FORMAT', 'CLIENT REPLY']);

/** How long to wait before the attempt with this number: twice as long each time, and not all alike. */
function backOff(attempt) {
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);
  return longest / 2 + Math.random() * longest / 2;
}

/** A client of one server. */
export class Leadline {
  #settings;
  /** The promise of an open connection. */
  #connection = null;
  #isClosed = false;

  constructor(options = {}) {
    this.#settings = settings(options);
  }

  /** Opens a connection and logs in. Options that are not given come from the environment. */
  static async connect(options = {}) {
    const client = new Leadline(options);
    await client.#open();
    return client;
  }

  [inspect.custom]() {
    return `Leadline(${this.#settings.host}:${this.#settings.port})`;
  }

  /**
   * Runs a command: positional arguments, then keywords as an object.
   *
   *     await client.run('STATUS', 'L1', 'won', { VALUE: '1200.50' })
   *
   * @throws {LeadlineError} what the server answers; {ConnectionLost} where it did not.
   */
  async run(name, ...args) {
    const words = request(name, args);
    if (NOT_HERE.has(name)) throw new TypeError(`${name} is not for run: use block or events`);
    const connection = await this.#open();
    return shaped(commands[name].shape, await connection.ask(words));
  }

  /**
   * Runs a write until it has happened, once: with a key of its own unless one is given, and again
   * after a connection was lost or the server was busy or stopping.
   */
  async once(name, ...args) {
    if (!commands[name]?.keywords.IDEM) throw new TypeError(`${name} takes no key`);
    const keyed = keywordOf(args, 'IDEM') === undefined
      ? withKeyword(args, 'IDEM', randomUUID()) : args;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.run(name, ...keyed);
      } catch (error) {
        if (this.#isClosed || !PASSING.has(error.code) || attempt + 1 === ATTEMPTS) throw error;
        await pause(backOff(attempt));
      }
    }
  }

  /** The pages of a list, one after the other, as they are asked for. */
  async *pages(name, ...args) {
    let page = await this.run(name, ...args);
    yield page;
    while (page.next !== null) {
      page = await this.run(name, ...withKeyword(args, 'AFTER', page.next));
      yield page;
    }
  }

  /** The rows of all pages of a list. */
  async *rows(name, ...args) {
    for await (const page of this.pages(name, ...args)) yield* page.rows;
  }

  /**
   * Runs the commands that `fill` queues as one block, all or none.
   *
   *     await client.block((b) => { const lead = b.run('LEAD.NEW', …); b.run('ASSIGN', lead, 'P1'); })
   *
   * @returns the values of the commands, in their order.
   * @throws {BlockError} where a write failed and so nothing has happened.
   */
  async block(fill) {
    const block = new Block();
    fill(block);
    return execute(await this.#open(), block);
  }

  /**
   * The events, as they happen, on a connection of their own, for ever.
   *
   * With `cursor`, a name, it goes on where that consumer was, and its place is kept at the server
   * when the rows before it have been dealt with: each event comes at least once, and `seq` tells
   * those that come again. Else it begins after `after`, a seq, or `now`.
   *
   * @param filters `TYPE`, `OF`, `NOT` as EVENTS has them, and `signal` to end it.
   */
  async *events({ cursor, after = 'now', signal, ...filters } = {}) {
    const dial = () => this.#dial({ replyTimeout: 2 * BLOCK_MS, signal });
    const reader = new EventReader(dial, cursor, after, filters);
    const stop = () => reader.close();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      for (let failures = 0; !signal?.aborted;) {
        let rows;
        try {
          rows = await reader.next();
          failures = 0;
        } catch (error) {
          if (signal?.aborted) return;
          if (!PASSING.has(error.code)) throw error;
          await pause(backOff(failures), undefined, { signal }).catch(() => {});
          failures += 1;
          continue;
        }
        yield* rows;
      }
    } finally {
      signal?.removeEventListener('abort', stop);
      reader.close();
    }
  }

  /** Ends the connection. What waits for a reply fails; `events` go on until they are left. */
  close() {
    this.#isClosed = true;
    this.#connection?.then((connection) => connection.close(), () => {});
  }

  async [Symbol.asyncDispose]() {
    this.close();
  }

  async #open() {
    if (this.#isClosed) throw new ConnectionLost('the client is closed');
    const known = this.#connection;
    if (known) {
      const connection = await known.catch(() => null);
      if (connection?.isOpen) return connection;
    }
    // Of those that wait here one dials again, the others take what it gets.
    if (this.#connection === known) this.#connection = this.#dial({});
    return this.#connection;
  }

  async #dial(options) {
    const { user, token, replyTimeout = REPLY_TIMEOUT_MS, ...rest } = this.#settings;
    const connection = await Connection.open({ replyTimeout, ...rest, ...options });
    try {
      const login = token === undefined ? [] : ['AUTH', user, token];
      await connection.ask(['HELLO', '3', ...login, 'SETNAME', rest.name ?? NAME]);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }
}
