#!/usr/bin/env python3
"""Mixed load for a long time, with clients that die, that do not read, and restarts; then: is it flat?

What is measured once a second: memory, open files, bytes on the disk for each event, open iterators,
and how long a PING and a write take beside everything else. The first third warms up and holds the
restarts; the rest goes on in one process, and its second half is compared with its first.
"""

import random
import socket
import statistics
import struct
import threading
import time
from pathlib import Path

from leadline_server import Checks, Server, arguments, gather_little
from leadline_socket import TextConnection

WORKERS, LEADS = 8, 400
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER that makes closing a connection a reset."""


class Worker(threading.Thread):
    """Goes on with leads of its own, and comes again when its connection breaks."""

    def __init__(self, soak, number, work):
        super().__init__(daemon=True)
        self.soak, self.number, self.work = soak, number, work
        self.rng = random.Random(soak.rng.random())
        self.done, self.complaints = 0, []

    def run(self):
        while not self.soak.is_over.is_set():
            try:
                connection = TextConnection(self.soak.server.port, timeout=30)
                while not self.soak.is_over.is_set():
                    self.work(self, connection)
                    self.done += 1
                connection.close()
            except OSError:
                time.sleep(0.1)

    def expect(self, reply):
        allowed = ("+", ":", "=", "_", "-BADSTATE", "-EXISTS", "-SHUTDOWN", "-TRYAGAIN")
        if not reply.final.startswith(allowed):
            self.complaints.append(reply.final)


def write(worker, connection):
    """One step of some lead, drawn without knowing its state."""
    id = f"L{worker.rng.randrange(LEADS) + 1}"
    line = worker.rng.choice((
        f'LEAD.SET {id} TITLE "title {worker.rng.random()}"', f"ASSIGN {id} P1", f"RELEASE {id}",
        f"ACCEPT {id}", f"STATUS {id} contacted", f"STATUS {id} won VALUE 10",
        f"REOPEN {id} REASON again", f"UNASSIGN {id} REASON wrong"))
    worker.expect(connection.ask(line))


def read(worker, connection):
    """A list, a search, a report or a record."""
    id = f"L{worker.rng.randrange(LEADS) + 1}"
    line = worker.rng.choice((
        f"LEAD.GET {id}", f"LEAD.GET {id}", f"HISTORY {id}", "LEAD.LIST STATUS open", "QUEUE",
        "LEAD.FIND lead", "REPORT FUNNEL", "EVENTS AFTER 0", "INFO", "TODO"))
    worker.expect(connection.ask(line))
    time.sleep(0.002)


def die(worker, connection):
    """A client that goes away in the middle of something."""
    dying = TextConnection(worker.soak.server.port)
    dying.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    dying.send("LEAD.LIST", "LEAD.LIST LIMIT 1000")
    dying.socket.sendall(b"LEAD.SET L1 TIT")
    dying.close()
    time.sleep(0.05)


def gape(worker, connection):
    """A client that asks for much and does not read for a while."""
    slow = TextConnection(worker.soak.server.port)
    slow.send(*["LEAD.LIST LIMIT 1000"] * 20)
    time.sleep(3)
    slow.close()


class Soak:
    """The load, the samples, the judgement."""

    def __init__(self, options):
        self.options, self.checks, self.rng = options, Checks(), random.Random(options.seed)
        self.server = Server(options.server)
        # Each restart empties the cache of blocks; a short run has no time to fill the usual 64 MiB.
        cache = {} if options.minutes >= 10 else {"blockcache": 8 << 20}
        gather_little(self.server, 1 << 20, **cache)
        self.is_over = threading.Event()
        self.samples = []

    def set_up(self):
        desk = TextConnection(self.server.start().port)
        desk.ask("PARTNER.NEW NAME one")
        lines = [f'LEAD.NEW EMAIL s@soak{n}.example NAME "Lead {n}" SERVICE payroll'
                 for n in range(LEADS)]
        for reply in desk.pipeline(lines):
            self.checks.failed += not reply.is_ok
        desk.close()

    def sample(self, connection):
        """What the server uses now."""
        pid = self.server.process.pid
        started = time.monotonic()
        connection.ask("PING")
        pinged = time.monotonic()
        connection.ask(f'LEAD.SET L1 TITLE "sample {started}"')
        wrote = time.monotonic()
        told = dict(line.split(":", 1) for line in info(connection).splitlines() if ":" in line)
        events = int(dict(connection.ask("AUDIT.HEAD").rows)["seq"])
        files = [file.stat().st_size for file in self.server.data.iterdir() if file.exists()]
        return {
            "memory MiB": self.server.resident_mib(),
            "files": len(list(Path(f"/proc/{pid}/fd").iterdir())),
            "bytes per event": sum(files) / events,
            "iterators": int(told["open_iterators"]),
            "ping ms": 1000 * (pinged - started), "write ms": 1000 * (wrote - pinged)}

    def watch(self, seconds):
        """Samples for so long."""
        connection = TextConnection(self.server.port)
        until, samples = time.monotonic() + seconds, []
        while time.monotonic() < until:
            try:
                samples.append(self.sample(connection))
            except FileNotFoundError:
                pass  # A table that was just compacted away.
            time.sleep(min(1, seconds / 20))
        connection.close()
        return samples

    def restart(self, is_kill):
        if is_kill:
            self.server.kill()
        else:
            self.checks.check("a stop under load is in order", self.server.stop() == 0)
        self.server.start()

    def compare(self, first, second):
        """The second half must not use more than the first, beyond what is noise."""
        for name in first[0]:
            before = statistics.median(sample[name] for sample in first)
            after = statistics.median(sample[name] for sample in second)
            bound = {"memory MiB": 1.15 * before + 8, "files": before + 12,
                     "bytes per event": 1.3 * before + 100, "iterators": before + 4,
                     "ping ms": 2 * before + 5, "write ms": 2 * before + 10}[name]
            self.checks.check(f"{name} stays flat", after <= bound,
                              f"{before:.2f}, then {after:.2f}; at most {bound:.2f}")

    def run(self):
        self.checks.note(f"seed {self.options.seed}, {self.options.minutes:g} minutes")
        self.set_up()
        before = len(list(Path(f"/proc/{self.server.process.pid}/fd").iterdir()))
        kinds = [write] * WORKERS + [read] * WORKERS + [die, gape, gape]
        workers = [Worker(self, number, work) for number, work in enumerate(kinds)]
        for worker in workers:
            worker.start()
        part = 60 * self.options.minutes / 6
        for is_kill in (False, True):
            self.watch(part)
            self.restart(is_kill)
        # The caches of the new process fill.
        self.watch(part)
        first, second = self.watch(1.5 * part), self.watch(1.5 * part)
        self.is_over.set()
        for worker in workers:
            worker.join(timeout=60)
        wrong = sum((worker.complaints for worker in workers), [])
        asked = sum(worker.done for worker in workers)
        self.checks.check("every reply is one that may be given", not wrong,
                          f"{asked} requests, {asked / (60 * self.options.minutes):.0f} a second "
                          f"{wrong[:3]}")
        self.compare(first, second)
        self.settle(before)

    def settle(self, before):
        """When everybody has left, files and iterators are given back."""
        time.sleep(3)
        connection = TextConnection(self.server.port)
        last = self.sample(connection)
        self.checks.check("files are closed when everybody has left",
                          last["files"] <= before + 12, f"{before} at first, now {last['files']}")
        self.checks.check("no iterator is left open", last["iterators"] <= 1)
        self.checks.sound(connection, "at the end")
        connection.close()
        self.checks.finish(self.server)


def info(connection):
    """INFO's text, which TEXT shows as lines."""
    return "\n".join(row[0] for row in connection.ask("INFO everything").rows)


# Guarantee G8: neither clients that die nor those that do not read make it grow.
def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=0.6)
    Soak(parser.parse_args()).run()


if __name__ == "__main__":
    main()
