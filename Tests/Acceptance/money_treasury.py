"""The steps of a random history that are about debts, payrolls, taxes and reports."""

import math
from fractions import Fraction

from money_records import DAY, Invoice, OtherCurrency, Payroll, Sale
from money_words import DIGITS, Refused, percent, text


class Debts:
    """What earners owe, and who is shut out."""

    def suspend(self):
        partner = self.rng.choice(self.PARTNERS)
        if partner in self.books.suspended:
            self.say(f"PARTNER.RESUME {partner}")
            self.books.suspended.remove(partner)
        elif self.chance(3):
            self.say(f"PARTNER.SUSPEND {partner} REASON unpaid")
            self.books.suspended.add(partner)
            for bonus in self.books.of(partner):
                if bonus.state_at(self.now) in ("draft", "ready", "approved", "due"):
                    bonus.held = "suspended"

    def debtor(self):
        """An account that owes something; None where nobody does."""
        found = [account for account in self.books.accounts() if self.owed(account) > 0]
        return self.rng.choice(found) if found else None

    def owed(self, account):
        """In all: what was paid below 0 and given back lessens what the others owe."""
        found = self.books.of(*account)
        return max(sum(bonus.open_debt for bonus in found if bonus.approved), 0)

    def repay(self):
        if not (account := self.debtor()):
            return
        earner, currency = account
        owed = self.owed(account)
        minor = self.rng.choice([owed, owed + 1, self.rng.randint(1, owed)])
        self.repayments += 1
        words = (f"DEBT.PAID {earner} AMOUNT {text(minor, currency)} CURRENCY {currency}"
                 f" REF back-{self.repayments}")
        if minor > owed:
            self.say(words, begins="-INVALID amount")
            return
        self.say(words)
        for bonus, part in self.books.oldest(self.books.debts(*account), minor):
            bonus.repaid += part

    def forgive(self):
        if not (account := self.debtor()):
            return
        earner, currency = account
        minor = self.rng.randint(1, self.owed(account))
        self.say(f"DEBT.FORGIVE {earner} AMOUNT {text(minor, currency)} CURRENCY {currency}"
                 " REASON goodwill")
        self.books.wishes[account] = minor

    def let_go(self):
        if not self.books.wishes:
            return
        account = self.rng.choice(sorted(self.books.wishes))
        words, minor = "DEBT.APPROVE {} CURRENCY {}".format(*account), self.books.wishes[account]
        self.say(words, begins="-NOPERM four eyes")
        if minor > self.owed(account):
            self.say(words, begins="-INVALID amount", by=self.second)
            return
        self.say(words, by=self.second)
        del self.books.wishes[account]
        for bonus, part in self.books.oldest(self.books.debts(*account), minor):
            bonus.forgiven += part


class Payrolls:
    """What employees are paid."""

    def run_payroll(self):
        until = self.books.day(self.now)
        wanted = [self.books.payable(*account, self.now, self.now, withholds=False)
                  for account in self.books.accounts() if account[0] == self.EMPLOYEE]
        wanted = [payout for payout in wanted if payout]
        words = f"PAYROLL.RUN UNTIL {until}"
        if not wanted:
            self.say(words, begins="-NOTFOUND no bonus of an employee is due")
            return
        payroll = Payroll(int(self.say(words).final[4:]), wanted)
        shown = dict(self.say(f"PAYROLL.GET PAY{payroll.number}", begins="+OK").rows)
        self.reserve(wanted, shown["run"], words)
        for payout in wanted:
            payout.payroll = payroll
        self.books.payrolls[payroll.number] = payroll

    def move_payroll(self):
        under_way = [p for p in self.books.payrolls.values() if p.state not in ("paid", "failed")]
        if not under_way:
            return
        payroll = self.rng.choice(under_way)
        state, method = self.take_move(f"PAY{payroll.number}", payroll.state)
        payroll.state = state
        for payout in payroll.payouts:
            if payout.state not in ("paid", "failed"):
                self.note_move(payout, state, method)


class Taxation:
    """Tax forms, rates of exchange, and what is reported of payments."""

    def file_form(self, payee=None):
        payee = payee or self.rng.choice(self.EARNERS)
        form, entity = self.rng.choice(["W9", "W9", "W8"]), self.rng.choice(
            ["individual", "llc", "partnership", "corporation"])
        rate = self.rng.choice([None, Fraction(24, 100), self.rate(999_999)])
        withhold = percent(rate) if rate is not None else '""'
        self.say(f"TAX.FORM {payee} {form} ENTITY {entity} WITHHOLD {withhold}")
        self.books.taxes.forms[payee] = (form, entity, rate)

    def remit(self):
        """Hands on what was withheld, or notes what came back; neither beyond what there is."""
        currency = self.rng.choice(["USD"] * 6 + ["EUR", "JPY", "KWD"])
        left, gone = self.books.left_to_remit(currency), self.books.remitted.get(currency, 0)
        minor = self.rng.choice([left, left + 1, self.rng.randint(0, left), -gone, -gone - 1])
        self.repayments += 1
        words = (f"TAX.REMIT AMOUNT {text(minor, currency)} CURRENCY {currency}"
                 f" REF eft-{self.repayments}")
        if minor == 0 or minor > left or minor < -gone:
            self.say(words, begins="-INVALID amount")
            return
        self.remittances += 1
        self.same(words, self.say(words).final, f"=TAX{self.remittances}")
        self.books.remitted[currency] = gone + minor

    def set_rate(self):
        currency = self.rng.choice(["EUR", "JPY", "KWD"])
        day = self.books.day(self.now) - DAY * self.rng.choice([0, 0, 1, 30, 400])
        rate = Fraction(self.rng.randint(1, 4_000_000), 1_000_000)
        self.say(f"FX.SET {currency} USD {float(rate):.6f} AT {day}")
        self.books.taxes.rates[currency, day] = rate

    def compare_taxes(self):
        year = self.books.day(self.now).year
        rows = self.desk.sweep(
            f"TAX.REPORT {year} COLUMNS payee,paid,carried,withheld,due,why")
        expected = self.books.taxes.rows(self.books.payouts.values(), year)
        self.same(f"TAX.REPORT {year}", [row[0] for row in rows], list(expected))
        for payee, *cells in rows:
            *sums, due, why = expected[payee]
            told = [*(text(cents, "USD") for cents in sums), due]
            self.same(f"TAX.REPORT {year} {payee}", cells[:4], told)
            if not (cells[4] in why if isinstance(why, set) else cells[4] == why):
                raise Refused(f"TAX.REPORT {year} {payee} says {cells[4]}, the books {why}")


