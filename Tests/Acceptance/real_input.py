#!/usr/bin/env python3
"""Real ZIP codes as territories of 200 partners, and leads that must reach their ZIP's one owner.

With --kill the server dies by kill -9 in the middle of the assignments, and goes on from its
directory.
"""

import collections
import csv
import random
import statistics
import time

from leadline_server import Checks, Server, arguments
from leadline_socket import TextConnection

PARTNER_COUNT = 200
SYNTHETIC_ZIP_COUNT = 2000


def zip_codes(path, rng):
    """The ZIP codes of a CSV file, or made-up ones where none is given."""
    if path is None:
        numbers = rng.sample(range(501, 99951), SYNTHETIC_ZIP_COUNT)
        return [f"{number:05}" for number in numbers]
    with open(path, newline="") as file:
        return [row["zip"] for row in csv.DictReader(file)]


class RealInput:
    """The run: what was sent, what was acknowledged, and who owns which ZIP."""

    def __init__(self, options):
        self.options, self.checks, self.rng = options, Checks(), random.Random(options.seed)
        self.server = Server(options.server).start()
        self.connection = TextConnection(self.server.port)
        self.owners = {}
        self.zip_of_lead = {}
        self.assigned = {}

    def timed(self, what, requests):
        """The replies to pipelined requests; prints how long they took."""
        started = time.monotonic()
        replies = list(self.connection.pipeline(requests))
        seconds = time.monotonic() - started
        self.note_rate(what, len(replies), seconds)
        return replies

    def note_rate(self, what, count, seconds):
        self.checks.note(f"{what}: {count} in {seconds:.2f} s, {count / seconds:.0f}/s")

    def all_answered(self, what, replies, first):
        bad = next((reply.final for reply in replies if not reply.final.startswith(first)), "")
        self.checks.check(what, not bad, bad or str(len(replies)))

    def set_up(self):
        partners = [f'PARTNER.NEW NAME "Partner {n:03}"' for n in range(PARTNER_COUNT)]
        replies = self.timed("partners", partners)
        self.all_answered("every partner is made", replies, "=P")
        ids = [reply.final[1:] for reply in replies]
        zips = zip_codes(self.options.zips, self.rng)
        self.owners = {code: self.rng.choice(ids) for code in zips}
        lines = [f"TERRITORY.SET {code} {owner}" for code, owner in self.owners.items()]
        self.all_answered("every ZIP has its owner", self.timed("territories", lines), "+OK")
        rows = self.connection.sweep("TERRITORY.LIST COLUMNS zip,partner")
        same = len(rows) == len(zips) and dict(map(tuple, rows)) == self.owners
        self.checks.check("TERRITORY.LIST shows the owners that were set", same, str(len(rows)))

    def register(self):
        drawn = self.rng.choices(list(self.owners), k=self.options.leads)
        lines = [
            f'LEAD.NEW EMAIL buyer{n}@firm{n}.example NAME "Buyer {n}" COMPANY "Firm {n}"'
            f" PHONE +1{2_010_000_000 + n} ZIP {code}"
            for n, code in enumerate(drawn)
        ]
        replies = self.timed("leads", lines)
        self.all_answered("every lead is registered", replies, "=L")
        self.zip_of_lead = {reply.final[1:]: code for reply, code in zip(replies, drawn)}
        self.checks.check("no lead twice", len(self.zip_of_lead) == len(drawn))

    def requests(self, leads):
        """With a kill each request has a key, so that sending it again after the kill is safe."""
        key = " IDEM assign-{0}" if self.options.kill else ""
        return [f"ASSIGN {lead} AUTO{key.format(lead)}" for lead in leads]

    def assign(self, leads):
        """Assigns the leads; false where the server was killed half-way."""
        kill_at = -1
        if self.options.kill and not self.assigned:
            kill_at = self.rng.randrange(len(leads) // 4, 3 * len(leads) // 4)
        started = time.monotonic()
        try:
            for lead, reply in zip(leads, self.connection.pipeline(self.requests(leads))):
                self.assigned[lead] = reply.final
                if len(self.assigned) == kill_at:
                    self.server.kill()
        except OSError:
            self.checks.note(f"killed; {len(self.assigned)} assignments were acknowledged")
            return False
        self.note_rate("assignments", len(leads), time.monotonic() - started)
        return True

    def sweep(self):
        rows = self.connection.sweep("LEAD.LIST COLUMNS id,zip,partner,status")
        return {id: (code, partner, status) for id, code, partner, status in rows}

    def recover(self):
        """After the kill: what was acknowledged is there, and nothing that nobody asked for."""
        started = time.monotonic()
        self.server.start()
        self.checks.note(f"started again in {time.monotonic() - started:.2f} s")
        self.connection = TextConnection(self.server.port)
        found = self.sweep()
        same = found.keys() == self.zip_of_lead.keys()
        self.checks.check("every acknowledged lead is present", same, str(len(found)))
        lost = [lead for lead in self.assigned if found.get(lead) != self.placed(lead)]
        detail = f"{len(self.assigned)} acknowledged, {len(lost)} lost {lost[:3] or ''}"
        self.checks.check("every acknowledged assignment is present", not lost, detail)
        extra = sum(partner is not None for _, partner, _ in found.values()) - len(self.assigned)
        self.checks.note(f"{extra} assignments were on disk although their replies were not read")
        self.checks.check("at most a window of those", 0 <= extra <= 500)
        self.checks.sound(self.connection, "after kill -9")

    def owner(self, lead):
        return self.owners[self.zip_of_lead[lead]]

    def placed(self, lead):
        """Where an assigned lead is: its ZIP, that ZIP's owner, the status."""
        return (self.zip_of_lead[lead], self.owner(lead), "review")

    def judge(self):
        wrong = [l for l, final in self.assigned.items() if final != f"={self.owner(l)}"]
        holds = not wrong and len(self.assigned) == self.options.leads
        detail = f"{len(self.assigned)} assigned, {len(wrong)} to others {wrong[:3] or ''}"
        self.checks.check("every reply names the ZIP's owner", holds, detail)
        expected = {lead: self.placed(lead) for lead in self.zip_of_lead}
        self.checks.check("LEAD.LIST shows each lead with that owner", self.sweep() == expected)
        counts = collections.Counter(self.owner(lead) for lead in self.zip_of_lead)
        rows = self.connection.sweep("PARTNER.LIST COLUMNS id,open")
        shares = {id: int(open) for id, open in rows}
        same = all(count == counts[id] for id, count in shares.items())
        self.checks.check("PARTNER.LIST counts the same", same and len(shares) == PARTNER_COUNT)
        values = sorted(shares.values())
        self.checks.note(
            f"leads of a partner: least {values[0]}, median {statistics.median(values):g}, most"
            f" {values[-1]}, sum {sum(values)}, standard deviation {statistics.pstdev(values):.1f}")
        events = self.checks.sound(self.connection, "at the end")
        wanted = PARTNER_COUNT + len(self.owners) + 2 * self.options.leads
        self.checks.check("one event for each write", events == wanted, f"{events} of {wanted}")
        self.checks.note(f"resident: {self.server.resident_mib():.0f} MiB")

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        self.set_up()
        self.register()
        self.checks.sound(self.connection, "before the assignments")
        leads = list(self.zip_of_lead)
        if not self.assign(leads):
            self.recover()
            self.assign([lead for lead in leads if lead not in self.assigned])
        self.judge()
        self.checks.finish(self.server)


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--zips", help="CSV file with a column zip; made-up ZIPs without it")
    parser.add_argument("--leads", type=int, default=20_000)
    parser.add_argument("--kill", action="store_true", help="kill -9 in the middle of the assigns")
    RealInput(parser.parse_args()).run()


if __name__ == "__main__":
    main()
