#!/usr/bin/env python3
"""What a server must stand: each misuse gets its documented answer, and nobody else is harmed."""

import random
import select
import socket
import struct
import time

from bystander import Bystander
from leadline_server import Checks, Server, arguments
from leadline_socket import RespConnection, RespError, TextConnection, outcome

BLOCK_COMMANDS_MAX = 1000
"""Commands that one MULTI takes (Protocol/README.md)."""


class Abuse:
    """One server for all of them, with a bystander during each."""

    def __init__(self, options):
        self.options, self.checks, self.rng = options, Checks(), random.Random(options.seed)
        self.server = Server(options.server).start()
        self.desk = TextConnection(self.server.port)

    def resp(self, timeout=120):
        return RespConnection(self.server.port, timeout)

    # Each of these is one misuse; its docstring names it in the output.

    # Fault 11: 100,000 commands in one pipeline are answered in order
    # Threat T12: one client's flood leaves another one's PING quick
    def long_pipeline(self, count=100_000):
        """a pipeline of 100,000 commands"""
        connection = self.resp()
        self.desk.ask("LEAD.NEW EMAIL first@pipeline.example")
        request = connection.encoded(["PING", "{:06d}"])
        data = b"".join(request.replace(b"{:06d}", b"%06d" % n) for n in range(count))
        request = request.replace(b"$7", b"$6")
        data = data.replace(b"$7\r\n", b"$6\r\n")
        replies, sent = bytearray(), 0
        connection.socket.setblocking(False)
        expected = sum(len(b"$6\r\n%06d\r\n" % n) for n in range(count))
        deadline = time.monotonic() + 120
        while len(replies) < expected and time.monotonic() < deadline:
            wanted = [connection.socket] if sent < len(data) else []
            readable, writable, _ = select.select([connection.socket], wanted, [], 5)
            if readable:
                received = connection.socket.recv(1 << 16)
                if not received:
                    break
                replies += received
            if writable:
                sent += connection.socket.send(data[sent : sent + (1 << 16)])
        whole = b"".join(b"$6\r\n%06d\r\n" % n for n in range(count))
        self.checks.check("100,000 pipelined commands are answered in order", replies == whole)
        connection.close()

    # Fault 26: a client that never reads is soon read from no more
    # Threat T10: what a slow reader holds is bounded
    def pipeline_without_reading(self):
        """a client that sends and never reads"""
        connection = self.resp()
        data = connection.encoded(["LEAD.GET", "L1"]) * 2000
        connection.socket.settimeout(2)
        sent = 0
        try:
            while sent < 64 << 20:
                sent += connection.socket.send(data)
            held = False
        except (TimeoutError, OSError):
            held = True
        self.checks.check(
            "a client that does not read is not read from either", held,
            f"{sent >> 10} KiB were taken, {self.server.resident_mib():.0f} MiB resident")
        connection.close()

    def huge_block(self):
        """a MULTI of 1,001 commands"""
        connection = self.resp()
        block = [["LEAD.NEW", "EMAIL", f"b@huge{n}.example"] for n in range(BLOCK_COMMANDS_MAX + 1)]
        replies = list(connection.pipeline([["MULTI"], *block, ["EXEC"]]))
        queued = replies.count("QUEUED")
        self.checks.check(
            "the 1,001st command of a block is -LIMIT, EXEC is -EXECABORT",
            queued == BLOCK_COMMANDS_MAX and str(replies[-2]).startswith("LIMIT ")
            and str(replies[-1]).startswith("EXECABORT "), f"{queued} queued, {replies[-2:]}")
        found = self.desk.ask("LEAD.FIND EMAIL b@huge0.example COLUMNS id").rows
        self.checks.check("and nothing of it happened", not found, str(found))
        replies = list(connection.pipeline([["MULTI"], *block[:-1], ["EXEC"]]))
        made = [reply for reply in replies[-1] if not isinstance(reply, RespError)]
        self.checks.check(
            "a block of 1,000 commands commits", len(made) == BLOCK_COMMANDS_MAX, str(len(made)))
        connection.close()

    def broken_block(self):
        """blocks with errors in them"""
        connection = self.resp()
        answers = [
            outcome(reply) for reply in connection.pipeline([
                ["EXEC"], ["DISCARD"], ["MULTI"], ["MULTI"], ["LEAD.NEW", "EMAIL"], ["EXEC"],
                ["PING"], ["MULTI"], ["NO.SUCH"], ["LEAD.NEW", "EMAIL", "a@syntax.example"],
                ["EXEC"], ["MULTI"], ["PING"], ["DISCARD"], ["EXEC"]])
        ]
        expected = [
            "-ERR EXEC", "-ERR DISCARD", "+OK", "-ERR MULTI", "-ERR", "-EXECABORT", "+PONG", "+OK",
            "-ERR unknown command", "+QUEUED", "-EXECABORT", "+OK", "+QUEUED", "+OK", "-ERR EXEC"]
        self.checks.check(
            "EXEC after an error, without MULTI, and after DISCARD",
            all(answer.startswith(start) for answer, start in zip(answers, expected)),
            str([a for a, start in zip(answers, expected) if not a.startswith(start)] or ""))
        found = self.desk.ask("LEAD.FIND EMAIL a@syntax.example COLUMNS id").rows
        self.checks.check("an aborted block left nothing", not found, str(found))
        connection.close()

    # Fault 13: HELLO 4 and HELLO x are refused, the connection stays
    def wrong_greetings(self):
        """HELLO 4 and names with blanks"""
        connection = self.resp()
        cases = [
            (["HELLO", "4"], "-NOPROTO "),
            (["HELLO", "x"], "-"),
            (["CLIENT", "SETNAME", "a b"], "-ERR "),
            (["CLIENT", "SETNAME", "a\nb"], "-ERR "),
            (["CLIENT", "SETNAME", "x" * 65], "-"),
            (["CLIENT", "SETNAME", "good"], "+OK"),
            (["CLIENT", "GETNAME"], "=good"),
            (["PING"], "+PONG"),
        ]
        answers = [outcome(connection.ask(request)) for request, _ in cases]
        wrong = [
            (request, answer) for (request, start), answer in zip(cases, answers)
            if not answer.startswith(start)
        ]
        self.checks.check("HELLO 4 and bad names are refused, the connection stays", not wrong, str(wrong or ""))
        connection.close()

    # Fault 37: a subscriber that does not read is closed, one that reads misses nothing
    def deaf_subscriber(self, megabytes=12):
        """a subscriber that does not read"""
        deaf, quick = self.resp(), self.resp()
        deaf.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for connection in (deaf, quick):
            connection.send(["PSUBSCRIBE", "lead.creat*"])
        confirmed = quick.read()
        writer, seen = self.resp(), 0
        note = "n" * 60_000
        count = megabytes * (1 << 20) // len(note)
        clients = int(self.info("pubsub_clients"))
        self.checks.check("both subscribe", confirmed[0] == b"psubscribe" and clients == 2, f"{clients}")
        for n in range(count):
            made = writer.ask(["LEAD.NEW", "EMAIL", f"d@deaf{n}.example", "NOTES", note])
            message = quick.read()
            seen += message[0] == b"pmessage" and made in message[3]
        self.checks.check(
            "a subscriber that reads gets every event", seen == count, f"{seen} of {count}")
        deadline = time.monotonic() + 60
        while int(self.info("pubsub_clients")) > 1 and time.monotonic() < deadline:
            count += 1
            writer.ask(["LEAD.NEW", "EMAIL", f"d@deaf{count}.example", "NOTES", note])
            quick.read()
        gone = int(self.info("pubsub_clients")) == 1
        self.checks.check(
            "one that does not is closed", gone, f"{self.server.resident_mib():.0f} MiB resident")
        for connection in (deaf, quick, writer):
            connection.close()

    def info(self, field):
        rows = self.desk.ask("INFO").rows
        for row in rows:
            if row[0].startswith(f"{field}:"):
                return row[0].split(":", 1)[1]
        return "-1"

    # Fault 23: connections that break off in the middle of everything are gone, and the store is
    #   sound
    def broken_off(self, count=300):
        """connections that break off in the middle of everything"""
        requests = [
            ["PING"], ["LEAD.GET", "L1"], ["LEAD.LIST", "LIMIT", "1000"], ["COMMAND", "DOCS"],
            ["LEAD.NEW", "EMAIL", "x@broken.example", "FORCE", "x"], ["MULTI"], ["EXEC"],
            ["NOTE", "L1", "x" * 60_000], ["EVENTS", "AFTER", "now", "BLOCK", "0"],
            ["SUBSCRIBE", "lead.created"], ["MONITOR"], ["HELLO", "3"], ["CHECK", "DEEP"],
            ["EVENTS", "LIMIT", "1000"], ["AUDIT.VERIFY"], ["QUIT"], ["RESET"],
        ]
        for _ in range(count):
            connection = self.resp()
            chosen = self.rng.choices(requests, k=self.rng.randrange(1, 30))
            data = b"".join(map(connection.encoded, chosen))
            connection.socket.sendall(data[: self.rng.randrange(1, len(data) + 1)])
            if self.rng.random() < 0.5:
                connection.socket.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            elif self.rng.random() < 0.5:
                connection.socket.shutdown(socket.SHUT_WR)
                connection.socket.settimeout(0.01)
                try:
                    connection.socket.recv(1)
                except OSError:
                    pass
            connection.close()
        deadline = time.monotonic() + 20
        while (left := int(self.info("connected_clients"))) > 2 and time.monotonic() < deadline:
            time.sleep(0.1)
        blocked = self.info("blocked_clients")
        self.checks.check(
            "every broken connection is gone", left <= 2 and blocked == "0",
            f"{left} connected, {blocked} blocked")

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        for misuse in (
            self.long_pipeline, self.pipeline_without_reading, self.huge_block, self.broken_block,
            self.wrong_greetings, self.deaf_subscriber, self.broken_off,
        ):
            with Bystander(self.server.port) as bystander:
                misuse()
            bystander.judge(self.checks, misuse.__doc__)
        self.checks.sound(self.desk, "at the end")
        self.checks.finish(self.server)


def main():
    Abuse(arguments(__doc__).parse_args()).run()


if __name__ == "__main__":
    main()
