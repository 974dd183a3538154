"""The steps of a random history of payouts."""

from money_records import DAY
from money_treasury import least_in
from money_words import Refused, text


class Payouts:
    """Money on its way, by runs and moves."""

    def run_payouts(self):
        until, words, only, cents = self.now, "PAYOUT.RUN", None, None
        if self.chance(3):
            day = self.books.day(self.now) - DAY * self.rng.randint(0, 5)
            until = min(self.books.start(day + DAY) - DAY / 86_400, self.now)
            words += f" UNTIL {day}"
        if self.chance(4):
            only = self.rng.choice(["USD", "EUR", "JPY", "KWD"])
            words += f" CURRENCY {only}"
        if self.chance(3):
            cents = self.rng.randint(1, 200) * 100
            words += f" MINIMUM {cents // 100}"
        wanted = [
            self.books.payable(
                *account, self.now, until, least_in(account[1], cents) if cents else 1)
            for account in self.books.accounts()
            if account[0] != self.EMPLOYEE and only in (None, account[1])]
        wanted = [payout for payout in wanted if payout]
        self.reserve(wanted, dict(self.say(words).rows)["run"], words)

    def reserve(self, wanted, run, words):
        """Compares what a run has made with what it should have made."""
        rows = self.desk.sweep(
            f"PAYOUT.LIST RUN {run} COLUMNS id,earner,currency,amount,withheld,lines")
        shown = {(row[1], row[2]): row for row in rows}
        if set(shown) != {(p.earner, p.currency) for p in wanted}:
            raise Refused(f"{words}: {rows} for {[(p.earner, p.currency, p.amount) for p in wanted]}")
        for payout in wanted:
            row, currency = shown[payout.earner, payout.currency], payout.currency
            lines = [f"B{b.number} {text(b.gross, currency)}" for b in payout.bonuses] + [
                f"B{b.number} {text(-taken, currency)} debt" for b, taken in payout.set_offs]
            if payout.withheld:
                lines.append(f"tax {text(-payout.withheld, currency)} withheld")
            listed = sorted(line.strip('"') for line in row[5][1:-1].split(",") if line)
            self.same(f"{words} {row}", [*row[3:5], listed], [
                text(payout.amount, currency), text(payout.withheld, currency), sorted(lines)])
            self.books.reserve(payout, int(row[0][3:]))

    MOVES = {"reserved": ["approved"], "approved": ["sent"], "sent": ["paid", "unknown"],
             "unknown": ["paid"]}
    METHODS = ("ach", "ach", "check", "wire", "card", "network")

    def take_move(self, name, state):
        """Moves a payout or payroll on; answers its new state, and how it is sent."""
        state = "failed" if self.chance(9) else self.rng.choice(self.MOVES[state])
        method = self.rng.choice(self.METHODS)
        if state == "approved":
            self.say(f"PAYOUT.APPROVE {name}", begins="-NOPERM four eyes")
        words = {"approved": "APPROVE", "sent": "SEND", "paid": "PAID", "unknown": "UNKNOWN",
                 "failed": "FAIL"}[state]
        more = {"sent": f" METHOD {method}", "failed": " REASON returned"}.get(state, "")
        self.say(f"PAYOUT.{words} {name}{more}", by=self.second)
        return state, method

    def note_move(self, payout, state, method):
        if state == "paid":
            payout.paid_on = self.books.day(self.now)
            self.books.paid(payout)
        elif state == "failed":
            self.books.fail(payout)
        else:
            payout.state = state
        if state == "sent":
            payout.method = method

    def move_payout(self):
        for _ in range(4):
            under_way = [
                p for p in self.books.payouts.values() if p.state not in ("paid", "failed")]
            if under_way:
                self.move(self.rng.choice(under_way))

    def move(self, payout):
        name = f"PAY{payout.number}"
        if not payout.payroll:
            self.note_move(payout, *self.take_move(name, payout.state))
        elif self.chance(6):  # Of a payroll's one may fail by itself, and nothing else.
            self.say(f"PAYOUT.FAIL {name} REASON returned", by=self.second)
            self.note_move(payout, "failed", None)
        else:
            self.say(f"PAYOUT.UNKNOWN {name}", begins="-BADSTATE", by=self.second)

    PAYOUT_BEGINS = {
        "APPROVE": ("reserved",), "SEND": ("approved",), "PAID": ("sent", "unknown"),
        "UNKNOWN": ("sent",), "FAIL": ("reserved", "approved", "sent", "unknown")}

    def move_wrongly(self):
        """No payout is moved from where the move does not begin: none is sent or paid twice."""
        alone = [p for p in self.books.payouts.values() if not p.payroll]
        if not alone:
            return
        payout, words = self.rng.choice(alone), self.rng.choice(sorted(self.PAYOUT_BEGINS))
        if payout.state not in self.PAYOUT_BEGINS[words]:
            more = {"SEND": " METHOD ach", "FAIL": " REASON again"}.get(words, "")
            self.say(f"PAYOUT.{words} PAY{payout.number}{more}", begins="-BADSTATE", by=self.second)
