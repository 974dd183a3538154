"""redis-cli without a terminal: one command a call, or lines on its standard input."""

import asyncio
import contextlib
import json
import re
import subprocess

from scenario import ALL_BYTES, Driver, NoWay, expect

PIPED = 100
# What SUBSCRIBE and MONITOR answer first, whichever way it is shown.
CONFIRMED = re.compile(rb"^(p?subscribe\n.*\n1|\[.*,1\]|OK)\n", re.MULTILINE)
ONE_COMMAND = "each call is a connection of its own, which ends with the call"


class CommandFailed(Exception):
    """An error reply, as redis-cli tells of it with exit status 1."""


async def end(process):
    """Ends a program that would not end by itself."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()


class RedisCliDriver(Driver):
    """Runs redis-cli as a script does; how replies are read depends on the options."""

    error = CommandFailed
    options = ()

    def version(self):
        shown = subprocess.run(["redis-cli", "--version"], capture_output=True, text=True)
        return shown.stdout.split()[1]

    def command(self, *words):
        return ["redis-cli", "-h", self.host, "-p", str(self.port), *self.options, *words]

    async def connect(self):
        return None

    async def close(self, client):
        pass

    async def spawn(self, *words, input=None):
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            *self.command(*words), stdout=pipe, stderr=pipe,
            stdin=pipe if input is not None else asyncio.subprocess.DEVNULL)

    async def output(self, *words, input=None):
        """What a call prints; CommandFailed where it says so by its status."""
        process = await self.spawn(*words, input=input)
        try:
            out, err = await process.communicate(input)
        except asyncio.CancelledError:
            await end(process)
            raise
        if process.returncode:
            raise CommandFailed((err + out).decode().strip())
        return out

    async def lines(self, *lines):
        """What a connection prints for several commands on standard input."""
        return await self.output(input="".join(line + "\n" for line in lines).encode())

    async def shown_until(self, words, name, enough):
        """What a call without end has printed once a lead was made, until it is enough."""
        process = await self.spawn(*words)
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

    async def call(self, client, *words):
        raise NotImplementedError

    async def see_ping(self):
        expect(await self.call(None, "PING") == "PONG")
        timed = subprocess.run(
            self.command("--latency", "-i", "1", "--raw"), capture_output=True, text=True)
        expect(timed.returncode == 0 and int(timed.stdout.split()[3]) > 5, timed.stdout)

    async def see_info(self):
        # Printed as it is, also with --json.
        lines = (await self.output("INFO")).decode().split("\r\n")
        fields = dict(line.split(":", 1) for line in lines if ":" in line)
        found = [fields.get(key) for key in ("redis_version", "role", "loading")]
        expect(found[0] and found[1:] == ["master", "0"], found)

    async def see_client_list(self):
        shown = await self.lines(f"CLIENT SETNAME {self.tag}", "CLIENT LIST")
        expect(f" name={self.tag} " in shown.decode(), shown)

    async def see_pipeline(self):
        numbers = [str(number) for number in range(PIPED)]
        commands = "".join(
            f"*2\r\n$4\r\nECHO\r\n${len(number)}\r\n{number}\r\n" for number in numbers)
        shown = await self.output("--pipe", input=commands.encode())
        expect(f"errors: 0, replies: {PIPED}\n".encode() in shown, shown)

    async def see_unsubscribe(self):
        raise NoWay("it leaves its subscriptions by ending")

    async def see_client_kill(self):
        raise NoWay(ONE_COMMAND)

    async def see_monitor(self):
        process = await self.spawn("MONITOR")
        expect(await asyncio.wait_for(process.stdout.readline(), 20) in (b"OK\n", b'"OK"\n'))
        await self.call(None, "ECHO", self.tag)
        shown = await asyncio.wait_for(process.stdout.readline(), 20)
        while self.tag.encode() not in shown:
            shown = await asyncio.wait_for(process.stdout.readline(), 20)
            expect(shown)
        await end(process)
        words = shown.decode().replace('\\"', '"').split()
        expect(f'"ECHO" "{self.tag}"' in " ".join(words) and words[1] == "[0", words)


def quoted(data):
    """Bytes as a word that redis-cli reads from a line."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in data) + '"'


