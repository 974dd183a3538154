#!/usr/bin/env python3
"""Damage to the files of a real store: each start is a refusal, an error or the same answers.

A store is filled over the socket and closed. Then, again and again, a copy of it is hurt (a bit,
an end, a whole file, two files in each other's place, files of earlier) and served. Whatever is answered must be what
the sound store answered, or an error; a refusal must leave every byte as it was. After that the
copy is repaired: the original stays untouched, and what was repaired without a loss answers as
before.
"""

import collections
import random
import shutil
import subprocess
from pathlib import Path

from leadline_server import Checks, Server, arguments, gather_little
from leadline_socket import TextConnection

QUESTIONS = [
    "LEAD.LIST LIMIT 1000 COLUMNS id,email,status,partner,version",
    "PARTNER.LIST COLUMNS id,name,open",
    "STATUS L1", "STATUS L77", "LEAD.FIND EMAIL a9@c9.example COLUMNS id", "HISTORY L1",
    "LEAD.LIST STATUS new LIMIT 1000 COLUMNS id", "EVENTS LIMIT 1000 COLUMNS seq,type,subject",
    "SALE.LIST COLUMNS id,lead,amount", "AUDIT.VERIFY",
]
REFUSED = 65


def files(directory):
    """Every file's name and bytes; the lock that a server leaves behind is nothing."""
    return {
        path.name: path.read_bytes()
        for path in sorted(Path(directory).iterdir()) if path.name not in ("lock", "LOCK")}


