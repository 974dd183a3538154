// What a request can fail with.

/** A reply `-CODE message`. Branch on `code`; the message is for people and may change. */
export class LeadlineError extends Error {
  constructor(text, command) {
    const space = text.indexOf(' ');
    const code = space < 0 ? text : text.slice(0, space);
    const message = space < 0 ? '' : text.slice(space + 1);
    super(`${code} ${message}`);
    this.name = 'LeadlineError';
    this.code = code;
    this.command = command;
    this.detail = message;
  }

  /** The field at fault; null where no single one is. */
  get field() {
    return this.code === 'INVALID' ? this.detail.split(':', 1)[0] : null;
  }

  /** The id of what is in the way; null where the caller may not know it. */
  get id() {
    const word = this.detail.split(' ', 1)[0];
    return /^(EXISTS|CONFLICT)$/.test(this.code) && /^[A-Z]+\d+$/.test(word) ? word : null;
  }
}

/** A block that was undone: `replies` has the value or error of each command. */
export class BlockError extends LeadlineError {
  constructor(cause, replies) {
    super(`${cause.code} ${cause.detail}`, cause.command);
    this.name = 'BlockError';
    this.replies = replies;
  }
}

/** There is no connection any more; whether the request was carried out is not known. */
export class ConnectionLost extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = 'ConnectionLost';
    this.code = 'LOST';
  }
}
