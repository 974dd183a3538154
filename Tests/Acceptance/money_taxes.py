"""What is withheld, and what is reported of a year (`rules.md` 9), in exact fractions."""

from fractions import Fraction

from money_terms import rounded

DIGITS = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}
BY_NETWORKS = ("card", "network")


class Taxes:
    """The forms on file and the rates of exchange."""

    def __init__(self):
        self.forms = {}  # payee -> (form, entity, rate that is withheld)
        self.rates = {}  # (currency, day) -> US dollars for one unit
        self.employees = set()

    def withheld(self, payee, payment):
        _, _, rate = self.forms.get(payee, (None, None, None))
        return rounded(payment * rate) if rate and payment > 0 else 0

    def dollars(self, minor, currency, day):
        """US cents; None where no rate was set for that day or before it."""
        if currency == "USD" or not minor:
            return minor
        days = [known for other, known in self.rates if other == currency and known <= day]
        if not days:
            return None
        return rounded(minor * self.rates[currency, max(days)] * Fraction(
            10 ** DIGITS["USD"], 10 ** DIGITS[currency]))

    def rows(self, payouts, year):
        """Who was paid in a year: payee -> (paid, carried, withheld, due, why)."""
        rows = {}
        paid = [p for p in payouts if p.state == "paid" and p.paid_on.year == year]
        for payee in sorted({p.earner for p in paid}):
            mine = [p for p in paid if p.earner == payee]
            by_hand = [p for p in mine if p.method not in BY_NETWORKS]
            by_network = [p for p in mine if p.method in BY_NETWORKS]
            sums = [self.total((p.gross, p) for p in some) for some in (by_hand, by_network)]
            withheld, _ = self.total((p.withheld, p) for p in mine)
            why = self.why(payee, year, *sums)
            rows[payee] = (sums[0][0], sums[1][0], withheld, "no" if why else "yes", why)
        return rows

    def total(self, amounts):
        """The sum of what there is a rate for, and the currencies that there is none for."""
        converted = [(self.dollars(minor, p.currency, p.paid_on), p) for minor, p in amounts]
        return (sum(cents for cents, _ in converted if cents is not None),
                {p.currency for cents, p in converted if cents is None})

    def why(self, payee, year, paid, carried):
        form, entity, _ = self.forms.get(payee, (None, None, None))
        least = 60_000 if year <= 2025 else 200_000
        if payee in self.employees:
            return "employee"
        if entity == "corporation":
            return "corporation"
        if form == "W8":
            return "foreign"
        if paid[0] >= least:
            return None
        if unrated := paid[1] or carried[1]:
            return {f"no-rate {currency}" for currency in unrated}
        return "network" if paid[0] + carried[0] >= least else "below-threshold"
