"""What the books keep of a sale, a bonus and a payout (`rules.md` 8 and 9)."""

import datetime
from dataclasses import dataclass, field
from typing import ClassVar
from zoneinfo import ZoneInfo

from money_terms import Recipe

DAY = datetime.timedelta(days=1)
UTC = ZoneInfo("UTC")


@dataclass
class Invoice:
    amount: int
    date: datetime.date
    net: int = None

    def __post_init__(self):
        self.net = self.amount


@dataclass
class Sale:
    number: int
    lead: int
    currency: str
    is_addon: bool
    invoices: list
    state: str = "new"
    events: dict = field(default_factory=dict)

    @property
    def net(self):
        return sum(invoice.net for invoice in self.invoices)


@dataclass
class Bonus:
    number: int
    earner: str
    currency: str
    recipe: Recipe
    gross: int
    earned: datetime.date
    sale: Sale = None
    invoice: int = 0
    rule: tuple = ("approved", 0)
    hold: int = 0
    parent: int = None
    heir: str = None
    state: str = "draft"
    held: str = None
    is_split: bool = False
    follows: int = 0  # Of what a dispute made: 1 gives to the winner, -1 takes from the loser.
    approved: datetime.datetime = None
    payout: "Payout" = None
    is_given_back: bool = False
    owes_since: int = None
    clawed: int = 0
    recovering: int = 0
    recovered: int = 0
    repaid: int = 0
    forgiven: int = 0
    kind: str = "referral-vendor"
    zone: ClassVar = UTC

    @property
    def is_settled(self):
        return self.payout is not None

    @property
    def open_debt(self):
        return (self.clawed - self.recovering - self.recovered - self.repaid
                - self.forgiven)

    @property
    def due(self):
        """When it is due, by rules.md 9; None while its event has no date."""
        event, delay = self.rule
        if event == "approved":
            begun = self.approved
        else:
            day = self.sale.events.get(event) if self.sale else None
            begun = midnight(day, self.zone) if day else None
        if begun is None or self.approved is None:
            return None
        if event != "approved":  # Days are the house's, however long they are.
            begun, delay = midnight(day + delay * DAY, self.zone), 0
        cleared = midnight(self.earned + self.hold * DAY, self.zone)
        return max(begun + delay * DAY, self.approved, cleared)

    def state_at(self, now):
        if self.payout:
            return "paid" if self.payout.state == "paid" else "reserved"
        if self.state == "void":
            return "void"
        if self.held:
            return "held"
        if self.state == "approved" and self.due is not None and self.due <= now:
            return "due"
        return self.state


@dataclass
class Payout:
    number: int
    earner: str
    currency: str
    bonuses: list
    set_offs: list
    withheld: int = 0
    state: str = "reserved"
    payroll: "Payroll" = None
    method: str = None
    paid_on: datetime.date = None

    @property
    def gross(self):
        """What counts as paid to the earner, whoever gets it."""
        return sum(b.gross for b in self.bonuses) - sum(taken for _, taken in self.set_offs)

    @property
    def amount(self):
        return self.gross - self.withheld


@dataclass
class Payroll:
    number: int
    payouts: list
    state: str = "reserved"


class OtherCurrency(Exception):
    """Terms compare amounts in another currency than the sale's."""


def midnight(day, zone):
    """When a day of the house begins, in UTC."""
    begin = datetime.datetime.combine(day, datetime.time(), zone)
    return begin.astimezone(UTC).replace(tzinfo=None)
