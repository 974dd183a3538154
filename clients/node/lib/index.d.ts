import type { Code, Commands, EventType } from './commands.js';

export { codes, commands, eventTypes } from './commands.js';
export type { Code, Commands, EventType } from './commands.js';

/** One argument. Numbers are whole; amounts and rates are text, or come from `decimal`. */
export type Word = string | number | bigint | Date | Uint8Array;

/** What a reply can hold. Ids, amounts and times are text; integers beyond 2^53 are BigInt. */
export type Value =
  | string | number | bigint | boolean | null | Uint8Array
  | readonly Value[] | { readonly [key: string]: Value };

/** A record, its fields in the order of the server. */
export type Row = { readonly [key: string]: any };

/** A page of a list; `next` is null on the last one. */
export interface Page {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** An event. It may come more than once; `seq` tells which it is. */
export interface LeadlineEvent {
  readonly seq: number;
  readonly at: string;
  readonly type: EventType | (string & {});
  readonly subject: string;
  readonly ref: string | null;
  readonly version: number;
  readonly actor: string;
  readonly data: { readonly [key: string]: any };
}

/** What `tls.connect` of Node takes. */
export interface TLSOptions {
  ca?: string | Uint8Array;
  cert?: string | Uint8Array;
  key?: string | Uint8Array;
  servername?: string;
  [option: string]: unknown;
}

/** Where the server is and who logs in; what is not given comes from LEADLINE_HOST and so on. */
export interface Options {
  host?: string;
  port?: number;
  tls?: true | TLSOptions;
  user?: string;
  token?: string;
  /** A file that holds the token, and that only its owner may read. */
  tokenFile?: string;
  /** What `CLIENT LIST` shows. */
  name?: string;
  connectTimeout?: number;
  /** How long a reply may take until the connection is given up; 60 seconds, 0 for no bound. */
  replyTimeout?: number;
}

/** A command's positional arguments, and its keywords behind them. */
export type Arguments<N extends keyof Commands> = Array<Word | Commands[N]['keywords']>;

/** Commands that happen whole or not at all. */
export interface Block {
  /** Queues a command; `$1` to `$9` name what the first to ninth creates. */
  run<N extends keyof Commands>(name: N, ...args: Arguments<N>): string | null;
}

export interface EventOptions {
  /** The name under which the server keeps this consumer's place. */
  cursor?: string;
  /** Where to begin without a cursor. */
  after?: number | 'now';
  signal?: AbortSignal;
  TYPE?: string;
  OF?: string;
  NOT?: string;
  LIMIT?: number;
}

export class Leadline {
  constructor(options?: Options);
  static connect(options?: Options): Promise<Leadline>;
  /** Runs a command and answers its reply. */
  run<N extends keyof Commands>(name: N, ...args: Arguments<N>): Promise<Commands[N]['reply']>;
  /** Runs a write until it has happened, once. */
  once<N extends keyof Commands>(name: N, ...args: Arguments<N>): Promise<Commands[N]['reply']>;
  pages<N extends keyof Commands>(name: N, ...args: Arguments<N>): AsyncGenerator<Page>;
  rows<N extends keyof Commands>(name: N, ...args: Arguments<N>): AsyncGenerator<Row>;
  /** Runs what `fill` queues as one. */
  block(fill: (block: Block) => void): Promise<Value[]>;
  /** The events as they happen, each at least once. */
  events(options?: EventOptions): AsyncGenerator<LeadlineEvent>;
  close(): void;
}

/** A reply `-CODE message`. */
export class LeadlineError extends Error {
  readonly code: Code | (string & {});
  readonly command: string;
  /** The message behind the code. */
  readonly detail: string;
  readonly field: string | null;
  readonly id: string | null;
}

/** A block that was undone. */
export class BlockError extends LeadlineError {
  readonly replies: readonly (Value | LeadlineError)[];
}

/** There is no connection any more; whether the request was carried out is not known. */
export class ConnectionLost extends Error {
  readonly code: 'LOST';
}

/** The amount in the currency's smallest units: `minor('1200.50')` is `120050n`. */
export function minor(amount: string, digits?: number): bigint;
/** The amount as text: `decimal(120050n)` is `1200.50`. */
export function decimal(units: bigint, digits?: number): string;
