"""Values on the wire: exact amounts, aware times, and never a floating point number."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, TypeAlias, Union

from .errors import ReplyError

Word: TypeAlias = Union[str, bytes]


class Reference:
    """What a command of a block will create; it is written `$1` to `$9`."""

    def __init__(self, place: int) -> None:
        self.place = place

    @property
    def word(self) -> str:
        if self.place > 9:
            raise ValueError("only the first nine commands of a block can be referred to")
        return f"${self.place}"


Id: TypeAlias = Union[str, Reference]
Day: TypeAlias = date
Moment: TypeAlias = datetime
Amount: TypeAlias = Union[Decimal, int, str]
Time: TypeAlias = Union[datetime, date, timedelta, str]
Duration: TypeAlias = Union[timedelta, str]
Ids: TypeAlias = Union[Id, Iterable[Id]]
Value: TypeAlias = Union[Id, bytes, int, Decimal, datetime, date, timedelta]

UNITS = ((86400, "d"), (3600, "h"), (60, "m"), (1, "s"))


def word(value: Value) -> Word:
    """One argument. A float is refused: amounts are `Decimal`, `int` or text."""
    match value:
        case str() | bytes():
            return value
        case bool() | float():
            raise TypeError(f"{type(value).__name__} is no value; use Decimal, int or text")
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case Reference():
            return value.word
        case datetime():
            if value.tzinfo is None:
                raise ValueError("a time needs a zone: datetime.now(timezone.utc)")
            return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case timedelta():
            return duration(value)
    raise TypeError(f"{type(value).__name__} is no value")


def duration(span: timedelta) -> str:
    """A span as the server reads it, in the largest unit that fits it exactly."""
    seconds = span // timedelta(seconds=1)
    if seconds <= 0 or span % timedelta(seconds=1):
        raise ValueError("a duration is whole seconds above zero")
    return next(f"{seconds // unit}{name}" for unit, name in UNITS if seconds % unit == 0)


class Listed:
    """A value that is several words with commas between."""

    def __init__(self, values: Ids) -> None:
        if isinstance(values, (str, Reference)):
            self.word = word(values)
        else:
            self.word = self.joined(values)

    @staticmethod
    def joined(values: Iterable[Id]) -> str:
        words = [str(word(value)) for value in values]
        if any("," in text for text in words):
            raise ValueError("a value of a list holds no comma")
        return ",".join(words)


class Repeated:
    """A keyword that stands once for each value."""

    def __init__(self, values: Ids) -> None:
        self.values: list[Id] = [values] if isinstance(values, (str, Reference)) else list(values)


class Pairs:
    """A keyword that stands once for each name and value."""

    def __init__(self, pairs: Mapping[str, Value]) -> None:
        self.pairs = pairs


def listed(values: Ids | None) -> Listed | None:
    return None if values is None else Listed(values)


def repeated(values: Ids | None) -> Repeated | None:
    return None if values is None else Repeated(values)


def paired(pairs: Mapping[str, Value] | None) -> Pairs | None:
    return None if pairs is None else Pairs(pairs)


Keyword: TypeAlias = Union[Value, bool, Listed, Repeated, Pairs, None]


def keyword_words(name: str, value: Keyword) -> Iterable[Word]:
    """A keyword as it is sent; nothing where it is not given."""
    match value:
        case None | False:
            return ()
        case True:
            return (name,)
        case Listed():
            return (name, value.word)
        case Repeated():
            return (part for single in value.values for part in (name, word(single)))
        case Pairs():
            return (part for key, text in value.pairs.items() for part in (name, key, word(text)))
    return (name, word(value))


Reader: TypeAlias = Callable[[Any], Any]


def text(raw: Any) -> Any:
    """Bytes as text, also inside lists and maps; what is null or a number stays."""
    if isinstance(raw, bytes):
        return raw.decode()
    if isinstance(raw, list):
        return [text(part) for part in raw]
    if isinstance(raw, dict):
        return {text(key): text(part) for key, part in raw.items()}
    return raw


def amount(raw: Any) -> Decimal | None:
    """An exact amount; null where the server writes none."""
    return None if raw is None else Decimal(text(raw))


def instant(raw: Any) -> datetime | None:
    return None if raw is None else datetime.fromisoformat(text(raw))


def day(raw: Any) -> date | None:
    return None if raw is None else date.fromisoformat(text(raw))


def yes(raw: Any) -> bool | None:
    """Yes or no as the server says it."""
    if raw is None:
        return None
    if raw not in (b"yes", b"no"):
        raise ReplyError(f"{raw!r} is neither yes nor no")
    return bool(raw == b"yes")


def document(raw: Any) -> Any:
    """One JSON object; its numbers with a point are `Decimal`."""
    return None if raw is None else json.loads(text(raw), parse_float=Decimal)


def octets(raw: Any) -> bytes | None:
    """Bytes as they are."""
    return None if raw is None else bytes(raw)
