"""The pages behind the links of mailings: to ask for a quote, and to unsubscribe.

GET and HEAD never change anything, since programs that look at mail follow links; a form that is
sent by POST does. `/q/TOKEN` is the link to a quote, `/u/TOKEN` the one to unsubscribe, which also
answers the POST of mail programs' own button (RFC 8058).
"""

import contextlib
import html
import logging
import re
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from leadline import (
    ConnectionFailed, Invalid, LimitExceeded, NotFound, Retry, ServerError, TryAgain, Uncertain,
    new_key)

log = logging.getLogger("web")
BODY_MAX = 16 << 10
SECONDS = 10
"""Seconds that a client may take with its request."""
LINGER = 2
"""Seconds that the rest of a request that was refused is waited for."""
TOKEN = r"/([0-9a-zA-Z-]{1,100})"
KEY = re.compile(r"[0-9a-f]{32}")
FIELDS = ("name", "company", "phone", "zip", "notes")
LABELS = {"name": "Your name", "company": "Company", "phone": "Telephone", "zip": "ZIP",
          "notes": "What do you need?"}
HEADERS = {
    "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
    # The address holds the token.
    "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
}
QUICK = Retry(attempts=4, first=0.1, longest=1)


def page(title, body):
    return (f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport "
            f"content='width=device-width'><title>{html.escape(title)}</title>"
            f"<h1>{html.escape(title)}</h1>{body}</html>").encode()


def said(title, text):
    return page(title, f"<p>{html.escape(text)}</p>")


def quote_form():
    inputs = "".join(
        f"<p><label>{label}<br>"
        + (f"<textarea name={name} rows=5></textarea>" if name == "notes" else
           f"<input name={name}>") + "</label></p>"
        for name, label in LABELS.items())
    # A form that is sent twice is one request.
    key = f"<input type=hidden name=key value={new_key()}>"
    return page("Ask for a quote", f"<form method=post>{inputs}{key}<button>Ask</button></form>")


def leave_form(topic):
    what = f"mail about {topic}" if topic else "all our mail"
    return page("Unsubscribe", f"<p>No more {html.escape(what)}?</p>"
                               "<form method=post><button>Unsubscribe</button></form>")


class Links:
    """What the links do, without HTTP: a status and a page."""

    path = re.compile("/([qu])" + TOKEN)

    def __init__(self, client):
        self.client = client

    def show(self, kind, token):
        """What a link is for. Never writes."""
        link = self.client.nurture_open(token)
        if link.purpose != {"q": "quote", "u": "unsubscribe"}[kind]:
            return HTTPStatus.NOT_FOUND, said("Not found", "There is no such page.")
        if kind == "q":
            return HTTPStatus.OK, quote_form()
        if link.suppressed:
            return HTTPStatus.OK, said("Unsubscribed", "You get no more of this mail.")
        return HTTPStatus.OK, leave_form(link.topic)

    def confirm(self, kind, token, form):
        """Does what the link is for."""
        if kind == "u":
            self.client.nurture_unsubscribe(token, confirm=True)
            return HTTPStatus.OK, said("Unsubscribed", "You get no more of this mail.")
        given = {name: form[name].strip() for name in FIELDS if form.get(name, "").strip()}
        key = form.get("key", "")
        if KEY.fullmatch(key):
            given["idem"] = f"web-{key}"
        self.client.nurture_quote(token, **given)
        return HTTPStatus.OK, said("Thank you", "We have your request and will be in touch.")

    def answer(self, kind, token, form=None):
        """Either of them, with what can go wrong as a page."""
        try:
            return self.show(kind, token) if form is None else self.confirm(kind, token, form)
        except NotFound:
            return HTTPStatus.NOT_FOUND, said("Not found", "There is no such page.")
        except Invalid as error:
            if error.field == "token":
                return HTTPStatus.NOT_FOUND, said("Not found", "There is no such page.")
            return (HTTPStatus.UNPROCESSABLE_ENTITY,
                    said("Please look again", f"The {error.field} cannot be right."))
        except (ConnectionFailed, TryAgain, Uncertain, LimitExceeded):
            return (HTTPStatus.SERVICE_UNAVAILABLE,
                    said("Not now", "Please try again in a minute."))
        except ServerError as error:
            log.error("%s", error.code)
            return (HTTPStatus.INTERNAL_SERVER_ERROR,
                    said("Sorry", "That did not work, and we know of it."))


class Handler(BaseHTTPRequestHandler):
    """HTTP; `links` is set by `server`."""

    links = None
    timeout = SECONDS
    server_version, sys_version = "leadline", ""
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.respond(lambda kind, token: self.links.answer(kind, token))

    do_HEAD = do_GET

    def do_POST(self):
        form = self.form()
        if form is not None:
            self.respond(lambda kind, token: self.links.answer(kind, token, form))

    def form(self):
        """The fields of a form; None where the request was answered already."""
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            return self.reject(HTTPStatus.LENGTH_REQUIRED)
        if int(length) > BODY_MAX:
            return self.reject(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body = self.rfile.read(int(length))
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind not in ("application/x-www-form-urlencoded", ""):
            return self.reject(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        try:
            fields = parse_qs(body.decode(), max_num_fields=50)
        except ValueError:
            return self.reject(HTTPStatus.BAD_REQUEST)
        return {name: values[0] for name, values in fields.items()}

    def reject(self, status):
        self.close_connection = True
        self.write(status, said(status.phrase, "That was no request that is served here."))
        # Closed with bytes unread, TCP would take the answer back.
        with contextlib.suppress(OSError):
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(LINGER)
            self.rfile.read(BODY_MAX)

    def respond(self, answer):
        found = self.links.path.fullmatch(self.path.partition("?")[0])
        if not found:
            return self.write(HTTPStatus.NOT_FOUND, said("Not found", "There is no such page."))
        return self.write(*answer(found[1], found[2]))

    def write(self, status, body):
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format, *arguments):
        """Says the method and the status: the path holds the token."""
        log.info("%s %s", self.command, arguments[1] if len(arguments) > 1 else "-")


def server_of(links, address):
    """An HTTP server for links of any kind."""
    return ThreadingHTTPServer(address, type("LinkHandler", (Handler,), {"links": links}))


def server(client, address):
    """An HTTP server for the links of mailings; `client` has the role gateway."""
    return server_of(Links(client.retrying(QUICK)), address)


def serve(config):
    """Serves until it is ended. TLS is for the proxy in front of it."""
    section = config.section("web")
    address = (section.get("bind", "127.0.0.1"), section.get("port", 8323))
    with server(config.client("web"), address) as http:
        log.info("on %s:%d", *http.server_address)
        http.serve_forever()
