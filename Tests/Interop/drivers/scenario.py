"""The common scenario for clients that Python can drive: one coroutine for each feature."""

import asyncio
import inspect
import json
import signal
import sys
import threading
from pathlib import Path

FEATURE_SECONDS = 60
ALL_BYTES = bytes(range(256))
UNICODE_NAME = "Zoë 日本 😀 שלום"
NOTE_BYTES_MAX = 65536
FEATURES = Path(__file__).resolve().parents[1] / "features.txt"


def out_of_time(*_):
    raise TimeoutError(f"no answer within {FEATURE_SECONDS} s")


class NoWay(Exception):
    """The client has no way to ask for this feature; the text says why."""


def expect(holds, *found):
    """Ends the feature with what was found instead."""
    if not holds:
        raise AssertionError("found " + ", ".join(map(repr, found)))


def text(value):
    """A reply's text, whether the client decodes it or not."""
    return value.decode() if isinstance(value, (bytes, bytearray)) else value


def as_map(reply):
    """A map as Python's, from RESP3's or from RESP2's keys and values in turn."""
    if isinstance(reply, dict):
        return {text(key): value for key, value in reply.items()}
    expect(isinstance(reply, (list, tuple)) and len(reply) % 2 == 0, reply)
    return {text(key): value for key, value in zip(reply[::2], reply[1::2])}


async def settled(value):
    """The value itself, or what it comes to: clients with and without asyncio are driven alike."""
    return await value if inspect.isawaitable(value) else value


async def beside(function):
    """Runs a call that blocks beside the scenario; asyncio's own calls need no thread."""
    if inspect.iscoroutinefunction(function):
        return await function()
    loop, future = asyncio.get_running_loop(), asyncio.get_running_loop().create_future()

    def settle(setter, value):
        loop.call_soon_threadsafe(lambda: future.done() or setter(value))

    def work():
        try:
            settle(future.set_result, function())
        except Exception as error:  # whatever the client raises is the feature's result
            settle(future.set_exception, error)

    threading.Thread(target=work, daemon=True).start()
    return await future


