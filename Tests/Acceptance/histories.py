#!/usr/bin/env python3
"""Histories of clients over sockets, with kill -9 in the middle: each can be explained by one order.

Workloads at once: notes that are appended and read, one customer registered by many, one key sent by
many, a queue that is taken from, and money whose books are read. Every operation is followed by
CLIENT LASTSEQ, so that the numbers of commits and views can be compared with the clients' clock.
"""

import random
import threading
import time

import history_check as check
from history_check import Operation
from leadline_server import Checks, Server, arguments, gather_little
from leadline_socket import RespConnection, RespError, TextConnection

CLIENTS, OF_FINANCE, LISTS, CUSTOMERS, KEYS, QUEUED = 10, 3, 4, 12, 12, 60


class Client(threading.Thread):
    """Draws operations until the connection breaks; keeps what it saw of each."""

    def __init__(self, run, number):
        super().__init__(daemon=True)
        self.history, self.number = run, number
        self.rng = random.Random(run.rng.random())
        self.seen, self.count = [], 0

    def run(self):
        try:
            connection = self.history.connect("fin" if self.number < OF_FINANCE else "root")
            while True:
                self.one(connection)
        except OSError:
            pass

    def one(self, connection):
        """One operation, its reply and the place in the log that it got or saw."""
        operation, request = self.drawn()
        self.seen.append(operation)
        operation.start = time.monotonic()
        connection.send(request, ["CLIENT", "LASTSEQ"])
        reply = connection.read()
        end = time.monotonic()
        last = connection.read()
        if isinstance(reply, RespError) and reply.startswith(("UNCERTAIN", "SHUTDOWN", "TRYAGAIN")):
            return
        operation.reply, operation.end = self.read(operation, reply), end
        told = {name: value for name, value in zip(last[::2], last[1::2])}
        if operation.kind in ("read", "trial"):
            operation.view = told[b"view"]
        elif not isinstance(reply, RespError) and reply is not None:
            operation.commit = told[b"commit"]

    def drawn(self):
        self.count += 1
        round = self.history.round
        unique = f"r{round}c{self.number}n{self.count}"
        kinds = ("pay", "trial") if self.number < OF_FINANCE else (
            "append", "append", "read", "register", "retry", "take", "trial")
        kind = self.rng.choice(kinds)
        id = self.rng.choice(self.history.lists)
        if kind == "append":
            return Operation(kind, id, unique, 0), ["NOTE", id, unique]
        if kind == "read":
            return Operation(kind, id, None, 0), ["NOTE", id, "LIMIT", "1000"]
        if kind == "register":
            email = f"u@r{round}k{self.rng.randrange(CUSTOMERS)}.example"
            return Operation(kind, email, None, 0), ["LEAD.NEW", "EMAIL", email]
        if kind == "retry":
            key = f"r{round}k{self.rng.randrange(KEYS)}"
            return Operation(kind, key, None, 0), [
                "LEAD.NEW", "EMAIL", f"i@{key}.example", "IDEM", key]
        if kind == "take":
            return Operation(kind, "queue", None, 0), ["TAKE", "SERVICE", "queue"]
        if kind == "pay":
            bonus = self.history.next_bonus()
            return Operation(kind, bonus, None, 0), ["BONUS.APPROVE", bonus]
        return Operation(kind, "books", None, 0), ["LEDGER.TRIAL"]

    @staticmethod
    def read(operation, reply):
        """What a reply says, in the words of the checker."""
        if isinstance(reply, RespError):
            return str(reply)
        if operation.kind == "read":
            return texts(reply)
        if operation.kind == "trial":
            return debits_less_credits(reply)
        return reply.decode() if isinstance(reply, bytes) else reply


def rows(page):
    """The rows of a page in RESP 2: its cursor, then the rows, names and values by turns."""
    return page[1]


def debits_less_credits(page):
    """For each account, in cents."""
    return [cents(row[-3]) - cents(row[-1]) for row in rows(page)]


def texts(page):
    """A lead's notes, the oldest first."""
    return [row[-1].decode() for row in reversed(rows(page))]


def cents(text):
    return int(text.replace(b".", b""))


