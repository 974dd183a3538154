"""Where the server is, and how to log in."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis.backoff import NoBackoff
from redis.credentials import CredentialProvider

from .errors import LeadlineError

DEFAULT_PORT = 5323
TOKEN_BYTES_MAX = 4096
VERSION = "0.1.0"


class Token(CredentialProvider):
    """A token, or the file that holds it, which is read again for each new connection."""

    def __init__(self, token: str | None = None, file: str | Path | None = None) -> None:
        self._token, self.file = token, file

    def get_credentials(self) -> tuple[str]:
        return (self._token if self._token is not None else self._read(),)

    async def get_credentials_async(self) -> tuple[str]:
        return self.get_credentials()

    def _read(self) -> str:
        """The file's content; a file that others may read is refused."""
        path = Path(str(self.file))
        try:
            status = path.stat()
            content = path.read_bytes()[:TOKEN_BYTES_MAX].decode()
        except (OSError, UnicodeDecodeError) as error:
            raise LeadlineError(f"cannot read {path}: {error}") from error
        if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise LeadlineError(f"others may read {path}; chmod 600 it")
        if not content.strip():
            raise LeadlineError(f"{path} is empty")
        return content.strip()

    def __repr__(self) -> str:
        return f"<Token from {self.file}>" if self._token is None else "<Token>"


@dataclass(frozen=True)
class TLS:
    """How the server is known: by the system's authorities, or by those in `ca`."""

    ca: str | Path | None = None
    """PEM file of the authorities that sign the server's certificate."""
    certificate: str | Path | None = None
    """PEM file of the client's own certificate, where the server wants one."""
    key: str | Path | None = None


@dataclass(frozen=True)
class Settings:
    """Everything that a connection needs. Nothing secret is in its repr."""

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    token: Token | None = field(default=None, repr=False)
    tls: TLS | None = None
    timeout: float = 30.0
    """Seconds that a reply may take."""
    connect_timeout: float = 5.0
    name: str | None = None
    """What `CLIENT LIST` calls the connection."""

    @classmethod
    def of(
        cls, host: str | None, port: int | None, token: str | None,
        token_file: str | Path | None, tls: TLS | bool, timeout: float, connect_timeout: float,
        name: str | None, variables: Mapping[str, str] | None = None,
    ) -> Settings:
        """What was given, and for the rest `LEADLINE_HOST`, `_PORT`, `_TOKEN`, `_TOKEN_FILE`."""
        names = os.environ if variables is None else variables
        token = token or (None if token_file else names.get("LEADLINE_TOKEN") or None)
        file = None if token else token_file or names.get("LEADLINE_TOKEN_FILE") or None
        return cls(
            host or names.get("LEADLINE_HOST") or cls.host,
            port or int(names.get("LEADLINE_PORT") or DEFAULT_PORT),
            Token(token, file) if token or file else None,
            TLS() if tls is True else tls or None, timeout, connect_timeout, name)

    def redis_options(self, parser: type, retry: type) -> dict[str, Any]:
        """What redis-py's pools take.

        Its own retries are off: it would send a write again that may have happened.
        """
        options: dict[str, Any] = {
            "host": self.host, "port": self.port, "protocol": 3, "parser_class": parser,
            "socket_timeout": self.timeout, "socket_connect_timeout": self.connect_timeout,
            "retry": retry(NoBackoff(), 0), "credential_provider": self.token,
            "client_name": self.name,
        }
        if self.tls:
            options |= {
                "ssl_cert_reqs": "required", "ssl_check_hostname": True,
                "ssl_ca_certs": self.tls.ca and str(self.tls.ca),
                "ssl_certfile": self.tls.certificate and str(self.tls.certificate),
                "ssl_keyfile": self.tls.key and str(self.tls.key),
            }
        return options
