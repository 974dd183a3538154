"""What the bridges share: settings, the place in the log, repeating, and dead letters."""

import http.client
import json
import os
import re
import signal
import ssl
import sys
import time
from pathlib import Path

from leadline import TLS, Client, Retry

FOREVER = Retry(attempts=1_000_000, first=0.2, longest=15.0)
"""A bridge waits for its server: there is nothing else that it could do."""

PAUSES = (1, 5, 30, 120, 600)
"""Seconds between the attempts of one delivery; one more attempt than pauses, then it is dead."""


class ConfigFault(Exception):
    """What is wrong with the configuration."""


class Config:
    """One JSON object; a section for each bridge beside `host`, `port` and `token_file`."""

    def __init__(self, keys, folder):
        self.keys, self.folder = keys, folder

    @classmethod
    def read(cls, path):
        try:
            keys = json.loads(Path(path).read_text())
        except (OSError, ValueError) as error:
            raise ConfigFault(str(error)) from error
        if not isinstance(keys, dict):
            raise ConfigFault("is no JSON object")
        return cls(keys, Path(path).resolve().parent)

    def section(self, name):
        if not isinstance(self.keys.get(name), dict):
            raise ConfigFault(f"has no section {name!r}")
        return Config(self.keys[name], self.folder)

    def get(self, key, default=None):
        return self.keys.get(key, default)

    def need(self, key):
        if key not in self.keys:
            raise ConfigFault(f"{key!r} is missing")
        return self.keys[key]

    def path(self, key):
        """A path, from the folder of the configuration on."""
        return self.folder / self.need(key)

    def secret(self, key):
        """The content of the file that the key names; secrets have no place in a configuration."""
        try:
            content = self.path(key).read_text().strip()
        except OSError as error:
            raise ConfigFault(f"{key}: {error}") from error
        if not content:
            raise ConfigFault(f"{key}: the file is empty")
        return content

    def path_if(self, key):
        return self.path(key) if key in self.keys else None

    def trust(self):
        """Whose certificates are believed: the system's authorities, or those of `ca_file`."""
        try:
            return ssl.create_default_context(cafile=self.path_if("ca_file"))
        except OSError as error:
            raise ConfigFault(f"ca_file: {error}") from error

    def client(self, name):
        tls = TLS(self.path_if("ca_file"), self.path_if("cert_file"), self.path_if("key_file"))
        return Client(
            self.get("host"), self.get("port"), token_file=self.path_if("token_file"),
            tls=tls if self.get("tls") else False, name=f"bridge-{name}")


def http_connection(url, trust, timeout):
    """To the host of a URL, split; `trust` judges its certificate."""
    if url.scheme == "https":
        return http.client.HTTPSConnection(
            url.hostname, url.port, timeout=timeout, context=trust)
    return http.client.HTTPConnection(url.hostname, url.port, timeout=timeout)


class Passing(Exception):
    """The delivery failed and may succeed later."""


class Refused(Exception):
    """The delivery failed and always will."""


def deliver(send, pauses=PAUSES, sleep=time.sleep):
    """Sends until it succeeds; answers None, or why it never did."""
    for pause in (*pauses, None):
        try:
            send()
            return None
        except Refused as error:
            return str(error)
        except Passing as error:
            if pause is None:
                return f"given up after {len(pauses) + 1} attempts: {error}"
            sleep(pause)


class DeadLetters:
    """What could not be delivered, one file each, kept until it is replayed."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def keep(self, key, letter, reason):
        """Durable before it returns: the place in the log moves on after it."""
        document = {"key": key, "reason": reason, "letter": letter}
        write_whole(self._path(key), json.dumps(document, indent=1).encode())

    def keys(self):
        return sorted(path.stem for path in self.folder.glob("*.json"))

    def letter(self, key):
        return json.loads(self._path(key).read_text())["letter"]

    def remove(self, key):
        self._path(key).unlink()

    def _path(self, key):
        if not re.fullmatch(r"[A-Za-z0-9._-]{1,200}", key) or key.startswith("."):
            raise ConfigFault(f"{key!r} is no key of a dead letter")
        return self.folder / f"{key}.json"


def write_whole(path, content):
    """Writes a file so that it is there whole or not at all, also after a power cut."""
    part = path.with_name(f".{path.name}.part")
    with open(part, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    sync_folder(path.parent)


def sync_folder(folder):
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replay_all(letters, keys, send, pauses=()):
    """Sends dead letters again; those that arrive are dead no more. The exit status."""
    failed = 0
    for key in keys or letters.keys():
        reason = deliver(lambda: send(letters.letter(key)), pauses)
        if reason is None:
            letters.remove(key)
        failed += reason is not None
        print(f"{key}: {reason or 'delivered'}", flush=True)
    return 1 if failed else 0


def ending_in_order():
    """SIGTERM ends the bridge between two steps; whatever was not finished comes again."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
