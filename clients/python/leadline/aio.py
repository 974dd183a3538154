"""The client for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import redis.asyncio
from redis._parsers import _AsyncRESP3Parser
from redis.asyncio.connection import Connection, SSLConnection
from redis.asyncio.retry import Retry as RedisRetry

from .block import AnyBlock
from .client import own_errors
from .commands import Commands, EventsRow, cursor_set
from .errors import ServerError, server_error
from .follow import Following, Place
from .request import Page, R, Request
from .retry import PASSING, Retry, keyed
from .settings import TLS, Settings
from .values import Ids, Value, text, word

T = TypeVar("T")


class AsyncParser(_AsyncRESP3Parser):
    """RESP3 with the server's own errors, the code kept."""

    @classmethod
    def parse_error(cls, response: str) -> ServerError:
        return server_error(response)


class AsyncBlock(AnyBlock):
    """`async with client.block() as block:` runs what was queued at its end."""

    def __init__(self, client: AsyncClient) -> None:
        super().__init__()
        self._client = client

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self.requests:
            await self._client._run_block(self)


class AsyncClient(Commands):
    """`Client` for asyncio: every command is a method to be awaited."""

    def __init__(
        self, host: str | None = None, port: int | None = None, *, token: str | None = None,
        token_file: str | Path | None = None, tls: TLS | bool = False, timeout: float = 30.0,
        connect_timeout: float = 5.0, name: str | None = None, connections: int = 50,
    ) -> None:
        self.settings = Settings.of(
            host, port, token, token_file, tls, timeout, connect_timeout, name)
        pool_class: Any = redis.asyncio.BlockingConnectionPool
        pool = pool_class(
            max_connections=connections, timeout=timeout,
            connection_class=SSLConnection if self.settings.tls else Connection,
            **self.settings.redis_options(AsyncParser, RedisRetry))
        self._redis: Any = redis.asyncio.Redis(connection_pool=pool)
        self._redis.response_callbacks.clear()
        self._retry: Retry | None = None

    def __repr__(self) -> str:
        return f"<AsyncClient of {self.settings.host}:{self.settings.port}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes all connections."""
        await self._redis.connection_pool.disconnect()

    def retrying(self, policy: Retry = Retry()) -> AsyncClient:
        """As `Client.retrying`."""
        other: AsyncClient = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other._retry = policy
        return other

    async def run(self, request: Request[T]) -> T:
        """Sends a request and answers its result."""
        if self._retry:
            request = keyed(request)

        async def attempt() -> T:
            return request.result(await self._send(request.words))

        return await self._attempts(request.may_repeat, attempt)

    async def execute(self, *words: Value) -> Any:
        """Sends any command as it is; text comes back as `str`."""
        return text(await self._send([word(value) for value in words]))

    async def _send(self, words: Iterable[Any]) -> Any:
        with own_errors():
            return await self._redis.execute_command(*words)

    async def _attempts(self, may_repeat: bool, attempt: Callable[[], Awaitable[T]]) -> T:
        for pause in self._retry.pauses() if self._retry and may_repeat else ():
            try:
                return await attempt()
            except PASSING:
                await asyncio.sleep(pause)
        return await attempt()

    async def _move(self, cursor: str, seq: int) -> None:
        request = cursor_set(cursor, seq)

        async def attempt() -> str:
            return request.result(await self._send(request.words))

        await self._attempts(True, attempt)

    async def every(self, page: Page[R]) -> AsyncIterator[R]:
        """The rows of a page and of all pages behind it."""
        while True:
            for row in page:
                yield row
            request = page.following
            if request is None:
                return
            page = await self.run(request)

    def block(self) -> AsyncBlock:
        """A block of commands."""
        return AsyncBlock(self)

    async def _run_block(self, block: AsyncBlock) -> None:
        if self._retry:
            block.with_keys()
        commands = [request.words for request in block.requests]

        async def attempt() -> list[Any]:
            return await self._exec(commands)

        block.settle(await self._attempts(block.may_repeat, attempt))

    async def _exec(self, commands: list[Any]) -> list[Any]:
        with own_errors():
            async with self._redis.pipeline(transaction=True) as pipeline:
                for words in commands:
                    pipeline.execute_command(*words)
                return list(await pipeline.execute(raise_on_error=False))

    async def follow(
        self, cursor: str | None = None, *, after: int = 0, type: Ids | None = None,
        of: str | None = None, not_: str | None = None, wait: float | None = 10.0,
        limit: int = 100, policy: Retry = Retry(attempts=20),
    ) -> AsyncIterator[EventsRow]:
        """As `Client.follow`."""
        client = self.retrying(policy)
        place = Place(after)
        if cursor is not None:
            kept = await client.cursor_get(cursor)
            if kept is None:
                await client._move(cursor, after)
            place.seq = after if kept is None else kept
        following = Following(type, of, not_, wait, limit)
        while True:
            page = await client.run(following.request(place.seq))
            for event in page:
                yield event
                place.seq = event.seq
                if cursor is not None:
                    await client._move(cursor, place.seq)
            if following.is_over(page, place):
                return
