#!/usr/bin/env python3
"""Replays Protocol/vectors through a client: what the client makes of each reply is compared.

usage: replay.py [--server BIN] [--only FILE] [-v] DRIVER [ARGUMENT …]

DRIVER is a program on top of the client (clients/README.md has its few lines of protocol). Every
case is played against a server of its own, on a new and empty store, whose clock stands. A client
that speaks RESP3 gets the words of each request, and what it has read is rendered as TEXT here; one
that speaks TEXT gets the same words and hands over the lines. Cases of nothing but bytes, or of
another dialect than the client's, are left out, and counted.
"""

import argparse
import base64
import collections
import json
import re
import subprocess
import sys
from pathlib import Path

from rendering import UNKNOWN_HEADER, Rendering, block, push
from servers import ServerPool
from vectors import Unsplittable, read, split

ROOT = Path(__file__).resolve().parents[2]
CLOCK = "DEBUG CLOCK SET 2026-11-21T17:00:00Z"
PATIENCE_MS, SILENCE_MS, FAREWELL_MS = 10_000, 50, 2

OTHER_DIALECTS = {
    "text": {"FORMAT", "HELLO"},
    "resp": {"FORMAT", "HELLO", "RESET", "MONITOR", "SUBSCRIBE", "PSUBSCRIBE", "UNSUBSCRIBE",
             "PUNSUBSCRIBE"},
}
"""What changes how a connection speaks, and in RESP3 what is answered by pushes."""


BYTES_ONLY = {"framing.txt"}
"""Files about bytes, whose cases hardly ever make sense as words."""

LINES_ONLY = {
    ("attach.txt", "mistakes"): "only on a line is content base64, which can be wrong",
    ("client.txt", "every connection has its line, the longest connected first"):
        "tells of the protocol that a connection speaks",
}
"""Cases whose replies are others in an array of RESP3."""


class Mismatch(Exception):
    """What came is not what the vector has."""


class Driver:
    """The client's process: one line there for each request, one line back for each reading."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.dialect = self.process.stdout.readline().removeprefix("dialect ").strip()
        if self.dialect not in ("resp", "text"):
            sys.exit(f"{command}: said no dialect")

    def tell(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")

    def send(self, connection, words):
        self.tell("send", connection, *(word.hex() or "-" for word in words))

    def read(self, connection, milliseconds):
        self.tell("read", connection, milliseconds)
        line = self.process.stdout.readline()
        if not line:
            sys.exit("the driver ended")
        return json.loads(line)

    def finish(self):
        self.process.stdin.close()
        return self.process.wait(timeout=10)


class Catalogue:
    """The reply of each command, from Protocol/commands.json."""

    def __init__(self):
        commands = json.loads((ROOT / "Protocol/commands.json").read_text())["commands"]
        self.shapes = {each["name"]: each["reply"]["shape"] for each in commands}

    def command(self, words):
        """The command's name, of one word or two."""
        name = words[0].decode(errors="replace").upper()
        pair = f"{name} {words[1].decode(errors='replace').upper()}" if len(words) > 1 else name
        return pair if pair in self.shapes else name

    def rendering(self, name):
        return Rendering(name, self.shapes.get(name, "any"))


class Connection:
    """One connection of a case: what was asked on it, and the lines not yet compared."""

    def __init__(self, number, driver, catalogue):
        self.number, self.driver, self.catalogue = number, driver, catalogue
        self.asked, self.lines = collections.deque(), collections.deque()
        self.queued = None
        self.greet = driver.dialect == "resp"

    def open(self, port):
        self.driver.tell("open", self.number, port)
        self.hello()

    def hello(self):
        """RESP3 from the start; on a server that wants a login first, right after that."""
        if self.greet:
            self.driver.send(self.number, [b"HELLO", b"3"])
            kind, value = self.driver.read(self.number, PATIENCE_MS)
            self.greet = kind == "error" and value.startswith("NOAUTH")

    def send(self, words):
        name = self.catalogue.command(words)
        if self.driver.dialect == "resp" and name == "ATTACH":
            words = [raw_content(word, before) for before, word in zip([b"", *words], words)]
        self.asked.append(name)
        self.driver.send(self.number, words)

    def line(self, milliseconds=PATIENCE_MS):
        """The next line; None when none came, False when the connection has ended."""
        if not self.lines:
            kind, value = self.driver.read(self.number, milliseconds)
            if kind in ("none", "closed"):
                return None if kind == "none" else False
            self.lines.extend(self.rendered(kind, value))
        return self.lines.popleft()

    def rendered(self, kind, value):
        if kind == "line":
            return [bytes.fromhex(value).decode(errors="surrogateescape")]
        if kind == "said":
            return [value]
        if kind == "push":
            return [push(value)]
        if not self.asked:
            raise Mismatch(f"a reply to nothing: {kind} {value}")
        name = self.asked.popleft()
        lines = self.answered(name, (kind, value))
        if name == "AUTH" and kind == "status":
            self.hello()
        return lines

    def answered(self, name, reply):
        """The lines of a reply; keeps account of what a block has queued."""
        if name == "EXEC" and self.queued is not None:
            queued, self.queued = self.queued, None
            return block(queued, reply)
        if name == "MULTI" and reply[0] == "status":
            self.queued = []
        elif name == "DISCARD":
            self.queued = None
        elif reply == ("status", "QUEUED"):
            self.queued.append(self.catalogue.rendering(name))
        return self.catalogue.rendering(name).lines(reply)

    def skip(self):
        """Reads to the end of the reply that was begun."""
        while True:
            line = self.line()
            if line is None or line is False:
                raise Mismatch("the rest of a reply did not come")
            if line[:1] not in (" ", "#", ">"):
                return


