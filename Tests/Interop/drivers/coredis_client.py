#!/usr/bin/env python3
"""coredis, with asyncio."""

import contextlib

import coredis
from coredis.exceptions import ConnectionError, ResponseError

from scenario import Driver, NoWay, as_map, expect, text


class CoredisDriver(Driver):
    """coredis builds requests as objects; raw commands are requests without a parser."""

    error = ResponseError
    kill_error = ConnectionError

    def __init__(self):
        super().__init__()
        self.open = {}

    def version(self):
        return coredis.__version__

    async def connect(self):
        client = coredis.Redis(host=self.host, port=self.port)
        self.open[id(client)] = stack = contextlib.AsyncExitStack()
        return await stack.enter_async_context(client)

    def request(self, client, *words):
        return client.create_request(words[0].encode(), *words[1:], callback=lambda reply: reply)

    async def call(self, client, *words):
        return await self.request(client, *words)

    async def close(self, client):
        await self.open.pop(id(client)).aclose()

    async def see_ping(self):
        expect(text(await self.main.ping()) == "PONG")

    async def see_pipeline(self):
        async with self.main.pipeline(transaction=False) as pipe:
            requests = [self.request(pipe, "ECHO", str(number)) for number in range(100)]
        replies = [int(await request) for request in requests]
        expect(replies == list(range(100)), replies)

    async def see_transaction(self):
        async with self.main.pipeline() as pipe:
            lead = self.request(
                pipe, "LEAD.NEW", "EMAIL", self.address("tx"), "NAME", "Ann Lee")
            note = self.request(pipe, "NOTE", "$1", "first")
        expect(text(await note) == "OK", await note)
        _, rows = await self.call(self.main, "NOTE", await lead)
        expect([text(as_map(row)["text"]) for row in rows] == ["first"], rows)

    async def see_transaction_abort(self):
        there = await self.lead(self.main, "there")
        async with self.main.pipeline(raise_on_error=False) as pipe:
            for name in ("a", "there", "b"):
                self.request(pipe, "LEAD.NEW", "EMAIL", self.address(name))
        self.aborted([str(reply) for reply in pipe.results], there)
        await self.lead(self.main, "a")

    async def message_of(self, pubsub, name, kind):
        """The message about a lead that another connection makes."""
        id = await self.lead(self.main, name)
        message = await pubsub.get_message(timeout=5)
        while message and message["type"] != kind:
            message = await pubsub.get_message(timeout=5)
        self.told(message["data"], id)
        expect(text(message["channel"]) == "lead.created", message)
        return message

    async def see_subscribe(self):
        async with self.main.pubsub(channels=["lead.created"]) as pubsub:
            await self.message_of(pubsub, "subscribe", "message")

    async def see_psubscribe(self):
        async with self.main.pubsub(patterns=["lead.*"]) as pubsub:
            message = await self.message_of(pubsub, "psubscribe", "pmessage")
        expect(text(message["pattern"]) == "lead.*", message)

    async def see_unsubscribe(self):
        async with self.main.pubsub(channels=["lead.created"], patterns=["lead.*"]) as pubsub:
            await pubsub.unsubscribe()
            await pubsub.punsubscribe()
            await self.lead(self.main, "unsubscribe")
            found = [await pubsub.get_message(timeout=0.3) for _ in range(6)]
            expect(not [one for one in found if one and "message" in one["type"]], found)
            connection = pubsub.connection
            expect(await connection.create_request(b"ECHO", b"after") == b"after")

    async def see_client_name(self):
        await self.main.client_setname(self.tag)
        expect(text(await self.main.client_getname()) == self.tag)
        await self.fails(lambda: self.main.client_setname("a b"), "")

    async def see_client_list(self):
        names = [text(client["name"]) for client in await self.main.client_list()]
        expect(self.tag in names, names)

    async def see_info(self):
        info = await self.main.info()
        found = [info.get(key) for key in ("redis_version", "role", "loading")]
        expect(found[0] and found[1:] == ["master", 0], found)

    async def see_config_get(self):
        found = as_map(await self.main.config_get(["maxclients"]))
        expect(int(found["maxclients"]) > 0, found)
        expect(await self.main.config_get(["nosuch*"]) == {})

    async def see_slowlog(self):
        await self.main.config_set({"slowlog-log-slower-than": 0})
        await self.call(self.main, "ECHO", self.tag)
        await self.main.config_set({"slowlog-log-slower-than": 10000})
        entries = await self.main.slowlog_get()
        found = [[text(word) for word in entry.command] for entry in entries]
        expect(["ECHO", self.tag] in found, found)
        expect(await self.main.slowlog_len() >= 1)

    async def see_command_docs(self):
        parsed = await self.main.command()
        expect("lead.new" in map(text, parsed), list(parsed)[:5])
        await super().see_command_docs()

    async def see_monitor(self):
        raise NoWay("the library has no reader for what MONITOR sends")


CoredisDriver().run()
