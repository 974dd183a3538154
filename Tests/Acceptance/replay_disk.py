"""What a disk may hold after a crash, from a record of the system calls that wrote to it.

`parse` reads what strace has written; `Disk` applies the calls one after the other and can say at any
moment which names and bytes a crash may leave, under models of what a file system promises.
"""

import re
from dataclasses import dataclass, field

LINE = re.compile(r"^(\d+) +(.*)$")
UNFINISHED = re.compile(r"^(\w+)\((.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^<\.\.\. (\w+) resumed>(.*)$")
CALL = re.compile(r"^(\w+)\((.*)\) += (-?\d+)")
DESCRIPTOR = re.compile(r"^(-?\d+)<(.*?)>")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
SYNCS = ("fsync", "fdatasync")

NAME_MODELS = ("strict", "journal", "all")
BYTE_MODELS = ("none", "part", "zeros", "all")


@dataclass(frozen=True)
class Call:
    """One call that took effect: a write when it began, a sync when it returned."""

    name: str
    path: str = ""
    data: bytes = b""
    target: str = ""
    truncates: bool = False


def unhex(text):
    return bytes.fromhex(text.replace("\\x", ""))


def parse(lines):
    """The calls of a record in the order in which they took effect.

    A call of which only the beginning was seen may have taken effect, except a sync, which then
    promises nothing.
    """
    open_calls, calls = {}, []
    for line in lines:
        found = LINE.match(line.rstrip("\n"))
        if not found:
            continue
        thread, rest = found.groups()
        begun, resumed = UNFINISHED.match(rest), RESUMED.match(rest)
        if begun:
            name, arguments = begun.groups()
            place = None
            if name not in SYNCS:
                # It takes effect now; whether it fails is known when it returns.
                place = len(calls)
                calls.append(None)
            open_calls[thread] = (name, arguments, place)
        elif resumed:
            name, arguments, place = open_calls.pop(thread, (resumed[1], "", None))
            whole = CALL.match(f"{name}({arguments}{resumed[2]}")
            add(calls, whole, place)
        else:
            add(calls, CALL.match(rest), None)
    return [call for call in calls if call]


def add(calls, whole, place):
    call = read_call(whole) if whole and int(whole[3]) >= 0 else None
    if call and place is not None:
        calls[place] = call
    elif call:
        calls.append(call)


def read_call(whole):
    name, arguments, result = whole.groups()
    strings = [unhex(text) for text in STRING.findall(arguments)]
    descriptor = DESCRIPTOR.match(arguments)
    path = unhex(descriptor[2]).decode() if descriptor and "\\x" in descriptor[2] else (
        descriptor[2] if descriptor else "")
    if name in ("write", "pwrite64", "sendto"):
        return Call("write", path, strings[0][:int(result)] if strings else b"")
    if name in ("writev", "sendmsg"):
        return Call("write", path, b"".join(strings)[:int(result)])
    if name in SYNCS:
        return Call("sync", path)
    if name == "openat" and "O_CREAT" in arguments:
        return Call("create", strings[0].decode(), truncates="O_TRUNC" in arguments)
    if name == "rename":
        return Call("rename", strings[0].decode(), target=strings[1].decode())
    if name == "unlink":
        return Call("unlink", strings[0].decode())
    if name == "mkdir":
        return Call("mkdir", strings[0].decode())
    return None


@dataclass
class File:
    """A file's bytes: those that a sync has promised, and those written since."""

    durable: bytes = b""
    written: bytes = b""

    def after_crash(self, model, rng):
        if model == "all" or self.written == self.durable:
            return self.written
        if not self.written.startswith(self.durable):
            return self.durable
        rest = self.written[len(self.durable):]
        if model == "part":
            return self.durable + rest[:rng.randrange(len(rest) + 1)]
        return self.durable + (bytes(len(rest)) if model == "zeros" else b"")


@dataclass
class Disk:
    """One directory: which names there are, for the running system and after a crash."""

    directory: str
    names: dict = field(default_factory=dict)
    strict: dict = field(default_factory=dict)
    journal: dict = field(default_factory=dict)
    is_started = False

    def apply(self, call):
        name = self.inside(call.path)
        if call.name == "sync" and call.path.rstrip("/") == self.directory.rstrip("/"):
            self.strict, self.journal = dict(self.names), dict(self.names)
        elif name is None:
            return
        elif call.name == "create":
            if name not in self.names:
                self.names[name] = File()
            elif call.truncates:
                self.names[name].written = b""
        elif call.name == "write" and name in self.names:
            self.names[name].written += call.data
        elif call.name == "sync" and name in self.names:
            self.names[name].durable = self.names[name].written
            # A journal keeps the order: all that was done to names before is with it.
            self.journal = dict(self.names)
        elif call.name == "rename":
            self.names[self.inside(call.target)] = self.names.pop(name)
        elif call.name == "unlink":
            self.names.pop(name, None)

    def inside(self, path):
        head, _, name = path.rpartition("/")
        return name if name and head.rstrip("/") == self.directory.rstrip("/") else None

    def after_crash(self, name_model, byte_model, rng):
        """The files that a crash now may leave."""
        names = {"strict": self.strict, "journal": self.journal, "all": self.names}[name_model]
        return {name: file.after_crash(byte_model, rng) for name, file in names.items()}


class LyingDisk(Disk):
    """A disk whose sync of a file says done and does nothing."""

    def apply(self, call):
        if call.name != "sync" or self.inside(call.path) is None:
            super().apply(call)


class ForgetfulDisk(Disk):
    """What a server would leave that does not sync its directory once it has started."""

    def apply(self, call):
        is_directory = call.path.rstrip("/") == self.directory.rstrip("/")
        if not (self.is_started and call.name == "sync" and is_directory):
            super().apply(call)
