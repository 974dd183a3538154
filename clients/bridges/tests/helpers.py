"""A bridge as a process of its own, and what it talks to, all over real sockets."""

import contextlib
import http.server
import json
import os
import socketserver
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

BRIDGES = Path(__file__).resolve().parents[1]
PATIENCE = 15


def until(holds, patience=PATIENCE):
    """Waits until something holds."""
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            raise AssertionError("waited in vain")
        time.sleep(0.02)


class Bridge:
    """One bridge with a configuration in a folder of its own."""

    def __init__(self, name, port, section, secret="sesame"):
        self.name, self.section = name, section
        self.folder = Path(tempfile.mkdtemp(prefix="leadline-bridge-"))
        (self.folder / "secret").write_text(secret)
        self.process = None
        self.configure(port)

    def configure(self, port, **transport):
        config = {"host": "127.0.0.1", "port": port, **transport, self.name: self.section}
        (self.folder / "config.json").write_text(json.dumps(config))

    def start(self):
        self.close()
        self.process = self.popen(self.name)
        return self

    def popen(self, name, *keys):
        log = open(self.folder / "log", "ab")
        with log:
            return subprocess.Popen(
                [sys.executable, str(BRIDGES), name, str(self.folder / "config.json"), *keys],
                stdout=subprocess.PIPE, stderr=log, env=os.environ)

    def replay(self, *keys):
        """The exit status and the output of a replay."""
        with self.popen(f"replay-{self.name}", *keys) as process:
            output = process.communicate(timeout=PATIENCE)[0].decode()
            return process.returncode, output

    def kill(self):
        """As by kill -9."""
        self.process.kill()

    def wait(self):
        return self.process.wait(PATIENCE)

    def stop(self):
        """As an operator would; the exit status."""
        self.process.terminate()
        status = self.wait()
        self.process.stdout.close()
        return status

    def close(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            self.process.wait()
            self.process.stdout.close()

    def log(self):
        return (self.folder / "log").read_text()


class SMTPServer(socketserver.ThreadingTCPServer):
    """Takes mail as RFC 5321 says; `answers` are given to the next mails instead of 250.

    With `context` it offers STARTTLS, and takes mail only behind it.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self, port=0, context=None):
        self.mails, self.answers, self.refused = [], [], set()
        self.context = context
        super().__init__(("127.0.0.1", port), SMTPSession)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()


class SMTPSession(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        # A bridge that was killed does not say good-bye.
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            self.session()

    def session(self):
        self.say("220 test")
        recipient = None
        while line := self.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith("EHLO") and self.in_clear():
                self.say("250-test\r\n250 STARTTLS")
            elif verb.startswith("STARTTLS"):
                self.say("220 go on")
                self.secure()
            elif verb.startswith("MAIL") and self.in_clear():
                self.say("530 STARTTLS first")
            elif verb.startswith("DATA"):
                self.say("354 go on")
                self.take(recipient)
            elif verb.startswith("QUIT"):
                return self.say("221 bye")
            elif verb.startswith("RCPT"):
                recipient = line[line.index("<") + 1:line.index(">")]
                refused = recipient in self.server.refused
                self.say("550 no such user" if refused else "250 ok")
            else:
                self.say("250 ok")

    def in_clear(self):
        return self.server.context and not isinstance(self.connection, ssl.SSLSocket)

    def secure(self):
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

    def take(self, recipient):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        answer = self.server.answers.pop(0) if self.server.answers else "250 taken"
        if callable(answer):
            answer = answer()
        if answer.startswith("250"):
            self.server.mails.append((recipient, b"".join(lines).decode()))
        self.say(answer)


class Receiver(http.server.ThreadingHTTPServer):
    """Takes web hooks; `statuses` are answered to the next ones instead of 200."""

    daemon_threads = True

    def __init__(self, port=0, context=None):
        self.requests, self.statuses = [], []
        super().__init__(("127.0.0.1", port), ReceiverSession)
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()


class ReceiverSession(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, dict(self.headers), body))
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """The test looks at what came."""
