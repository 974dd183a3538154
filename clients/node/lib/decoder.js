// Reads RESP3 as it arrives. Every byte is looked at once, however the bytes are cut.

/** What the bytes are no RESP3. */
export class ProtocolFault extends Error {}

const LINE_LIMIT = 64 * 1024;
const BULK_LIMIT = 512 * 1024 * 1024;

/** How a reply becomes a value; another set of functions may keep what this one forgets. */
export const plainValues = {
  status: (text) => text,
  error: (text) => new ErrorReply(text),
  integer: (text) => {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text);
  },
  double: (text) => text,
  bool: (flag) => flag,
  null: () => null,
  bulk: (bytes) => textOrBytes(bytes),
  text: (bytes) => textOrBytes(bytes),
  list: (items) => items,
  map: (items) => {
    const map = {};
    for (let index = 0; index < items.length; index += 2) {
      // A field may be called __proto__.
      Object.defineProperty(map, items[index], {
        value: items[index + 1], enumerable: true, configurable: true, writable: true,
      });
    }
    return map;
  },
  push: (items) => items,
};

/** An error inside a reply: `-CODE message`. */
export class ErrorReply {
  constructor(text) {
    this.text = text;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text where the bytes are UTF-8, else the bytes: an attachment's content may be anything. */
function textOrBytes(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    return Buffer.from(bytes);
  }
}

/** Turns bytes into replies, one after the other. */
export class Decoder {
  #bytes = Buffer.alloc(0);
  #place = 0;
  /** Where the search for the next line's end goes on. */
  #searched = 0;
  /** The lists that are not complete, the outermost first. */
  #open = [];
  /** The kind and length of the bulk string whose bytes are awaited. */
  #bulk = null;
  #values;

  constructor(values = plainValues) {
    this.#values = values;
  }

  /**
   * Takes bytes in and calls `each(value, isPush)` for every reply that is complete with them.
   *
   * @throws {ProtocolFault} where they are no RESP3.
   */
  feed(chunk, each) {
    const left = this.#bytes.subarray(this.#place);
    this.#bytes = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
    this.#searched -= this.#place;
    this.#place = 0;
    for (;;) {
      const token = this.#bulk ? this.#bulkToken() : this.#lineToken();
      if (token === undefined) return;
      if (token !== null) this.#complete(token.value, token.isPush, each);
    }
  }

  /** The value of the bulk string whose header has been read, undefined until it is all there. */
  #bulkToken() {
    const { kind, length } = this.#bulk;
    if (this.#bytes.length - this.#place < length + 2) return undefined;
    const start = this.#place;
    const end = start + length;
    if (this.#bytes[end] !== 13 || this.#bytes[end + 1] !== 10) {
      throw new ProtocolFault('a bulk string does not end where it should');
    }
    this.#place = end + 2;
    this.#searched = this.#place;
    this.#bulk = null;
    const skipped = kind === 'text' ? 4 : 0;
    return { value: this.#values[kind](this.#bytes.subarray(start + skipped, end)) };
  }

  /** The value of a line; null where more belongs to it, undefined until it is all there. */
  #lineToken() {
    const end = this.#bytes.indexOf(10, Math.max(this.#searched, this.#place));
    if (end < 0) {
      if (this.#bytes.length - this.#place > LINE_LIMIT) throw new ProtocolFault('a line without end');
      this.#searched = this.#bytes.length;
      return undefined;
    }
    if (this.#bytes[end - 1] !== 13) throw new ProtocolFault('a line does not end in CR LF');
    const mark = String.fromCharCode(this.#bytes[this.#place]);
    const rest = this.#bytes.toString('utf8', this.#place + 1, end - 1);
    this.#place = end + 1;
    this.#searched = this.#place;
    return this.#line(mark, rest);
  }

  #line(mark, rest) {
    const values = this.#values;
    switch (mark) {
      case '+': return { value: values.status(rest) };
      case '-': return { value: values.error(rest) };
      case ':': return { value: values.integer(rest) };
      case '(': return { value: values.integer(rest) };
      case ',': return { value: values.double(rest) };
      case '#': return { value: values.bool(rest === 't') };
      case '_': return { value: values.null() };
      case '$': return this.#begin('bulk', rest);
      case '=': return this.#begin('text', rest);
      case '*': return this.#begin('list', rest);
      case '~': return this.#begin('list', rest);
      case '%': return this.#begin('map', rest);
      case '>': return this.#begin('push', rest);
      default: throw new ProtocolFault(`no reply begins with ${JSON.stringify(mark)}`);
    }
  }

  #begin(kind, rest) {
    if (rest === '-1') return { value: this.#values.null() };
    const length = /^\d{1,9}$/.test(rest) ? Number(rest) : NaN;
    if (!(length <= BULK_LIMIT)) throw new ProtocolFault(`'${rest}' is no length`);
    if (kind === 'bulk' || kind === 'text') {
      if (kind === 'text' && length < 4) throw new ProtocolFault('a text without its kind');
      this.#bulk = { kind, length };
      return null;
    }
    const missing = kind === 'map' ? 2 * length : length;
    if (missing === 0) return { value: this.#values[kind]([]), isPush: kind === 'push' };
    this.#open.push({ kind, missing, items: [] });
    return null;
  }

  /** Puts a value where it belongs, and completes what it completes. */
  #complete(value, isPush, each) {
    for (;;) {
      const list = this.#open.at(-1);
      if (!list) return each(value, isPush === true);
      list.items.push(value);
      if (list.items.length < list.missing) return undefined;
      this.#open.pop();
      value = this.#values[list.kind](list.items);
      isPush = list.kind === 'push';
    }
  }
}
