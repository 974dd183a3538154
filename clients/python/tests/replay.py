"""Replays a case byte by byte over sockets: what any client may count on."""

import re
import socket

PATIENCE, SILENCE, FAREWELL = 20.0, 0.05, 0.005


class Mismatch(AssertionError):
    pass


class Stream:
    """One connection, read line by line."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received, self.place, self.reply_start = b"", 0, 0
        self.is_resp = self.is_closed = False

    def send(self, data):
        self.reply_start, self.is_resp = self.place, data.startswith(b"*")
        try:
            self.socket.sendall(data)
        except ConnectionError:
            self.is_closed = True

    def more(self, patience=PATIENCE):
        """Whether more bytes came in time."""
        if self.is_closed:
            return False
        self.socket.settimeout(patience)
        try:
            data = self.socket.recv(65536)
        except TimeoutError:
            return False
        except ConnectionError:
            data = b""
        self.is_closed = not data
        self.received += data
        return bool(data)

    def line(self):
        """The next line without its end; None when none comes."""
        while True:
            end = self.received.find(b"\n", self.place)
            if end >= 0:
                line = self.received[self.place:end]
                self.place = end + 1
                return line.removesuffix(b"\r")
            if not self.more():
                return None

    def expect_bytes(self, expected):
        while len(self.received) - self.place < len(expected) and self.more():
            pass
        found = self.received[self.place:self.place + len(expected)]
        require(found == expected, expected, found)
        self.place += len(expected)

    def expect_nothing(self, patience):
        self.more(patience)
        rest = self.received[self.place:]
        require(not rest, b"nothing", rest)

    def expect_closed(self):
        while self.more():
            pass
        require(self.is_closed, b"the end", b"an open connection")
        self.expect_nothing(SILENCE)

    def skip_reply(self):
        if self.is_resp:
            return self.skip_resp()
        while True:
            line = self.line()
            require(line is not None, b"the rest of a reply", line)
            if line[:1] not in (b" ", b"#", b">"):
                return None

    def skip_resp(self):
        while (end := resp_end(self.received, self.reply_start)) is None:
            require(self.more(), b"the rest of a reply", None)
        self.place = end


def require(holds, expected, found):
    if not holds:
        raise Mismatch(f"expected {expected!r}, got {found!r}")


def resp_end(data, start):
    """Where the RESP reply that begins at `start` ends; None where it is not whole."""
    end = data.find(b"\r\n", start)
    if end < 0:
        return None
    kind, head, place = data[start:start + 1], data[start + 1:end], end + 2
    if kind in b"+-:_#,(" or head == b"-1":
        return place
    if kind in b"$=":
        place += int(head) + 2
        return place if place <= len(data) else None
    for _ in range(int(head) * (2 if kind == b"%" else 1)):
        place = resp_end(data, place)
        if place is None:
            return None
    return place


class Replay:
    """One case against a server with an empty store and debug commands."""

    def __init__(self, port):
        self.port, self.streams, self.current, self.named = port, {}, 1, {}

    def run(self, case):
        try:
            self.stream()
            for step in case.steps:
                self.perform(step)
            for number, stream in sorted(self.streams.items()):
                try:
                    stream.expect_nothing(FAREWELL)
                except Mismatch as error:
                    raise Mismatch(f"{case.place} connection {number}, at the end: {error}")
        finally:
            for stream in self.streams.values():
                stream.socket.close()

    def stream(self):
        if self.current not in self.streams:
            self.streams[self.current] = Stream(self.port)
        return self.streams[self.current]

    def perform(self, step):
        self.current = step.connection or self.current
        try:
            self.step(step, self.stream())
        except Mismatch as error:
            raise Mismatch(f"{step.place} {error}") from None

    def filled(self, data):
        for name, value in self.named.items():
            data = data.replace(b"{%s}" % name.encode(), value.encode())
        return data

    def step(self, step, stream):
        match step.kind:
            case "send":
                stream.send(self.filled(step.data) + b"\r\n")
            case "send bytes":
                stream.send(self.filled(step.data))
            case "eof":
                stream.socket.shutdown(socket.SHUT_WR)
            case "line" | "resp line":
                stream.is_resp = step.kind == "resp line"
                line = stream.line()
                require(line == step.data, step.data, line)
            case "match":
                line = stream.line()
                found = line is not None and re.fullmatch(step.data, line.decode())
                require(found, step.data, line)
                self.named |= {k: v for k, v in found.groupdict().items() if v is not None}
            case "bytes":
                stream.expect_bytes(step.data)
            case "rest":
                stream.skip_reply()
            case "silence":
                stream.expect_nothing(SILENCE)
            case "closed":
                stream.expect_closed()
