// Commands that happen whole or not at all.

import { commands } from './commands.js';
import { ErrorReply } from './decoder.js';
import { BlockError, LeadlineError } from './errors.js';
import { shaped } from './shapes.js';
import { request } from './words.js';

/** How many of a block's creations can be named. */
const REFERENCES = 9;

/** Collects the commands of a block. */
export class Block {
  names = [];
  requests = [];

  /**
   * Queues a command.
   *
   * @returns what names its creation in the commands behind it, `$1` to `$9`; null from the tenth on.
   */
  run(name, ...args) {
    this.requests.push(request(name, args));
    this.names.push(name);
    return this.names.length <= REFERENCES ? `$${this.names.length}` : null;
  }
}

/** Sends a block in one piece and answers the values of its commands. */
export async function execute(connection, block) {
  const sent = [['MULTI'], ...block.requests, ['EXEC']].map((words) => connection.send(words));
  const answers = await Promise.all(sent);
  const reply = answers.at(-1);
  if (reply instanceof ErrorReply) {
    const at = answers.findIndex((answer) => answer instanceof ErrorReply);
    const refused = at > 0 && at <= block.names.length ? answers[at] : reply;
    throw new LeadlineError(refused.text, block.names[at - 1] ?? 'EXEC');
  }
  const values = reply.map((each, index) => each instanceof ErrorReply
    ? new LeadlineError(each.text, block.names[index])
    : shaped(commands[block.names[index]].shape, each));
  const cause = values.find((each, index) => each instanceof LeadlineError &&
    each.code !== 'ABORTED' && commands[block.names[index]].kind === 'write');
  if (cause) throw new BlockError(cause, values);
  return values;
}