class Foresight:
    """What a win would bring, told by `EXPLAIN` before and by approval after."""

    def explain_lead(self):
        lead = self.rng.choice(sorted(self.books.credit))
        currency, minor = self.currencies[lead], self.amount()
        today = self.books.day(self.now)
        deal = Sale(0, lead, currency, True, [Invoice(minor, today)])
        words = f"EXPLAIN L{lead} AMOUNT {text(minor, currency)}"
        try:
            awards = self.books.awards(deal)
        except OtherCurrency:
            self.say(words, begins="-INVALID currency")
            return
        told = []
        for step, value, source in self.say(words, begins="+OK").rows:
            if step == "earner":
                told.append([source, value])
            elif step == "amount":
                told[-1] += [value, source]
        self.same(words, told, [
            [kind, earner, text(recipe.amount(minor), paid_in), paid_in]
            for kind, earner, recipe, paid_in in awards])


    def explain_bonus(self):
        """What is told of a bonus, reckoned anew from what was stored, is what it is."""
        bonus = self.pick("draft", "ready", "approved", "due", "held", "reserved", "paid")
        if not bonus:
            return
        rows = self.say(f"EXPLAIN B{bonus.number}", begins="+OK").rows
        last = {step: value for step, value, _ in rows}
        currency = bonus.currency
        self.same(f"EXPLAIN B{bonus.number}", [last["amount"], last.get("result"), last.get("debt")], [
            text(bonus.gross, currency), text(bonus.gross - bonus.clawed, currency),
            text(bonus.clawed, currency) if bonus.clawed else None])
        event, _ = bonus.rule
        if bonus.sale and event != "approved":
            day = bonus.sale.events.get(event)
            said = [source for step, _, source in rows if step == "due_event"]
            self.same(f"EXPLAIN B{bonus.number}", said, [str(day) if day else "not yet"])
        if bonus.state_at(self.now) in ("approved", "due"):
            due = bonus.due
            self.same(f"EXPLAIN B{bonus.number}", last["due"], due and f"{due:%FT%TZ}")


class Owed:
    """The reports on what is owed now."""

    def compare_owed(self):
        shown = {(row[0], row[1]): row[2:] for row in self.desk.sweep(
            "REPORT LIABILITY COLUMNS payee,currency,accrued,due,reserved,held,debt,total")}
        for account in self.books.accounts():
            row = self.books.balance(*account, self.now)
            parts = [row["earned"] - sum(row[k] for k in ("paid", "held", "due", "reserved")),
                     row["due"], row["reserved"], row["held"], row["debt"]]
            parts.append(sum(parts[:4]) - parts[4])
            cells = [text(part, account[1]) for part in parts]
            nothing = [text(0, account[1])] * 6
            self.same(f"REPORT LIABILITY {account}", shown.get(account, nothing), cells)

    def compare_ages(self):
        shown = {(row[0], row[1]): row[2:] for row in self.desk.sweep(
            "REPORT AGEING COLUMNS payee,currency,d0_30,d31_60,d61_90,over_90,total")}
        for earner, currency in self.books.accounts():
            ages = [0, 0, 0, 0]
            for bonus in self.books.of(earner, currency):
                if bonus.state_at(self.now) == "due":
                    days = (self.now.date() - bonus.due.date()).days
                    ages[0 if days <= 30 else 1 if days <= 60 else 2 if days <= 90 else 3] += (
                        bonus.gross)
            cells = [text(part, currency) for part in (*ages, sum(ages))]
            nothing = [text(0, currency)] * 5
            self.same(f"REPORT AGEING {earner}", shown.get((earner, currency), nothing), cells)

    def compare_statements(self):
        """The last balance of each statement is what is owed, less what is owed back."""
        for earner in self.earners():
            last = {row[0]: row[1] for row in self.desk.sweep(
                f"STATEMENT {earner} COLUMNS currency,balance")}
            for currency, balance in last.items():
                mine = [b for b in self.books.of(earner, currency)
                        if b.approved and b.state != "void"]
                owed = sum((0 if b.is_settled else b.gross) - b.open_debt for b in mine)
                self.same(f"STATEMENT {earner} {currency}", balance, text(owed, currency))


def least_in(currency, cents):
    """What so many cents are as an amount with the digits of a currency, rounded up."""
    return math.ceil(Fraction(cents * 10 ** DIGITS[currency], 100))
