#!/usr/bin/env python3
"""SIGTERM and SHUTDOWN under writes: every write that was acknowledged is there after the restart.

Many clients write without a pause; each counts what it was answered. The server is told to read its
configuration again in between, then to stop, once or twice, and is started again.
"""

import random
import signal
import socket
import threading
import time

from leadline_server import Checks, Server, arguments
from leadline_socket import TextConnection

CLIENTS = 50
PIPELINE = 20


class Writer(threading.Thread):
    """Writes leads in pipelines until the server ends the connection."""

    def __init__(self, port, name):
        super().__init__(daemon=True)
        self.port, self.name = port, name
        self.acknowledged, self.odd = [], []

    def run(self):
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            replies = connection.makefile("rb")
            number = 0
            try:
                while True:
                    keys = [f"{self.name}-{number + i}" for i in range(PIPELINE)]
                    number += PIPELINE
                    connection.sendall("".join(
                        f"LEAD.NEW EMAIL a@{key}.example NAME N REF {key}\r\n" for key in keys
                    ).encode())
                    for key in keys:
                        line = replies.readline()
                        if not line.endswith(b"\r\n"):
                            return
                        if line.startswith(b"=L"):
                            self.acknowledged.append((key, line[1:-2].decode()))
                        else:
                            self.odd.append(line)
            except OSError:
                return


def told(server, ways):
    """Tells the server to stop: by signals, or by the command. Whether the command was answered."""
    answers = []
    for way in ways:
        if way == "SHUTDOWN":
            control = TextConnection(server.port)
            answers.append(control.ask("SHUTDOWN").final)
            control.close()
        else:
            server.process.send_signal(way)
        yield
    assert answers == ["+OK"] * len(answers), answers


def names_of(ways):
    return " ".join(way if way == "SHUTDOWN" else signal.Signals(way).name for way in ways)


# Fault 52: SIGTERM, SIGINT and SHUTDOWN under writes end with 0, and no acknowledged write is lost
# Fault 86: thirty times SIGHUP under load drops no reply
# Guarantee G1: what was answered before a stop is there after the restart
def round_of(checks, server, signals, reloads, tag):
    server.start()
    writers = [Writer(server.port, f"{tag}w{number}") for number in range(CLIENTS)]
    for writer in writers:
        writer.start()
    time.sleep(0.5 + random.random())
    for _ in range(reloads):
        server.process.send_signal(signal.SIGHUP)
        time.sleep(0.02)
    if reloads:
        checks.check(f"{reloads} times SIGHUP: nobody is disconnected",
                     all(writer.is_alive() for writer in writers)
                     and "read the configuration again" in server.log_tail())
    began = time.monotonic()
    for _ in told(server, signals):
        time.sleep(0.02)
    status = server.process.wait(timeout=20)
    took = time.monotonic() - began
    for writer in writers:
        writer.join(timeout=20)
    acknowledged = [pair for writer in writers for pair in writer.acknowledged]
    odd = [line for writer in writers for line in writer.odd]
    names = names_of(signals)
    checks.check(f"{names} ends the server in order", status == 0, f"{status}, {took:.2f} s")
    checks.check("it was stopped at work", len(acknowledged) > CLIENTS, f"{len(acknowledged)}")
    checks.check("no reply is odd", not odd, str(odd[:3]))
    server.start()
    control = TextConnection(server.port)
    lost = []
    replies = control.pipeline([f"LEAD.GET {lead}" for _, lead in acknowledged])
    for (key, lead), reply in zip(acknowledged, replies):
        if not reply.is_ok or dict(reply.rows).get("ref") != key:
            lost.append((key, lead, reply.excerpt()))
    checks.check("no acknowledged write is lost", not lost,
                 f"{len(acknowledged)} acknowledged, {len(lost)} lost {lost[:2]}")
    checks.sound(control, "after the restart")
    control.close()
    checks.check("it stops again", server.stop() == 0)


class Stubborn:
    """A client that asks for much and reads nothing."""

    def __init__(self, port):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.connect(("127.0.0.1", port))
        self.socket.settimeout(1)
        try:
            while True:
                self.socket.sendall(b"ECHO " + b"x" * 8000 + b"\r\n")
        except TimeoutError:
            pass


# Fault 52: a stop waits for a client that does not read, and no longer than it says
def patience(checks, server, signals, least, most):
    """How long a stop waits for a client that does not read."""
    server.start()
    stubborn = Stubborn(server.port)
    began = time.monotonic()
    for _ in told(server, signals):
        time.sleep(0.5)
    status = server.process.wait(timeout=30)
    took = time.monotonic() - began
    names = names_of(signals)
    checks.check(f"{names} with a client that does not read",
                 status == 0 and least < took < most, f"{status}, {took:.2f} s")
    stubborn.socket.close()


def main():
    parser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    random.seed(options.seed)
    checks = Checks()
    checks.note(f"--seed {options.seed}")
    server = Server(options.server)
    kinds = [[signal.SIGTERM], [signal.SIGINT, signal.SIGINT], [signal.SIGTERM, signal.SIGINT]]
    for number in range(options.rounds):
        round_of(checks, server, kinds[number % len(kinds)], 30 * (number % 2), f"r{number}")
    round_of(checks, server, ["SHUTDOWN"], 0, "s")
    patience(checks, server, [signal.SIGTERM], 2, 12)
    patience(checks, server, ["SHUTDOWN", signal.SIGTERM], 0.4, 2)
    patience(checks, server, [signal.SIGTERM, signal.SIGTERM], 0.4, 2)
    checks.finish(server)


if __name__ == "__main__":
    main()
