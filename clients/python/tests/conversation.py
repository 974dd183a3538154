"""A case of the vectors held as a conversation through the client."""

import re

from replay import Mismatch
from spoken import SpokenClient, call, declaration, said
from vectors import split

import generate

OF_TYPED_LINES = generate.kinds.OF_CONNECTIONS - {"AUTH", "MULTI", "EXEC", "DISCARD"}
HIGH = re.compile(rb"\\x[89a-fA-F]")
"""A byte in a line that begins no character of one byte."""
OF_A_BLOCK = r' \{"ok":'
EXPECTED = ("line", "match", "rest")


def is_speakable(case):
    """Whether a client with its own protocol and pool can hold it.

    Not those about bytes and dialects, about what a connection hears unasked, or about itself.
    """
    steps = case.steps
    for index, step in enumerate(steps):
        if step.kind not in ("send", "turn", *EXPECTED):
            return False
        if step.kind != "send":
            continue
        if index + 1 == len(steps) or steps[index + 1].kind not in EXPECTED:
            return False
        try:
            words = split(step.data.decode())
            call(words)
        except (UnicodeDecodeError, ValueError):
            return False
        command, _ = declaration(words)
        if not words or words[0].startswith("#") or HIGH.search(step.data) or command and (
                command["name"] == "AUTH" and len(words) > 2 or
                command["name"] in OF_TYPED_LINES or command["group"] == "session"
                and command["name"] not in ("AUTH", "MULTI", "EXEC", "DISCARD", "WHOAMI")):
            return False
    return not any(step.kind == "line" and step.data.startswith(b">") for step in steps)


class Conversation:
    """Says a case and compares what comes back, line by line."""

    def __init__(self, port):
        self.port, self.clients, self.current, self.named = port, {}, 1, {}
        self.said = self.methods = 0
        self.in_block = set()

    def run(self, case, seen):
        reply = []
        try:
            for step in case.steps:
                if step.kind in ("send", "turn"):
                    require(not reply, step, b"nothing more", reply)
                    self.current = step.connection or self.current
                    if step.kind == "send":
                        reply = self.say(step.data, seen)
                elif step.kind == "rest":
                    reply = []
                else:
                    require(reply, step, step.data, "nothing")
                    self.compare(step, reply.pop(0))
        finally:
            for client in self.clients.values():
                client.close()

    def say(self, line, seen):
        for name, value in self.named.items():
            line = line.replace(b"{%s}" % name.encode(), value.encode())
        words = split(line.decode())
        if self.current not in self.clients:
            # The client says HELLO first, which takes the login along.
            logs_in = words[0].upper() == "AUTH"
            self.clients[self.current] = SpokenClient(self.port, words[-1] if logs_in else None)
            line = b"ECHO OK" if logs_in else line
        client = self.clients[self.current]
        client.raw = None
        command, _ = declaration(words)
        name = command["name"] if command else ""
        self.in_block -= {self.current} if name in ("EXEC", "DISCARD") else set()
        reply = said(client, line, self.current in self.in_block)
        self.in_block |= {self.current} if name == "MULTI" else set()
        self.said += 1
        self.methods += call(words) is not None
        seen(command, client.raw)
        return reply

    def compare(self, step, line):
        if step.kind == "match":
            if step.data.startswith(OF_A_BLOCK):
                return
            found = re.fullmatch(step.data, line) or (
                line.startswith("=") and re.fullmatch(step.data, "+" + line[1:]))
            if line == "#" and step.data.startswith("#"):
                return
            require(found, step, step.data, line)
            self.named |= {k: v for k, v in found.groupdict().items() if v is not None}
            return
        expected = step.data.decode()
        # RESP has no difference of status and string that a client would show, no columns of
        # an empty page, and the replies of a block are no JSON.
        same = line == expected or line[:1] == "=" and expected == "+" + line[1:] or (
            line == "#" and expected.startswith("# "))
        require(same or expected.startswith(' {"ok":'), step, expected, line)


def require(holds, step, expected, found):
    if not holds:
        raise Mismatch(f"{step.place} expected {expected!r}, got {found!r}")