class History:
    """Rounds of clients and a kill, on one store."""

    def __init__(self, options):
        self.options, self.checks, self.rng = options, Checks(), random.Random(options.seed)
        self.server = Server(options.server)
        gather_little(self.server)
        self.tokens, self.lists, self.bonuses, self.round = {}, [], [], 0
        self.lock, self.earner = threading.Lock(), None

    def set_up(self):
        desk = TextConnection(self.server.start().port)
        for name, role in (("root", "admin"), ("fin", "finance")):
            self.tokens[name] = desk.ask(f"USER.NEW {name} ROLE {role}").final[1:]
        self.earner = desk.ask("PARTNER.NEW NAME earner").final[1:]
        desk.close()

    def connect(self, name="root"):
        connection = RespConnection(self.server.port)
        connection.ask(["AUTH", self.tokens[name]])
        return connection

    def next_bonus(self):
        with self.lock:
            return self.bonuses[self.rng.randrange(len(self.bonuses))]

    def prepare(self):
        """What a round works on."""
        desk = self.connect()
        self.lists = [desk.ask(["LEAD.NEW", "EMAIL", f"l@r{self.round}n{n}.example"]).decode()
                      for n in range(LISTS)]
        for n in range(QUEUED):
            desk.ask(["LEAD.NEW", "EMAIL", f"q@r{self.round}n{n}.example", "SERVICE", "queue"])
        self.bonuses = [desk.ask(["BONUS.NEW", "TYPE", "referral-vendor", "EARNER", self.earner,
                                  "AMOUNT", f"{n + 1}.{n % 100:02}"]).decode() for n in range(40)]
        desk.ask(["BONUS.COMPLETE", *self.bonuses])
        desk.close()

    def play(self):
        """The operations of a round, which ends in a kill."""
        self.prepare()
        clients = [Client(self, number) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        time.sleep(self.rng.uniform(0.5, self.options.seconds))
        self.server.kill()
        for client in clients:
            client.join()
        self.server.start()
        return sum((client.seen for client in clients), [])

    def judge(self, seen):
        """Complaints about a round, now that the store has been started again."""
        desk = self.connect()
        wrong = check.sequence(seen)
        for id in self.lists:
            final = texts(desk.ask(["NOTE", id, "LIMIT", "1000"]))
            wrong += check.appends([op for op in seen if op.key == id], final)
        wrong += check.unique([op for op in seen if op.kind == "register"])
        wrong += check.retries([op for op in seen if op.kind == "retry"])
        found = rows(desk.ask(["LEAD.LIST", "SERVICE", "queue", "OWNER", "root", "LIMIT", "1000",
                               "COLUMNS", "id"]))
        wrong += check.queue([op for op in seen if op.kind == "take"],
                             {row[-1].decode() for row in found})
        wrong += check.balanced([op for op in seen if op.kind == "trial"])
        after = Operation(
            "trial", "books", None, 0, 1, debits_less_credits(desk.ask(["LEDGER.TRIAL"])))
        self.checks.check("something was paid", bool(after.reply), str(after.reply))
        desk.close()
        return wrong + check.balanced([after])

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        missed = check.controls()
        self.checks.check("control: every forged history is noticed", not missed, str(missed))
        self.set_up()
        for self.round in range(1, self.options.rounds + 1):
            seen = self.play()
            wrong = self.judge(seen)
            kinds = {kind: sum(op.kind == kind and op.is_answered for op in seen)
                     for kind in sorted({op.kind for op in seen})}
            unanswered = sum(not op.is_answered for op in seen)
            self.checks.check(f"round {self.round}: one order explains all", not wrong,
                              f"{kinds}, {unanswered} without answer"
                              + "".join(f"\n       {complaint}" for complaint in wrong[:4]))
            if self.checks.failed:
                break
        root = TextConnection(self.server.port)
        root.ask(f"AUTH {self.tokens['root']}")
        self.checks.sound(root, "at the end")
        ledger = root.ask("LEDGER.CHECK")
        self.checks.check("LEDGER.CHECK at the end", ledger.final == "+OK 0", ledger.excerpt())
        root.close()
        self.checks.finish(self.server)


# Guarantee G3: no read shows what a crash takes back, and none is older than what was answered.
# Guarantee G5: the books balance in every reading, while eight others write.
# Guarantee G6: one key is answered one way, whoever sends it, also after a crash.
# Fault 79: one customer registered by many at once; one gets it, the others are told his number.
# Fault 80: one key sent by many at once; one effect, equal replies.
# Fault 84: balances read during writes; they sum to zero in each.
# Fault 87: what is answered on one connection is seen on every other.
def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=2.0, help="the longest time to a kill")
    History(parser.parse_args()).run()


if __name__ == "__main__":
    main()
