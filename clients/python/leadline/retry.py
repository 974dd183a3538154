"""Sending again what may be sent again."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from .errors import ConnectionFailed, TryAgain, Uncertain
from .request import Request

T = TypeVar("T")

PASSING = (ConnectionFailed, TryAgain, Uncertain)
"""After these the same request may succeed."""


@dataclass(frozen=True)
class Retry:
    """How often, and after how long. The pauses double, each shortened by chance to a half."""

    attempts: int = 6
    first: float = 0.1
    longest: float = 5.0

    def pauses(self) -> Iterator[float]:
        """One pause in seconds for each attempt but the last."""
        pause = self.first
        for _ in range(self.attempts - 1):
            yield pause * random.uniform(0.5, 1)
            pause = min(pause * 2, self.longest)


def new_key() -> str:
    """An IDEM key that nobody else has."""
    return uuid.uuid4().hex


def keyed(request: Request[T]) -> Request[T]:
    """The request with an IDEM key, so that it happens once however often it is sent."""
    if request.keyed and request.writes and request.key is None:
        return request.with_(IDEM=new_key())
    return request
