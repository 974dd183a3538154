"""The books as `rules.md` 8 to 10 would have them; no code is shared with the server.

Whoever plays a history tells the books each step that the server took; `balance` and `trial` then say
what it has to show.
"""

import datetime
from dataclasses import dataclass, field, replace
from fractions import Fraction

from money_terms import Recipe, period, whole_months

DAY = datetime.timedelta(days=1)


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
    approved: datetime.datetime = None
    payout: "Payout" = None
    is_given_back: bool = False
    owes_since: int = None
    clawed: int = 0
    recovering: int = 0
    recovered: int = 0

    @property
    def is_settled(self):
        return self.payout is not None

    @property
    def open_debt(self):
        return self.clawed - self.recovering - self.recovered

    @property
    def due(self):
        """When it is due, by rules.md 9; None while its event has no date."""
        event, delay = self.rule
        if event == "approved":
            begun = self.approved
        else:
            day = self.sale.events.get(event) if self.sale else None
            begun = midnight(day) if day else None
        if begun is None or self.approved is None:
            return None
        return max(begun + delay * DAY, self.approved, midnight(self.earned) + self.hold * DAY)

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
    state: str = "reserved"

    @property
    def amount(self):
        return sum(b.gross for b in self.bonuses) - sum(taken for _, taken in self.set_offs)


def midnight(day):
    return datetime.datetime.combine(day, datetime.time())


