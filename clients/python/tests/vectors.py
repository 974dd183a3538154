"""The files of Protocol/vectors, read by the rules of Protocol/README.md, section 11."""

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "Protocol/vectors"
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "a": "\a"}


@dataclass
class Step:
    """One line: what is done, with what, on which connection (None: the current one)."""

    place: str
    kind: str
    data: object = None
    connection: int | None = None


@dataclass
class Case:
    name: str
    place: str
    steps: list = field(default_factory=list)


def cases(path):
    """The cases of a file."""
    found = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        place = f"{path.name}:{number}"
        if line.startswith(b"=== "):
            found.append(Case(line[4:].decode(), place))
        elif line and not line.startswith(b"#"):
            found[-1].steps.append(step(line, place))
    return found


def step(line, place):
    if line.startswith(b">"):
        return sending(line, place)
    fixed = {b"<...": "rest", b"< (none)": "silence", b"< (closed)": "closed"}
    if line in fixed:
        return Step(place, fixed[line])
    if line.startswith(b"<<hex "):
        return Step(place, "bytes", octets(line[6:]))
    if line.startswith(b"<~ "):
        return Step(place, "match", line[3:].decode().replace("(?<", "(?P<"))
    if line.startswith(b"<resp "):
        return Step(place, "resp line", line[6:])
    if line == b"<" or line.startswith(b"< "):
        return Step(place, "line", line[2:])
    raise ValueError(f"{place}: no line of a vector")


def sending(line, place):
    if line == b">eof":
        return Step(place, "eof")
    if line.startswith(b">hex "):
        return Step(place, "send bytes", octets(line[5:]))
    if line.startswith(b">resp "):
        words = [word.encode() for word in split(line[6:].decode())]
        request = b"*%d\r\n" % len(words)
        return Step(place, "send bytes", request + b"".join(
            b"$%d\r\n%s\r\n" % (len(word), word) for word in words))
    found = re.match(rb">> ([0-9]+)( .*)?$", line)
    if found:
        connection = int(found[1])
        if found[2] is None:
            return Step(place, "turn", None, connection)
        return Step(place, "send", found[2][1:], connection)
    if line == b">" or line.startswith(b"> "):
        return Step(place, "send", line[2:])
    raise ValueError(f"{place}: no line of a vector")


def octets(text):
    """The bytes of `2a31 20*65532 0d0a`."""
    parts = (part.partition("*") for part in text.decode().split())
    return b"".join(bytes.fromhex(digits) * int(times or 1) for digits, _, times in parts)


TOKEN = re.compile(
    r"""(?:"((?:[^"\\]|\\x[0-9A-Fa-f]{2}|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"']+))""")


def split(line):
    """The words of a line; ValueError where quotes do not close."""
    words, word, index = [], None, 0
    while index < len(line):
        if line[index] in " \t":
            if word is not None:
                words.append(word)
            word, index = None, index + 1
            continue
        found = TOKEN.match(line, index)
        if not found:
            raise ValueError("unbalanced quotes")
        double, single, bare = found.groups()
        word = (word or "") + (
            bare if bare is not None else unquoted(double) if double is not None
            else single.replace("\\'", "'"))
        index = found.end()
    return words if word is None else [*words, word]


def unquoted(text):
    def escaped(found):
        code = found[1]
        return chr(int(code[1:], 16)) if len(code) == 3 else ESCAPES.get(code, code)

    return re.sub(r"\\(x[0-9A-Fa-f]{2}|.)", escaped, text, flags=re.DOTALL)