class Driver:
    """What a client does for each feature, by raw commands where it has no better way.

    A client's driver says how to connect and how to send a command, and overrides what the client
    has calls of its own for.
    """

    error = Exception
    kill_error = ()

    def __init__(self):
        self.host, self.port, self.tag = sys.argv[1], int(sys.argv[2]), sys.argv[3]
        self.main = None

    def version(self):
        raise NotImplementedError

    async def connect(self):
        """A new client with its default settings."""
        raise NotImplementedError

    async def call(self, client, *words):
        """Sends one command and gives its reply as the client gives it."""
        raise NotImplementedError

    async def close(self, client):
        raise NotImplementedError

    def run(self):
        asyncio.run(self.every_feature())

    async def every_feature(self):
        print("version", self.version(), flush=True)
        signal.signal(signal.SIGALRM, out_of_time)
        lines = FEATURES.read_text().splitlines()
        for name in [line.split()[0] for line in lines if line and not line.startswith("#")]:
            # The alarm reaches clients that block this thread, the timeout all others.
            signal.alarm(FEATURE_SECONDS)
            try:
                feature = getattr(self, "see_" + name.replace("-", "_"))
                # Not wait_for: what a client opens in one task, it must close in the same.
                async with asyncio.timeout(FEATURE_SECONDS - 5):
                    await feature()
                print("ok", name, flush=True)
            except NoWay as reason:
                print("na", name, reason, flush=True)
            except BaseException as error:  # the next feature is still worth a try
                reason = f"{type(error).__name__}: {error}".replace("\n", " ")
                print("no", name, reason[:300], flush=True)
            signal.alarm(0)

    def address(self, name):
        return f"{name}@{name}-{self.tag}.example"

    async def lead(self, client, name, *words):
        """Registers a lead; its id."""
        id = text(await self.call(client, "LEAD.NEW", "EMAIL", self.address(name), *words))
        expect(id[0] == "L" and id[1:].isdigit(), id)
        return id

    async def fails(self, call, code):
        """The text of the error that must come when the function is called."""
        try:
            reply = await settled(call())
        except self.error as error:
            expect(str(error).startswith(code), str(error))
            return str(error)
        raise AssertionError(f"found {reply!r}, no error")

    async def see_connect(self):
        self.main = await self.connect()
        await self.call(self.main, "PING")

    async def see_ping(self):
        expect(text(await self.call(self.main, "PING")) == "PONG")

    async def see_echo_binary(self):
        for message in (ALL_BYTES, b"a\r\nb"):
            reply = await self.call(self.main, "ECHO", message)
            expect(reply == message, reply)

    async def see_lead_new(self):
        await self.lead(self.main, "new", "NAME", "Ann Lee", "SERVICE", "payroll")

    async def see_lead_get(self):
        id = await self.lead(self.main, "get", "NAME", "Ann Lee")
        lead = as_map(await self.call(self.main, "LEAD.GET", id))
        found = [text(lead[key]) for key in ("id", "status", "name", "version", "zip")]
        expect(found == [id, "new", "Ann Lee", 1, None], found)

    async def see_error_typed(self):
        await self.fails(lambda: self.call(self.main, "LEAD.GET", "L999999"), "NOTFOUND")

    async def see_null(self):
        reply = await self.call(self.main, "TERRITORY.GET", "00501")
        expect(reply is None, reply)

    async def see_unicode(self):
        id = await self.lead(self.main, "unicode", "NAME", UNICODE_NAME)
        name = text(as_map(await self.call(self.main, "LEAD.GET", id))["name"])
        expect(name == UNICODE_NAME, name)

    async def see_page(self):
        service, words, seen = f"page-{self.tag}", [], []
        for number in range(10):
            seen.append(await self.lead(self.main, f"page{number}", "SERVICE", service))
        seen.reverse()
        found, pages = [], 0
        while True:
            query = ("LEAD.LIST", "SERVICE", service, "LIMIT", "3", *words)
            next, rows = await self.call(self.main, *query)
            found += [text(as_map(row)["id"]) for row in rows]
            pages += 1
            if next is None:
                break
            words = ["AFTER", text(next)]
        expect(found == seen and pages >= 4, found, seen, pages)

    async def see_idem_retry(self):
        words = ("LEAD.NEW", "EMAIL", self.address("idem"), "IDEM", f"key-{self.tag}")
        first = await self.call(self.main, *words)
        other = await self.connect()
        again = await self.call(other, *words)
        await self.close(other)
        expect(first == again, first, again)
        await self.fails(lambda: self.call(self.main, *words[:3]), "EXISTS")

    async def see_client_name(self):
        await self.call(self.main, "CLIENT", "SETNAME", self.tag)
        name = text(await self.call(self.main, "CLIENT", "GETNAME"))
        expect(name == self.tag, name)
        await self.fails(lambda: self.call(self.main, "CLIENT", "SETNAME", "a b"), "")

    async def see_client_list(self):
        listed = text(await self.call(self.main, "CLIENT", "LIST"))
        expect(f" name={self.tag} " in listed, listed)

    async def see_info(self):
        lines = text(await self.call(self.main, "INFO")).split("\r\n")
        fields = dict(line.split(":", 1) for line in lines if ":" in line)
        found = [fields.get(key) for key in ("redis_version", "role", "loading")]
        expect(found[0] and found[1:] == ["master", "0"], found)

    async def see_config_get(self):
        found = as_map(await self.call(self.main, "CONFIG", "GET", "maxclients"))
        expect(int(found["maxclients"]) > 0, found)
        found = as_map(await self.call(self.main, "CONFIG", "GET", "nosuch*"))
        expect(found == {}, found)

    async def see_slowlog(self):
        await self.call(self.main, "CONFIG", "SET", "slowlog-log-slower-than", "0")
        await self.call(self.main, "ECHO", self.tag)
        await self.call(self.main, "CONFIG", "SET", "slowlog-log-slower-than", "10000")
        entries = await self.call(self.main, "SLOWLOG", "GET")
        commands = [[text(word) for word in entry[3]] for entry in entries]
        expect(["ECHO", self.tag] in commands, commands)
        expect(await self.call(self.main, "SLOWLOG", "LEN") >= 1)

    async def see_command_docs(self):
        count = await self.call(self.main, "COMMAND", "COUNT")
        docs = as_map(await self.call(self.main, "COMMAND", "DOCS"))
        expect(count == len(docs), count, len(docs))
        lead = as_map(as_map(await self.call(self.main, "COMMAND", "DOCS", "LEAD.NEW"))["lead.new"])
        expect(text(lead["summary"]), lead)

    async def see_client_kill(self):
        victim = await self.connect()
        id = await self.call(victim, "CLIENT", "ID")
        killed = await self.call(self.main, "CLIENT", "KILL", "ID", str(id))
        expect(killed == 1, killed)
        await asyncio.sleep(0.2)
        try:
            await self.call(victim, "PING")
        except self.kill_error:
            # This client tells of the broken connection once, then connects again by itself.
            await self.call(victim, "PING")
        fresh = await self.call(victim, "CLIENT", "ID")
        expect(fresh > id, id, fresh)
        await self.close(victim)

    async def see_events_block(self):
        head = as_map(await self.call(self.main, "AUDIT.HEAD"))["seq"]
        waiter = await self.connect()
        words = ("EVENTS", "AFTER", str(head), "TYPE", "lead.created", "BLOCK", "0")
        waiting = asyncio.ensure_future(self.call_beside(waiter, *words))
        await asyncio.sleep(0.3)
        expect(not waiting.done(), "an answer before there was an event")
        id = await self.lead(self.main, "block")
        _, rows = await waiting
        found = [text(as_map(row)["subject"]) for row in rows]
        expect(found == [id], found, id)
        await self.close(waiter)

    async def call_beside(self, client, *words):
        """A call that may block without keeping the scenario from going on."""
        return await self.call(client, *words)

    async def see_large_value(self):
        id = await self.lead(self.main, "large")
        note = ("é" * NOTE_BYTES_MAX)[: NOTE_BYTES_MAX // 2]
        await self.call(self.main, "NOTE", id, note)
        _, rows = await self.call(self.main, "NOTE", id)
        expect([text(as_map(row)["text"]) for row in rows] == [note])
        await self.fails(lambda: self.call(self.main, "NOTE", id, note + "x"), "LIMIT")

    async def see_reset(self):
        client = await self.connect()
        reply = text(await self.call(client, "RESET"))
        expect(reply == "RESET", reply)
        reply = text(await self.call(client, "ECHO", "after"))
        expect(reply == "after", reply)
        await self.close(client)

    async def see_quit(self):
        await self.close(self.main)

    def aborted(self, replies, there):
        """Sees that three replies are those of an aborted block, whose second lead was there."""
        codes = [reply.split()[0].rstrip(":") for reply in replies]
        expect(codes == ["ABORTED", "EXISTS", "ABORTED"] and there in replies[1], replies)

    def told(self, payload, id):
        """Sees that a payload is the event of the lead's creation."""
        event = json.loads(text(payload))
        expect((event["type"], event["subject"]) == ("lead.created", id), event, id)
