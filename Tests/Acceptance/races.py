#!/usr/bin/env python3
"""Many connections after the same thing at once: one lead, one effect of a key, one taker each."""

import collections
import concurrent.futures
import functools
import json
import random
import threading

from leadline_server import Checks, Server, arguments
from leadline_socket import RespConnection, RespError, TextConnection, outcome

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


def at_once(connections, requests, window=None, read=outcome):
    """Sends each connection's requests, all at the same time; the replies of each, as `read` has it.

    A connection sends all of its requests in one write, or `window` of them before it reads.
    """
    barrier, replies = threading.Barrier(len(connections)), [[] for _ in connections]

    def work(index):
        connection = connections[index]
        barrier.wait()
        if window:
            replies[index] = list(map(read, connection.pipeline(requests[index], window)))
        else:
            connection.send(*requests[index])
            replies[index] = [read(connection.read()) for _ in requests[index]]

    in_threads([functools.partial(work, index) for index in range(len(connections))])
    return replies


def in_threads(bodies):
    """Runs all bodies at once, each in its thread; raises what one of them raised."""
    with concurrent.futures.ThreadPoolExecutor(len(bodies)) as pool:
        for done in [pool.submit(body) for body in bodies]:
            done.result()


def in_order(words, answers):
    """The moves that were made, by the version that each one answered."""
    made = [(int(a[1:]), own[0]) for own, a in zip(words, answers) if a.startswith(":")]
    return [move for _, move in sorted(made)]


