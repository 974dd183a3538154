#!/usr/bin/env python3
"""Two that want different things of one record at once: one order of it all, and books that add up at
every moment; and amounts that are none."""

import collections
import random
import threading

from leadline_server import Checks, Server, arguments
from leadline_socket import RespConnection, RespError, TextConnection
from races import at_once, in_threads

PAIRS = 40
CALLERS = 50


class RaceFaults:
    """One server for all of them; the desk is an admin, the others log in where there are users."""

    def __init__(self, options):
        self.options, self.checks, self.rng = options, Checks(), random.Random(options.seed)
        self.server = Server(options.server).start()
        self.desk = TextConnection(self.server.port)

    def ask(self, line):
        """What must succeed: its last line."""
        reply = self.desk.ask(line)
        if not reply.is_ok:
            raise RuntimeError(f"{line}: {reply.final}")
        return reply.final

    def lines(self, count):
        return [TextConnection(self.server.port) for _ in range(count)]

    def both(self, requests, connections=None):
        """Requests that are sent at once, each on its connection; their last lines."""
        connections = connections or self.lines(len(requests))
        replies = at_once(connections, [[request] for request in requests])
        return [own[0] for own in replies]

    # Fault 81: of fifty bodies under one key one happens, and the others are told so
    # Guarantee G6: a key belongs to the first request that used it
    def one_key_many_bodies(self):
        connections = self.lines(CALLERS)
        wrong = []
        for round in range(10):
            answers = self.both(
                [f"LEAD.NEW EMAIL a@body{round}x{n}.example IDEM many-{round}" for n in range(CALLERS)],
                connections)
            made = [a for a in answers if a.startswith("=L")]
            told = [a for a in answers if a.startswith("-CONFLICT ")]
            if len(made) != 1 or len(told) != CALLERS - 1:
                wrong.append(collections.Counter(a[:12] for a in answers))
        self.checks.check(f"one key, {CALLERS} bodies: one happens", not wrong, str(wrong[:2] or ""))

    # Fault 82: two who assign one lead, and a move beside an erasure, come in one order, which the
    #   record's history tells
    def contrary(self):
        partners = [self.ask(f"PARTNER.NEW NAME contrary{n}")[1:] for n in range(2)]
        wrong, seen, connections = [], collections.Counter(), self.lines(2)
        for n in range(PAIRS):
            id = self.ask(f"LEAD.NEW EMAIL a@assign{n}.example")[1:]
            answers = self.both([f"ASSIGN {id} {partner}" for partner in partners], connections)
            holder = dict(self.desk.ask(f"LEAD.GET {id}").rows)["partner"]
            last = [p for p, a in sorted(zip(partners, answers), key=lambda pair: pair[1]) if a[0] == ":"]
            events = [row[0] for row in self.desk.ask(f"HISTORY {id} COLUMNS type").rows]
            moves = sum(a[0] == ":" for a in answers)
            if not last or holder != last[-1] or len(events) != 1 + moves:
                wrong.append((answers, holder, events))
            seen["assigned", moves] += 1
        for n in range(PAIRS):
            mail = f"a@erase{n}.example"
            id = self.ask(f"LEAD.NEW EMAIL {mail} NAME Ann")[1:]
            answers = self.both([f"STATUS {id} rejected REASON secretword", f"ERASE {id} REASON asked"], connections)
            text = "\n".join(
                self.desk.ask(line).excerpt() for line in (f"LEAD.GET {id}", f"HISTORY {id} COLUMNS type,data"))
            types = [row[0] for row in self.desk.ask(f"HISTORY {id} COLUMNS type").rows]
            # A reason that was given before the erasure is gone; one that came later is a new fact.
            rejected, erased = types.index("lead.rejected"), types.index("lead.erased")
            if "Ann" in text or (rejected < erased and "secretword" in text) or any(a[0] == "-" for a in answers):
                wrong.append((answers, types, text[:300]))
            seen["rejected first" if rejected < erased else "erased first"] += 1
        self.checks.check("contrary moves come in one order", not wrong, f"{dict(seen)} {wrong[:1] or ''}")
        for connection in connections:
            connection.close()

    # Fault 84: while eight write, the ledger of every moment adds up to zero
    # Guarantee G5: each trial balance that was read during the writes adds up, in each currency
    def books_while_writing(self, readers=3, each=60):
        made = [self.ask(f"LEAD.NEW EMAIL payer@books{n}.example CURRENCY {code}")[1:]
                for n, code in enumerate(["USD", "EUR", "JPY", "KWD"] * 2)]
        is_over, wrong, looked = threading.Event(), [], collections.Counter()

        def write(number):
            connection = RespConnection(self.server.port)
            for n in range(each):
                amount = str(n + 1)
                id = connection.ask(["INVOICE.NEW", "LEAD", made[number], "AMOUNT", amount])
                ref = f"w-{number}-{n}"
                paid = connection.ask(
                    ["INVOICE.PAID", id, "AMOUNT", amount, "METHOD", "wire", "REF", ref])
                if isinstance(id, RespError) or isinstance(paid, RespError):
                    wrong.append((id, paid))
            connection.close()

        def read():
            connection = TextConnection(self.server.port)
            while not is_over.is_set():
                sums = collections.Counter()
                for _, code, debit, credit in connection.ask("LEDGER.TRIAL").rows:
                    for sign, text in ((1, debit), (-1, credit)):
                        sums[code] += sign * int((text or "0").replace(".", ""))
                looked["trials"] += 1
                looked["with entries"] += bool(sums)
                if any(sums.values()):
                    wrong.append(dict(sums))
            connection.close()

        reading = [threading.Thread(target=read) for _ in range(readers)]
        for thread in reading:
            thread.start()
        in_threads([lambda number=number: write(number) for number in range(8)])
        is_over.set()
        for thread in reading:
            thread.join()
        self.checks.check(
            "every trial balance during the writes adds up", not wrong and looked["with entries"] > 20,
            f"{dict(looked)} {wrong[:2] or ''}")

    # Fault 83: who approves a payout and who takes it back at the same time: one order, and the
    #   money is due, or on its way, once
    # Fault 99: what was given back is not given back again, nor more than there was
    def approve_against_fail(self, rounds=10):
        wrong, seen = [], collections.Counter()
        for n in range(rounds):
            earner = self.ask(f"PARTNER.NEW NAME payee{n}")[1:]
            lead = self.ask(f"LEAD.NEW EMAIL c@payee{n}.example DIRECTION in REFERRER {earner}")[1:]
            self.ask(f"ACCEPT {lead}")
            self.ask(f"TERMS.SET {earner} RATE 10%")
            sale = self.ask(f"SALE.NEW {lead} AMOUNT 1000")[1:]
            self.fin.ask(f"SALE.APPROVE {sale}")
            bonus = self.desk.ask(f"BONUS.LIST SALE {sale} COLUMNS id").rows[0][0]
            self.fin.ask(f"BONUS.COMPLETE {bonus}")
            self.desk.ask(f"BONUS.APPROVE {bonus}")
            self.desk.ask("PAYOUT.RUN")
            payout = self.desk.ask(f"PAYOUT.LIST EARNER {earner} COLUMNS id").rows[0][0]
            answers = self.both(
                [f"PAYOUT.APPROVE {payout}", f"PAYOUT.FAIL {payout} REASON mistake"], [self.fin, self.desk])
            state = dict(self.desk.ask(f"PAYOUT.GET {payout}").rows)["state"]
            due = self.desk.ask(f"BONUS.LIST EARNER {earner} COLUMNS state").rows
            row = self.desk.ask(f"BALANCE {earner}").rows[0]
            seen[f"{answers[0].split()[0]} {answers[1].split()[0]} {state}"] += 1
            # Failing is allowed before and behind the approval: the money then is due, once.
            if state not in ("failed", "approved") or due != [["due" if state == "failed" else "reserved"]]:
                wrong.append((answers, state, due, row))
            if n == 0:
                self.twice(sale)
        self.checks.check("approve against take back: one order", not wrong, f"{dict(seen)} {wrong[:2] or ''}")

    def twice(self, sale):
        amounts = ["1000.01", "400", "600.01", "600", "0.01"]
        answers = [self.desk.ask(f"SALE.REFUND {sale} AMOUNT {a} REASON back").final for a in amounts]
        self.checks.check(
            "no more is given back than there was, and nothing twice",
            [a[0] for a in answers] == ["-", ":", "-", ":", "-"], str(answers))

    # Fault 96, 97, 98, 100: amounts that are none, too large, above 100 %, or of another currency's
    #   form are refused by their field, and what is the most is taken
    # Threat T17: no amount overflows, no sign is taken from a client
    def amounts(self):
        lead = self.ask("LEAD.NEW EMAIL a@amounts.example CURRENCY USD")[1:]
        yen = self.ask("LEAD.NEW EMAIL a@yen.example CURRENCY JPY")[1:]
        bad = ["1.005", "1,5", "12abc", "1e3", "0x10", "+5", "-0", "NaN", "\u0663", '" 5"', "-1", "1.0.0",
               "10000000000000.01", "9223372036854775808", "92233720368547758.08", "9" * 400]
        answers = {text: self.desk.ask(f"INVOICE.NEW LEAD {lead} AMOUNT {text}").final for text in bad}
        wrong = {t[:20]: a for t, a in answers.items() if not a.startswith("-INVALID amount")}
        self.checks.check(f"{len(bad)} texts that are no amount", not wrong, str(wrong or ""))
        cases = [
            (f"INVOICE.NEW LEAD {lead} AMOUNT 0", "-INVALID amount"),
            (f"INVOICE.NEW LEAD {lead} AMOUNT 0.01", "=INV"),
            (f"INVOICE.NEW LEAD {lead} AMOUNT 10000000000000", "=INV"),
            (f"INVOICE.NEW LEAD {yen} AMOUNT 5.0", "-INVALID amount"),
            (f"INVOICE.NEW LEAD {yen} AMOUNT 1000000000000000", "=INV"),
            (f"INVOICE.NEW LEAD {yen} AMOUNT 1 CURRENCY XXQ", "-INVALID currency"),
            ("PARTNER.NEW NAME rates RATE 100.01%", "-INVALID rate"),
            ("PARTNER.NEW NAME rates RATE 33.3333%", "=P"),
        ]
        wrong = [(line, a) for line, start in cases if not (a := self.desk.ask(line).final).startswith(start)]
        self.checks.check("bounds of amounts and rates", not wrong, str(wrong or ""))

    # Fault 86: a configuration that is read again under load drops no reply
    # Fault 87: what was answered on one connection is read on another
    # Guarantee G3: a reply is read everywhere once it was given, and not before it is durable
    def reload_and_read(self, count=400):
        writer, reader, missed = TextConnection(self.server.port), TextConnection(self.server.port), []
        for connection in (writer, reader):
            connection.ask(f"AUTH {self.tokens['root']}")
        for n in range(count):
            if n % 20 == 0:
                self.server.process.send_signal(1)
            id = writer.ask(f"LEAD.NEW EMAIL a@visible{n}.example").final
            seen = dict(reader.ask(f"LEAD.GET {id[1:]}").rows).get("email")
            found = reader.ask(f"LEAD.FIND EMAIL a@visible{n}.example COLUMNS id").rows
            if seen != f"a@visible{n}.example" or found != [[id[1:]]]:
                missed.append((id, seen, found))
        self.checks.check(
            f"{count} writes are read elsewhere once they are answered, also under SIGHUP", not missed,
            str(missed[:2] or ""))

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        self.one_key_many_bodies()
        self.contrary()
        self.books_while_writing()
        self.amounts()
        self.tokens = {
            name: self.ask(f"USER.NEW {name} ROLE {role}")[1:]
            for name, role in (("root", "admin"), ("fin", "finance"))}
        self.desk.ask(f"AUTH {self.tokens['root']}")
        self.fin = TextConnection(self.server.port)
        self.fin.ask(f"AUTH {self.tokens['fin']}")
        self.approve_against_fail()
        self.reload_and_read()
        ledger = self.desk.ask("LEDGER.CHECK")
        self.checks.check("LEDGER.CHECK at the end", ledger.final == "+OK 0", ledger.excerpt())
        self.checks.sound(self.desk, "at the end")
        self.checks.finish(self.server)


def main():
    RaceFaults(arguments(__doc__).parse_args()).run()


if __name__ == "__main__":
    main()
