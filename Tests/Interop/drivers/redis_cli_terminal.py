#!/usr/bin/env python3
"""redis-cli on a terminal: prompt, hints, completion, help, and the replies that it shows."""

import asyncio
import re
import subprocess

from scenario import ALL_BYTES, UNICODE_NAME, Driver, NoWay, expect
from terminal import Terminal

SHOWN = re.compile(r'"((?:[^"\\]|\\.)*)"')


class ShownError(Exception):
    """What stands behind (error)."""


def unquoted(shown):
    """The bytes that redis-cli shows between quotes."""
    escapes = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b"}

    def plain(found):
        kind = found[1]
        return chr(int(kind[1:], 16)) if kind[0] == "x" else escapes.get(kind, kind)

    return re.sub(r"\\(x[0-9a-f]{2}|.)", plain, shown).encode("latin-1")


class RedisCliOnTerminal(Driver):
    """Types lines into redis-cli, and reads up to the next prompt."""

    error = ShownError

    def version(self):
        shown = subprocess.run(["redis-cli", "--version"], capture_output=True, text=True)
        return shown.stdout.split()[1]

    def spawn(self, *words):
        return Terminal("redis-cli", "-h", self.host, "-p", str(self.port), *words)

    async def connect(self):
        terminal = self.spawn()
        terminal.until(r"127\.0\.0\.1:\d+> $")
        return terminal

    async def close(self, client):
        client.type("\x04")
        client.close()

    def typed(self, terminal, line, end=r"\n127\.0\.0\.1:\d+(\(TX\))?> $"):
        """The reply as it is shown."""
        # Ctrl-U first: a line that was left half typed is no part of this one.
        terminal.type("\x15" + line)
        terminal.settled()
        terminal.type("\r")
        shown = terminal.until(end).replace("\r\n", "\n")
        # First comes the line once more, at the end the next prompt.
        return shown.partition("\n")[2].rpartition("\n")[0]

    async def call(self, client, *words):
        """A single string or number; of anything else the strings in it."""
        line = " ".join('"' + word.replace('"', '\\"') + '"' for word in words)
        shown = self.typed(client, line)
        if shown.startswith("(error) "):
            raise ShownError(shown.removeprefix("(error) "))
        if shown.startswith("(integer) "):
            return int(shown.split()[1])
        found = [unquoted(text).decode() for text in SHOWN.findall(shown)]
        return found[0] if shown.startswith('"') else found or shown

    async def see_ping(self):
        expect(self.typed(self.main, "PING") == "PONG")

    async def see_echo_binary(self):
        word = "".join(f"\\x{byte:02x}" for byte in ALL_BYTES)
        shown = self.typed(self.main, f'ECHO "{word}"')
        expect(unquoted(shown[1:-1]) == ALL_BYTES, shown)

    async def see_lead_get(self):
        id = await self.lead(self.main, "get", "NAME", "Ann Lee")
        shown = self.typed(self.main, f"LEAD.GET {id}")
        expect(re.match(rf' 1\) "id"\n 2\) "{id}"\n 3\) "version"\n 4\) \(integer\) 1\n', shown)
               and '"Ann Lee"' in shown and '"zip"\n24) (nil)\n' in shown, shown)

    async def see_null(self):
        shown = self.typed(self.main, "TERRITORY.GET 00501")
        expect(shown == "(nil)", shown)

    async def see_unicode(self):
        id = await self.lead(self.main, "unicode", "NAME", UNICODE_NAME)
        found = await self.call(self.main, "LEAD.GET", id)
        expect(found[found.index("name") + 1] == UNICODE_NAME, found)

    async def see_page(self):
        service, words, found = f"page-{self.tag}", [], []
        made = [await self.lead(self.main, f"page{n}", "SERVICE", service) for n in range(10)]
        for _ in range(4):
            line = f"LEAD.LIST SERVICE {service} LIMIT 3 COLUMNS id {' '.join(words)}"
            shown = self.typed(self.main, line)
            found += re.findall(r'"id"\n +2\) "(L\d+)"', shown)
            words = ["AFTER", shown.split('"')[1]]
        expect(shown.startswith("1) (nil)\n") and found == made[::-1], shown, found)

    async def see_pipeline(self):
        raise NoWay("a person types one line after the other")

    async def see_transaction(self):
        expect(self.typed(self.main, "MULTI", r"\n127\.0\.0\.1:\d+\(TX\)> $") == "OK")
        line = f"LEAD.NEW EMAIL {self.address('tx')}"
        shown = [self.typed(self.main, line) for line in (line, "NOTE $1 first")]
        expect(shown == ["QUEUED", "QUEUED"], shown)
        shown = self.typed(self.main, "EXEC", r"\n127\.0\.0\.1:\d+> $")
        id = shown.split('"')[1]
        expect(shown == f'1) "{id}"\n2) OK', shown)
        expect("first" in await self.call(self.main, "NOTE", id))

    async def see_transaction_abort(self):
        there = await self.lead(self.main, "there")
        self.typed(self.main, "MULTI")
        for name in ("a", "there", "b"):
            self.typed(self.main, f"LEAD.NEW EMAIL {self.address(name)}")
        shown = self.typed(self.main, "EXEC").split("\n")
        replies = [line.partition("(error) ")[2] for line in shown]
        self.aborted(replies, there)
        await self.lead(self.main, "a")

    async def see_subscribe(self):
        listener = await self.connect()
        self.typed(listener, "SUBSCRIBE lead.created", r'3\) \(integer\) 1\r\n')
        id = await self.lead(self.main, "subscribe")
        shown = listener.until(r'3\) "\{.*\}"\r\n')
        self.seen_by(listener, shown, ["message", "lead.created"], id)

    async def see_psubscribe(self):
        listener = await self.connect()
        self.typed(listener, "PSUBSCRIBE lead.*", r'3\) \(integer\) 1\r\n')
        id = await self.lead(self.main, "psubscribe")
        shown = listener.until(r'4\) "\{.*\}"\r\n')
        self.seen_by(listener, shown, ["pmessage", "lead.*", "lead.created"], id)

    def seen_by(self, listener, shown, words, id):
        found = [unquoted(text).decode() for text in SHOWN.findall(shown)]
        expect(found[:-1] == words, found)
        self.told(found[-1], id)
        listener.type("\x03")
        listener.close()

    async def see_unsubscribe(self):
        raise NoWay("it leaves its subscriptions by ending")

    async def see_client_list(self):
        shown = self.typed(self.main, "CLIENT LIST")
        expect(f" name={self.tag} " in shown, shown)

    async def see_info(self):
        shown = self.typed(self.main, "INFO").split("\n")
        found = [any(line.startswith(key) for line in shown) for key in
                 ("# Server", "redis_version:", "role:master", "loading:0")]
        expect(all(found), found, shown)
        stat = self.spawn("--stat", "-i", "0.1")
        shown = stat.until(r"\(\+\d+\).*\n")
        expect("keys       mem      clients" in shown, shown)
        stat.type("\x03")
        stat.close()

    async def see_config_get(self):
        shown = self.typed(self.main, "CONFIG GET maxclients")
        expect(re.fullmatch(r'1\) "maxclients"\n2\) "\d+"', shown), shown)
        shown = self.typed(self.main, "CONFIG GET nosuch*")
        expect(shown == "(empty array)", shown)

    async def see_slowlog(self):
        self.typed(self.main, "CONFIG SET slowlog-log-slower-than 0")
        self.typed(self.main, f"ECHO {self.tag}")
        self.typed(self.main, "CONFIG SET slowlog-log-slower-than 10000")
        shown = self.typed(self.main, "SLOWLOG GET")
        expect(re.search(rf'4\) 1\) "ECHO"\n +2\) "{self.tag}"\n +5\) "127', shown), shown)
        expect(self.typed(self.main, "SLOWLOG LEN").startswith("(integer) "))

    async def see_command_docs(self):
        self.main.type("ASSIGN L1 ")
        hinted = self.main.settled()
        expect("[USER user]" in hinted, hinted)
        self.main.type("\x15LEAD.N\t")
        completed = self.main.settled()
        expect("> LEAD.NEW" in completed, completed)
        shown = self.typed(self.main, "help LEAD.NEW")
        expect("summary: Registers" in shown and "[EMAIL email]" in shown, shown)
        shown = self.typed(self.main, "help @lead")
        expect("LEAD.WITHDRAW" in shown and "Not known" not in shown, shown)

    async def see_monitor(self):
        monitor = await self.connect()
        monitor.type("MONITOR\r")
        monitor.until(r"OK\r\n")
        await self.call(self.main, "ECHO", self.tag)
        monitor.until(rf'\d+\.\d{{6}} \[0 127\.0\.0\.1:\d+\] "ECHO" "{self.tag}"')
        monitor.type("\x03")
        monitor.close()

    async def see_client_kill(self):
        victim = await self.connect()
        id = await self.call(victim, "CLIENT", "ID")
        expect(await self.call(self.main, "CLIENT", "KILL", "ID", str(id)) == 1)
        await asyncio.sleep(0.2)
        # It tells of the lost connection once, and connects for the next line.
        self.typed(victim, "PING", r"\nnot connected> $")
        fresh = await self.call(victim, "CLIENT", "ID")
        expect(fresh > id, id, fresh)
        await self.close(victim)

    async def see_events_block(self):
        found = await self.call(self.main, "AUDIT.HEAD")
        head = self.typed(self.main, "AUDIT.HEAD")
        seq = re.search(r'"seq"\n *2\) \(integer\) (\d+)', head)[1]
        expect("seq" in found, found)
        waiter = await self.connect()
        waiter.type(f"EVENTS AFTER {seq} TYPE lead.created COLUMNS subject BLOCK 0\r")
        waiter.settled()
        id = await self.lead(self.main, "block")
        waiter.until(rf'"subject"\r\n +2\) "{id}"')
        await self.close(waiter)

    async def see_large_value(self):
        raise NoWay("it reads lines of at most 4095 bytes")

    async def see_reset(self):
        client = await self.connect()
        expect(self.typed(client, "RESET") == "RESET")
        expect(self.typed(client, "ECHO after") == '"after"')
        await self.close(client)

    async def see_quit(self):
        self.main.type("quit\r")
        expect(self.main.close() == 0)


RedisCliOnTerminal().run()
