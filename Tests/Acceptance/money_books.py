"""The books as `rules.md` 8 to 10 would have them; no code is shared with the server.

Whoever plays a history tells the books each step that the server took; `balance` and `trial` then
say what it has to show.
"""

from dataclasses import replace

from money_lookup import Programme
from money_records import UTC, Bonus, OtherCurrency, Payout, midnight
from money_taxes import Taxes
from money_terms import Recipe, period, whole_months


class Books:
    """Every sale, bonus and payout, and what follows from them."""

    def __init__(self):
        self.sales, self.bonuses, self.payouts = {}, {}, {}
        self.parents, self.disputed, self.credit = {}, {}, {}
        self.helpers, self.customers, self.refunds = {}, {}, 0
        self.programme, self.suspended, self.wishes = Programme(), set(), {}
        self.taxes, self.payrolls, self.received, self.remitted = Taxes(), {}, {}, {}

    # Days of the house

    @staticmethod
    def day(now):
        return now.replace(tzinfo=UTC).astimezone(Bonus.zone).date()

    @staticmethod
    def start(day):
        return midnight(day, Bonus.zone)

    # What a sale pays

    def used(self, terms, earner, date):
        """What of a cap was used in the period of a day."""
        return sum(
            b.gross - b.clawed for b in self.bonuses.values()
            if b.earner == earner and b.state != "void" and b.recipe.room is not None
            and b.recipe.level == 0 and b.recipe.terms.per == terms.per
            and (b.recipe.terms.scope, b.recipe.terms.about) == (terms.scope, terms.about)
            and period(terms.per, b.earned) == period(terms.per, date))

    def recipe(self, terms, boost, sale, earner, share=None):
        """How an earner's bonus would come about; None where these terms pay none."""
        date = sale.invoices[0].date
        if terms.compares_amounts() and terms.currency != sale.currency:
            raise OtherCurrency(terms.scope)
        if terms.minsale is not None and sale.net < terms.minsale:
            return None
        recipe = Recipe(terms, share=share, boost=boost)
        if terms.cap is not None:
            recipe.room = max(terms.cap - self.used(terms, earner, date), 0)
        first = self.first_sale(sale)
        if first is not None and not terms.is_typed:
            if terms.recurs is not None and not terms.pays_at(whole_months(first, date)):
                return None
            recipe.is_later = terms.later is not None
        return recipe

    def awards(self, sale):
        """What approval brings: (type, earner, recipe, currency) in order.

        Raises OtherCurrency where it is refused.
        """
        earners, awards = self.credit[sale.lead], []
        weights = [weight for _, weight in earners]
        source = self.programme.sources.get(sale.lead, "partner")
        kind = "add-on-sale" if sale.is_addon else {
            "contact": "referral-contact", "employee": "referral-employee"}.get(source, "referral-vendor")
        for place, (earner, _) in enumerate(earners):
            if earner.startswith("CMP"):
                continue  # What a campaign is credited with is paid to nobody.
            share = (weights, place) if len(earners) > 1 else None
            awards += self.award(sale, kind, earner, share)
        if source == "contact" and not sale.is_addon:
            if sale.lead in self.helpers:
                awards += self.award(sale, "employee-generated", self.helpers[sale.lead])[:1]
            awards += self.award(
                sale, "new-customer", self.customers.get(sale.lead, "customer"))[:1]
        return self.share_caps(awards, sale.net, sale.invoices[0].date)

    def award(self, sale, kind, earner, share=None):
        """What one earner gets of a sale, and those above it."""

        def pays(terms, boost):
            if terms.compares_amounts() and terms.currency != sale.currency:
                return -1
            recipe = self.recipe(terms, boost, sale, earner, share)
            return recipe.amount(sale.net) if recipe else 0

        # Whether a customer has become somebody to pay makes no difference to what is paid.
        who = None if kind == "new-customer" else earner
        terms, boost = self.programme.chosen(kind, who, sale.lead, pays)
        recipe = terms and self.recipe(terms, boost, sale, earner, share)
        if not recipe:
            return []
        currency = sale.currency if terms.fixed is None else terms.currency
        awards = [(kind, earner, recipe, currency)]
        above, level = self.parents.get(earner), 1
        while above and level <= len(terms.overrides):
            paid_in = sale.currency if terms.of_sale else currency
            awards.append((kind, above, replace(recipe, level=level), paid_in))
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
        kind, earner, recipe, currency = award
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
                terms.hold, kind=kind))
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
            made.append((bonus.kind, earner, recipe, bonus.currency))
        return self.share_caps(made, sale.invoices[-1].net, date)

    # What happens to it

    def receive(self, currency, minor):
        """What customers have paid, and were given back below 0."""
        self.received[currency] = self.received.get(currency, 0) + minor

    def left_to_remit(self, currency):
        """What was withheld of paid payouts, and has not gone to the tax office."""
        withheld = sum(p.withheld for p in self.payouts.values()
                       if p.currency == currency and p.state == "paid")
        return withheld - self.remitted.get(currency, 0)

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
        changes, wholes = {}, {}
        for bonus in sorted(self.bonuses.values(), key=lambda b: b.number):
            if bonus.sale is not sale or bonus.invoice != invoice:
                continue
            self.follow(bonus, changes, wholes)
            if bonus.state == "void":
                continue
            after = bonus.recipe.amount(net)
            changes[bonus.number] = after - (bonus.gross - bonus.clawed)
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

    @staticmethod
    def follow(bonus, changes, wholes):
        """What a dispute made beside a paid bonus follows what that one has become, in parts too."""
        given = bonus.recipe.given
        if not given:
            return
        change = bonus.follows * changes.get(bonus.parent, 0)
        if not bonus.follows and bonus.recipe.parts:
            change = wholes.get(bonus.parent, 0)
        followed = max(given + change, 0) if given > 0 else min(given + change, 0)
        bonus.recipe = replace(bonus.recipe, given=followed)
        if bonus.is_split:
            wholes[bonus.number] = followed - given

    @staticmethod
    def share_caps(awards, net, date):
        """Bonuses of one sale leave each other what they share of a cap; those above go by it."""
        used, below = {}, None
        for _, earner, recipe, _ in awards:
            if recipe.terms is None or recipe.room is None:
                continue
            if recipe.level:
                recipe.room = recipe.room if below is None else below
                continue
            terms = recipe.terms
            key = (earner, terms.scope, terms.about, period(terms.per, date))
            recipe.room = below = max(recipe.room - used.get(key, 0), 0)
            used[key] = used.get(key, 0) + recipe.amount(net)
        return awards

    def stopped(self, bonus):
        """Why an unpaid bonus has to wait; None where nothing stops it."""
        if bonus.sale and bonus.sale.lead in self.disputed:
            return "disputed"
        return "suspended" if bonus.earner in self.suspended else None

    def payable(self, earner, currency, now, until, least=1, withholds=True):
        """The payout of an account: its bonuses and what is kept back; None where there is none."""
        mine = [b for b in self.of(earner, currency)]
        ready = [b for b in mine if b.state_at(now) == "due" and b.due <= until]
        due = sum(b.gross for b in ready)
        debts = [b for b in mine if b.approved and b.open_debt > 0]
        owed = max(min(due, sum(b.open_debt for b in mine if b.approved)), 0)
        payout = Payout(0, earner, currency, ready, self.oldest(debts, owed))
        if withholds:
            payout.withheld = self.taxes.withheld(earner, payout.gross)
        if payout.amount < max(least, 1):
            return None
        return payout if self.balance(earner, currency, now)["available"] >= 0 else None

    @staticmethod
    def oldest(debts, amount):
        """Which debts an amount is for, the oldest first: (bonus, how much of it)."""
        taken = []
        for bonus in sorted(debts, key=lambda b: b.owes_since):
            part = min(amount, bonus.open_debt)
            amount -= part
            if part:
                taken.append((bonus, part))
        return taken

    def debts(self, earner, currency):
        return [b for b in self.of(earner, currency) if b.approved and b.open_debt > 0]

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
            else:
                bonus.held = self.stopped(bonus)
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
        booked = [b for b in self.bonuses.values()
                  if b.currency == currency and b.approved and b.state != "void"]
        payouts = [p for p in self.payouts.values()
                   if p.currency == currency and p.state != "failed"]
        paid = [p for p in payouts if p.state == "paid"]
        return {
            "expense": sum(b.gross - b.clawed + b.forgiven for b in booked),
            "payable": -sum(b.gross for b in booked if not b.is_settled),
            "reserved": -sum(p.gross for p in payouts if p.state != "paid"),
            "paid": (sum(b.repaid for b in booked) - sum(p.amount for p in paid)
                     - self.remitted.get(currency, 0)),
            "debt": sum(b.open_debt for b in booked),
            "withheld": -self.left_to_remit(currency),
            "clearing": self.received.get(currency, 0),
            "income": -self.received.get(currency, 0)}