def raw_content(word, keyword):
    """In an array DATA is the bytes themselves, on a line base64."""
    try:
        return base64.b64decode(word, validate=True) if keyword.upper() == b"DATA" else word
    except ValueError:
        return word


class Play:
    """One case on one server."""

    def __init__(self, case, driver, catalogue, port):
        self.case, self.driver, self.catalogue, self.port = case, driver, catalogue, port
        self.connections, self.current, self.remembered = {}, 1, {}

    def run(self):
        self.connection(0).send(split(CLOCK.encode()))
        if self.connection(0).line() != "+OK":
            raise Mismatch("the clock cannot be set")
        self.driver.tell("close", 0)
        del self.connections[0]
        self.connection(1)
        for step in self.case.steps:
            self.current = step.connection or self.current
            try:
                self.perform(step, self.connection(self.current))
            except Mismatch as mismatch:
                raise Mismatch(f"{self.case.file}:{step.line}: {mismatch}") from None
        for number, connection in self.connections.items():
            left = connection.line(FAREWELL_MS)
            if left:
                raise Mismatch(f"{self.case}: connection {number} has more at the end: {left!r}")

    def connection(self, number):
        if number not in self.connections:
            self.connections[number] = Connection(number, self.driver, self.catalogue)
            self.connections[number].open(self.port)
        return self.connections[number]

    def perform(self, step, connection):
        if step.kind == "send":
            connection.send(split(self.filled(step.text)))
        elif step.kind == "exactly":
            self.expect(connection.line(), step.text.decode())
        elif step.kind == "matching":
            self.match(connection.line(), step.text.decode())
        elif step.kind == "anything":
            connection.skip()
        elif step.kind == "silence" and connection.line(SILENCE_MS):
            raise Mismatch("something came where nothing was to come")
        elif step.kind == "closed" and connection.line() is not False:
            raise Mismatch("the connection is still open")

    @staticmethod
    def expect(line, expected):
        if line == UNKNOWN_HEADER and expected.startswith("# "):
            return
        if line != expected:
            raise Mismatch(f"expected {expected!r}, got {line!r}")

    def match(self, line, pattern):
        found = re.fullmatch(pattern.replace("(?<", "(?P<"), line) if line else None
        if not found and line != UNKNOWN_HEADER:
            raise Mismatch(f"expected /{pattern}/, got {line!r}")
        if found:
            self.remembered |= found.groupdict()

    def filled(self, text):
        for name, value in self.remembered.items():
            text = text.replace(b"{%s}" % name.encode(), value.encode())
        return text


def reason_to_leave_out(case, dialect):
    """Why a client that sends words and reads replies cannot play the case; None when it can."""
    if case.file in BYTES_ONLY:
        return "bytes"
    if dialect == "resp" and (case.file, case.name) in LINES_ONLY:
        return "another dialect"
    for step in case.steps:
        if step.kind == "bytes":
            return "bytes"
        if step.kind != "send":
            continue
        try:
            words = split(step.text)
        except Unsplittable:
            return "bytes"
        if not words or words[0].startswith(b"#"):
            return "bytes"
        if words[0].decode(errors="replace").upper() in OTHER_DIALECTS[dialect]:
            return "another dialect"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", default=ROOT / ".build/release/leadline-server")
    parser.add_argument("--only", help="one file of vectors, without its ending")
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("driver", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    driver, catalogue = Driver(options.driver), Catalogue()
    played, left_out, failed = 0, collections.Counter(), []
    with ServerPool(options.server) as servers:
        for path in sorted((ROOT / "Protocol/vectors").glob(f"{options.only or '*'}.txt")):
            for case in read(path):
                reason = reason_to_leave_out(case, driver.dialect)
                if reason:
                    left_out[reason] += 1
                    continue
                if options.verbose:
                    print(case, flush=True)
                with servers.one() as port:
                    try:
                        Play(case, driver, catalogue, port).run()
                        played += 1
                    except Mismatch as mismatch:
                        failed.append(str(mismatch))
                        print(f"FAIL {case.name}\n     {mismatch}", flush=True)
                    driver.tell("reset")
    status = driver.finish()
    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(left_out.items()))
    print(f"{played} cases held, {len(failed)} failed; left out: {reasons or 'none'}")
    sys.exit(1 if failed or status or not played else 0)


if __name__ == "__main__":
    main()
