// Where the server is and who logs in.

import fs from 'node:fs';
import os from 'node:os';

/** The token of a file that only its owner may read, as the command line wants it too. */
function tokenOf(path) {
  const file = fs.openSync(path, 'r');
  try {
    if (fs.fstatSync(file).mode & 0o077 && os.platform() !== 'win32') {
      throw new Error(`others may read ${path}: chmod 600 it`);
    }
    return fs.readFileSync(file, 'utf8').trim();
  } finally {
    fs.closeSync(file);
  }
}

/** The options, with what is not given from the environment, as the command line has it. */
export function settings(options, environment = process.env) {
  const { tokenFile, token, ...rest } = options;
  const text = environment.LEADLINE_PORT;
  const port = rest.port ?? (text === undefined ? (rest.tls ? 5324 : 5323) : Number(text));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new TypeError(`port '${rest.port ?? text}' is no number from 1 to 65535`);
  }
  const file = tokenFile ?? (token === undefined && !environment.LEADLINE_TOKEN
    ? environment.LEADLINE_TOKEN_FILE : undefined);
  return {
    ...rest,
    host: rest.host ?? environment.LEADLINE_HOST ?? '127.0.0.1',
    port,
    user: rest.user ?? environment.LEADLINE_USER ?? 'default',
    token: token ?? (file === undefined ? environment.LEADLINE_TOKEN : tokenOf(file)),
  };
}