class Raw(RedisCliDriver):
    """As a shell script reads it: lines without quotes, -e for the exit status."""

    options = ("-e",)

    async def call(self, client, *words):
        return (await self.output(*words)).decode().removesuffix("\n")

    async def see_echo_binary(self):
        shown = await self.lines("ECHO " + quoted(ALL_BYTES))
        expect(shown == ALL_BYTES + b"\n", shown)

    async def fields(self, id):
        lines = (await self.call(None, "LEAD.GET", id)).split("\n")
        return dict(zip(lines[::2], lines[1::2]))

    async def see_lead_get(self):
        lead = await self.fields(await self.lead(None, "get", "NAME", "Ann Lee"))
        found = [lead[key] for key in ("status", "name", "version", "zip")]
        expect(found == ["new", "Ann Lee", "1", ""], found)

    async def see_null(self):
        # Its way to print a null.
        expect(await self.call(None, "TERRITORY.GET", "00501") == "")

    async def see_unicode(self):
        name = "Zoë 日本 😀 שלום"
        lead = await self.fields(await self.lead(None, "unicode", "NAME", name))
        expect(lead["name"] == name, lead)

    async def see_page(self):
        service, words, found = f"page-{self.tag}", [], []
        lines = [f"LEAD.NEW EMAIL {self.address(f'page{n}')} SERVICE {service}" for n in range(10)]
        made = (await self.lines(*lines)).decode().split()
        for _ in range(4):
            shown = await self.call(
                None, "LEAD.LIST", "SERVICE", service, "LIMIT", "3", "COLUMNS", "id", *words)
            next, *rows = shown.split("\n")
            found += rows[1::2]
            words = ["AFTER", next]
        expect(next == "" and found == made[::-1], next, found)

    async def see_transaction(self):
        line = f"LEAD.NEW EMAIL {self.address('tx')}"
        shown = (await self.lines("MULTI", line, "NOTE $1 first", "EXEC")).decode().split("\n")
        expect(shown[:3] == ["OK", "QUEUED", "QUEUED"] and shown[4] == "OK", shown)
        noted = await self.call(None, "NOTE", shown[3])
        expect("first" in noted.split("\n"), noted)

    async def see_transaction_abort(self):
        there = await self.lead(None, "there")
        lines = [f"LEAD.NEW EMAIL {self.address(name)}" for name in ("a", "there", "b")]
        shown = await self.lines("MULTI", *lines, "EXEC")
        # It puts an empty line behind an error.
        self.aborted([line for line in shown.decode().split("\n") if line][4:], there)
        await self.lead(None, "a")

    async def see_subscribe(self):
        shown, id = await self.shown_until(
            ["SUBSCRIBE", "lead.created"], "subscribe", lambda shown: shown.count(b"\n") >= 6)
        expect(shown.split("\n")[:5] == ["subscribe", "lead.created", "1", "message",
                                         "lead.created"], shown)
        self.told(shown.split("\n")[5], id)

    async def see_psubscribe(self):
        shown, id = await self.shown_until(
            ["PSUBSCRIBE", "lead.*"], "psubscribe", lambda shown: shown.count(b"\n") >= 7)
        expect(shown.split("\n")[3:6] == ["pmessage", "lead.*", "lead.created"], shown)
        self.told(shown.split("\n")[6], id)

    async def see_client_name(self):
        shown = await self.lines(f"CLIENT SETNAME {self.tag}", "CLIENT GETNAME")
        expect(shown.decode().split() == ["OK", self.tag], shown)
        await self.fails(lambda: self.call(None, "CLIENT", "SETNAME", "a b"), "")

    async def see_config_get(self):
        key, value = (await self.call(None, "CONFIG", "GET", "maxclients")).split("\n")
        expect(key == "maxclients" and int(value) > 0, key, value)
        expect(await self.call(None, "CONFIG", "GET", "nosuch*") == "")

    async def see_slowlog(self):
        await self.call(None, "CONFIG", "SET", "slowlog-log-slower-than", "0")
        await self.call(None, "ECHO", self.tag)
        await self.call(None, "CONFIG", "SET", "slowlog-log-slower-than", "10000")
        shown = (await self.call(None, "SLOWLOG", "GET")).split("\n")
        expect(shown[shown.index(self.tag) - 1] == "ECHO", shown)
        expect(int(await self.call(None, "SLOWLOG", "LEN")) >= 1)

    async def see_command_docs(self):
        listed = (await self.call(None, "COMMAND", "LIST")).split("\n")
        count = int(await self.call(None, "COMMAND", "COUNT"))
        # The list has subcommands too, the count has not.
        expect("lead.new" in listed and count == sum("|" not in name for name in listed), count)
        shown = (await self.call(None, "COMMAND", "DOCS", "LEAD.NEW")).split("\n")
        expect(shown[0] == "lead.new" and "summary" in shown, shown)

    async def see_events_block(self):
        head = (await self.call(None, "AUDIT.HEAD")).split("\n")
        seq = head[head.index("seq") + 1]
        words = ("EVENTS", "AFTER", seq, "TYPE", "lead.created", "COLUMNS", "subject", "BLOCK", "0")
        waiting = asyncio.ensure_future(self.call(None, *words))
        await asyncio.sleep(0.3)
        expect(not waiting.done())
        id = await self.lead(None, "block")
        shown = (await waiting).split("\n")
        expect(shown[1:] == ["subject", id], shown)

    async def see_large_value(self):
        id = await self.lead(None, "large")
        note = "é" * 32768
        await self.call(None, "NOTE", id, note)
        shown = await self.call(None, "NOTE", id, "COLUMNS", "text")
        expect(shown == f"\ntext\n{note}", shown[:50])
        await self.fails(lambda: self.call(None, "NOTE", id, note + "x"), "LIMIT")

    async def see_reset(self):
        shown = await self.lines("RESET", "ECHO after")
        expect(shown == b"RESET\nafter\n", shown)

    async def see_quit(self):
        shown = await self.lines("PING", "QUIT")
        expect(shown in (b"PONG\n", b"PONG\nOK\n"), shown)


