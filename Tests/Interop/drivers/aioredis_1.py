#!/usr/bin/env python3
"""aioredis 1, as Debian packages it."""

import asyncio
import aioredis

from scenario import Driver, NoWay, as_map, expect, text


class AioredisDriver(Driver):
    """One connection for each client; a subscription takes the whole of it."""

    error = aioredis.ReplyError
    kill_error = (aioredis.ConnectionClosedError, ConnectionError)

    def version(self):
        return aioredis.__version__

    async def connect(self):
        return await aioredis.create_redis_pool((self.host, self.port))

    async def call(self, client, *words):
        return await client.execute(*words)

    async def close(self, client):
        client.close()
        await client.wait_closed()

    async def see_ping(self):
        expect(await self.main.ping() == b"PONG")

    async def see_pipeline(self):
        pipe = self.main.pipeline()
        for number in range(100):
            pipe.echo(str(number))
        replies = [int(reply) for reply in await pipe.execute()]
        expect(replies == list(range(100)), replies)

    async def block(self, *commands):
        """The replies of a block; multi_exec() knows only Redis's commands, a connection any."""
        connection = await aioredis.create_connection((self.host, self.port))
        for words in (["MULTI"], *commands):
            connection.execute(*words).add_done_callback(lambda reply: reply.exception())
        replies = await connection.execute("EXEC")
        connection.close()
        await connection.wait_closed()
        return replies

    async def see_transaction(self):
        id, noted = await self.block(
            ["LEAD.NEW", "EMAIL", self.address("tx")], ["NOTE", "$1", "first"])
        expect(noted == b"OK", noted)
        _, rows = await self.call(self.main, "NOTE", id)
        expect([text(as_map(row)["text"]) for row in rows] == ["first"], rows)

    async def see_transaction_abort(self):
        there = await self.lead(self.main, "there")
        names = ("a", "there", "b")
        replies = await self.block(*(["LEAD.NEW", "EMAIL", self.address(name)] for name in names))
        self.aborted([str(reply) for reply in replies], there)
        await self.lead(self.main, "a")

    async def told_by(self, channel, name):
        """The message about a lead that another connection makes."""
        id = await self.lead(self.main, name)
        message = await asyncio.wait_for(channel.get(), 5)
        pattern, payload = message if channel.is_pattern else (b"lead.created", message)
        expect(pattern == b"lead.created", pattern)
        self.told(payload, id)

    async def see_subscribe(self):
        client = await self.connect()
        [channel] = await client.subscribe("lead.created")
        await self.told_by(channel, "subscribe")
        await self.close(client)

    async def see_psubscribe(self):
        client = await self.connect()
        [channel] = await client.psubscribe("lead.*")
        await self.told_by(channel, "psubscribe")
        await self.close(client)

    async def see_unsubscribe(self):
        connection = await aioredis.create_connection((self.host, self.port))
        await connection.execute_pubsub("subscribe", "lead.created")
        await connection.execute_pubsub("psubscribe", "lead.*")
        expect(connection.in_pubsub == 2, connection.in_pubsub)
        await connection.execute_pubsub("unsubscribe", "lead.created")
        await connection.execute_pubsub("punsubscribe", "lead.*")
        expect(connection.in_pubsub == 0, connection.in_pubsub)
        expect(await connection.execute("ECHO", "after") == b"after")
        connection.close()
        await connection.wait_closed()

    async def see_monitor(self):
        raise NoWay("the library takes one reply for each command")

    async def see_client_name(self):
        await self.main.client_setname(self.tag)
        expect(text(await self.main.client_getname()) == self.tag)
        await self.fails(lambda: self.call(self.main, "CLIENT", "SETNAME", "a b"), "")

    async def see_info(self):
        info = await self.main.info()
        found = [info["server"].get("redis_version"), info["replication"].get("role")]
        expect(found[0] and found[1] == "master", found)
        expect(info["persistence"].get("loading") == "0", info["persistence"])

    async def see_config_get(self):
        found = await self.main.config_get("maxclients")
        expect(int(found["maxclients"]) > 0, found)
        expect(await self.main.config_get("nosuch*") == {})


AioredisDriver().run()