class Damage:
    """One sound store, and what it answers."""

    def __init__(self, options):
        self.options, self.checks, self.rng = options, Checks(), random.Random(options.seed)
        self.server = Server(options.server)
        # Several tables, and a list of them that grew.
        gather_little(self.server)
        self.server.start()
        self.home = self.server.directory
        self.earlier = []
        self.fill()
        self.answers = self.ask(self.server)
        self.checks.check("the sound store answers", all(reply.is_ok for reply in self.answers))
        self.server.stop()
        # A second opening writes the log into a table: damage then meets both.
        self.server.start()
        with_log = TextConnection(self.server.port)
        for number in range(40):
            with_log.ask(f"NOTE L{number + 1} later" + 20 * f" {number}")
            if number % 10 == 0:
                self.remember()
        self.answers = self.ask(self.server)
        self.server.stop()
        self.sound = files(self.home / "data")
        self.outcomes = collections.Counter()

    def fill(self):
        connection = TextConnection(self.server.port)
        ask = connection.ask
        for name in ("one", "two", "three"):
            ask(f"PARTNER.NEW NAME {name}")
        for number in range(1, 200):
            ask(f"LEAD.NEW EMAIL a{number}@c{number}.example NAME n{number} SERVICE payroll")
            if number % 3 == 0:
                ask(f"ASSIGN L{number} P{number % 2 + 1}")
            if number % 20 == 0:
                self.remember()
        for line in ("ASSIGN L1 P1", "RELEASE L1", "ACCEPT L1", "STATUS L1 contacted",
                     "STATUS L1 quoted VALUE 10", "STATUS L1 won VALUE 10",
                     "SALE.NEW L1 TYPE new AMOUNT 10"):
            self.checks.check(line, ask(line).is_ok)

    def remember(self):
        """Keeps what is on the disk now, tables apart; files that LevelDB has just removed are."""
        kept = {}
        for path in sorted((self.home / "data").iterdir()):
            if path.suffix != ".ldb" and path.name not in ("lock", "LOCK"):
                try:
                    kept[path.name] = path.read_bytes()
                except OSError:
                    continue
        self.earlier.append(kept)

    def put_back(self, hurt):
        """A file of earlier, or the whole list of tables, in the place of today's."""
        past = self.rng.choice(self.earlier)
        is_list = {name for name in past if name == "CURRENT" or name.startswith("MANIFEST-")}
        names = is_list if self.rng.random() < 0.6 else {self.rng.choice(sorted(past))}
        hurt.update({name: past[name] for name in names})
        return hurt, f"{', '.join(sorted(names))}: of earlier"

    def ask(self, server):
        connection = TextConnection(server.port)
        return [connection.ask(question) for question in QUESTIONS]

    def hurt(self):
        """The files after one accident, and what it was."""
        hurt = dict(self.sound)
        name = self.rng.choice(sorted(hurt))
        kind = self.rng.choice(
            ("flip", "flip", "flip", "cut", "empty", "gone", "swap", "earlier", "earlier"))
        if kind == "earlier":
            return self.put_back(hurt)
        if kind == "flip" and hurt[name]:
            content, place = bytearray(hurt[name]), self.rng.randrange(len(hurt[name]))
            content[place] ^= 1 << self.rng.randrange(8)
            hurt[name] = bytes(content)
            return hurt, f"{name}: a bit of byte {place}"
        if kind == "cut" and hurt[name]:
            hurt[name] = hurt[name][: self.rng.randrange(len(hurt[name]))]
        elif kind == "gone":
            del hurt[name]
        elif kind == "swap":
            other = self.rng.choice(sorted(hurt))
            hurt[name], hurt[other] = hurt[other], hurt[name]
            kind = f"swapped with {other}"
        else:
            hurt[name] = b""
        return hurt, f"{name}: {kind}"

    def put(self, content):
        """The only files of the data directory."""
        data = self.home / "data"
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir()
        for name, content_of in content.items():
            (data / name).write_bytes(content_of)

    def serve(self, hurt, what):
        """Serves the hurt store: refused, told or same; anything else is a failure."""
        self.put(hurt)
        try:
            self.server.start()
        except RuntimeError:
            status = self.server.process.wait()
            untouched = files(self.home / "data") == hurt
            if status != REFUSED or not untouched:
                self.checks.check(f"refused in order ({what})", False, f"{status}, {untouched}")
            return "refused"
        replies = self.ask(self.server)
        wrong = [
            question for question, reply, sound in zip(QUESTIONS, replies, self.answers)
            if reply != sound and not reply.final.startswith("-INTERNAL")
            and question != "AUDIT.VERIFY"]
        if wrong:
            self.checks.check(f"no wrong answer ({what})", False, f"{wrong}")
        self.server.kill()
        return "same" if replies == self.answers else "told"

    def repair(self, hurt, what):
        """Repairs the hurt store; what was repaired without a loss answers as before."""
        self.put(hurt)
        result = self.home / "result"
        shutil.rmtree(result, ignore_errors=True)
        ran = subprocess.run(
            [self.options.server, "repair", "--data", self.home / "data", "--to", result],
            capture_output=True, text=True, check=False)
        if files(self.home / "data") != hurt:
            self.checks.check(f"repair leaves the original ({what})", False)
        if ran.returncode != 0:
            loss = ran.returncode == REFUSED and (ran.stdout or ran.stderr)
            if not loss:
                self.checks.check(f"repair says what is lost ({what})", False, ran.stderr[-300:])
            return "with losses" if result.exists() else "impossible"
        shutil.rmtree(self.home / "data")
        result.rename(self.home / "data")
        self.server.start()
        same = self.ask(self.server) == self.answers
        if not same:
            self.checks.check(f"what was repaired is whole ({what})", False)
        self.server.kill()
        return "whole"

    def run(self):
        for _ in range(self.options.rounds):
            hurt, what = self.hurt()
            self.outcomes["start " + self.serve(hurt, what)] += 1
            self.outcomes["repair " + self.repair(hurt, what)] += 1
        for outcome, count in sorted(self.outcomes.items()):
            self.checks.note(f"{outcome}: {count}")
        # Guarantee G4: over sockets too, damage is a refusal, an error or the same answers.
        # Fault 118, 119: bits, ends, whole files: refused byte for byte, told, or harmless.
        # Fault 121: a list of tables of earlier over newer files: the same.
        self.checks.check(
            f"{self.options.rounds} accidents, each a refusal, an error or the same answers",
            self.checks.failed == 0)
        self.put(self.sound)
        self.checks.finish(self.server.start())


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    Damage(options).run()


if __name__ == "__main__":
    main()