class Books:
    """Every sale, bonus and payout, and what follows from them."""

    def __init__(self):
        self.sales, self.bonuses, self.payouts = {}, {}, {}
        self.parents, self.disputed, self.credit = {}, {}, {}
        self.helpers, self.boosts, self.refunds = {}, {}, 0

    # What a sale pays

    def used(self, terms, earner, date):
        """What of a cap was used in the period of a day."""
        return sum(
            b.gross - b.clawed for b in self.bonuses.values()
            if b.earner == earner and b.state != "void" and b.recipe.room is not None
            and b.recipe.level == 0 and b.recipe.terms.scope == terms.scope
            and b.recipe.terms.per == terms.per
            and period(terms.per, b.earned) == period(terms.per, date))

    def recipe(self, terms, earner, share, date):
        recipe = Recipe(terms, share=share)
        if terms.cap is not None:
            recipe.room = max(terms.cap - self.used(terms, earner, date), 0)
        return recipe

    def awards(self, sale, terms_of):
        """What approval brings: (earner, recipe, currency) in order; None where it is refused."""
        awards, earners = [], self.credit[sale.lead]
        weights = [weight for _, weight in earners]
        paid = [(earner, (weights, place) if len(earners) > 1 else None)
                for place, (earner, _) in enumerate(earners)]
        if sale.lead in self.helpers and not sale.is_addon:
            paid.append((self.helpers[sale.lead], None))
        for earner, share in paid:
            terms = terms_of(earner)
            if terms is None:
                continue
            if terms.compares_amounts() and terms.currency != sale.currency:
                return None
            awards += self.award(sale, earner, terms, share)
        return awards

    def award(self, sale, earner, terms, share):
        """What one earner gets of a sale, and those above it."""
        date = sale.invoices[0].date
        if terms.minsale is not None and sale.net < terms.minsale:
            return []
        recipe = self.recipe(terms, earner, share, date)
        recipe.boost = self.boosts.get(sale.lead, Fraction(0))
        first = self.first_sale(sale)
        if first is not None:
            if terms.recurs is not None and not terms.pays_at(whole_months(first, date)):
                return []
            recipe.is_later = terms.later is not None
        currency = sale.currency if terms.fixed is None else terms.currency
        awards = [(earner, recipe, currency)]
        above, level = self.parents.get(earner), 1
        while above and level <= len(terms.overrides):
            paid_in = sale.currency if terms.of_sale else currency
            awards.append((above, replace(recipe, level=level), paid_in))
            above, level = self.parents.get(above), level + 1
        return awards

    def first_sale(self, sale):
        """The day of the lead's first sale, where this is a further one."""
        if not sale.is_addon:
            return None
        earlier = [s for s in self.sales.values()
                   if s.lead == sale.lead and s.state == "approved" and not s.is_addon]
        return min(earlier, key=lambda s: s.number).invoices[0].date if earlier else None

    @staticmethod
    def drafts(award, sale, invoice):
        """The bonuses that an award makes, without their numbers."""
        earner, recipe, currency = award
        bill, terms = sale.invoices[invoice], recipe.terms
        plan = terms.parts if recipe.level == 0 else None
        made = []
        for place, (_, event) in enumerate(plan or [(None, None)]):
            own = recipe
            if plan:
                own = replace(recipe, parts=(([weight for weight, _ in plan], place),))
            rule = (event, 0) if event else terms.due
            made.append(Bonus(
                0, earner, currency, own, own.amount(bill.net), bill.date, sale, invoice, rule,
                terms.hold))
        return made

    def renewals(self, sale, date):
        """What a renewal pays: what the first invoice paid, by the terms copied then."""
        month = whole_months(sale.invoices[0].date, date)
        made = []
        for bonus in sorted(self.bonuses.values(), key=lambda b: b.number):
            terms = bonus.recipe.terms
            if bonus.sale is not sale or bonus.invoice or terms is None:
                continue
            if bonus.state == "void" and not bonus.is_split or not terms.pays_at(month):
                continue
            if bonus.recipe.parts and (len(bonus.recipe.parts) > 1 or bonus.recipe.parts[0][1]
                                       or bonus.parent):
                continue
            recipe = replace(bonus.recipe, parts=(), is_later=True)
            earner = bonus.heir or bonus.earner
            if recipe.room is not None:
                recipe.room = max(terms.cap - self.used(terms, earner, date), 0)
            made.append((earner, recipe, bonus.currency))
        return made

    # What happens to it

    def refund(self, sale, amount):
        left = amount
        for place in reversed(range(len(sale.invoices))):
            taken = min(left, sale.invoices[place].net)
            if taken:
                sale.invoices[place].net -= taken
                left -= taken
                self.reckon_again(sale, place, sale.invoices[place].net)
        if not sale.net:
            sale.state = "refunded"

    def cancel(self, sale):
        sale.state = "cancelled"
        for place in range(len(sale.invoices)):
            self.reckon_again(sale, place, 0)

    def reckon_again(self, sale, invoice, net):
        """What was not paid shrinks; of what was, or is on its way, the difference is owed."""
        for bonus in self.bonuses.values():
            if bonus.sale is not sale or bonus.invoice != invoice or bonus.state == "void":
                continue
            after = bonus.recipe.amount(net)
            bonus.is_given_back = not net
            if bonus.is_settled:
                bonus.clawed = bonus.gross - after
                if bonus.clawed and bonus.owes_since is None:
                    self.refunds += 1
                    bonus.owes_since = self.refunds
                continue
            bonus.gross = after + bonus.clawed
            if not net and not bonus.clawed:
                bonus.state, bonus.held = "void", None

    def payable(self, earner, currency, now, until):
        """The payout of an account: its bonuses and what is kept back; None where there is none."""
        mine = [b for b in self.of(earner, currency)]
        ready = [b for b in mine if b.state_at(now) == "due" and b.due <= until]
        due = sum(b.gross for b in ready)
        debts = [b for b in mine if b.approved and b.open_debt > 0]
        left, set_offs = max(min(due, sum(b.open_debt for b in mine if b.approved)), 0), []
        for bonus in sorted(debts, key=lambda b: b.owes_since):
            taken = min(left, bonus.open_debt)
            left -= taken
            if taken:
                set_offs.append((bonus, taken))
        rest = due - sum(taken for _, taken in set_offs)
        if rest <= 0 or self.balance(earner, currency, now)["available"] < 0:
            return None
        return Payout(0, earner, currency, ready, set_offs)

    def reserve(self, payout, number):
        payout.number = number
        self.payouts[number] = payout
        for bonus in payout.bonuses:
            bonus.payout = payout
        for bonus, taken in payout.set_offs:
            bonus.recovering += taken

    def paid(self, payout):
        payout.state = "paid"
        for bonus, taken in payout.set_offs:
            bonus.recovering -= taken
            bonus.recovered += taken

    def fail(self, payout):
        """Its money is due again, less what was refunded meanwhile."""
        payout.state = "failed"
        for bonus in payout.bonuses:
            bonus.payout = None
            less = bonus.open_debt
            bonus.gross -= less
            bonus.clawed -= less
            if bonus.is_given_back and not bonus.clawed:
                bonus.state = "void"
            elif bonus.sale and bonus.sale.lead in self.disputed:
                bonus.held = "disputed"
        for bonus, taken in payout.set_offs:
            bonus.recovering -= taken

    # What it comes to

    def of(self, earner, currency=None):
        return [b for b in self.bonuses.values()
                if b.earner == earner and currency in (None, b.currency)]

    def balance(self, earner, currency, now):
        """A row of BALANCE (rules.md 8)."""
        row = dict.fromkeys("earned paid held due reserved debt".split(), 0)
        coming = {}
        for bonus in self.of(earner, currency):
            if bonus.approved is None or bonus.state == "void":
                continue
            state = bonus.state_at(now)
            row["earned"] += bonus.gross
            row["debt"] += bonus.open_debt
            if state in row:
                row[state] += bonus.gross
            elif bonus.due is not None:
                coming[bonus.due] = coming.get(bonus.due, 0) + bonus.gross
        row["available"] = (
            row["earned"] - row["paid"] - row["held"] - row["reserved"] - row["debt"])
        row["next"] = min(coming.items()) if coming else None
        return row

    def accounts(self):
        return sorted({(b.earner, b.currency) for b in self.bonuses.values() if b.approved})

    def trial(self, currency):
        """What the accounts stand at, debits less credits (rules.md 10)."""
        spent = sum(b.gross - b.clawed for b in self.bonuses.values()
                    if b.currency == currency and b.approved and b.state != "void")
        cash = sum(p.amount for p in self.payouts.values()
                   if p.currency == currency and p.state == "paid")
        under_way = sum(p.amount for p in self.payouts.values()
                        if p.currency == currency and p.state not in ("paid", "failed"))
        return {"expense": spent, "paid": -cash, "reserved": -under_way}
