#!/usr/bin/env python3
"""Valkey GLIDE for Python, with asyncio."""

import asyncio
import importlib.metadata

from glide import (
    Batch, GlideClient, GlideClientConfiguration, InfoSection, MonitorClient, NodeAddress,
    RequestError,
)

from scenario import Driver, NoWay, as_map, expect, text


class GlideDriver(Driver):
    """GLIDE has raw commands, batches, subscriptions and a monitor of its own."""

    error = RequestError

    def version(self):
        return importlib.metadata.version("valkey-glide")

    def configuration(self):
        return GlideClientConfiguration([NodeAddress(self.host, self.port)])

    async def connect(self):
        return await GlideClient.create(self.configuration())

    async def call(self, client, *words):
        return await client.custom_command(list(words))

    async def close(self, client):
        await client.close()

    async def see_ping(self):
        expect(await self.main.ping() == b"PONG")

    async def see_pipeline(self):
        batch = Batch(is_atomic=False)
        for number in range(100):
            batch.custom_command(["ECHO", str(number)])
        replies = [int(reply) for reply in await self.main.exec(batch, raise_on_error=True)]
        expect(replies == list(range(100)), replies)

    async def see_transaction(self):
        batch = Batch(is_atomic=True)
        batch.custom_command(["LEAD.NEW", "EMAIL", self.address("tx"), "NAME", "Ann Lee"])
        batch.custom_command(["NOTE", "$1", "first"])
        id, noted = await self.main.exec(batch, raise_on_error=True)
        expect(text(noted) == "OK", noted)
        _, rows = await self.call(self.main, "NOTE", id)
        expect([text(as_map(row)["text"]) for row in rows] == ["first"], rows)

    async def see_transaction_abort(self):
        there = await self.lead(self.main, "there")
        batch = Batch(is_atomic=True)
        for name in ("a", "there", "b"):
            batch.custom_command(["LEAD.NEW", "EMAIL", self.address(name)])
        replies = [str(reply) for reply in await self.main.exec(batch, raise_on_error=False)]
        self.aborted(replies, there)
        await self.lead(self.main, "a")

    async def message_of(self, name):
        """The message about a lead that another connection makes."""
        id = await self.lead(self.main, name)
        message = await asyncio.wait_for(self.listener.get_pubsub_message(), 5)
        self.told(message.message, id)
        expect(text(message.channel) == "lead.created", message)
        return message

    async def see_subscribe(self):
        self.listener = await self.connect()
        await self.listener.subscribe({"lead.created"}, timeout_ms=5000)
        expect((await self.message_of("subscribe")).pattern is None)
        await self.close(self.listener)

    async def see_psubscribe(self):
        self.listener = await self.connect()
        await self.listener.psubscribe({"lead.*"}, timeout_ms=5000)
        expect(text((await self.message_of("psubscribe")).pattern) == "lead.*")
        await self.close(self.listener)

    async def see_unsubscribe(self):
        listener = await self.connect()
        await listener.subscribe({"lead.created"}, timeout_ms=5000)
        await listener.psubscribe({"lead.*"}, timeout_ms=5000)
        await listener.unsubscribe(timeout_ms=5000)
        await listener.punsubscribe(timeout_ms=5000)
        await self.lead(self.main, "unsubscribe")
        expect(await listener.echo("after") == b"after")
        expect(listener.try_get_pubsub_message() is None)
        await self.close(listener)

    async def see_info(self):
        reply = text(await self.main.info([InfoSection.SERVER, InfoSection.REPLICATION]))
        expect("redis_version:" in reply and "role:master\r\n" in reply, reply)

    async def see_config_get(self):
        found = await self.main.config_get(["maxclients"])
        expect(int(found[b"maxclients"]) > 0, found)
        expect(await self.main.config_get(["nosuch*"]) == {})

    async def see_monitor(self):
        async with await MonitorClient.create(self.configuration()) as monitor:
            await asyncio.sleep(0.2)
            await self.call(self.main, "ECHO", self.tag)
            shown = await asyncio.wait_for(monitor.get_monitor_message(), 5)
            while self.tag not in shown.args:
                shown = await asyncio.wait_for(monitor.get_monitor_message(), 5)
        expect(shown.command == "ECHO" and shown.args == [self.tag], shown)

    async def see_events_block(self):
        raise NoWay("the client gives a raw command 250 ms unless it is set otherwise")


GlideDriver().run()
