"""Which terms decide about a bonus, by `commands.md` (TERMS.SET) and `rules.md` 6."""

from fractions import Fraction

RECIPIENTS = {"employee-generated": "helper", "new-customer": "customer"}
WEIGHTS = {"TYPE": 4, "TO": 2, "PRODUCT": 1, "": 0}


class Programme:
    """All terms, campaigns, and what of leads and earners decides which are meant."""

    def __init__(self):
        self.rows = {}  # (scope, "" or "TYPE t" or "TO r" or "PRODUCT p") -> Terms
        self.campaigns = {}  # name -> (points, product that leads have to name)
        self.named, self.products, self.sources, self.tiers = {}, {}, {}, {}

    def matching(self, lead):
        """The campaigns of a lead: those whose product it names, or those that it names."""
        return [name for name, (_, product) in self.campaigns.items()
                if (product in self.products.get(lead, ()) if product
                    else self.named.get(lead) == name)]

    def best(self, scope, kind, lead, earner=None):
        """Of one scope the terms that say most about this; None where none fits."""
        recipient, best = RECIPIENTS.get(kind, "referrer"), (-1, None)
        for (owner, about), terms in self.rows.items():
            word, _, value = about.partition(" ")
            wanted = {"TYPE": (kind,), "TO": (recipient,),
                      "PRODUCT": self.products.get(lead) or (value,)}.get(word, (value,))
            if owner != scope or value not in wanted:
                continue
            if word in ("", "PRODUCT") and recipient != "referrer" and scope != earner:
                continue
            best = max(best, (WEIGHTS[word], terms), key=lambda found: found[0])
        return best[1]

    def chosen(self, kind, earner, lead, pays):
        """The terms that decide, with a campaign's points; `pays` tells what terms would come to."""
        matching = self.matching(lead)
        most = max([self.campaigns[name][0] for name in matching], default=Fraction(0))
        own = earner and self.best(earner, kind, lead, earner)
        if own:
            return own, most
        offers = [(terms, self.campaigns[name][0]) for name in matching
                  if (terms := self.best(name, kind, lead))]
        if offers:
            return max(offers, key=lambda offer: pays(*offer))
        tier = self.tiers.get(earner)
        scopes = [*([tier] if tier else []), f"SOURCE {self.sources.get(lead, 'partner')}", "DEFAULT"]
        for scope in scopes:
            if terms := self.best(scope, kind, lead):
                return terms, most
        return None, most
