export { Leadline } from './client.js';
export { codes, commands, eventTypes } from './commands.js';
export { BlockError, ConnectionLost, LeadlineError } from './errors.js';
export { decimal, minor } from './money.js';
