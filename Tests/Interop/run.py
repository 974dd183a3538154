#!/usr/bin/env python3
"""Runs clients that others wrote against one real server and compares with what is on record.

usage: run.py [--full] [--only NAME …] [--install] [--write] [--page] [-v]

Without --full only the core is run. README.md beside this file says how it all fits together.
"""

import argparse
import os
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path

from installing import Cache, NotHere
from matrix import Clients, FeatureSets, Matrix, Result

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "Acceptance"))

from leadline_server import Server  # noqa: E402


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    binary = os.environ.get("LEADLINE_SERVER", ROOT / ".build/release/leadline-server")
    parser.add_argument("--server", default=binary, help="the binary; also LEADLINE_SERVER")
    parser.add_argument("--quick", action="store_true", help="the core alone, as without --full")
    parser.add_argument("--full", action="store_true", help="all clients; none may be missing")
    parser.add_argument("--only", action="append", metavar="NAME", help="clients by their name")
    parser.add_argument("--install", action="store_true", help="installs Debian packages too")
    parser.add_argument("--write", action="store_true", help="puts the results on record")
    parser.add_argument("--page", action="store_true", help="only prints the page again")
    parser.add_argument("-v", "--verbose", action="store_true", help="all that the drivers say")
    return parser.parse_args()


def ask(port, line):
    """The reply to one typed line, up to the end of the stream."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(line.encode() + b"\r\n")
        connection.shutdown(socket.SHUT_WR)
        reply = b""
        while piece := connection.recv(65536):
            reply += piece
    return reply.decode()


class Run:
    """One run: which clients, what they answered, how many checks held."""

    def __init__(self, chosen):
        self.chosen = chosen
        self.features, self.clients = FeatureSets(HERE), Clients(HERE)
        self.matrix = Matrix(HERE, self.features, self.clients)
        self.passed, self.failed, self.missing = 0, 0, 0

    def check(self, holds, text):
        self.passed += bool(holds)
        self.failed += not holds
        if not holds:
            print(f"FAIL {text}", flush=True)

    def clients_to_run(self):
        names = self.chosen.only or []
        unknown = [name for name in names if name not in self.clients.by_name]
        if unknown:
            sys.exit(f"no client {unknown[0]}; there are: {' '.join(self.clients.by_name)}")
        wanted = self.clients.by_name.values()
        if names:
            return [client for client in wanted if client.name in names]
        return [client for client in wanted if self.chosen.full or client.is_core]

    def drive(self, client, cache, port):
        try:
            output = cache.run(client, port, self.chosen.verbose)
        except NotHere as reason:
            self.missing += 1
            print(f"{client.name}: not run here: {reason}", flush=True)
            if self.chosen.full:
                self.check(False, f"{client.name} was not run")
            return
        features = self.features.of(client.group)
        result = Result.parsed(output, features)
        print(f"{client.name} {result.version}: {result.summary()}", flush=True)
        if self.chosen.write:
            self.matrix.record(client, result)
        on_record = self.matrix.results.get(client.name)
        for feature in features.names:
            cell = result.cells[feature]
            expected = on_record.cells[feature].verdict if on_record else "nothing"
            differs = "" if expected == cell.verdict else f"; on record: {expected}"
            holds = cell.verdict != "no" and not differs
            self.check(holds, f"{client.name} {feature}: {cell}{differs}")

    def judge(self, server):
        """What must hold of a server after all that."""
        self.check(ask(server.port, "CHECK DEEP").endswith("+OK 0\r\n"), "CHECK DEEP is not empty")
        audit = ask(server.port, "AUDIT.VERIFY")
        self.check(" broken_at\t\\N\r\n" in audit, f"AUDIT.VERIFY says {audit}")
        self.check(server.stop() == 0, "SIGTERM does not end the server in order")
        log = (server.directory / "log").read_text(errors="replace").splitlines()
        grave = [line for line in log if " error " in line or " critical " in line]
        self.check(not grave, f"the server logged {grave[:3]}")

    def everything(self):
        server = Server(self.chosen.server).start()
        try:
            with Cache(HERE, may_install=self.chosen.install) as cache:
                for client in self.clients_to_run():
                    self.drive(client, cache, server.port)
            self.judge(server)
        finally:
            server.kill()
            shutil.rmtree(server.directory)

    def finish(self):
        page = ROOT / "Protocol/CLIENTS.md"
        text = self.matrix.page()
        if self.chosen.write or self.chosen.page:
            page.write_text(text)
        self.check(page.exists() and page.read_text() == text, f"{page.name} is stale: run --page")
        if self.missing:
            print(f"{self.missing} clients were not run here")
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(self.failed > 0)


def main():
    run = Run(options())
    if not run.chosen.page:
        if not Path(run.chosen.server).exists():
            sys.exit(f"no server at {run.chosen.server}: swift build -c release")
        run.everything()
    run.finish()


if __name__ == "__main__":
    # Ends in order, so that the server and the driver end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Temporary files of the drivers go with the run.
    with tempfile.TemporaryDirectory(prefix="leadline-interop-") as scratch:
        os.environ["TMPDIR"] = tempfile.tempdir = scratch
        main()
