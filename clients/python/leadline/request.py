"""A request before it is sent, and what is made of its reply."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar, overload

from .errors import ReplyError
from .values import Keyword, Reader, Value, Word, keyword_words, text, word

T = TypeVar("T")
R = TypeVar("R", bound="Record")


class Record(Mapping[str, Any]):
    """A map or a row as the server answered it, read by attribute or by key.

    What a later version of the server adds is there by key and by attribute, too; a column that was
    not asked for is no attribute. What is a word of Python has an underline: `lead.from_`.
    """

    readers: ClassVar[dict[str, Reader]] = {}
    __slots__ = ("_fields",)

    def __init__(self, raw: Any) -> None:
        if not isinstance(raw, dict):
            raise ReplyError(f"expected a map, got {type(raw).__name__}")
        readers = self.readers
        self._fields: dict[str, Any] = {}
        for key, part in raw.items():
            name = text(key)
            try:
                self._fields[name] = readers.get(name, text)(part)
            except (ValueError, ArithmeticError) as error:
                raise ReplyError(f"{type(self).__name__}.{name}: {error}") from error

    def __getattr__(self, name: str) -> Any:
        try:
            return self._fields[name.removesuffix("_")]
        except KeyError:
            raise AttributeError(f"{type(self).__name__} has no {name!r}") from None

    def __getitem__(self, key: str) -> Any:
        return self._fields[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        # The first field alone: the others may be about persons, and a repr lands in logs.
        first = next(iter(self._fields.items()), None)
        return f"<{type(self).__name__}{' %s=%r' % first if first else ''}>"


class Page(Sequence[R], Generic[R]):
    """The rows of one page; `next` is the cursor of the one behind it, None on the last.

    A page may be short, even empty, and still have a next: `client.every(page)` goes through all.
    """

    def __init__(self, rows: list[R], next: str | None, request: Request[Page[R]]) -> None:
        self.rows, self.next, self._request = rows, next, request

    @property
    def following(self) -> Request[Page[R]] | None:
        """What asks for the next page."""
        return None if self.next is None else self._request.after(self.next)

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> list[R]: ...
    def __getitem__(self, index: int | slice) -> R | list[R]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<Page of {len(self.rows)}{', next' if self.next else ''}>"


class Request(Generic[T]):
    """One command with its arguments; `client.run(request)` sends it."""

    def __init__(
        self, name: str, read: Callable[[Request[T], Any], T], writes: bool, keyed: bool,
        positionals: Sequence[Value | None], keywords: Mapping[str, Keyword],
    ) -> None:
        self.name, self.read, self.writes, self.keyed = name, read, writes, keyed
        self.positionals = [word(value) for value in positionals if value is not None]
        self.keywords = dict(keywords)

    @property
    def words(self) -> list[Word]:
        """What is sent."""
        parts: list[Word] = [*self.name.split(" "), *self.positionals]
        for keyword, value in self.keywords.items():
            parts.extend(keyword_words(keyword, value))
        return parts

    @property
    def key(self) -> Keyword:
        """Its IDEM key."""
        return self.keywords.get("IDEM")

    @property
    def may_repeat(self) -> bool:
        """Whether sending it twice is no more than sending it once."""
        return not self.writes or self.key is not None

    def with_(self, **keywords: Keyword) -> Request[T]:
        """The same with other keywords."""
        copy = Request(self.name, self.read, self.writes, self.keyed, (), self.keywords | keywords)
        copy.positionals = self.positionals
        return copy

    def after(self, cursor: str) -> Request[T]:
        """The same list from a cursor on."""
        other = {"CURSOR": None} if "CURSOR" in self.keywords else {}
        return self.with_(AFTER=cursor, **other)

    def result(self, raw: Any) -> T:
        """The reply in Python's types."""
        return self.read(self, raw)

    def __repr__(self) -> str:
        return f"<Request {self.name}>"


def as_text(request: Request[str], raw: Any) -> str:
    return str(text(raw))


def as_nullable(request: Request[str | None], raw: Any) -> str | None:
    return None if raw is None else str(text(raw))


def as_integer(request: Request[int], raw: Any) -> int:
    return int(raw)


def as_nullable_integer(request: Request[int | None], raw: Any) -> int | None:
    return None if raw is None else int(raw)


def as_list(request: Request[list[Any]], raw: Any) -> list[Any]:
    return list(text(raw))


def as_any(request: Request[Any], raw: Any) -> Any:
    return text(raw)


def as_map(record: type[R]) -> Callable[[Request[R], Any], R]:
    return lambda request, raw: record(raw)


def as_page(record: type[R]) -> Callable[[Request[Page[R]], Any], Page[R]]:
    def read(request: Request[Page[R]], raw: Any) -> Page[R]:
        if not (isinstance(raw, list) and len(raw) == 2 and isinstance(raw[1], list)):
            raise ReplyError(f"{request.name}: no page")
        return Page([record(row) for row in raw[1]], text(raw[0]), request)

    return read


def as_page_or_text(record: type[R]) -> Callable[[Request[Page[R] | str], Any], Page[R] | str]:
    """A command that answers a page where it reads, and a word where it writes."""
    def read(request: Request[Page[R] | str], raw: Any) -> Page[R] | str:
        if isinstance(raw, list):
            return as_page(record)(request, raw)  # type: ignore[arg-type]
        return str(text(raw))

    return read
