// A server for a test, and a line to it that can break.

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const binary = process.env.LEADLINE_SERVER ?? path.join(root, '.build/release/leadline-server');

/** Starts a server on a new store and answers its port; it ends with the test. */
export async function startServer(test) {
  return (await start(test, [], 1))[0];
}

/** A server that speaks TLS, too: its port for that, and its own certificate, for `localhost`. */
export async function startSecureServer(test) {
  const directory = temporary(test);
  const [key, certificate] = ['key', 'pem'].map((name) => path.join(directory, `server.${name}`));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1',
    '-nodes', '-days', '2', '-subj', '/CN=server', '-addext', 'subjectAltName=DNS:localhost',
    '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const options = ['--tlscert', certificate, '--tlskey', key, '--tlsport', '0'];
  const [, port] = await start(test, options, 2);
  return { port, ca: fs.readFileSync(certificate) };
}

function temporary(test) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-node-'));
  test.after(() => fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}

/** Starts a server and reads so many ports from what it says. */
async function start(test, options, count) {
  const server = spawn(binary, ['--data', path.join(temporary(test), 'data'), '--port', '0',
    '--durability', 'os', ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
  test.after(() => server.kill('SIGKILL'));
  const ports = [];
  for await (const line of readline.createInterface({ input: server.stdout })) {
    const port = /(?:ready on \S+|TLS .*):(\d+)\b/.exec(line);
    if (port) ports.push(Number(port[1]));
    if (ports.length === count) return ports;
  }
  throw new Error(`${binary} did not become ready`);
}

/** Hands bytes on between clients and the port; `cut` breaks every line, `mute` swallows replies. */
export async function startLine(test, port) {
  const sockets = new Set();
  const line = { isMute: false, cut: () => sockets.forEach((socket) => socket.destroy()) };
  const listener = net.createServer((near) => {
    const far = net.connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => {
      if (line.isMute) line.cut();
      else near.write(bytes);
    });
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    listener.close();
    line.cut();
  });
  line.port = listener.address().port;
  return line;
}
