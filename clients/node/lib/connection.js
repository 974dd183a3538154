// One connection: requests go out in order, and so do the replies come in.

import net from 'node:net';
import tls from 'node:tls';
import { Decoder, ErrorReply, plainValues } from './decoder.js';
import { ConnectionLost, LeadlineError } from './errors.js';

/** The words of a request as an array of bulk strings. */
export function encoded(words) {
  const parts = [Buffer.from(`*${words.length}\r\n`)];
  for (const word of words) {
    const bytes = typeof word === 'string' ? Buffer.from(word) : Buffer.from(word.buffer, word.byteOffset, word.byteLength);
    parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}

/** A socket that speaks RESP3. */
export class Connection {
  #socket;
  /** The requests without reply, the oldest first. */
  #waiting = [];
  #decoder;
  #onPush;
  #replyTimeout;
  #fault = null;
  #isCorked = false;
  /** The moment of the last sign of life, while a reply is awaited. */
  #timer = null;

  constructor(socket, { values = plainValues, onPush = () => {}, replyTimeout = 0 } = {}) {
    this.#socket = socket;
    this.#decoder = new Decoder(values);
    this.#onPush = onPush;
    this.#replyTimeout = replyTimeout;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#received(chunk));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(null));
  }

  /** Opens a socket, with TLS where `tls` is given; `signal` and `connectTimeout` bound it. */
  static open({ host, port, tls: security, connectTimeout = 10_000, signal, ...options }) {
    return new Promise((resolve, reject) => {
      const socket = security
        ? tls.connect({ host, port, servername: net.isIP(host) ? undefined : host, ...(security === true ? {} : security) })
        : net.connect({ host, port });
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        socket.off('error', give);
      };
      const give = (error) => {
        settle();
        socket.on('error', () => {});
        socket.destroy();
        reject(new ConnectionLost(`cannot connect to ${host}:${port}: ${error.message}`, { cause: error }));
      };
      const abort = () => give(signal.reason ?? new Error('aborted'));
      const timer = setTimeout(() => give(new Error(`no answer in ${connectTimeout} ms`)), connectTimeout);
      signal?.addEventListener('abort', abort, { once: true });
      socket.once('error', give);
      socket.once(security ? 'secureConnect' : 'connect', () => {
        settle();
        resolve(new Connection(socket, options));
      });
    });
  }

  /** Whether requests can be sent. */
  get isOpen() {
    return this.#fault === null;
  }

  /** Sends words; answers the reply, an error reply as an `ErrorReply`. */
  send(words) {
    if (this.#fault) return Promise.reject(this.#fault);
    this.#cork();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#socket.write(encoded(words));
      this.#watch();
    });
  }

  /** Sends words; answers the reply, and throws what an error reply says. */
  async ask(words) {
    const reply = await this.send(words);
    if (reply instanceof ErrorReply) throw new LeadlineError(reply.text, String(words[0]));
    return reply;
  }

  /** Ends the connection; what waits for a reply fails. */
  close() {
    this.#end(new Error('closed here'));
  }

  /** What is sent in one turn of the loop leaves in one write. */
  #cork() {
    if (this.#isCorked) return;
    this.#isCorked = true;
    this.#socket.cork();
    process.nextTick(() => {
      this.#isCorked = false;
      this.#socket.uncork();
    });
  }

  #received(chunk) {
    try {
      this.#decoder.feed(chunk, (value, isPush) => {
        if (isPush) return this.#onPush(value);
        const waiting = this.#waiting.shift();
        if (waiting) return waiting.resolve(value);
        throw new Error(value instanceof ErrorReply ? value.text : 'a reply to nothing');
      });
      clearTimeout(this.#timer);
      this.#timer = null;
      this.#watch();
    } catch (error) {
      this.#end(error);
    }
  }

  #watch() {
    if (!this.#replyTimeout || this.#timer || !this.#waiting.length || this.#fault) return;
    this.#timer = setTimeout(
      () => this.#end(new Error(`no reply in ${this.#replyTimeout} ms`)), this.#replyTimeout);
  }

  #end(cause) {
    if (this.#fault) return;
    const why = cause ? `: ${cause.message}` : '';
    this.#fault = new ConnectionLost(`the connection is lost${why}`, { cause });
    clearTimeout(this.#timer);
    this.#socket.destroy();
    for (const { reject } of this.#waiting.splice(0)) reject(this.#fault);
  }
}