class Json(RedisCliDriver):
    """--json, which asks for RESP3: one line of JSON for each reply."""

    options = ("--json",)

    def value(self, line):
        text = line.decode(errors="surrogateescape")
        if text.startswith("error:"):
            raise CommandFailed(json.loads(text.removeprefix("error:")))
        return json.loads(text)

    async def call(self, client, *words):
        return self.value(await self.output(*words))

    async def replies(self, *lines):
        return [json.loads(line) for line in (await self.lines(*lines)).splitlines()]

    async def see_echo_binary(self):
        raise NoWay("JSON holds no bytes that are not UTF-8")

    async def see_transaction(self):
        line = f"LEAD.NEW EMAIL {self.address('tx')}"
        shown = await self.replies("MULTI", line, "NOTE $1 first", "EXEC")
        expect(shown[:3] == ["OK", "QUEUED", "QUEUED"] and shown[3][1] == "OK", shown)
        _, rows = await self.call(None, "NOTE", shown[3][0])
        expect([row["text"] for row in rows] == ["first"], rows)

    async def see_transaction_abort(self):
        there = await self.lead(None, "there")
        lines = [f"LEAD.NEW EMAIL {self.address(name)}" for name in ("a", "there", "b")]
        shown = (await self.lines("MULTI", *lines, "EXEC")).decode().splitlines()[-1]
        # redis-cli prints errors inside an array in a form that is no JSON.
        self.aborted(json.loads(shown.replace("error:", "")), there)
        await self.lead(None, "a")

    async def see_subscribe(self):
        shown, id = await self.shown_until(
            ["SUBSCRIBE", "lead.created"], "subscribe", lambda shown: shown.count(b"\n[") >= 2)
        said = [json.loads(line) for line in shown.splitlines() if line.startswith("[")]
        expect(said[0] == ["subscribe", "lead.created", 1], shown)
        kind, channel, payload = said[1]
        expect((kind, channel) == ("message", "lead.created"), shown)
        self.told(payload, id)

    async def see_psubscribe(self):
        shown, id = await self.shown_until(
            ["PSUBSCRIBE", "lead.*"], "psubscribe", lambda shown: shown.count(b"\n[") >= 2)
        said = [json.loads(line) for line in shown.splitlines() if line.startswith("[")]
        kind, pattern, channel, payload = said[1]
        expect((kind, pattern, channel) == ("pmessage", "lead.*", "lead.created"), shown)
        self.told(payload, id)

    async def see_client_name(self):
        expect(await self.replies(f"CLIENT SETNAME {self.tag}", "CLIENT GETNAME") ==
               ["OK", self.tag])
        await self.fails(lambda: self.call(None, "CLIENT", "SETNAME", "a b"), "")

    async def see_reset(self):
        expect(await self.replies("RESET", "ECHO after") == ["RESET", "after"])

    async def see_quit(self):
        expect((await self.replies("PING", "QUIT"))[0] == "PONG")
