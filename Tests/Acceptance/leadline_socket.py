"""Raw connections to a Leadline server.

Nothing here knows the Leadline client library: requests are bytes on a socket, and replies are read
by the rules of Protocol/README.md, so that a fault of the client cannot hide one of the server.
"""

import itertools
import json
import re
import socket
from dataclasses import dataclass

ESCAPE = re.compile(rb"\\(x[0-9a-f]{2}|.)")
UNSAFE = re.compile(
    rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
"""Control characters and those that change the direction of text, which TEXT never shows raw."""

PLAIN_ESCAPES = {b"t": b"\t", b"n": b"\n", b"r": b"\r", b"\\": b"\\"}


def unescaped(cell):
    """The text of a TEXT cell; None for null."""
    if cell == rb"\N":
        return None
    if b"\\" in cell:
        cell = ESCAPE.sub(escaped_byte, cell)
    return cell.decode()


def escaped_byte(match):
    code = match[1]
    return bytes.fromhex(code[1:].decode()) if len(code) == 3 else PLAIN_ESCAPES[code]


@dataclass
class Reply:
    """One TEXT reply: the names of the columns, the rows of cells, and the line that ends it."""

    columns: list
    rows: list
    final: str

    @property
    def is_ok(self):
        return not self.final.startswith("-")

    @property
    def next(self):
        found = re.search(r" next=(\S+)", self.final)
        return found[1] if found else None

    def excerpt(self):
        return "; ".join([self.final, *(" ".join(str(c) for c in row) for row in self.rows[:5])])


class Connection:
    """Bytes to and from a server; the two kinds below add what a request and a reply are."""

    def __init__(self, port, timeout=120):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb", buffering=1 << 16)

    def line(self):
        line = self.file.readline()
        if not line.endswith(b"\n"):
            raise ConnectionError(f"the connection ended after {line!r}")
        return line.removesuffix(b"\n").removesuffix(b"\r")

    def send(self, *requests):
        self.socket.sendall(b"".join(map(self.encoded, requests)))

    def ask(self, request):
        self.send(request)
        return self.read()

    def pipeline(self, requests, window=500):
        """Sends all requests, at most `window` of them unanswered; yields the replies in order."""
        requests, unanswered = iter(requests), 0
        while True:
            if unanswered <= window // 2:
                batch = list(itertools.islice(requests, window - unanswered))
                unanswered += len(batch)
                try:
                    self.send(*batch)
                except OSError:  # What was answered before the line broke is still to be read.
                    requests = iter(())
            if unanswered == 0:
                return
            yield self.read()
            unanswered -= 1

    def close(self):
        self.file.close()
        self.socket.close()


class TextConnection(Connection):
    """Typed lines, answered in TEXT."""

    def encoded(self, request):
        return request.encode() + b"\r\n"

    def read(self):
        columns, rows = [], []
        while True:
            line = self.line()
            if line.startswith(b" "):
                rows.append([unescaped(cell) for cell in line[1:].split(b"\t")])
            elif line.startswith(b"#"):
                columns = columns or line[2:].decode().split("\t")
            elif not line.startswith(b">"):
                return Reply(columns, rows, line.decode())

    def sweep(self, request):
        """The rows of all pages of a list."""
        rows, after = [], ""
        while True:
            page = self.ask(f"{request} LIMIT 1000{after}")
            if not page.is_ok:
                raise RuntimeError(f"{request}: {page.final}")
            rows += page.rows
            if not page.next:
                return rows
            after = f" AFTER {page.next}"


class JsonConnection(TextConnection):
    """Typed lines, answered in JSON."""

    def read(self):
        return json.loads(self.line())


class CheckedTextConnection(TextConnection):
    """Typed lines, answered in TEXT that is safe on a terminal."""

    def line(self):
        line = super().line()
        if UNSAFE.search(line):
            raise ValueError(f"an unsafe character in {line[:200]!r}")
        return line


class RespError(str):
    """An error reply of RESP, without its minus sign."""


class RespConnection(Connection):
    """Arrays of bulk strings, answered in RESP 2 or 3."""

    def encoded(self, request):
        parts = [part if isinstance(part, bytes) else part.encode() for part in request]
        head = b"*%d\r\n" % len(parts)
        return head + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)

    def read(self):
        line = self.line()
        kind, rest = line[:1], line[1:]
        if kind == b"+":
            return rest.decode()
        if kind == b"-":
            return RespError(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"_" or rest == b"-1":
            return None
        if kind in (b"$", b"="):
            body = self.file.read(int(rest) + 2)
            if not body.endswith(b"\r\n") or len(body) != int(rest) + 2:
                raise ConnectionError(f"a bulk string of {rest!r} bytes ended early")
            return body[:-2] if kind == b"$" else body[4:-2]
        if kind in (b"*", b"~", b">"):
            return [self.read() for _ in range(int(rest))]
        if kind == b"%":
            return {self.hashable(self.read()): self.read() for _ in range(int(rest))}
        raise ValueError(f"not RESP: {line!r}")

    @staticmethod
    def hashable(value):
        return value if isinstance(value, (str, bytes, int)) else repr(value)


def outcome(reply):
    """A reply of either dialect as one TEXT line."""
    if isinstance(reply, RespError):
        return f"-{reply}"
    if reply is None:
        return "_"
    if isinstance(reply, (str, int)):
        return f"{':' if isinstance(reply, int) else '+'}{reply}"
    return f"={reply.decode()}" if isinstance(reply, bytes) else reply.final
