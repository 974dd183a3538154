"""What every acceptance run shares: its options, a server process, and lines of checks."""

import argparse
import atexit
import json
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
SOUND_SECONDS = 1200
READY = re.compile(r"Leadline \S+ ready on (\S+):(\d+) ")


def arguments(description):
    """The options that every run takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--server", default=PACKAGE_ROOT / ".build/release/leadline-server")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    return parser


class Checks:
    """One printed line for each check; remembers whether one failed."""

    def __init__(self):
        self.failed = 0

    def note(self, text):
        print(f"     {text}", flush=True)

    def check(self, name, holds, detail=""):
        self.failed += not holds
        print(f"{'ok  ' if holds else 'FAIL'} {name}{': ' if detail else ''}{detail}", flush=True)
        return holds

    def sound(self, connection, when):
        """The store's own judgement: CHECK DEEP is empty, the chain of events whole."""
        # A large store takes a while to be looked through, the more beside other work.
        connection.socket.settimeout(SOUND_SECONDS)
        deep = connection.ask("CHECK DEEP")
        self.check(f"CHECK DEEP {when}", deep.final == "+OK 0", deep.excerpt())
        audit = connection.ask("AUDIT.VERIFY")
        found = dict(audit.rows) if audit.is_ok else {}
        whole = audit.is_ok and found.get("broken_at", "") is None
        self.check(f"AUDIT.VERIFY {when}", whole, f"{found.get('events', audit.final)} events")
        return int(found.get("events") or 0)

    def finish(self, server):
        """Stops the server and ends the run; a store that something was wrong with is kept."""
        if server.is_running:
            self.check("SIGTERM ends the server in order", server.stop() == 0)
        if self.failed:
            self.note(f"the store and the log are kept in {server.directory}")
            print(f"{self.failed} checks FAILED", flush=True)
            sys.exit(1)
        shutil.rmtree(server.directory)
        print("all checks hold", flush=True)


def gather_little(server, size=64 << 10, **others):
    """Has the server write what it gathers in memory to tables early, so that it compacts often.

    `others` are settings that the server is to have besides.
    """
    settings = server.directory / "settings.json"
    settings.write_text(json.dumps({"writebuffer": size} | others))
    server.command += ["--config", str(settings)]


def strace_is_allowed():
    """Whether strace is there and may trace: some containers forbid it."""
    try:
        return subprocess.run(["strace", "-D", "-qq", "-o", "/dev/null", "true"]).returncode == 0
    except FileNotFoundError:
        return False


class RefusedStart(RuntimeError):
    """A server that ended before it was ready."""


class Server:
    """A server on a directory of its own; `start` may be called again after `kill`.

    The data is in that directory, unless `data` says where; the log always is.
    """

    def __init__(self, binary, *options, data=None):
        self.directory = Path(tempfile.mkdtemp(prefix="leadline-acceptance-"))
        self.data = Path(data or self.directory / "data")
        self.command = [str(binary), "--data", str(self.data), "--port", "0", *options]
        self.process, self.port, self.secure = None, None, None

    def spawn(self, *wrapper, **how):
        """Begins a server, `wrapper` in front of its command, without waiting until it is ready."""
        with open(self.directory / "log", "ab") as log:
            how = {"stdout": subprocess.PIPE, "stderr": log} | how
            self.process = subprocess.Popen([*wrapper, *self.command], **how)
        atexit.register(self.process.kill)

    def start(self, *wrapper, **how):
        self.secure = None
        self.spawn(*wrapper, **how)
        line = self.process.stdout.readline().decode()
        ready = READY.match(line)
        if not ready:
            self.process.wait()
            raise RefusedStart(f"no ready line but {line!r}; the log ends: {self.log_tail()}")
        self.port = int(ready[2])
        return self

    def tls_port(self):
        """The port for TLS, which the line after the ready line tells."""
        if self.secure is None:
            self.secure = int(self.process.stdout.readline().decode().rpartition(":")[2])
        return self.secure

    def log_tail(self):
        return (self.directory / "log").read_text(errors="replace")[-600:]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        """Ends the server as an operator would; the exit code, or -9 where it had to be killed."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.kill()
            return -9

    @property
    def is_running(self):
        return self.process.poll() is None

    def resident_mib(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024
