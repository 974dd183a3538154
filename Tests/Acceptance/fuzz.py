#!/usr/bin/env python3
"""Random and mutated bytes in four dialects, from clients that half-close, reset or go silent.

Afterwards the server must answer, hold no connection but ours, have stayed small, and be sound.
Many conversations are strict: each request must get exactly one well-formed reply, in order.
"""

import collections
import json
import random
import socket
import struct
import threading
import time

import fuzz_input
from leadline_server import PACKAGE_ROOT, Checks, Server, arguments
from leadline_socket import (
    CheckedTextConnection, JsonConnection, RespConnection, TextConnection)

OPENINGS = {
    "TEXT": b"", "JSON": b"FORMAT JSON\r\n",
    "RESP2": fuzz_input.array([b"HELLO", b"2"]), "RESP3": fuzz_input.array([b"HELLO", b"3"]),
}
PATIENCE = 30
CONNECTIONS = {
    "TEXT": CheckedTextConnection, "JSON": JsonConnection,
    "RESP2": RespConnection, "RESP3": RespConnection,
}


class Fuzzer(threading.Thread):
    """One client after the other, each with bytes of its own, until the time is over."""

    def __init__(self, run, number):
        super().__init__()
        self.run_, self.number = run, number
        self.rng = random.Random(f"{run.options.seed}-{number}")
        self.counts, self.faults = collections.Counter(), []

    def run(self):
        while time.monotonic() < self.run_.deadline and not self.faults:
            dialect = self.rng.choice(list(OPENINGS))
            conversation = self.rng.choice(
                [self.strict] * 3 + [self.half_closed] * 3 + [self.reset, self.slow, self.deaf])
            self.counts[dialect] += 1
            self.counts[conversation.__name__] += 1
            self.last = b""
            try:
                conversation(dialect)
            except (TimeoutError, ValueError, LookupError) as error:
                self.fault(conversation, dialect, repr(error))
            except OSError as error:
                if not self.may_break(conversation) or not self.run_.server.is_running:
                    self.fault(conversation, dialect, repr(error))

    def may_break(self, conversation):
        """Whether a connection may be reset: by our own doing, or because it spoke HTTP or TLS."""
        if conversation in (self.strict, self.half_closed):
            return fuzz_input.FOREIGN.search(self.last) is not None
        return True

    def fault(self, conversation, dialect, what):
        self.faults.append(f"{conversation.__name__} {dialect}: {what}; sent {self.last[:3000]!r}")

    def strict(self, dialect):
        connection = CONNECTIONS[dialect](self.run_.server.port, timeout=PATIENCE)
        connection.socket.sendall(OPENINGS[dialect])
        if OPENINGS[dialect]:
            connection.read()
        is_array = dialect.startswith("RESP")
        requests = fuzz_input.countable(self.rng, self.run_.lines, is_array)
        for request in requests:
            self.last = request
            connection.socket.sendall(request)
            connection.read()
            self.counts["requests answered"] += 1
        self.last = b"".join(requests)
        end = b"end-%d" % self.rng.randrange(1 << 30)
        echo = fuzz_input.array([b"ECHO", end]) if is_array else b"ECHO " + end + b"\r\n"
        connection.socket.sendall(self.last + echo)
        replies = [connection.read() for _ in range(len(requests) + 1)]
        if end.decode() not in str(replies[-1]):
            raise ValueError(f"the last reply is not that of ECHO {end}: {replies[-1]!r}")
        connection.close()

    def opened(self, dialect):
        raw = socket.create_connection(("127.0.0.1", self.run_.server.port), timeout=PATIENCE)
        raw.sendall(OPENINGS[dialect])
        self.last = fuzz_input.wild(self.rng, self.run_.lines, dialect.startswith("RESP"))
        return raw

    def half_closed(self, dialect):
        with self.opened(dialect) as raw:
            raw.sendall(self.last)
            raw.shutdown(socket.SHUT_WR)
            while raw.recv(1 << 16):
                pass

    def reset(self, dialect):
        with self.opened(dialect) as raw:
            raw.sendall(self.last)
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def slow(self, dialect):
        with self.opened(dialect) as raw:
            for byte in self.last[:150]:
                raw.sendall(bytes([byte]))
                time.sleep(0.002)

    def deaf(self, dialect):
        """Asks for much and reads nothing."""
        with self.opened(dialect) as raw:
            raw.settimeout(0.5)
            raw.sendall(b"COMMAND DOCS\r\n" * self.rng.randrange(200) + self.last)
            time.sleep(self.rng.random())


