"""redis-py and valkey-py, with and without asyncio: one scenario, the client's own calls."""

import asyncio
import inspect

from scenario import Driver, as_map, beside, expect, settled, text

MESSAGE_SECONDS = 5


class RedisDriver(Driver):
    """Drives the `Redis` class of a module; `errors` is the module with its exceptions."""

    def __init__(self, factory, errors, version):
        super().__init__()
        self.factory, self.errors, self.version_text = factory, errors, version
        self.error = errors.ResponseError

    def version(self):
        return self.version_text

    async def connect(self):
        return self.factory(host=self.host, port=self.port)

    async def call(self, client, *words):
        if words[0] in ("CLIENT", "COMMAND", "CONFIG", "SLOWLOG"):
            # The client chooses how to parse a reply by its first argument, blanks included.
            words = (" ".join(words[:2]), *words[2:])
        return await settled(client.execute_command(*words))

    async def call_beside(self, client, *words):
        if inspect.iscoroutinefunction(client.execute_command):
            return await client.execute_command(*words)
        return await beside(lambda: client.execute_command(*words))

    async def close(self, client):
        await settled(client.aclose() if hasattr(client, "aclose") else client.close())

    async def see_ping(self):
        expect(await settled(self.main.ping()) is True)

    async def see_pipeline(self):
        pipe = self.main.pipeline(transaction=False)
        for number in range(100):
            pipe.execute_command("ECHO", str(number))
        replies = [int(reply) for reply in await settled(pipe.execute())]
        expect(replies == list(range(100)), replies)

    async def see_transaction(self):
        pipe = self.main.pipeline()
        pipe.execute_command("LEAD.NEW", "EMAIL", self.address("tx"), "NAME", "Ann Lee")
        pipe.execute_command("NOTE", "$1", "first")
        id, noted = await settled(pipe.execute())
        expect(noted is True or text(noted) == "OK", noted)
        _, rows = await self.call(self.main, "NOTE", text(id))
        expect([text(as_map(row)["text"]) for row in rows] == ["first"], rows)

    async def see_transaction_abort(self):
        there = await self.lead(self.main, "there")
        pipe = self.main.pipeline()
        for name in ("a", "there", "b"):
            pipe.execute_command("LEAD.NEW", "EMAIL", self.address(name))
        replies = [str(reply) for reply in await settled(pipe.execute(raise_on_error=False))]
        self.aborted(replies, there)
        # What was undone can be done: nothing of the block is in the way.
        await self.lead(self.main, "a")

    async def message(self, pubsub, *kinds):
        """The next message of one of these kinds."""
        for _ in range(20):
            message = await settled(pubsub.get_message(timeout=MESSAGE_SECONDS))
            if message and message["type"] in kinds:
                return message
        raise AssertionError(f"no {kinds}")

    async def see_subscribe(self):
        pubsub = self.main.pubsub()
        await settled(pubsub.subscribe("lead.created", "lead.noted"))
        for count in (1, 2):
            expect((await self.message(pubsub, "subscribe"))["data"] == count)
        id = await self.lead(self.main, "subscribe")
        message = await self.message(pubsub, "message")
        expect(text(message["channel"]) == "lead.created", message)
        self.told(message["data"], id)
        await self.close(pubsub)

    async def see_psubscribe(self):
        pubsub = self.main.pubsub()
        await settled(pubsub.psubscribe("lead.*"))
        expect((await self.message(pubsub, "psubscribe"))["data"] == 1)
        id = await self.lead(self.main, "psubscribe")
        message = await self.message(pubsub, "pmessage")
        named = [text(message[key]) for key in ("pattern", "channel")]
        expect(named == ["lead.*", "lead.created"], message)
        self.told(message["data"], id)
        await self.close(pubsub)

    async def see_unsubscribe(self):
        pubsub = self.main.pubsub()
        await settled(pubsub.subscribe("lead.created"))
        await settled(pubsub.psubscribe("lead.*"))
        await self.message(pubsub, "subscribe")
        await self.message(pubsub, "psubscribe")
        await settled(pubsub.unsubscribe())
        await settled(pubsub.punsubscribe())
        counts = [(await self.message(pubsub, "unsubscribe", "punsubscribe"))["data"]
                  for _ in range(2)]
        expect(counts == [1, 0], counts)
        await settled(pubsub.connection.send_command("ECHO", "after"))
        reply = text(await settled(pubsub.connection.read_response()))
        expect(reply == "after", reply)
        await self.close(pubsub)

    async def see_client_name(self):
        await settled(self.main.client_setname(self.tag))
        name = text(await settled(self.main.client_getname()))
        expect(name == self.tag, name)
        await self.fails(lambda: self.main.client_setname("a b"), "")

    async def see_client_list(self):
        names = [client["name"] for client in await settled(self.main.client_list())]
        expect(self.tag in names, names)

    async def see_info(self):
        info = await settled(self.main.info())
        found = [info.get(key) for key in ("redis_version", "role", "loading")]
        expect(found[0] and found[1:] == ["master", 0], found)

    async def see_config_get(self):
        found = await settled(self.main.config_get("maxclients"))
        expect(int(as_map(found)["maxclients"]) > 0, found)
        found = await settled(self.main.config_get("nosuch*"))
        expect(found == {}, found)

    async def see_slowlog(self):
        await settled(self.main.config_set("slowlog-log-slower-than", 0))
        await self.call(self.main, "ECHO", self.tag)
        await settled(self.main.config_set("slowlog-log-slower-than", 10000))
        entries = await settled(self.main.slowlog_get())
        found = [entry["command"] for entry in entries]
        expect(f"ECHO {self.tag}".encode() in found, found)
        expect(await settled(self.main.slowlog_len()) >= 1)

    async def see_command_docs(self):
        parsed = await settled(self.main.command())
        expect("lead.new" in parsed, list(parsed)[:5])
        await super().see_command_docs()

    async def see_monitor(self):
        manager = self.main.monitor()
        is_async = hasattr(manager, "__aenter__")
        monitor = await manager.__aenter__() if is_async else manager.__enter__()
        await self.call(self.main, "ECHO", self.tag)
        shown = [await settled(monitor.next_command())]
        while self.tag not in shown[-1]["command"] and len(shown) < 20:
            shown.append(await settled(monitor.next_command()))
        await (manager.__aexit__(None, None, None) if is_async else
               settled(manager.__exit__(None, None, None)))
        last = shown[-1]
        expect(last["command"] == f"ECHO {self.tag}" and last["client_type"] == "tcp", shown)

    async def see_client_kill(self):
        victim = await self.connect()
        id = await settled(victim.client_id())
        killed = await settled(self.main.client_kill_filter(_id=str(id)))
        expect(killed == 1, killed)
        await asyncio.sleep(0.2)
        expect(await settled(victim.ping()) is True)
        fresh = await settled(victim.client_id())
        expect(fresh > id, id, fresh)
        await self.close(victim)

    async def see_quit(self):
        expect(await settled(self.main.quit()) is True)
        await self.close(self.main)
