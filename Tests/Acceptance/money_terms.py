"""What a sale pays, by `rules.md` 6 and 7: exact fractions, no code shared with the server.

Amounts are whole minor units; a rate is a Fraction of 1.
"""

import calendar
from dataclasses import dataclass, field
from fractions import Fraction


def rounded(exact):
    """The nearest whole number, halves away from zero."""
    size = int(abs(exact) + Fraction(1, 2))
    return size if exact >= 0 else -size


def divided(amount, weights):
    """The shares of an amount: floored, then a unit each to the largest fractions."""
    total, size = sum(weights), abs(amount)
    exact = [Fraction(size * weight, 1) / total for weight in weights]
    shares = [int(share) for share in exact]
    order = sorted(range(len(weights)), key=lambda place: (shares[place] - exact[place], place))
    for place in order[:size - sum(shares)]:
        shares[place] += 1
    return [share if amount >= 0 else -share for share in shares]


def whole_months(first, later):
    """The calendar months that are over, clamped to month ends."""
    months = (later.year - first.year) * 12 + later.month - first.month
    last = calendar.monthrange(later.year, later.month)[1]
    return months - (later.day < min(first.day, last))


@dataclass
class Terms:
    """What one scope pays; copied, never changed, once a bonus was made by it."""

    scope: str
    currency: str
    rate: Fraction = None
    fixed: int = None
    brackets: list = None
    whole: bool = False
    later: Fraction = None
    recurs: object = None
    hold: int = 0
    minsale: int = None
    cap: int = None
    per: str = None
    overrides: list = field(default_factory=list)
    of_sale: bool = False
    due: tuple = ("approved", 0)
    parts: list = None
    about: str = ""

    def compares_amounts(self):
        return self.brackets is not None or self.minsale is not None or self.cap is not None

    @property
    def is_typed(self):
        return self.about.startswith("TYPE")

    def pays_at(self, month):
        if self.recurs is None:
            return self.later is not None
        return self.recurs == "lifetime" or self.recurs != "first" and month < self.recurs

    def commission(self, net, is_later, boost=0):
        """The amount for what is left of an invoice; a boost adds points, up to 100 %."""
        if self.minsale is not None and net < self.minsale:
            return 0
        if is_later and self.later is not None:
            return rounded(net * min(self.later + boost, 1))
        if self.fixed is not None:
            return self.fixed if net > 0 else 0
        if self.rate is not None:
            return rounded(net * min(self.rate + boost, 1))
        if self.whole:
            rate = [rate for start, rate in self.brackets if start <= net][-1]
            return rounded(net * min(rate + boost, 1))
        ends = [start for start, _ in self.brackets[1:]] + [max(net, self.brackets[-1][0])]
        return rounded(sum(
            (min(end, net) - start) * min(rate + boost, 1)
            for (start, rate), end in zip(self.brackets, ends) if start < net))


@dataclass
class Recipe:
    """How the amount of one bonus comes from what is left of its invoice."""

    terms: Terms = None
    level: int = 0
    boost: Fraction = Fraction(0)
    is_later: bool = False
    share: tuple = None
    room: int = None
    given: int = None
    given_rate: Fraction = None
    parts: tuple = ()

    def amount(self, net):
        amount = self.whole_amount(net)
        for weights, place in self.parts:
            amount = divided(amount, weights)[place]
        return amount

    def whole_amount(self, net):
        if self.given is not None:
            return self.given if net else 0
        if self.given_rate is not None:
            return rounded(net * self.given_rate)
        terms = self.terms
        if self.level and terms.of_sale:
            if terms.minsale is not None and net < terms.minsale:
                return 0
            amount = rounded(net * terms.overrides[self.level - 1])
            return divided(amount, self.share[0])[self.share[1]] if self.share else amount
        amount = terms.commission(net, self.is_later, self.boost)
        if self.share:
            amount = divided(amount, self.share[0])[self.share[1]]
        if self.room is not None:
            amount = min(amount, self.room)
        for rate in terms.overrides[:self.level]:
            amount = rounded(amount * rate)
        return amount


def period(per, date):
    return {"month": (date.year, date.month), "quarter": (date.year, (date.month - 1) // 3),
            "year": date.year}[per]
