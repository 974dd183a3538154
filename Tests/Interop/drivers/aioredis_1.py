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

    async def block(self, commands):
        """What became of the commands of a block, errors among the replies."""
        block = self.main.multi_exec()
        waiting = [block.execute(*words) for words in commands]
        await block.execute(return_exceptions=True)
        return await asyncio.gather(*waiting, return_exceptions=True)

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