def after_moves(moves):
    """The status of an offered lead after these moves; None when one of them cannot have been."""
    leads = {
        ("offered", "ACCEPT"): "accepted",
        ("offered", "DECLINE"): "new",
        ("accepted", "DECLINE"): "new",
    }
    status = "offered"
    for move in moves:
        if move == "LEAD.WITHDRAW":
            status = None if status == "withdrawn" else "withdrawn"
        else:
            status = leads.get((status, move))
    return status


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

    def shuffled(self, connections, requests):
        """As `at_once`, but each connection goes its own way through its requests, one by one."""
        orders = [self.rng.sample(range(len(own)), len(own)) for own in requests]
        mixed = [[own[place] for place in order] for own, order in zip(requests, orders)]
        replies = at_once(connections, mixed, window=1)
        return [
            [reply for _, reply in sorted(zip(order, own))] for order, own in zip(orders, replies)
        ]

    # Fault 79: a hundred clients, twenty registrations each of one customer: one lead, the others
    #   name it
    # Threat T15: all spellings of one address at once make one lead
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

    # Fault 80: a key from ten connections at once makes one lead and equal replies
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

    def one_version(self, updates=20, connection_count=20):
        """Read, change, write back with IF; a writer that lost reads again, and none is lost."""
        id = self.desk.ask("LEAD.NEW EMAIL if@version.example FIELD count 0").final[1:]

        def work():
            connection, made, lost = RespConnection(self.server.port), 0, 0
            while made < updates:
                lead = connection.ask(["LEAD.GET", id])
                lead = dict(zip(lead[::2], lead[1::2]))
                count = int(dict(zip(lead[b"fields"][::2], lead[b"fields"][1::2]))[b"count"])
                request = ["LEAD.SET", id, "FIELD", "count", str(count + 1), "IF"]
                reply = connection.ask(request + [str(lead[b"version"])])
                if isinstance(reply, RespError):
                    lost += reply.startswith("CONFLICT ")
                    if not reply.startswith("CONFLICT "):
                        self.checks.check("a lost update is a CONFLICT", False, reply)
                        break
                else:
                    made += 1
            lost_by_all.append(lost)
            connection.close()

        lost_by_all = []
        in_threads([work] * connection_count)
        fields = dict(self.desk.ask(f"LEAD.GET {id}").rows)["fields"]
        total = updates * connection_count
        self.checks.check(
            "updates with IF lose nothing", json.loads(fields)["count"] == str(total),
            f"{fields} after {total}, {sum(lost_by_all)} times CONFLICT")

    def one_territory(self, zip_count=50, partner_count=20):
        partners = [
            reply.final[1:]
            for reply in self.desk.pipeline(
                [f"PARTNER.NEW NAME racer{n}" for n in range(partner_count)])
        ]
        zips = [f"{90000 + n}" for n in range(zip_count)]
        connections = self.connections(partner_count)
        requests = [
            [self.request(index, ["TERRITORY.SET", zip, partner]) for zip in zips]
            for index, partner in enumerate(partners)
        ]
        replies = self.shuffled(connections, requests)
        won = collections.Counter()
        wrong = []
        for place, zip in enumerate(zips):
            holder = self.desk.ask(f"TERRITORY.GET {zip}").final
            answers = [own[place] for own in replies]
            winners = [partners[n] for n, own in enumerate(answers) if not own.startswith("-")]
            won.update(winners)
            if [f"={partner}" for partner in winners] != [holder]:
                wrong.append((zip, holder, winners))
            elif not all(own.startswith("-EXISTS ") for own in answers if own.startswith("-")):
                wrong.append((zip, set(answers)))
        self.checks.check(
            f"{partner_count} partners after {zip_count} ZIPs: one holder each", not wrong,
            f"{len(won)} partners won {wrong[:2] or ''}")
        for connection in connections:
            connection.close()

    # Fault 82: ACCEPT, DECLINE and WITHDRAW at once come in one order, which versions tell
    def accept_against_withdraw(self, lead_count=200):
        """An offer is accepted and the lead withdrawn at the same time: one order of the two."""
        partner = self.desk.ask("PARTNER.NEW NAME offered").final[1:]
        make = [f"LEAD.NEW EMAIL a@offer{n}.example" for n in range(lead_count)]
        ids = [reply.final[1:] for reply in self.desk.pipeline(make)]
        offer = [step for id in ids for step in (f"ASSIGN {id} {partner}", f"RELEASE {id}")]
        refused = [reply.final for reply in self.desk.pipeline(offer) if not reply.is_ok]
        self.checks.check("the leads are offered", not refused, str(refused[:2] or ""))
        connections = self.connections(4)
        words = (["ACCEPT"], ["LEAD.WITHDRAW", "REASON", "x"], ["ACCEPT"], ["DECLINE", "REASON", "y"])
        requests = [
            [self.request(index, [own[0], id, *own[1:]]) for id in ids]
            for index, own in enumerate(words)
        ]
        replies = self.shuffled(connections, requests)
        seen, wrong = collections.Counter(), []
        for place, id in enumerate(ids):
            answers = [own[place] for own in replies]
            status = dict(self.desk.ask(f"STATUS {id}").rows)["status"]
            order = in_order(words, answers)
            seen[" ".join(order)] += 1
            bad = [a for a in answers if a.startswith("-") and not a.startswith("-BADSTATE ")]
            if bad or after_moves(order) != status:
                wrong.append((id, status, answers))
        open_count = self.desk.ask(f"LEAD.LIST PARTNER {partner} STATUS open LIMIT 1000").rows
        counted = [row for row in self.desk.sweep("PARTNER.LIST COLUMNS id,open") if row[0] == partner]
        self.checks.check(
            "ACCEPT, DECLINE and WITHDRAW at once come in one order", not wrong,
            f"{dict(seen)} {wrong[:2] or ''}")
        held = len([row for row in open_count])
        self.checks.check("the partner's load agrees", counted == [[partner, str(held)]], str(counted))
        for connection in connections:
            connection.close()

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        for round in range(self.options.rounds):
            self.one_customer(round)
        self.one_key()
        self.one_taker()
        self.one_version()
        self.one_territory()
        self.accept_against_withdraw()
        self.checks.sound(self.desk, "at the end")
        self.checks.finish(self.server)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="customers that are fought for")
    Races(parser.parse_args()).run()


if __name__ == "__main__":
    main()
