#!/usr/bin/env python3
"""Random histories of money over the wire, against books kept by `rules.md` alone.

Terms, sales, renewals, refunds, bonuses, payouts and disputes are played at random; after each step
every BALANCE is what the books say to the cent, LEDGER.CHECK is empty and debits are credits.
"""

import datetime
import json
import random
from fractions import Fraction
from zoneinfo import ZoneInfo

from leadline_server import Checks, Server, arguments
from leadline_socket import TextConnection
from money_agreements import Agreements
from money_bills import Bills
from money_bonuses import Bonuses, Disputes
from money_books import Books
from money_limits import fill_up
from money_months import Months
from money_moves import Moves
from money_payouts import Payouts
from money_records import Bonus
from money_sales import Sales
from money_treasury import Debts, Foresight, Owed, Payrolls, Taxation
from money_words import Refused, text

ZONES = ("UTC", "UTC", "America/New_York", "Asia/Kolkata")
COLUMNS = "currency earned paid held due reserved debt available".split()


class History(Agreements, Sales, Bonuses, Disputes, Payouts, Debts, Payrolls, Taxation, Foresight,
              Owed, Bills, Months, Moves):
    """One store, played until its steps are done."""

    def __init__(self, options, seed, checks):
        self.seed, self.rng, self.checks = seed, random.Random(seed), checks
        # Nothing is killed here: what a disk would cost is left out.
        self.server = Server(options.server, "--enable-debug-commands", "--durability", "os")
        Bonus.zone = ZoneInfo(options.zone or self.rng.choice(ZONES))
        settings = self.server.directory / "settings.json"
        settings.write_text(json.dumps({"zone": Bonus.zone.key}))
        self.server.command += ["--config", str(settings)]
        self.server.start()
        self.desk = TextConnection(self.server.port)
        self.second = TextConnection(self.server.port)
        self.books, self.open_disputes = Books(), {}
        self.bills, self.currencies, self.repayments, self.payments = [], {}, 0, 0
        self.entries, self.closed, self.leads, self.remittances = [], None, 0, 0
        self.now = datetime.datetime(*self.rng.choice([(2025, 11, 15, 9), (2027, 1, 31, 9)]))
        self.told, self.log = 0, []
        self.set_up()

    # The wire

    def say(self, line, begins=(":", "=", "+OK"), by=None):
        reply = (by or self.desk).ask(line)
        self.log.append(f"{line} -> {reply.final}")
        if not reply.final.startswith(begins):
            raise Refused(f"{line}: {reply.excerpt()}")
        return reply

    def set_up(self):
        self.say(f"DEBUG CLOCK SET {self.now:%FT%TZ}")
        self.say("USER.NEW root ROLE admin")
        token = self.say("USER.NEW fin ROLE finance").final[1:]
        self.say(f"AUTH {token}", by=self.second)
        for number, parent in enumerate([None, None, "P1", "P3", "P4", None], 1):
            above = f" PARENT {parent}" if parent else ""
            money = " CURRENCY EUR" if number == 6 else ""
            tier = " TIER gold" if f"P{number}" in self.TIER_GOLD else ""
            self.say(f"PARTNER.NEW NAME p{number}{above}{money}{tier}")
            self.books.parents[f"P{number}"] = parent
        self.say("REFERRER.NEW KIND contact NAME Ann")
        self.say("REFERRER.NEW KIND vendor NAME Val")
        self.say("REFERRER.NEW KIND employee NAME Eve")
        self.books.taxes.employees.add(self.EMPLOYEE)
        self.say("CAMPAIGN.NEW NAME Autumn BOOST 2.5%")
        self.say("CAMPAIGN.NEW NAME Roofs PRODUCT roof BOOST 1%")
        self.say("CAMPAIGN.NEW NAME Houses PRODUCT roof")
        programme = self.books.programme
        programme.campaigns = {"CMP1": (Fraction(25, 1000), None), "CMP3": (Fraction(0), "roof"),
                               "CMP2": (Fraction(1, 100), "roof")}
        programme.campaigns = dict(sorted(programme.campaigns.items()))
        programme.named, programme.products = {2: "CMP1"}, {3: ("door",), 4: ("roof",)}
        programme.sources = {7: "contact", 8: "vendor", 9: "contact"}
        programme.tiers = dict.fromkeys(self.TIER_GOLD, "TIER gold")
        self.books.helpers[7] = self.books.helpers[9] = "R3"
        for scope in (*self.EARNERS, *self.SHARED_SCOPES):
            self.new_terms(scope)
        self.set_up_leads()
        for earner in self.EARNERS[:3]:
            self.file_form(earner)

    def set_up_leads(self):
        for lead, earner in enumerate(["P1", "P2", "P3", "P4", "P5", "P6", "R1", "R2", "R1"], 1):
            more = {2: " CAMPAIGN CMP1", 3: " PRODUCT door", 4: " PRODUCT roof",
                    7: " SOURCE contact HELPER R3", 9: " SOURCE contact HELPER R3"}.get(lead, "")
            self.say(f"LEAD.NEW EMAIL c@c{lead}.example DIRECTION in REFERRER {earner}{more}")
            self.say(f"ACCEPT L{lead}")
            self.books.credit[lead] = [(earner, Fraction(1))]
        self.leads = len(self.books.credit)
        self.say('CREDIT L5 SHARES "P5 33.33%,P2 33.33%,P1 33.34%"')
        self.books.credit[5] = [
            (earner, Fraction(share, 10000))
            for earner, share in (("P5", 3333), ("P2", 3333), ("P1", 3334))]
        for lead in self.books.credit:
            self.sell(lead)  # A lead that was never sold expires.

    # Time, and the comparison

    def wait(self):
        days = 24 * 60
        minutes = self.rng.choice([29, 30, 60, days, days, 3 * days, 9 * days, 9 * days, 31 * days])
        self.now += datetime.timedelta(minutes=minutes)
        self.say(f"DEBUG CLOCK ADVANCE {minutes}m")
        self.give_up_attempts()

    STEPS = {
        "sell": 4, "approve_sale": 8, "renew": 4, "refund": 6, "cancel": 1, "event": 4,
        "by_hand": 3, "complete": 9, "approve": 9, "give_back": 1, "hold": 1, "unhold": 5,
        "void": 1, "split": 2, "adjust": 2, "set_amount": 1, "run_payouts": 7, "move_payout": 10,
        "dispute": 3, "wait": 10, "change_terms": 4, "suspend": 1, "repay": 4, "forgive": 3,
        "let_go": 3, "run_payroll": 2, "move_payroll": 3, "file_form": 3, "set_rate": 1,
        "explain_lead": 2, "explain_bonus": 3, "new_bill": 3, "pay_by_wire": 3,
        "begin_attempt": 3, "end_attempt": 3, "void_bill": 1, "reverse": 2, "close_month": 1,
        "reparent": 1, "another_lead": 3, "sell_again": 1, "remit": 3, "write_card": 1, "move_wrongly": 2,
        "treat_wrongly": 2,
    }

    def play(self, steps):
        names, weights = list(self.STEPS), list(self.STEPS.values())
        for self.told in range(1, steps + 1):
            try:
                getattr(self, self.rng.choices(names, weights)[0])()
                self.compare()
                self.prove()
                self.read_entries()
                if self.told % 10 == 0:
                    self.compare_books()
                    self.compare_taxes()
                    self.compare_owed()
                    self.compare_ages()
                    self.compare_statements()
                    self.compare_bills()
                    self.compare_days()
            except Refused as why:
                return self.failed(why)
        self.checks.check(f"history {self.seed}", True, (
            f"{self.told} steps, {len(self.books.sales)} sales, {len(self.books.bonuses)} bonuses,"
            f" {len(self.books.payouts)} payouts"))
        return True

    def failed(self, why):
        for line in self.log[-12:]:
            self.checks.note(line)
        return self.checks.check(f"history {self.seed}", False, f"step {self.told}: {why}")

    def compare(self):
        shown = {}
        for earner in self.earners():
            for row in self.desk.ask(f"BALANCE {earner}").rows:
                shown[earner, row[0]] = row
        for earner, currency in self.books.accounts():
            row = self.books.balance(earner, currency, self.now)
            cells = [currency, *(text(row[name], currency) for name in COLUMNS[1:])]
            coming = row["next"] and [text(row["next"][1], currency), f"{row['next'][0]:%FT%TZ}"]
            cells += coming or [None, None]
            if (earner, currency) in shown:
                self.same(f"BALANCE {earner}", shown.pop((earner, currency)), cells)
            else:  # Who earned nothing but bonuses of 0 has no row.
                self.same(f"BALANCE {earner}", self.nothing(currency)[:8], cells[:8])
        for (earner, currency), row in shown.items():
            self.same(f"BALANCE {earner}", row, self.nothing(currency))

    def earners(self):
        return (*self.EARNERS, *self.books.customers.values())

    @staticmethod
    def nothing(currency):
        return [currency, *([text(0, currency)] * 7), None, None]

    def same(self, what, shown, expected):
        if shown != expected:
            raise Refused(f"{what} shows {shown}, the books {expected}")

    # Fault 102: random money over sockets agrees to the cent with whole numbers in Python
    def compare_books(self):
        rows = self.desk.sweep("BONUS.LIST COLUMNS id,earner,state,amount,currency")
        for name, earner, state, amount, currency in rows:
            bonus = self.books.bonuses[int(name[1:])]
            self.same(name, [earner, state], [bonus.earner, bonus.state_at(self.now)])
            if state != "void":
                self.same(name, [amount, currency],
                          [text(bonus.gross, bonus.currency), bonus.currency])
        self.same("BONUS.LIST", len(rows), len(self.books.bonuses))

    def prove(self):
        """The ledger's own proof, debits and credits, and what each account stands at."""
        self.same("LEDGER.CHECK", self.desk.ask("LEDGER.CHECK").rows, [])
        trial = {}
        for account, currency, debit, credit in self.desk.ask("LEDGER.TRIAL").rows:
            sides = [int(side.replace(".", "")) for side in (debit, credit)]
            trial.setdefault(currency, {})[account] = sides
        for currency, accounts in trial.items():
            self.same(f"LEDGER.TRIAL {currency}", *(
                sum(sides[place] for sides in accounts.values()) for place in (0, 1)))
            for account, stands in self.books.trial(currency).items():
                debit, credit = accounts.get(account, [0, 0])
                self.same(f"LEDGER.TRIAL {account} {currency}", debit - credit, stands)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--histories", type=int, default=4)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--zone", help="the house's zone; one is drawn for each history")
    options, checks = parser.parse_args(), Checks()
    checks.note(f"seed {options.seed}")
    history = None
    for number in range(options.histories):
        if history:
            history.server.stop()
        history = History(options, options.seed + number, checks)
        if not history.play(options.steps):
            break
        checks.sound(history.desk, "at the end")
    else:
        fill_up(options, checks)
    checks.finish(history.server)


if __name__ == "__main__":
    main()
