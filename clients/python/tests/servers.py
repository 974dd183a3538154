"""Servers for tests: each on a store of its own and a free port."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from replay import Stream

ROOT = Path(__file__).resolve().parents[3]
BINARY = Path(os.environ.get("LEADLINE_SERVER") or ROOT / ".build/release/leadline-server")
READY = re.compile(r"Leadline \S+ ready on (\S+):(\d+) ")
SECURE = re.compile(r"TLS on \S+:(\d+)$")
BEGINNING = b"DEBUG CLOCK SET 2026-11-21T17:00:00Z\r\n"


class Server:
    """A server that can be stopped and started again on the same store and port."""

    def __init__(self, *options, port=0, environment=None):
        self.folder = Path(tempfile.mkdtemp(prefix="leadline-clients-"))
        self.options, self.port, self.environment = options, port, environment
        self.process = None

    def start(self):
        command = [str(BINARY), "--data", str(self.folder / "data"), "--port", str(self.port)]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [*command, *self.options], stdout=subprocess.PIPE, stderr=log,
                env={**os.environ, "LEADLINE_BACKUPDIR": str(self.folder / "backups"),
                     **(self.environment or {})})
        line = self.process.stdout.readline().decode()
        ready = READY.match(line)
        if not ready:
            raise RuntimeError(f"no ready line but {line!r}: {(self.folder / 'log').read_text()}")
        self.port = int(ready[2])
        if "--tlscert" in self.options:
            self.tls_port = int(SECURE.match(self.process.stdout.readline().decode())[1])
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def close(self):
        if self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def server(*options, **keywords):
    """A running server, gone at the end."""
    running = Server(*options, **keywords)
    try:
        yield running.start()
    finally:
        running.close()


@contextlib.contextmanager
def at_the_beginning():
    """A server as every case of the vectors begins with it: empty, its clock standing."""
    # The vectors are about answers: what a commit waits for is not their matter.
    with server("--enable-debug-commands", "--durability", "os") as running:
        stream = Stream(running.port)
        stream.send(BEGINNING)
        if stream.line() != b"+OK":
            raise RuntimeError("the clock cannot be set")
        stream.socket.close()
        yield running
