"""Servers on new and empty stores, started ahead of their use."""

import contextlib
import os
import queue
import re
import shutil
import subprocess
import tempfile
import threading

READY = re.compile(r"Leadline \S+ ready on \S+:(\d+) ")
AHEAD = 2
"""How many servers stand ready: starting one takes longer than most cases."""


class Server:
    """One server on a directory of its own, which goes with it."""

    def __init__(self, binary):
        self.directory = tempfile.mkdtemp(prefix="leadline-replay-")
        # Nothing here is to outlive the machine, so no commit waits for the disk.
        command = [str(binary), "--data", f"{self.directory}/data", "--port", "0",
                   "--enable-debug-commands", "--durability", "os"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, "LEADLINE_BACKUPDIR": f"{self.directory}/backups"})
        ready = READY.match(self.process.stdout.readline())
        if not ready:
            self.end()
            raise RuntimeError(f"{binary} did not become ready")
        self.port = int(ready[1])

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.directory, ignore_errors=True)


class ServerPool:
    """Hands out one fresh server after another."""

    def __init__(self, binary):
        self.binary, self.ready, self.stopping = binary, queue.Queue(AHEAD), threading.Event()
        self.starter = threading.Thread(target=self.keep_ready)

    def keep_ready(self):
        while not self.stopping.is_set():
            try:
                server = Server(self.binary)
            except (OSError, RuntimeError) as fault:
                self.ready.put(fault)
                return
            self.ready.put(server)

    @contextlib.contextmanager
    def one(self):
        server = self.ready.get()
        if isinstance(server, Exception):
            raise server
        try:
            yield server.port
        finally:
            server.end()

    def __enter__(self):
        self.starter.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        while self.starter.is_alive() or not self.ready.empty():
            with contextlib.suppress(queue.Empty):
                server = self.ready.get(timeout=0.1)
                if isinstance(server, Server):
                    server.end()
        self.starter.join()
