"""What can go wrong: one class for each kind of answer, all with the server's code.

A program branches on the class or on `code`; the message is for people and may change, except where
a property of the class reads something out of it.
"""

from __future__ import annotations

import re

from redis import exceptions


class LeadlineError(Exception):
    """Everything that this package raises."""


class ConnectionFailed(LeadlineError, ConnectionError):
    """No connection was made, or it did not last until the reply.

    Whether a write happened is not known; sent again with the same IDEM key it happens once.
    """


class ReplyError(LeadlineError):
    """The server answered something that this version of the package cannot read."""


class ServerError(LeadlineError, exceptions.ResponseError):
    """The server refused a request: `code`, and `message` for people."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.code} {self.message}".rstrip()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code!r}, {self.message!r})"

    def _first(self, pattern: str) -> str | None:
        found = re.match(pattern, self.message)
        return found[1] if found else None


class RequestError(ServerError):
    """`ERR`, `NOPROTO`: the request was not understood."""


class LoginError(ServerError):
    """`NOAUTH`, `WRONGPASS`, `DENIED`: the caller is not let in, or no more."""


class NotPermitted(ServerError):
    """`NOPERM`: the caller's role may not do this."""


class NotFound(ServerError):
    """`NOTFOUND`: there is no such row, or none that the caller may see."""


class Exists(ServerError):
    """`EXISTS`: something live is in the way."""

    @property
    def id(self) -> str | None:
        """Its id, where the caller may know it."""
        return self._first(r"([A-Z]+[0-9]+)\b")


class Conflict(ServerError):
    """`CONFLICT`: the record moved on, or the key was used for something else."""

    @property
    def id(self) -> str | None:
        """The record in the way, if one is."""
        return self._first(r"([A-Z]+[0-9]+)\b")


class BadState(ServerError):
    """`BADSTATE`: the record's state does not allow it."""

    @property
    def next(self) -> list[str]:
        """The states that are allowed now."""
        return self.message.rpartition("; next:")[2].split() if "; next:" in self.message else []


class Invalid(ServerError):
    """`INVALID`: a value failed validation."""

    @property
    def field(self) -> str | None:
        """The field at fault."""
        return self._first(r"([^:]+):")


class Suppressed(ServerError):
    """`SUPPRESSED`: the address has unsubscribed."""


class LimitExceeded(ServerError):
    """`LIMIT`: too large or too often; nothing was done."""


class TryAgain(ServerError):
    """`TRYAGAIN`, `SHUTDOWN`: certainly not done; the same request may be sent again."""


class ReadOnly(ServerError):
    """`READONLY`: the server was started to be read only; nothing was done."""


class NoSpace(ServerError):
    """`NOSPACE`: the disk is nearly full; reads go on."""


class Uncertain(ServerError):
    """`UNCERTAIN`: the write may have happened; the retry with the same IDEM key tells."""


class ExecAborted(ServerError, exceptions.ExecAbortError):
    """`EXECABORT`: a command of the block had been refused, none was run."""


class Aborted(ServerError):
    """`ABORTED`: undone, because another command of the block failed."""

    @property
    def command(self) -> int | None:
        """Which command failed, counted from 1."""
        number = self._first(r"command ([0-9]+):")
        return int(number) if number else None


class Interrupted(ServerError):
    """`RESYNC`, `UNBLOCKED`: a wait or a subscription was ended."""


class InternalError(ServerError):
    """`INTERNAL`: a fault of the server or its disk."""


CLASSES: dict[str, type[ServerError]] = {
    "ERR": RequestError, "NOPROTO": RequestError, "NOAUTH": LoginError, "WRONGPASS": LoginError,
    "DENIED": LoginError, "NOPERM": NotPermitted, "NOTFOUND": NotFound, "EXISTS": Exists,
    "CONFLICT": Conflict, "BADSTATE": BadState, "INVALID": Invalid, "SUPPRESSED": Suppressed,
    "LIMIT": LimitExceeded, "TRYAGAIN": TryAgain, "SHUTDOWN": TryAgain,
    "READONLY": ReadOnly, "NOSPACE": NoSpace,
    "UNCERTAIN": Uncertain, "EXECABORT": ExecAborted, "ABORTED": Aborted,
    "RESYNC": Interrupted, "UNBLOCKED": Interrupted, "INTERNAL": InternalError,
}
"""The class of each code; a code that is not here is a plain `ServerError`."""


def server_error(line: str) -> ServerError:
    """The error of a reply `CODE message`."""
    code, _, message = line.partition(" ")
    return CLASSES.get(code, ServerError)(code, message)


def cause_of(error: Aborted) -> ServerError:
    """What made the server undo a block, out of the answer to one of its other commands."""
    return server_error(error.message.partition(": ")[2])
