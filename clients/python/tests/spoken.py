"""Requests of the vectors, said through the client's methods, and its replies written as TEXT."""

import base64
import json
import re

import generate
from leadline import Client
from leadline.errors import ServerError

import vectors

DECLARED = {
    command["name"]: command
    for command in json.loads((generate.PROTOCOL / "commands.json").read_text())["commands"]}
ESCAPED = re.compile(
    "[\x00-\x1f\x7f-\x9f\\\\\u202a-\u202e\u2066-\u2069]")
PLAIN = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


class SpokenClient(Client):
    """One connection, whose last reply can be looked at as it came."""

    def __init__(self, port, token=None):
        super().__init__("127.0.0.1", port, connections=1, token=token)
        self.raw = None

    def _send(self, words):
        self.raw = super()._send(words)
        return self.raw


def declaration(words):
    """The declared command that the words begin with, and how many words its name has."""
    for count in (2, 1):
        command = DECLARED.get(" ".join(words[:count]).upper())
        if command and len(words) >= count:
            return command, count
    return None, 0


def call(words):
    """The method and its arguments that say the words; None where no method can."""
    command, count = declaration(words)
    if command is None or command["name"] in generate.kinds.OF_CONNECTIONS:
        return None
    rest, places, named = words[count:], [], {}
    keywords = {part["name"]: part for part in command["arguments"] if part["keyword"]}
    positionals = [part for part in command["arguments"] if not part["keyword"]]
    most = len(positionals) + (1024 if positionals and positionals[-1]["repeatable"] else 0)
    while rest and rest[0].upper() not in keywords:
        places.append(rest.pop(0))
    if not sum(part["required"] for part in positionals) <= len(places) <= most:
        return None
    while rest:
        part = keywords.get(rest.pop(0).upper())
        if part is None or len(rest) < part["values"] or not keep(part, rest, named):
            return None
    if any(part["required"] and generate.identifier(name) not in named
           for name, part in keywords.items()):
        return None
    return generate.identifier(command["name"]), places, named


def keep(part, rest, named):
    """Takes the keyword's values; False where a method cannot say it so."""
    name = generate.identifier(part["name"])
    if name in named and not part["repeatable"]:
        return False
    if part["values"] == 0:
        named[name] = True
    elif part["values"] == 2:
        pairs = named.setdefault(name, {})
        key = rest.pop(0)
        if key in pairs:
            return False
        pairs[key] = rest.pop(0)
    elif part["repeatable"]:
        named.setdefault(name, []).append(rest.pop(0))
    elif part["type"] == "bytes":
        # On a line bytes are base64, in an array they are themselves.
        named[name] = base64.b64decode(rest.pop(0), validate=True)
    else:
        named[name] = rest.pop(0)
    return True


def said(client, line, is_block):
    """What the line is answered through the client, as the lines of a TEXT reply."""
    words = vectors.split(line.decode())
    command, _ = declaration(words)
    spoken = None if is_block else call(words)
    try:
        if spoken is None:
            client.execute(*words)
        else:
            method, places, named = spoken
            getattr(client, method)(*places, **named)
    except ServerError as error:
        return [f"-{error.code} {error.message}"]
    return written(command, client.raw)


def written(command, raw):
    """A reply in TEXT."""
    shape = command["reply"]["shape"] if command else "any"
    if raw is None:
        return ["_"]
    if isinstance(raw, int):
        return [f":{raw}"]
    if isinstance(raw, bytes):
        if shape == "text":
            lines = raw.decode().removesuffix("\n").split("\n")
            return [*(" " + cell(line.encode()) for line in lines), f"+OK {len(lines)}"]
        return [f"={cell(raw)}"]
    if isinstance(raw, dict):
        rows = [f" {cell(key)}\t{cell(encoded(command, key, value))}" for key, value in raw.items()]
        return [*rows, f"+OK {len(rows)}"]
    if len(raw) == 2 and isinstance(raw[1], list) and shape in ("page", "any") and (
            not raw[1] or isinstance(raw[1][0], dict)):
        rows = [" " + "\t".join(cell(value) for value in row.values()) for row in raw[1]]
        names = ["# " + "\t".join(key.decode() for key in raw[1][0])] if rows else ["#"]
        following = f" next={cell(raw[0])}" if raw[0] is not None else ""
        return [*names, *rows, f"+OK {len(rows)}{following}"]
    return [*(" " + cell(part) for part in raw), f"+OK {len(raw)}"]


def encoded(command, key, value):
    """Bytes that are no text are base64 in TEXT."""
    if command and command["name"] == "ATTACH.GET" and key == b"data" and value is not None:
        return base64.b64encode(value)
    return value


def cell(value):
    if value is None:
        return r"\N"
    if isinstance(value, (list, dict)):
        value = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":")).encode()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, ServerError):
        return str(value)
    return ESCAPED.sub(escape, value.decode())


def escape(found):
    character = found[0]
    return PLAIN.get(character) or "".join(f"\\x{byte:02x}" for byte in character.encode())


def plain(value):
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {plain(key): plain(part) for key, part in value.items()}
    return value.decode() if isinstance(value, bytes) else value
