"""How a stream of events goes on from its place."""

from __future__ import annotations

from . import commands
from .commands import EventsRow
from .request import Page, Request
from .values import Ids


class Place:
    """Behind which event a consumer is."""

    def __init__(self, seq: int) -> None:
        self.seq = seq


class Following:
    """What is asked for, over and over."""

    def __init__(
        self, type: Ids | None, of: str | None, not_: str | None, wait: float | None, limit: int,
    ) -> None:
        self.type, self.of, self.not_, self.limit = type, of, not_, limit
        # BLOCK 0 would wait for ever, longer than any time-out of the socket.
        self.wait = None if wait is None else max(1, round(wait * 1000))

    def request(self, after: int) -> Request[Page[EventsRow]]:
        return commands.events(
            after=after, type=self.type, of=self.of, not_=self.not_, limit=self.limit,
            block=self.wait)

    def is_over(self, page: Page[EventsRow], place: Place) -> bool:
        """Moves past what did not match; whether there is no more and nobody waits."""
        if page.next is not None:
            place.seq = max(place.seq, int(page.next))
        return page.next is None and self.wait is None
