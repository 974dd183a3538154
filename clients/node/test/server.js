// A server for a test, and a line to it that can break.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const binary = process.env.LEADLINE_SERVER ?? path.join(root, '.build/release/leadline-server');

/** Starts a server on a new store; it ends with the test. */
export async function startServer(test) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-node-'));
  const server = spawn(binary, ['--data', path.join(directory, 'data'), '--port', '0',
    '--durability', 'os'], { stdio: ['ignore', 'pipe', 'ignore'] });
  test.after(async () => {
    server.kill('SIGKILL');
    fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  });
  for await (const line of readline.createInterface({ input: server.stdout })) {
    const ready = /ready on (\S+):(\d+) /.exec(line);
    if (ready) return Number(ready[2]);
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