class FuzzRun:
    """The server, the fuzzers, a few silent clients, and a probe that must always be answered."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
        self.lines = fuzz_input.corpus(PACKAGE_ROOT / "Protocol/vectors")
        self.server = Server(options.server).start()
        self.sizes, self.worst = [self.server.resident_mib()], 0.0

    def probe(self):
        """One PING on a new connection; remembers how long it took and how large the server is."""
        started = time.monotonic()
        connection = TextConnection(self.server.port, timeout=PATIENCE)
        answered = connection.ask("PING").final == "+PONG"
        connection.close()
        self.worst = max(self.worst, time.monotonic() - started)
        self.sizes.append(self.server.resident_mib())
        return answered

    def fuzz(self):
        fuzzers = [Fuzzer(self, number) for number in range(8)]
        self.deadline = time.monotonic() + self.options.seconds
        silent = [socket.create_connection(("127.0.0.1", self.server.port)) for _ in range(20)]
        for fuzzer in fuzzers:
            fuzzer.start()
        answered = True
        while time.monotonic() < self.deadline and self.server.is_running and answered:
            answered = self.probe()
            time.sleep(0.2)
        for fuzzer in fuzzers:
            fuzzer.join()
        for client in silent:
            client.close()
        self.checks.check("PING was answered all the time", answered, f"worst {self.worst:.3f} s")
        counts = sum((fuzzer.counts for fuzzer in fuzzers), collections.Counter())
        self.checks.note(", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
        faults = sum((fuzzer.faults for fuzzer in fuzzers), [])
        self.checks.check("no conversation hung or went wrong", not faults, "\n".join(faults))
        every = all(counts[name] > 0 for name in [*OPENINGS, "strict", "half_closed", "reset"])
        self.checks.check("every dialect and kind of client had its turn", every)

    def judge(self):
        runs = self.server.is_running
        if not self.checks.check("the server runs", runs, "" if runs else self.server.log_tail()):
            return
        desk = TextConnection(self.server.port)
        self.checks.check("PING is answered", desk.ask("PING").final == "+PONG")
        self.checks.check("connected_clients is back to one", *self.left_alone(desk))
        self.sizes.append(self.server.resident_mib())
        first, most, now = self.sizes[0], max(self.sizes), self.sizes[-1]
        sizes = f"{first:.0f} MiB at first, {most:.0f} at most, {now:.0f} now"
        limit = self.options.rss_limit_mib
        self.checks.check(f"resident below {limit:g} MiB", most < limit, sizes)
        self.checks.sound(desk, "after the fuzzing")

    def left_alone(self, desk):
        """Whether only our connection is left, waiting a little for the others to be noticed."""
        for _ in range(100):
            lines = [row[0] for row in desk.ask("INFO clients").rows]
            count = next(line for line in lines if line.startswith("connected_clients:"))
            if count == "connected_clients:1":
                return True, count
            time.sleep(0.2)
        return False, count

    def run(self):
        self.checks.note(f"seed {self.options.seed}, {len(self.lines)} requests from the vectors")
        self.fuzz()
        self.judge()
        self.checks.finish(self.server)


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rss-limit-mib", type=float, default=300)
    FuzzRun(parser.parse_args()).run()


if __name__ == "__main__":
    main()
