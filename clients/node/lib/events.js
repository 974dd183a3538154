// Reading events and keeping the place.

import { request } from './words.js';

/** How long one EVENTS waits at the server: shorter than what firewalls forget connections in. */
export const BLOCK_MS = 25_000;

/** Reads pages of events and keeps the place. */
export class EventReader {
  #dial;
  #cursor;
  #filters;
  #connection = null;
  #after;
  /** The place that is kept at the server. */
  #kept = null;

  constructor(dial, cursor, after, filters) {
    this.#dial = dial;
    this.#cursor = cursor;
    this.#after = cursor === undefined ? after : null;
    this.#filters = filters;
  }

  /** The next rows; those of the call before have been dealt with. */
  async next() {
    if (!this.#connection?.isOpen) this.#connection = await this.#dial();
    if (this.#after === null) await this.#resume();
    await this.#keep();
    if (this.#after === 'now') this.#after = await this.#newest();
    const words = request('EVENTS', [{ ...this.#filters, AFTER: this.#after, BLOCK: BLOCK_MS }]);
    const [next, rows] = await this.#connection.ask(words);
    this.#after = next ?? rows.at(-1)?.seq ?? this.#after;
    return rows.map((row) => ({ ...row, data: JSON.parse(row.data) }));
  }

  close() {
    this.#connection?.close();
  }

  async #resume() {
    const place = await this.#connection.ask(['CURSOR.GET', this.#cursor]);
    this.#after = this.#kept = place ?? 0;
    if (place === null) await this.#connection.ask(['CURSOR.SET', this.#cursor, '0']);
  }

  async #keep() {
    if (this.#cursor === undefined || this.#kept === this.#after) return;
    await this.#connection.ask(['CURSOR.SET', this.#cursor, String(this.#after)]);
    this.#kept = this.#after;
  }

  /** The number of the newest event, which the house is told; others begin with the next. */
  async #newest() {
    try {
      return (await this.#connection.ask(['AUDIT.HEAD'])).seq;
    } catch (error) {
      if (error.code === 'NOPERM') return 'now';
      throw error;
    }
  }
}
