#!/usr/bin/env python3
"""A hundred callers who pay one invoice at once: one begins, one result counts, none pays twice."""

import collections
import re

from leadline_server import arguments
from races import Races, at_once

CALLERS = 100


class PaymentRaces(Races):
    """One server; every second connection speaks RESP."""

    def made(self, *requests):
        """The ids that the requests have made."""
        replies = [reply.final for reply in self.desk.pipeline(requests)]
        for reply in replies:
            if not reply.startswith("="):
                raise RuntimeError(f"{requests[0]}: {reply}")
        return [reply[1:] for reply in replies]

    def fight(self, name, words, winner, loser):
        """Everybody sends one of the requests at once; the replies that begin as the winner's."""
        connections = self.connections(CALLERS)
        requests = [[self.request(index, words(index))] for index in range(CALLERS)]
        replies = sum(at_once(connections, requests), [])
        for connection in connections:
            connection.close()
        won = [reply for reply in replies if reply.startswith(winner)]
        strays = [r for r in replies if not r.startswith(winner) and not re.match(loser, r)]
        self.checks.check(
            name, len(won) == 1 and not strays,
            f"{len(won)} won, {dict(collections.Counter(r[:24] for r in strays))}"
            if len(won) != 1 or strays else "")
        return won

    def invoice(self, round):
        lead, = self.made(f"LEAD.NEW EMAIL payer{round}@payer{round}.example")
        id, = self.made(f"INVOICE.NEW LEAD {lead} AMOUNT 100.00 REF race-{round}")
        return id

    def state(self, invoice):
        return dict(self.desk.ask(f"INVOICE.GET {invoice}").rows)

    def one_attempt(self, round):
        invoice = self.invoice(round)
        won = self.fight(
            f"{CALLERS} begin to pay {invoice}: one does",
            lambda index: ["PAYMENT.BEGIN", invoice, "BRAND", "visa"],
            "=PMT", r"-CONFLICT PMT\d+ is under way$")
        if not won:
            return
        attempt = won[0][1:]
        self.fight(
            f"{CALLERS} tell the result of {attempt}: one counts",
            lambda index: self.result(attempt, index), ":2", r"-BADSTATE payment is \w+;")
        kept = self.state(invoice)
        paid = kept["state"] == "paid" and (kept["paid"], kept["open"]) == ("100.00", "0.00")
        self.checks.check(
            f"{invoice} is paid once, or open", paid or self.is_open(kept),
            f"{kept['state']}, {kept['paid']} paid, {kept['open']} open")
        reply = self.desk.ask(f"PAYMENT.BEGIN {invoice}").final
        expected = rf"-EXISTS {attempt} paid \S+; RECEIPT {invoice}$" if paid else r"=PMT\d+$"
        self.checks.check("and says so", bool(re.match(expected, reply)), reply)
        if not paid:
            self.desk.ask(f"PAYMENT.RESULT {reply[1:]} abandoned")

    def result(self, attempt, index):
        words = self.rng.choice(["approved", "approved", "declined"])
        return ["PAYMENT.RESULT", attempt, words, "BRAND", "visa", "LAST4", f"{index:04}"]

    def is_open(self, kept):
        return kept["state"] == "open" and (kept["paid"], kept["open"]) == ("0.00", "100.00")

    # Fault 80: one key begins one payment for a hundred callers
    def one_key(self, round):
        invoice = self.invoice(f"key{round}")
        connections = self.connections(CALLERS)
        words = ["PAYMENT.BEGIN", invoice, "IDEM", f"pay-{round}"]
        replies = sum(at_once(connections, [[self.request(n, words)] for n in range(CALLERS)]), [])
        for connection in connections:
            connection.close()
        told = collections.Counter(replies)
        same = len(told) == 1 and replies[0].startswith("=PMT")
        self.checks.check(f"one key begins one attempt for {CALLERS}", same, f"{dict(told)}")

    # Threat T17: part payments of a hundred callers never come to more than is open
    def part_payments(self, round, each=3):
        """Everybody notes part payments: none is lost, and together never more than is open."""
        invoice = self.invoice(f"part{round}")
        connections = self.connections(CALLERS)
        requests = [
            [
                self.request(index, [
                    "INVOICE.PAID", invoice, "AMOUNT", "0.75", "METHOD", "wire",
                    "REF", f"w-{index}-{k}"])
                for k in range(each)
            ]
            for index in range(CALLERS)
        ]
        replies = sum(at_once(connections, requests), [])
        for connection in connections:
            connection.close()
        taken = sum(reply.startswith(":") for reply in replies)
        wrong = [r for r in replies if r[0] != ":" and r != "-INVALID amount: only 0.25 is open"]
        kept = self.state(invoice)
        self.checks.check(
            f"of {len(replies)} part payments as many are taken as are open",
            taken == 133 and not wrong and (kept["paid"], kept["open"]) == ("99.75", "0.25"),
            f"{taken} taken, {wrong[:2]} {kept}" if taken != 133 or wrong else "")

    # Fault 83: begun, paid or voided: one of them, and the invoice says which
    def begin_against_the_rest(self, round):
        """Beginning, paying off-line and voiding at once: what has won is what the invoice says."""
        invoice = self.invoice(f"mixed{round}")
        ways = [
            ["PAYMENT.BEGIN", invoice],
            ["INVOICE.PAID", invoice, "AMOUNT", "100", "METHOD", "cash", "REF", "desk"],
            ["INVOICE.VOID", invoice],
        ]
        connections = self.connections(CALLERS)
        requests = [[self.request(n, self.rng.choice(ways))] for n in range(CALLERS)]
        replies = sum(at_once(connections, requests), [])
        for connection in connections:
            connection.close()
        won = [reply for reply in replies if not reply.startswith("-")]
        refused = r"-(CONFLICT PMT\d+ is under way|EXISTS PMT\d+ paid|BADSTATE invoice is)"
        strays = [r for r in replies if r.startswith("-") and not re.match(refused, r)]
        kept = self.state(invoice)
        expected = {"processing": "=PMT", "paid": ":2", "void": ":2"}.get(kept["state"], "?")
        self.checks.check(
            f"begun, paid or voided: one of them, and {invoice} is {kept['state']}",
            len(won) == 1 and won[0].startswith(expected) and not strays,
            f"{won[:3]} {strays[:2]}" if len(won) != 1 or strays else "")

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        for round in range(self.options.rounds):
            self.one_attempt(round)
            self.one_key(round)
            self.part_payments(round)
            self.begin_against_the_rest(round)
        ledger = self.desk.ask("LEDGER.CHECK")
        self.checks.check("LEDGER.CHECK at the end", ledger.final == "+OK 0", ledger.excerpt())
        self.sums()
        self.checks.sound(self.desk, "at the end")
        self.checks.finish(self.server)

    def sums(self):
        """What the payments say, the invoices and the ledger is one sum."""
        payments = self.desk.sweep("PAYMENT.LIST STATE approved COLUMNS id,amount")
        invoices = self.desk.sweep("INVOICE.LIST COLUMNS id,paid")
        trial = {row[0]: row for row in self.desk.ask("LEDGER.TRIAL").rows}

        def cents(rows):
            return sum(int(row[1].replace(".", "")) for row in rows)

        clearing = int(trial["clearing"][2].replace(".", ""))
        sums = (cents(payments), cents(invoices), clearing)
        self.checks.check("payments, invoices and ledger agree", len(set(sums)) == 1, f"{sums}")


def main():
    parser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="invoices that are fought for")
    PaymentRaces(parser.parse_args()).run()


if __name__ == "__main__":
    main()
