#!/usr/bin/env python3
"""Writes `leadline/names.py` and `leadline/commands.py` from Protocol/commands.json and ERRORS.md.

usage: generate.py [--check]    --check writes nothing and ends with 1 where a file is out of date
"""

import json
import keyword
import re
import sys
from pathlib import Path

import kinds

HERE = Path(__file__).resolve().parent
PROTOCOL = HERE.parents[1] / "Protocol"
PACKAGE = HERE / "leadline"
REGENERATE = "clients/python/generate.py"
NOTICE = f'"""{{}}\n\nWritten by {REGENERATE}; not to be edited by hand.\n"""\n\n'

SHAPES = {
    "status": ("str", "as_text"), "id": ("str", "as_text"), "string": ("str", "as_text"),
    "text": ("str", "as_text"), "version": ("int", "as_integer"), "integer": ("int", "as_integer"),
    "list": ("list[Any]", "as_list"), "any": ("Any", "as_any"),
}
"""What the shapes of replies without fields are in Python, and what reads them."""


def identifier(word):
    """A name of the language as one of Python."""
    name = re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_")
    return name + "_" if keyword.iskeyword(name) else name


def constant(word):
    return re.sub(r"[^A-Z0-9]+", "_", word.upper())


def title(words):
    return "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]+", words))


def is_served(command):
    """Whether the command makes sense as one request of many on a shared connection."""
    return command["name"] not in kinds.OF_CONNECTIONS


class Method:
    """One command as a function that makes its request."""

    def __init__(self, command, further=()):
        self.command = command
        # What COLUMNS may ask for beside what a list answers by itself.
        self.further = [name for name in further if name not in command["reply"]["fields"]]
        self.name = identifier(command["name"])
        reply = command["reply"]
        self.is_page = reply["shape"] == "page"
        self.has_record = self.is_page or (reply["shape"] == "map" and bool(reply["fields"]))
        self.record = title(command["name"]) + ("Row" if self.is_page else "Reply")

    @property
    def result(self):
        """The type of the result, and the expression that reads it."""
        reply, record = self.command["reply"], self.record
        if self.is_page and self.command["kind"] == "either":
            return f"Page[{record}] | str", f"as_page_or_text({record})"
        if self.is_page:
            return f"Page[{record}]", f"as_page({record})"
        if self.has_record:
            return record, f"as_map({record})"
        if reply["shape"] == "map":
            return "Any", "as_any"
        kind, reader = SHAPES[reply["shape"]]
        if reply["nullable"]:
            nullable = "as_nullable_integer" if reader == "as_integer" else "as_nullable"
            return kind + " | None", nullable
        return kind, reader

    def arguments(self, is_keyword):
        return [part for part in self.command["arguments"] if part["keyword"] == is_keyword]

    def parameters(self):
        """Positionals first, then keywords, which are never given by place."""
        lines, star = [], False
        for argument in self.arguments(False):
            name, kind = identifier(argument["name"]), kinds.parameter(argument)
            if argument["repeatable"]:
                lines.append(f"*{name}: {kind},")
                star = True
            else:
                end = "" if argument["required"] else " | None = None"
                lines.append(f"{name}: {kind}{end},")
        keywords = self.arguments(True)
        if keywords and not star:
            lines.append("*,")
        for argument in sorted(keywords, key=lambda part: not part["required"]):
            name, kind = identifier(argument["name"]), kinds.parameter(argument)
            end = " | None = None" if not argument["required"] else ""
            lines.append(f"{name}: bool = False," if kind == "bool" else f"{name}: {kind}{end},")
        return lines

    def source(self):
        command = self.command
        kind, reader = self.result
        writes = command["kind"] in ("write", "either")
        keyed = any(part["name"] == "IDEM" for part in command["arguments"])
        places = ", ".join(
            ("*" if part["repeatable"] else "") + identifier(part["name"])
            for part in self.arguments(False))
        named = ", ".join(
            f'"{part["name"]}": {kinds.wrapped(part, identifier(part["name"]))}'
            for part in self.arguments(True))
        body = f'"{command["name"]}", {reader}, {writes}, {keyed}, [{places}], {{{named}}}'
        return "\n".join([
            f"def {self.name}(", *(f"    {line}" for line in self.parameters()),
            f") -> Request[{kind}]:", f'    """{command["summary"]}"""',
            *wrapped_call(body), "", ""])

    def record_source(self):
        names = [*self.command["reply"]["fields"], *self.further]
        fields = [(name, *kinds.field(self.command["name"], name)) for name in names]
        readers = [f'"{name}": {reader}' for name, _, reader in fields if reader]
        lines = [f"class {self.record}(Record):", f'    """What {self.command["name"]} answers."""',
                 ""]
        if readers:
            lines += ["    readers = {", *(f"        {reader}," for reader in readers), "    }"]
        lines += [f"    {identifier(name)}: {kind}" for name, kind, _ in fields]
        return "\n".join([*lines, "", ""])


