"""The client for threads."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import redis
from redis import exceptions
from redis._parsers import _RESP3Parser
from redis.connection import Connection, SSLConnection
from redis.retry import Retry as RedisRetry

from .block import AnyBlock
from .commands import Commands, EventsRow, cursor_set
from .errors import ConnectionFailed, NotTrusted, ServerError, server_error
from .follow import Following, Place
from .request import Page, R, Request
from .retry import PASSING, Retry, keyed
from .settings import TLS, Settings
from .values import Ids, Value, text, word

T = TypeVar("T")


class Parser(_RESP3Parser):
    """RESP3 with the server's own errors, the code kept."""

    @classmethod
    def parse_error(cls, response: str) -> ServerError:
        return server_error(response)


@contextmanager
def own_errors() -> Iterator[None]:
    """The library's failures as this package's."""
    try:
        yield
    except (exceptions.ConnectionError, exceptions.TimeoutError, OSError) as error:
        if refused := refused_certificate(error):
            raise NotTrusted(str(refused)) from error
        raise ConnectionFailed(str(error)) from error


def refused_certificate(error: BaseException | None) -> BaseException | None:
    """The refusal of a certificate that led to the error, if that is why."""
    while error and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error


class Block(AnyBlock):
    """`with client.block() as block:` runs what was queued at its end, whole or not at all."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self.requests:
            self._client._run_block(self)


class Client(Commands):
    """A server, as many threads may use it at once; each call takes a connection from a pool.

    Every command is a method: `client.lead_new(email="ann@acme.example")` is `LEAD.NEW EMAIL …`.
    What is not given comes from `LEADLINE_HOST`, `LEADLINE_PORT`, and `LEADLINE_TOKEN` or the file
    that `LEADLINE_TOKEN_FILE` names. A refusal raises the `ServerError` of its code. Nothing is
    sent twice, unless by `retrying`.
    """

    def __init__(
        self, host: str | None = None, port: int | None = None, *, token: str | None = None,
        token_file: str | Path | None = None, tls: TLS | bool = False, timeout: float = 30.0,
        connect_timeout: float = 5.0, name: str | None = None, connections: int = 50,
    ) -> None:
        self.settings = Settings.of(
            host, port, token, token_file, tls, timeout, connect_timeout, name)
        pool_class: Any = redis.BlockingConnectionPool
        pool = pool_class(
            max_connections=connections, timeout=timeout,
            connection_class=SSLConnection if self.settings.tls else Connection,
            **self.settings.redis_options(Parser, RedisRetry))
        self._redis: Any = redis.Redis(connection_pool=pool)
        self._redis.response_callbacks.clear()
        self._retry: Retry | None = None

    def __repr__(self) -> str:
        return f"<Client of {self.settings.host}:{self.settings.port}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections."""
        self._redis.connection_pool.disconnect()

    def retrying(self, policy: Retry = Retry()) -> Client:
        """The same server, where what fails in passing is sent again.

        Each write gets an IDEM key of its own, unless it was given one, so that it happens once.
        """
        other: Client = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other._retry = policy
        return other

    def run(self, request: Request[T]) -> T:
        """Sends a request and answers its result."""
        if self._retry:
            request = keyed(request)
        return self._attempts(request.may_repeat, lambda: request.result(self._send(request.words)))

    def execute(self, *words: Value) -> Any:
        """Sends any command as it is; text comes back as `str`."""
        return text(self._send([word(value) for value in words]))

    def _send(self, words: Iterable[Any]) -> Any:
        with own_errors():
            return self._redis.execute_command(*words)

    def _attempts(self, may_repeat: bool, attempt: Callable[[], T]) -> T:
        for pause in self._retry.pauses() if self._retry and may_repeat else ():
            try:
                return attempt()
            except PASSING:
                time.sleep(pause)
        return attempt()

    def _move(self, cursor: str, seq: int) -> None:
        # The same place twice is the same place: no key has to be kept for it.
        request = cursor_set(cursor, seq)
        self._attempts(True, lambda: request.result(self._send(request.words)))

    def every(self, page: Page[R]) -> Iterator[R]:
        """The rows of a page and of all pages behind it."""
        while True:
            yield from page
            request = page.following
            if request is None:
                return
            page = self.run(request)

    def block(self) -> Block:
        """A block of commands."""
        return Block(self)

    def _run_block(self, block: Block) -> None:
        if self._retry:
            block.with_keys()
        commands = [request.words for request in block.requests]
        block.settle(self._attempts(block.may_repeat, lambda: self._exec(commands)))

    def _exec(self, commands: list[Any]) -> list[Any]:
        with own_errors(), self._redis.pipeline(transaction=True) as pipeline:
            for words in commands:
                pipeline.execute_command(*words)
            return list(pipeline.execute(raise_on_error=False))

    def follow(
        self, cursor: str | None = None, *, after: int = 0, type: Ids | None = None,
        of: str | None = None, not_: str | None = None, wait: float | None = 10.0,
        limit: int = 100, policy: Retry = Retry(attempts=20),
    ) -> Iterator[EventsRow]:
        """Events as they happen, each at least once, in order; `event.seq` tells repeats apart.

        Args:
            cursor: The name of a durable place. It moves past an event when the next one is asked
                for, so an event that was not dealt with comes again; begun at `after` when new.
            type: Patterns of types, such as `lead.*`.
            wait: Seconds that one request waits for more; None ends when there is no more.
            limit: Events that are read at a time.
            policy: How long a server that is away is waited for, each time.
        """
        client = self.retrying(policy)
        place = Place(after)
        if cursor is not None:
            kept = client.cursor_get(cursor)
            if kept is None:
                client._move(cursor, after)
            place.seq = after if kept is None else kept
        following = Following(type, of, not_, wait, limit)
        while True:
            page = client.run(following.request(place.seq))
            for event in page:
                yield event
                place.seq = event.seq
                if cursor is not None:
                    client._move(cursor, place.seq)
            if following.is_over(page, place):
                return
