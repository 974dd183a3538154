#!/usr/bin/env python3
"""Many connections after the same thing at once: one lead, one effect of a key, one taker each."""

import collections
import random
import threading

from leadline_server import Checks, Server, arguments
from leadline_socket import RespConnection, RespError, TextConnection

SPELLINGS = [
    "ann@acme{n}.example",
    "ANN@ACME{n}.EXAMPLE",
    "Ann@acMe{n}.Example",
    "ann+web{k}@acme{n}.example",
    " ann@acme{n}.example ",
    "<ann@acme{n}.example>",
    "Ann Lee <ann@acme{n}.example>",
    '"Lee, Ann" <ANN+{k}@acme{n}.example>',
]


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def outcome(reply):
    """A reply of either dialect as one TEXT line."""
    if isinstance(reply, RespError):
        return f"-{reply}"
    if reply is None:
        return "_"
    return f"={reply.decode()}" if isinstance(reply, bytes) else reply.final


def at_once(connections, requests):
    """Sends each connection's requests as one write, all at once; the replies of each."""
    barrier, replies = threading.Barrier(len(connections)), [[] for _ in connections]

    def work(index):
        connection = connections[index]
        barrier.wait()
        connection.send(*requests[index])
        replies[index] = [outcome(connection.read()) for _ in requests[index]]

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(connections))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return replies


class Races:
    """One server for all of them; every second connection speaks RESP."""

    def __init__(self, options):
        self.options, self.checks, self.rng = options, Checks(), random.Random(options.seed)
        self.server = Server(options.server).start()
        self.desk = TextConnection(self.server.port)

    def connections(self, count):
        kinds = (TextConnection, RespConnection)
        return [kinds[n % 2](self.server.port) for n in range(count)]

    def request(self, index, words):
        """One request in the dialect of the connection with that index."""
        return words if index % 2 else " ".join(quoted(word) for word in words)

    def one_customer(self, round, connection_count=100, each=20):
        connections = self.connections(connection_count)
        requests = [
            [
                self.request(index, ["LEAD.NEW", "EMAIL", self.spelling(round), "NAME", f"A {k}"])
                for k in range(each)
            ]
            for index in range(connection_count)
        ]
        replies = sum(at_once(connections, requests), [])
        made = [reply for reply in replies if reply.startswith("=L")]
        id = made[0][1:] if made else "?"
        refused = sum(reply.startswith(f"-EXISTS {id} ") for reply in replies)
        total = connection_count * each
        holds = len(replies) == total and len(made) == 1 and refused == total - 1
        others = [r for r in replies if r[:2] != "=L" and not r.startswith(f"-EXISTS {id} ")][:2]
        self.checks.check(
            f"{total} registrations of one customer make one lead", holds,
            f"{len(made)} made, {refused} times -EXISTS {id} {others or ''}")
        found = self.desk.ask(f"LEAD.FIND EMAIL ann@acme{round}.example COLUMNS id").rows
        self.checks.check("LEAD.FIND knows that one", found == [[id]], str(found))
        for connection in connections:
            connection.close()

    def spelling(self, round):
        return self.rng.choice(SPELLINGS).format(n=round, k=self.rng.randrange(1000))

    def one_key(self, rounds=100, connection_count=10):
        connections = self.connections(connection_count)
        before, wrong = int(self.desk.ask("AUDIT.HEAD").rows[0][1]), []
        for round in range(rounds):
            words = ["LEAD.NEW", "EMAIL", f"key{round}@key{round}.example", "IDEM", f"key-{round}"]
            requests = [[self.request(index, words)] for index in range(connection_count)]
            answers = collections.Counter(sum(at_once(connections, requests), []))
            if len(answers) != 1 or not next(iter(answers)).startswith("=L"):
                wrong.append(dict(answers))
        self.checks.check(
            f"a key from {connection_count} connections at once gets equal replies", not wrong,
            f"{rounds} keys {wrong[:2] or ''}")
        events = int(self.desk.ask("AUDIT.HEAD").rows[0][1]) - before
        self.checks.check("each key made one lead", events == rounds, f"{events} events")
        for connection in connections:
            connection.close()

    def one_taker(self, lead_count=500, connection_count=50):
        service = "SERVICE racing"
        leads = [f"LEAD.NEW EMAIL t{n}@take{n}.example {service}" for n in range(lead_count)]
        made = {reply.final for reply in self.desk.pipeline(leads)}
        connections = self.connections(connection_count)
        words = ["TAKE", "SERVICE", "racing"]
        each = lead_count // connection_count + 2
        requests = [[self.request(index, words)] * each for index in range(connection_count)]
        replies = at_once(connections, requests)
        taken = [reply for reply in sum(replies, []) if reply != "_"]
        twice = [id for id, count in collections.Counter(taken).items() if count > 1]
        self.checks.check(
            f"{connection_count} connections take each lead once",
            len(taken) == lead_count and set(taken) == made,
            f"{len(taken)} taken of {len(made)}, {len(twice)} twice {twice[:3] or ''}")
        winners = sum(any(reply != "_" for reply in own) for own in replies)
        self.checks.note(f"{winners} of {connection_count} connections got some")
        left = self.desk.ask(f"TAKE {service}").final
        self.checks.check("then none is left", left == "_", left)
        for connection in connections:
            connection.close()

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        for round in range(self.options.rounds):
            self.one_customer(round)
        self.one_key()
        self.one_taker()
        self.checks.sound(self.desk, "at the end")
        self.checks.finish(self.server)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="customers that are fought for")
    Races(parser.parse_args()).run()


if __name__ == "__main__":
    main()