def wrapped_call(body):
    """The return line, broken at commas where it is too long."""
    line, lines = "        ", ["    return Request("]
    for part in body.split(", "):
        if len(line) + len(part) > 96:
            lines.append(line.rstrip())
            line = "        "
        line += part + ", "
    return [*lines, line.rstrip(", ") + ")"]


def commands_source(methods):
    imports = (
        "from __future__ import annotations\n\n"
        "from collections.abc import Mapping\n"
        "from decimal import Decimal\nfrom typing import Any, Literal\n\n"
        "from . import values\nfrom .method import Method\n"
        "from .request import (\n    Page, Record, Request, as_any, as_integer, as_list, as_map, "
        "as_nullable,\n    as_nullable_integer, as_page, as_page_or_text, as_text)\n"
        "from .values import (\n    Amount, Day, Duration, Id, Ids, Moment, Time, Value, Word, "
        "listed, paired, repeated)\n\n\n")
    table = "".join(f"    {method.name} = Method({method.name})\n" for method in methods)
    return (
        NOTICE.format("Every command: its record, its request, and its method.") + imports
        + "\n".join(method.record_source() for method in methods if method.has_record) + "\n"
        + "\n".join(method.source() for method in methods)
        + '\nclass Commands:\n    """A method for each command; what it returns is up to who has '
        + f'it."""\n\n{table}')


def names_source(commands, codes):
    events = sorted({event for command in commands for event in command["events"]})
    choices = {}
    for command in commands:
        for argument in command["arguments"]:
            if argument["choices"]:
                choices.setdefault(tuple(argument["choices"]), []).append(
                    f"{command['name']} {argument['name']}")
    words = sorted({word for command in commands for part in command["arguments"]
                    if part["keyword"] for word in [part["name"]]})
    parts = [NOTICE.format("The words of the language: commands, keywords, codes, events."),
             listing("COMMANDS", "Every command of the server.",
                     [command["name"] for command in commands]),
             listing("KEYWORDS", "Every keyword that some command takes.", words),
             listing("EVENTS", "Every type of event that a command causes.", events),
             "ERRORS = {\n" + "".join(f"    {code!r}: {what!r},\n" for code, what in codes)
             + '}\n"""Every code of an error, and what it means."""\n\n',
             "CHOICES = {\n" + "".join(
                 f"    {place!r}: {given!r},\n" for given, places in sorted(choices.items())
                 for place in sorted(places))
             + '}\n"""The words that an argument takes, by command and argument."""\n']
    return "".join(parts)


def listing(name, meaning, words):
    return (f"{name} = (\n" + "".join(f"    {word!r},\n" for word in words)
            + f')\n"""{meaning}"""\n\n')


def error_codes():
    """The rows of the table that the server prints of its codes."""
    page = (PROTOCOL / "ERRORS.md").read_text()
    codes = re.findall(r"^\| `([A-Z]+)` \| (.+) \|$", page, re.MULTILINE)
    if not codes:
        raise SystemExit("ERRORS.md has no table of codes")
    return codes


def generated():
    """The path and the text of each generated file."""
    commands = json.loads((PROTOCOL / "commands.json").read_text())["commands"]
    replies = {command["name"]: command["reply"] for command in commands}

    def columns(command):
        whole = replies.get(kinds.whole_of(command["name"]), {})
        return whole["fields"] if whole.get("shape") == "map" else ()

    methods = [Method(command, columns(command)) for command in commands if is_served(command)]
    return {PACKAGE / "names.py": names_source(commands, error_codes()),
            PACKAGE / "commands.py": commands_source(methods)}


def stale():
    """The files that are not what would be written now."""
    return [path for path, text in generated().items()
            if not path.exists() or path.read_text() != text]


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        old = [str(path.relative_to(HERE.parents[1])) for path in stale()]
        sys.exit(f"out of date, run {REGENERATE}: {' '.join(old)}" if old else 0)
    for path, text in generated().items():
        path.write_text(text)
