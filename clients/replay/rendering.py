"""Writes RESP replies as the TEXT and JSON that Protocol/README.md, section 3, gives for them.

A reply is what a driver makes of it: a pair of its kind and its value. Rendered from what a client
has read, it can be compared with the vectors, line by line.
"""

import base64
import json
import re

UNSAFE = re.compile(
    "[\x00-\x1f\x7f\\\\\x80-\x9f\u202a-\u202e\u2066-\u2069]")
NAMED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
UNKNOWN_HEADER = "# …"
"""The header of a page without rows: RESP has no names where there are no values."""


def escaped(text):
    """The text as a cell."""
    if text == r"\N":
        return r"\\N"
    return UNSAFE.sub(
        lambda match: NAMED.get(match[0])
        or "".join(f"\\x{byte:02x}" for byte in match[0].encode()), text)


def text_of(value, encoded=False):
    """The text of a bulk string; content that is no text is base64, as TEXT and JSON have it."""
    content = bytes.fromhex(value)
    return base64.b64encode(content).decode() if encoded else content.decode()


class Rendering:
    """How the replies to one command are written."""

    def __init__(self, command, shape):
        self.shape = shape
        self.is_attachment = command == "ATTACH.GET"

    def lines(self, reply):
        """The TEXT lines of a reply."""
        kind, value = reply
        if kind == "error":
            return ["-" + value]
        if kind == "status":
            return ["+" + value]
        if kind == "text":
            rows = text_of(value).replace("\r\n", "\n").split("\n")
            if rows[-1] == "":
                rows.pop()
            return [" " + escaped(row) for row in rows] + [f"+OK {len(rows)}"]
        if self.is_page(reply):
            return self.page(value)
        if kind == "list":
            return [" " + self.cell(item) for item in value] + [f"+OK {len(value)}"]
        if kind == "map":
            rows = [f" {self.cell(key)}\t{self.cell(item, key)}" for key, item in value]
            return rows + [f"+OK {len(rows)}"]
        if kind == "null":
            return ["_"]
        if kind in ("integer", "bool"):
            return [f":{int(value)}"]
        return ["=" + self.cell(reply)]

    def is_page(self, reply):
        """Where a command answers now this, now that, a page is known by its rows."""
        kind, value = reply
        if kind != "list" or self.shape not in ("page", "any"):
            return False
        return self.shape == "page" or (
            len(value) == 2 and value[1][0] == "list" and value[1][1]
            and all(row[0] == "map" for row in value[1][1]))

    def page(self, value):
        following, (_, rows) = value
        columns = [text_of(key[1]) for key, _ in rows[0][1]] if rows else []
        header = "# " + "\t".join(columns) if rows else UNKNOWN_HEADER
        data = [" " + "\t".join(self.cell(item) for _, item in row[1]) for row in rows]
        end = f"+OK {len(rows)}"
        if following[0] != "null":
            end += f" next={self.cell(following)}"
        return [header, *data, end]

    def cell(self, reply, key=None):
        kind, value = reply
        if kind == "null":
            return r"\N"
        if kind in ("list", "map"):
            return escaped(written(self.plain(reply)))
        if kind == "bulk":
            return escaped(text_of(value, self.is_content(key)))
        return escaped(str(value))

    def is_content(self, key):
        return self.is_attachment and key is not None and text_of(key[1]) == "data"

    def plain(self, reply, key=None):
        """The reply as the value of JSON."""
        kind, value = reply
        if kind == "map":
            return {text_of(key[1]): self.plain(item, key) for key, item in value}
        if kind == "list":
            return [self.plain(item) for item in value]
        if kind in ("bulk", "text"):
            return text_of(value, self.is_content(key))
        if kind == "null":
            return None
        return {"integer": int, "bool": bool}.get(kind, str)(value)

    def object(self, reply):
        """The reply as one of those that JSON has for the parts of a block."""
        kind, value = reply
        if kind == "error":
            code, _, message = value.partition(" ")
            field = message.partition(":")[0] if code == "INVALID" else None
            return {"ok": False, "error": {"code": code, "message": message, "field": field}}
        if self.is_page(reply):
            following, rows = value
            return {"ok": True, "result": self.plain(rows), "next": self.plain(following),
                    "count": len(rows[1])}
        return {"ok": True, "result": self.plain(reply)}


def written(value):
    """JSON on one line, as the server writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def block(renderings, reply):
    """The TEXT lines of a reply to EXEC."""
    kind, value = reply
    if kind != "list":
        return Rendering("EXEC", "list").lines(reply)
    lines = [" " + escaped(written(each.object(part))) for each, part in zip(renderings, value)]
    return lines + [f"+OK {len(lines)}"]


def push(values):
    """The TEXT line of a push."""
    cell = Rendering("", "any").cell
    return ">" + "\t".join(cell(value) for value in values)
