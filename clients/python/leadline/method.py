"""A command as a method of whatever can send it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, overload

from .request import Request

if TYPE_CHECKING:
    from .aio import AsyncClient
    from .block import AnyBlock, Queued
    from .client import Client

P = ParamSpec("P")
T = TypeVar("T")


class Method(Generic[P, T]):
    """Makes the request and hands it to its owner's `run`.

    So one table of commands serves the client, which returns the result, the asynchronous one,
    which returns something to await, and a block, which returns what stands for the result.
    """

    def __init__(self, build: Callable[P, Request[T]]) -> None:
        self.build = build
        self.__doc__ = build.__doc__

    @overload
    def __get__(self, owner: Client, type: Any = None) -> Callable[P, T]: ...
    @overload
    def __get__(self, owner: AsyncClient, type: Any = None) -> Callable[P, Awaitable[T]]: ...
    @overload
    def __get__(self, owner: AnyBlock, type: Any = None) -> Callable[P, Queued[T]]: ...
    @overload
    def __get__(self, owner: None, type: Any = None) -> Callable[P, Request[T]]: ...
    def __get__(self, owner: Any, type: Any = None) -> Any:
        if owner is None:
            return self.build
        build, run = self.build, owner.run

        def send(*arguments: P.args, **keywords: P.kwargs) -> Any:
            return run(build(*arguments, **keywords))

        send.__doc__ = self.__doc__
        return send
