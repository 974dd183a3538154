"""Leadline's client: typed, on redis-py, for threads (`Client`) and asyncio (`AsyncClient`)."""

from .aio import AsyncBlock, AsyncClient
from .block import Queued
from .client import Block, Client
from .errors import (
    Aborted, BadState, Conflict, ConnectionFailed, ExecAborted, Exists, InternalError, Interrupted,
    Invalid, LeadlineError, LimitExceeded, LoginError, NoSpace, NotFound, NotPermitted, ReadOnly,
    ReplyError, RequestError, ServerError, Suppressed, TryAgain, Uncertain)
from .request import Page, Record, Request
from .retry import Retry, new_key
from .settings import TLS, VERSION, Settings, Token

__version__ = VERSION

__all__ = [
    "Aborted", "AsyncBlock", "AsyncClient", "BadState", "Block", "Client", "Conflict",
    "ConnectionFailed", "ExecAborted", "Exists", "InternalError", "Interrupted", "Invalid",
    "LeadlineError", "LimitExceeded", "LoginError", "NoSpace", "NotFound", "NotPermitted", "Page",
    "Queued", "ReadOnly", "Record", "ReplyError", "Request", "RequestError", "Retry", "ServerError",
    "Settings", "Suppressed", "TLS", "Token", "TryAgain", "Uncertain", "new_key",
]
