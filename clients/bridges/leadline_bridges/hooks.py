"""Web hooks: each event is posted to each endpoint that wants its type, signed, at least once.

A receiver checks `Leadline-Signature` with `is_genuine`, and takes two requests with one
`Leadline-Delivery` for one.
"""

import hashlib
import hmac
import http.client
import json
import logging
import threading
import time
from urllib.parse import urlsplit

from .common import (
    FOREVER, PAUSES, Config, ConfigFault, DeadLetters, Passing, Refused, deliver, http_connection,
    replay_all)

log = logging.getLogger("hooks")
SECONDS = 15
TOLERANCE = 300
"""Seconds that a signature is good for; an older one may have been overheard."""


def signature(secret, timestamp, body):
    """`t=SECONDS,v1=HEX`: HMAC-SHA256 of the time, a full stop, and the body."""
    signed = f"{timestamp}.".encode() + body
    return f"t={timestamp},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def is_genuine(secret, header, body, now=None, tolerance=TOLERANCE):
    """Whether a request came from who has the secret, and lately: for receivers."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    if not parts.get("t", "").isdigit():
        return False
    age = abs((time.time() if now is None else now) - int(parts["t"]))
    return age <= tolerance and hmac.compare_digest(signature(secret, parts["t"], body), header)


def body_of(event):
    """The event as JSON, always in the same bytes."""
    fields = dict(event)
    fields["at"] = event.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps(fields, separators=(",", ":"), default=str, ensure_ascii=False).encode()


class Endpoint:
    """One receiver."""

    def __init__(self, config):
        self.name, self.url = config.need("name"), urlsplit(config.need("url"))
        if self.url.scheme not in ("http", "https") or not self.url.hostname:
            raise ConfigFault(f"url of {self.name!r}: http or https")
        if not self.name.isidentifier():
            raise ConfigFault(f"name {self.name!r}: letters, digits and underlines")
        self.secret, self.types = config.secret("secret_file"), config.get("types", ["*"])
        self.trust = config.trust()

    @property
    def cursor(self):
        return f"hook-{self.name}"

    def key(self, seq):
        return f"{self.name}-{seq}"

    def post(self, seq, type, body):
        """Returns when the endpoint has answered with 2xx. A redirect is not followed."""
        timestamp = int(time.time())
        headers = {
            "Content-Type": "application/json", "User-Agent": "leadline-hooks",
            "Leadline-Event": type, "Leadline-Delivery": self.key(seq),
            "Leadline-Signature": signature(self.secret, timestamp, body)}
        connection = http_connection(self.url, self.trust, SECONDS)
        try:
            target = (self.url.path or "/") + (f"?{self.url.query}" if self.url.query else "")
            connection.request("POST", target, body, headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            raise Passing(str(error) or repr(error)) from error
        finally:
            connection.close()
        if not 200 <= status < 300:
            raise Passing(f"HTTP {status}")


class Hooks:
    """All endpoints of a configuration."""

    def __init__(self, config):
        self.section = config.section("hooks")
        self.endpoints = [
            Endpoint(Config(keys, config.folder)) for keys in self.section.need("endpoints")]
        if len({endpoint.name for endpoint in self.endpoints}) < len(self.endpoints):
            raise ConfigFault("two endpoints have one name")
        self.letters = DeadLetters(self.section.path("dead"))
        self.pauses = self.section.get("pauses", PAUSES)

    def run(self, client, endpoint):
        for event in client.follow(endpoint.cursor, type=endpoint.types, policy=FOREVER):
            body = body_of(event)
            reason = deliver(lambda: endpoint.post(event.seq, event.type, body), self.pauses)
            key = endpoint.key(event.seq)
            if reason:
                letter = {"endpoint": endpoint.name, "seq": event.seq, "type": event.type,
                          "body": body.decode()}
                self.letters.keep(key, letter, reason)
            log.info("%s %s", key, "dead: " + reason if reason else "delivered")


def serve(config):
    """Posts until it is ended. Each endpoint has its own place, so none waits for another."""
    hooks = Hooks(config)
    client = config.client("hooks")
    failed = threading.Event()

    def guarded(endpoint):
        try:
            hooks.run(client, endpoint)
        except Exception:
            log.exception("endpoint %s", endpoint.name)
        finally:
            failed.set()

    for endpoint in hooks.endpoints:
        threading.Thread(target=guarded, args=(endpoint,), daemon=True).start()
    failed.wait()
    return 1


def replay(config, keys):
    """Posts dead letters again, with the key that they had and a signature of now."""
    hooks = Hooks(config)
    endpoints = {endpoint.name: endpoint for endpoint in hooks.endpoints}

    def send(letter):
        if letter["endpoint"] not in endpoints:
            raise Refused(f"there is no endpoint {letter['endpoint']!r} any more")
        endpoints[letter["endpoint"]].post(
            letter["seq"], letter["type"], letter["body"].encode())

    return replay_all(hooks.letters, keys, send)
