#!/usr/bin/env python3
"""iredis, with lines on its standard input, and once on a terminal."""

import asyncio
import importlib.metadata
import sys
from pathlib import Path

from redis_cli_family import CONFIRMED, CommandFailed, Raw, end
from scenario import NoWay, expect
from terminal import Terminal

PROGRAM = str(Path(sys.executable).with_name("iredis"))


class Iredis(Raw):
    """Prints as redis-cli does, but takes commands from its input only, and ERROR for errors."""

    def version(self):
        return importlib.metadata.version("iredis")

    def command(self, *words):
        return [PROGRAM, "-h", self.host, "-p", str(self.port), *words]

    async def call(self, client, *words):
        line = " ".join(f'"{word}"' if " " in word else word for word in words)
        shown = (await self.lines(line)).decode().removesuffix("\n")
        if shown.startswith("ERROR "):
            raise CommandFailed(shown.removeprefix("ERROR "))
        return shown

    async def shown_until(self, words, name, enough):
        process = await asyncio.create_subprocess_exec(
            *self.command(), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT)
        process.stdin.write(" ".join(words).encode() + b"\n")
        process.stdin.write_eof()
        shown = b""
        try:
            while not CONFIRMED.search(shown):
                piece = await asyncio.wait_for(process.stdout.read(65536), 20)
                expect(piece, shown)
                shown += piece
            id = await self.lead(self.main, name)
            while not enough(shown):
                piece = await asyncio.wait_for(process.stdout.read(65536), 20)
                expect(piece, shown)
                shown += piece
        finally:
            await end(process)
        return shown.decode(), id

    async def see_ping(self):
        expect(await self.call(None, "PING") == "PONG")
        terminal = Terminal(PROGRAM, "-h", self.host, "-p", str(self.port), columns=120)
        terminal.until(r"127\.0\.0\.1:\d+>")
        terminal.type("PING\r")
        terminal.until(r'"PONG"[^>]*\d> *')
        terminal.settled()
        terminal.type("\x04")
        status = terminal.close()
        expect(status == 0, status)

    async def see_echo_binary(self):
        raise NoWay("it sends text, without escapes for other bytes")

    async def see_transaction_abort(self):
        there = await self.lead(None, "there")
        lines = [f"LEAD.NEW EMAIL {self.address(name)}" for name in ("a", "there", "b")]
        shown = await self.lines("MULTI", *lines, "EXEC")
        expect(shown.decode().split() == ["OK", "QUEUED", "QUEUED", "QUEUED"] and there, shown)
        await self.lead(None, "a")
        raise NoWay("it prints nothing for an array that holds an error; the block left no trace")

    async def see_pipeline(self):
        raise NoWay("it sends one line after the other")

    async def see_monitor(self):
        shown, _ = await self.shown_until(
            ["MONITOR"], "monitor", lambda shown: f"@monitor-{self.tag}".encode() in shown
            or b"redacted" in shown)
        expect(shown.startswith("OK\n") and ' [0 127.0.0.1:' in shown, shown)

    async def see_info(self):
        fields = dict(line.split(":", 1) for line in
                      (await self.call(None, "INFO")).splitlines() if ":" in line)
        expect(fields["redis_version"] and fields["role"] == "master", fields)


Iredis().run()
