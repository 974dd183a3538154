// Arguments as the words of a request.

import { commands } from './commands.js';

/** One value as one word. Numbers are whole: amounts are text or come from `decimal`. */
export function word(value) {
  if (typeof value === 'string' || value instanceof Uint8Array) return value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return value.toString();
    throw new TypeError(`${value} is no whole number; amounts and rates are text`);
  }
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new TypeError('the date is none');
    return `${value.toISOString().slice(0, 19)}Z`;
  }
  throw new TypeError(`${value === null ? 'null' : typeof value} is no word; '' clears a field`);
}

function isKeywords(value) {
  return typeof value === 'object' && value !== null &&
    Object.getPrototypeOf(value) === Object.prototype;
}

/** What a keyword adds to a request. */
function given(name, kind, value) {
  if (value === undefined || (kind === 'flag' && value === false)) return [];
  if (kind === 'flag') {
    if (value !== true) throw new TypeError(`${name} is given as true or false`);
    return [name];
  }
  if (kind === 'pairs') {
    const pairs = Array.isArray(value) ? [value] : Object.entries(value);
    return pairs.flatMap((pair) => [name, ...pair.map(word)]);
  }
  const values = Array.isArray(value) ? value : [value];
  if (kind === 'one' && values.length !== 1) throw new TypeError(`${name} takes one value`);
  return values.flatMap((each) => [name, word(each)]);
}

/**
 * The words of a request: positional arguments, and keywords as an object behind them.
 *
 * @throws {TypeError} for what cannot be a word, and for keywords that the command has not.
 */
export function request(name, args) {
  const command = commands[name];
  if (!command) throw new TypeError(`there is no command '${name}'`);
  const last = args.at(-1);
  const keywords = isKeywords(last) ? last : {};
  const positional = isKeywords(last) ? args.slice(0, -1) : args;
  const words = [...name.split(' '), ...positional.map(word)];
  for (const [keyword, value] of Object.entries(keywords)) {
    const kind = command.keywords[keyword];
    if (!kind) throw new TypeError(`${name} has no keyword ${keyword}`);
    words.push(...given(keyword, kind, value));
  }
  return words;
}

/** The arguments with one more keyword. */
export function withKeyword(args, keyword, value) {
  const last = args.at(-1);
  return isKeywords(last)
    ? [...args.slice(0, -1), { ...last, [keyword]: value }]
    : [...args, { [keyword]: value }];
}

/** The value of a keyword among the arguments. */
export function keywordOf(args, keyword) {
  const last = args.at(-1);
  return isKeywords(last) ? last[keyword] : undefined;
}
