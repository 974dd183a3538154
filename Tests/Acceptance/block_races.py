#!/usr/bin/env python3
"""MULTI … EXEC from many connections at once: all of a block or nothing, and nobody sees half."""

import collections
import random
import socket
import struct

from leadline_server import Checks, Server, arguments
from leadline_socket import RespConnection, RespError, TextConnection
from races import in_threads


class Blocks:
    """One server for all of them."""

    def __init__(self, options):
        self.options, self.checks, self.rng = options, Checks(), random.Random(options.seed)
        self.server = Server(options.server).start()
        self.desk = TextConnection(self.server.port)

    def resp(self):
        return RespConnection(self.server.port)

    def block(self, connection, commands):
        """One block in one write; the reply to its EXEC."""
        connection.send(["MULTI"], *commands, ["EXEC"])
        heads = [connection.read() for _ in range(len(commands) + 1)]
        if any(isinstance(head, RespError) for head in heads):
            raise ValueError(f"a command was not queued: {heads}")
        return connection.read()

    def lead_count(self):
        return len(self.desk.sweep("LEAD.LIST COLUMNS id"))

    # Fault 79: twenty blocks after one customer: one commits, the others name the cause
    def one_customer(self, rounds=20, connection_count=20):
        """Every block makes a lead of its own, then the same one as all others."""
        connections = [self.resp() for _ in range(connection_count)]
        wrong, made = [], 0
        for round in range(rounds):
            replies = [None] * connection_count

            def work(index):
                replies[index] = self.block(connections[index], [
                    ["LEAD.NEW", "EMAIL", f"own@b{round}n{index}.example"],
                    ["LEAD.NEW", "EMAIL", f"ann@b{round}.example"],
                    ["NOTE", "$2", f"made by {index}"],
                ])

            in_threads([lambda index=index: work(index) for index in range(connection_count)])
            whole = [own for own in replies if not any(isinstance(r, RespError) for r in own)]
            made += 2 * len(whole)
            if len(whole) != 1:
                wrong.append((round, replies))
                continue
            cause = f"EXISTS {whole[0][1].decode()} "
            for own in replies:
                if own is not whole[0] and not (
                    own[1].startswith(cause)
                    and own[0].startswith(f"ABORTED command 2: {cause}")
                    and own[2].startswith(f"ABORTED command 2: {cause}")
                ):
                    wrong.append((round, own))
        self.checks.check(
            f"{connection_count} blocks after one customer: one commits, the others name the cause",
            not wrong, f"{rounds} rounds {wrong[:1] or ''}")
        ids = [int(row[0][1:]) for row in self.desk.sweep("LEAD.LIST COLUMNS id")]
        self.checks.check(
            "aborted blocks left no lead and used up no id",
            sorted(ids) == list(range(1, made + 1)), f"{len(ids)} leads, {made} made")
        for connection in connections:
            connection.close()

    # Guarantee G2: whoever reads both ends of a transfer sees one sum
    def transfers(self, connection_count=8, each=40, total=1000):
        """Blocks move numbers between two leads; whoever reads both in a block sees one sum."""
        ids = [
            self.desk.ask(f"LEAD.NEW EMAIL sum@{name}.example FIELD n {total // 2}").final[1:]
            for name in ("left", "right")
        ]
        sums, conflicts = collections.Counter(), collections.Counter()

        def both(connection):
            leads = self.block(connection, [["LEAD.GET", id] for id in ids])
            maps = [dict(zip(lead[::2], lead[1::2])) for lead in leads]
            fields = [dict(zip(own[b"fields"][::2], own[b"fields"][1::2])) for own in maps]
            return [int(own[b"n"]) for own in fields], [str(own[b"version"]) for own in maps]

        def work(seed):
            rng, connection, done = random.Random(seed), self.resp(), 0
            while done < each:
                numbers, versions = both(connection)
                sums[sum(numbers)] += 1
                amount = rng.randrange(-5, 6) or 1
                new = [numbers[0] - amount, numbers[1] + amount]
                replies = self.block(connection, [
                    ["LEAD.SET", id, "FIELD", "n", str(n), "IF", version]
                    for id, n, version in zip(ids, new, versions)
                ])
                failed = [str(r) for r in replies if isinstance(r, RespError)]
                conflicts["CONFLICT" if failed else "done"] += 1
                done += not failed
                bad = [r for r in failed if not r.startswith(("CONFLICT ", "ABORTED command "))]
                if bad:
                    raise ValueError(str(bad))
            connection.close()

        in_threads([
            lambda seed=self.options.seed * 100 + n: work(seed) for n in range(connection_count)])
        self.checks.check(
            "blocks that move numbers lose none", set(sums) == {total}
            and conflicts["done"] == connection_count * each, f"{dict(conflicts)} sums {dict(sums)}")

    # Guarantee G2: a block whose client dies is whole or nothing
    def dying(self, count=200):
        """Clients that die while they send a block: three leads each, or none."""
        before = self.lead_count()
        for n in range(count):
            connection = self.resp()
            commands = [
                ["LEAD.NEW", "EMAIL", f"d@die{n}part{part}.example", "REF", f"die-{n}-{part}"]
                for part in range(3)
            ]
            data = b"".join(map(connection.encoded, [["MULTI"], *commands, ["EXEC"]]))
            # Half of them get all of it out.
            cut = len(data) if self.rng.random() < 0.5 else self.rng.randrange(1, len(data))
            connection.socket.sendall(data[:cut])
            if self.rng.random() < 0.5:
                connection.socket.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
        self.desk.ask("LEAD.NEW EMAIL last@die.example")
        found = collections.Counter()
        for n in range(count):
            rows = [self.desk.ask(f"LEAD.FIND REF die-{n}-{part}").rows for part in range(3)]
            found[sum(bool(own) for own in rows)] += 1
        self.checks.check(
            "a block whose client dies is whole or nothing", set(found) <= {0, 3},
            f"{dict(found)}, {self.lead_count() - before} leads")

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        self.one_customer()
        self.transfers()
        self.dying()
        self.checks.sound(self.desk, "at the end")
        self.checks.finish(self.server)


def main():
    Blocks(arguments(__doc__).parse_args()).run()


if __name__ == "__main__":
    main()
