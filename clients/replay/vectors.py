"""Reads the files of Protocol/vectors, by the rules of Protocol/README.md, section 11."""

import re
from dataclasses import dataclass, field

BARE_END = b" \t"
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"a": b"\a"}
HEX = re.compile(rb"[0-9A-Fa-f]{2}")


class Unsplittable(ValueError):
    """The line has quotes that are not balanced, or bytes that no line may have."""


def split(line):
    """The words of a request line, as the server splits them."""
    if b"\0" in line:
        raise Unsplittable(line)
    words, place = [], 0
    while True:
        while place < len(line) and line[place : place + 1] in (b" ", b"\t"):
            place += 1
        if place == len(line):
            return words
        word, place = one_word(line, place)
        words.append(word)


def one_word(line, place):
    word = b""
    while place < len(line) and line[place : place + 1] not in (b" ", b"\t"):
        byte = line[place : place + 1]
        if byte not in (b'"', b"'"):
            word, place = word + byte, place + 1
            continue
        quoted, place = one_quoted(line, place + 1, byte)
        word += quoted
        if place < len(line) and line[place : place + 1] not in (b" ", b"\t"):
            raise Unsplittable(line)
    return word, place


def one_quoted(line, place, quote):
    text = b""
    while place < len(line):
        byte, after = line[place : place + 1], line[place + 1 : place + 2]
        if byte == quote:
            return text, place + 1
        if byte != b"\\" or not after or (quote == b"'" and after != b"'"):
            text, place = text + byte, place + 1
        elif quote == b'"' and after == b"x" and HEX.match(line, place + 2):
            text, place = text + bytes.fromhex(line[place + 2 : place + 4].decode()), place + 4
        else:
            text, place = text + (ESCAPES.get(after, after) if quote == b'"' else after), place + 2
    raise Unsplittable(line)


@dataclass
class Step:
    """One line of a case: `kind` is send, turn, exactly, matching, anything, silence, closed or
    bytes, the last for everything that only a byte for byte replay can do."""

    line: int
    kind: str
    text: bytes = b""
    connection: int = None


@dataclass
class Case:
    """One exchange, on a new and empty store."""

    file: str
    line: int
    name: str
    steps: list = field(default_factory=list)

    def __str__(self):
        return f"{self.file}:{self.line} {self.name}"


def read(path):
    """The cases of one file."""
    cases = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if line.startswith(b"=== "):
            cases.append(Case(path.name, number, line[4:].decode()))
        elif line and not line.startswith(b"#"):
            cases[-1].steps.append(step(number, line))
    return cases


def step(number, line):
    if line.startswith(b">> "):
        digits, _, text = line[3:].partition(b" ")
        kind = "send" if text else "turn"
        return Step(number, kind, text, int(digits))
    fixed = {b"<...": "anything", b"< (none)": "silence", b"< (closed)": "closed", b">": "send",
             b"<": "exactly"}
    if line in fixed:
        return Step(number, fixed[line])
    for beginning, kind in ((b"> ", "send"), (b"< ", "exactly"), (b"<~ ", "matching")):
        if line.startswith(beginning):
            return Step(number, kind, line[len(beginning) :])
    return Step(number, "bytes", line)
