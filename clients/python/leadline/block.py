"""Blocks: commands that happen whole or not at all."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from .commands import Commands
from .errors import Aborted, LeadlineError, ServerError, cause_of
from .request import Request
from .retry import keyed
from .values import Reference

T = TypeVar("T")
UNDONE = LeadlineError("the block has not been run")


class Queued(Reference, Generic[T]):
    """What stands for the result of a queued command, also as an id in later ones."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self._outcome: Any = UNDONE

    @property
    def result(self) -> T:
        """What the command answered, once the block was run; a read that failed raises here."""
        if isinstance(self._outcome, Exception):
            raise self._outcome
        result: T = self._outcome
        return result


class AnyBlock(Commands):
    """Collects commands; what runs them is up to the client."""

    def __init__(self) -> None:
        self.requests: list[Request[Any]] = []
        self.queued: list[Queued[Any]] = []

    def run(self, request: Request[T]) -> Queued[T]:
        """Queues a request."""
        queued: Queued[T] = Queued(len(self.requests) + 1)
        self.requests.append(request)
        self.queued.append(queued)
        return queued

    def with_keys(self) -> None:
        """Gives each write a key, so that the block happens once however often it is sent."""
        self.requests = [keyed(request) for request in self.requests]

    @property
    def may_repeat(self) -> bool:
        return all(request.may_repeat for request in self.requests)

    def settle(self, replies: list[Any]) -> None:
        """Takes the replies in; raises what made the server undo the block."""
        undone = next((reply for reply in replies if isinstance(reply, Aborted)), None)
        if undone is not None:
            place = (undone.command or 1) - 1
            cause = replies[place] if place < len(replies) else None
            raise cause if isinstance(cause, ServerError) else cause_of(undone)
        writes = [
            reply for request, reply in zip(self.requests, replies)
            if request.writes and isinstance(reply, ServerError)]
        for request, queued, reply in zip(self.requests, self.queued, replies):
            failed = isinstance(reply, Exception)
            queued._outcome = reply if failed else request.result(reply)
        if writes:
            raise writes[0]
