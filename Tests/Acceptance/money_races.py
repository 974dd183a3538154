#!/usr/bin/env python3
"""A hundred callers after the same money at once: one of them moves it, the others are told so."""

import collections

from leadline_server import Checks, Server, arguments
from leadline_socket import RespConnection, RespError, TextConnection, outcome
from races import at_once

CALLERS = 100
DOLLARS = 250


def said(reply):
    """A reply of either dialect as one line; what is more than a line is just `+OK`."""
    if isinstance(reply, (list, dict)):
        return "+OK"
    return outcome(reply)


class MoneyRaces:
    """One server; half of the callers are finance, half managers, in both dialects."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
        self.server = Server(options.server).start()
        self.desk = TextConnection(self.server.port)
        self.tokens = {}
        for name, role in (("root", "admin"), ("fin", "finance"), ("mia", "manager")):
            self.tokens[name] = self.ask(f"USER.NEW {name} ROLE {role}")[1:]
        self.callers = {name: self.connections(name) for name in ("fin", "mia")}
        self.serial = 0

    def connections(self, name):
        kinds, found = (TextConnection, RespConnection), []
        for number in range(CALLERS):
            connection = kinds[number % 2](self.server.port)
            login = ["AUTH", self.tokens[name]]
            connection.ask(login if number % 2 else " ".join(login))
            found.append(connection)
        return found

    def ask(self, line):
        """What must succeed."""
        reply = self.desk.ask(line)
        if not reply.is_ok:
            raise RuntimeError(f"{line}: {reply.final}")
        return reply.final

    def at_once(self, words, name="fin"):
        """Sends the same from every caller at once; the lines that they are answered."""
        requests = [[words if n % 2 else " ".join(words)] for n in range(CALLERS)]
        return sum(at_once(self.callers[name], requests, read=said), [])

    # Fault 83: of a hundred who approve, send, fail or refund at once one does
    def one_wins(self, what, words, losers, name="fin", won=("+", ":", "=")):
        answers = self.at_once(words, name)
        winners = [a for a in answers if a.startswith(won)]
        others = [a for a in answers if a not in winners and not a.startswith(losers)]
        codes = collections.Counter(a.split()[0] for a in answers if a.startswith("-"))
        self.checks.check(
            f"{CALLERS} callers {what}: one does", len(winners) == 1 and not others,
            f"{len(winners)} {dict(codes)} {others[:2] or ''}")
        return winners[0] if winners else "+"

    def new_bonus(self, earner):
        """A draft by hand that the desk has completed."""
        id = self.ask(f"BONUS.NEW TYPE referral-vendor EARNER {earner} AMOUNT {DOLLARS}")[1:]
        self.ask(f"BONUS.COMPLETE {id}")
        return id

    def one_sale(self):
        self.serial += 1
        partner = self.ask(f"PARTNER.NEW NAME racer{self.serial} RATE 10%")[1:]
        lead = self.ask(
            f"LEAD.NEW EMAIL c@money{self.serial}.example DIRECTION in REFERRER {partner}")[1:]
        self.ask(f"ACCEPT {lead}")
        sale = self.ask(f"SALE.NEW {lead} AMOUNT {DOLLARS * 10}")[1:]
        self.one_wins("approve a sale", ["SALE.APPROVE", sale], "-BADSTATE ")
        bonuses = self.desk.ask(f"BONUS.LIST SALE {sale} COLUMNS id").rows
        self.checks.check("one bonus came of it", len(bonuses) == 1, str(bonuses))
        bonus = bonuses[0][0]
        self.ask(f"BONUS.COMPLETE {bonus}")
        self.one_wins("approve a bonus", ["BONUS.APPROVE", bonus], "-BADSTATE ", "mia")
        payout = self.one_payout(partner)
        self.one_wins(
            "refund the sale", ["SALE.REFUND", sale, "AMOUNT", str(DOLLARS * 10), "REASON", "x"],
            ("-BADSTATE ", "-INVALID amount"))
        self.one_wins(
            "note a repayment",
            ["DEBT.PAID", partner, "AMOUNT", "100", "REF", f"wire-{self.serial}"], "-EXISTS ")
        self.ask(f"DEBT.FORGIVE {partner} AMOUNT 150 REASON goodwill")
        self.one_wins("let a debt go", ["DEBT.APPROVE", partner], "-BADSTATE ", "mia")
        row = self.desk.ask(f"BALANCE {partner}").rows[0]
        self.checks.check(
            "the earner's books are closed",
            row[1:8] == ["250.00", "250.00", "0.00", "0.00", "0.00", "0.00", "0.00"], str(row))
        return payout

    # Threat T14: a hundred who run payouts at once make one
    def one_payout(self, partner):
        requests = [[["PAYOUT.RUN"] if n % 2 else "PAYOUT.RUN"] for n in range(CALLERS)]
        replies = at_once(self.callers["fin"], requests, read=lambda reply: reply)
        counts = collections.Counter()
        for reply in sum(replies, []):
            counts[made_by(reply)] += 1
        refused = sum(count for made, count in counts.items() if isinstance(made, str))
        conflicts = sum(
            count for made, count in counts.items()
            if isinstance(made, str) and made.startswith("-CONFLICT "))
        made = sum(made * count for made, count in counts.items() if isinstance(made, int))
        self.checks.check(
            f"{CALLERS} callers run payouts: one is made", made == 1 and refused == conflicts,
            str(dict(counts)))
        payout = self.desk.ask(f"PAYOUT.LIST EARNER {partner} COLUMNS id").rows[0][0]
        self.one_wins("approve a payout", ["PAYOUT.APPROVE", payout], "-BADSTATE ", "mia")
        self.one_wins(
            "send a payout", ["PAYOUT.SEND", payout, "METHOD", "ach"], "-BADSTATE ")
        self.one_wins("hear that it arrived", ["PAYOUT.PAID", payout], "-BADSTATE ")
        return payout

    def one_payroll(self):
        self.serial += 1
        employee = self.ask(f"REFERRER.NEW KIND employee NAME racer{self.serial}")[1:]
        bonus = self.new_bonus(employee)
        self.one_wins("approve a bonus", ["BONUS.APPROVE", bonus], "-BADSTATE ", "mia")
        late = ("-BADSTATE ", "-CONFLICT ", "-NOTFOUND ")
        payroll = self.one_wins(
            "run a payroll", ["PAYROLL.RUN", "UNTIL", "2100-01-01"], late, won="=PAY")[1:]
        self.one_wins("approve a payroll", ["PAYOUT.APPROVE", payroll], late, "mia")
        self.one_wins("send a payroll", ["PAYOUT.SEND", payroll, "METHOD", "ach"], late)
        self.one_wins("fail a payroll", ["PAYOUT.FAIL", payroll, "REASON", "x"], late)
        state = self.desk.ask(f"BONUS.LIST EARNER {employee} COLUMNS state,payout").rows
        self.checks.check("its bonus is due again", state == [["due", None]], str(state))
        # What is left over would be in the next round's payroll.
        self.ask(f"BONUS.VOID {bonus} REASON over")

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        for _ in range(self.options.rounds):
            self.one_sale()
            self.one_payroll()
        ledger = self.desk.ask("LEDGER.CHECK")
        self.checks.check("LEDGER.CHECK at the end", ledger.final == "+OK 0", ledger.excerpt())
        self.checks.sound(self.desk, "at the end")
        self.checks.finish(self.server)


def made_by(reply):
    """How many payouts a run has made, or why it was refused."""
    if isinstance(reply, RespError):
        return f"-{reply}"
    if isinstance(reply, list):
        return reply[3]
    return int(dict(reply.rows)["payouts"]) if reply.is_ok else reply.final


def main():
    parser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=2, help="how often each is fought for")
    MoneyRaces(parser.parse_args()).run()


if __name__ == "__main__":
    main()
