"""The steps of a random history in which leads and partners change hands before a sale."""

from fractions import Fraction

from money_words import percent


class Moves:
    """Leads that are merged and transferred, shares, and who stands above whom."""

    def reparent(self):
        """Puts a partner below another one; a circle is refused, however long it is."""
        child = self.rng.choice(self.PARTNERS)
        above = self.rng.choice([None, *self.PARTNERS, *self.PARTNERS])
        words = f'PARTNER.SET {child} PARENT {above or chr(34) * 2}'
        place = above
        while place and place != child:
            place = self.books.parents.get(place)
        if place:
            self.say(words, begins="-INVALID parent")
            return
        self.say(words)
        self.books.parents[child] = above

    def new_lead(self, more):
        number = self.leads = self.leads + 1
        self.same("LEAD.NEW", self.say(
            f"LEAD.NEW EMAIL c@c{number}.example DIRECTION in{more}").final, f"=L{number}")
        self.say(f"ACCEPT L{number}")
        return number

    def another_lead(self):
        """A lead that is brought, shared, merged or transferred, and then sold."""
        earner = self.rng.choice(self.PARTNERS)
        campaign = self.rng.choice(["", " CAMPAIGN CMP1"])
        lead = self.new_lead(f" REFERRER {earner}{campaign}")
        credit, source = [(earner, Fraction(1))], "partner"
        if self.chance(2):
            credit = self.share_out(lead)
        if self.chance(2):
            lead, credit, source, campaign = self.merge(lead, credit, campaign)
        if self.chance(2):
            credit = self.transfer(lead, credit)
        self.books.credit[lead] = credit
        self.books.programme.sources[lead] = source
        if campaign:
            self.books.programme.named[lead] = "CMP1"
        self.same(f"CREDIT L{lead}", [row[:2] for row in self.desk.ask(f"CREDIT L{lead}").rows], [
            [whose, percent(share).rstrip("%").rstrip("0").rstrip(".") + "%"]
            for whose, share in credit])
        self.sell(lead)

    def share_out(self, lead):
        count = self.rng.randint(2, 4)
        marks = sorted(self.rng.sample(range(1, 1_000_000), count - 1))
        parts = [b - a for a, b in zip([0, *marks], [*marks, 1_000_000])]
        credit = [(earner, Fraction(part, 1_000_000))
                  for earner, part in zip(self.rng.sample(self.PARTNERS, count), parts)]
        said = ",".join(f"{earner} {percent(share)}" for earner, share in credit)
        self.say(f'CREDIT L{lead} SHARES "{said}"')
        return credit

    def merge(self, lead, credit, campaign):
        """Into one that credits nobody, which takes all over, or somebody, which stays so."""
        if self.chance(2):
            taker = self.new_lead(" SOURCE " + (source := self.rng.choice(["employee", "partner"])))
        else:
            own, source = self.rng.choice(self.PARTNERS), "partner"
            taker = self.new_lead(f" REFERRER {own}")
            credit = [(own, Fraction(1))]
        self.say(f"LEAD.MERGE L{lead} INTO L{taker} REASON same")
        self.say(f"SALE.NEW L{lead} AMOUNT 1", begins="-BADSTATE")
        return taker, credit, source, campaign

    def transfer(self, lead, credit):
        """Leads that are open change hands with what is credited; those that are sold do not."""
        giver, taker = self.rng.sample(self.PARTNERS, 2)
        if self.chance(2) and taker != credit[0][0]:
            giver = credit[0][0]
        words = f"LEAD.TRANSFER FROM {giver} TO {taker} REASON leaves"
        if taker in self.books.suspended:
            self.say(words, begins=f"-CONFLICT {taker} is suspended")
            return credit
        mine = any(earner == giver for earner, _ in credit) or self.brought_by(lead) == giver
        self.same(words, self.say(words).final, f":{int(mine)}")
        moved = {}
        for earner, share in credit:
            earner = taker if earner == giver else earner
            moved[earner] = moved.get(earner, Fraction(0)) + share
        return list(moved.items())

    def sell_again(self):
        """A lead that is won is opened again: what it pays for a sale that was approved stays so."""
        lead = self.rng.choice(sorted(self.books.credit))
        if lead in self.open_disputes or not any(
                s.lead == lead and s.state == "approved" for s in self.books.sales.values()):
            return
        self.say(f"REOPEN L{lead} REASON more")
        self.say(f"ACCEPT L{lead}")
        (earner, _), *_ = self.books.credit[lead]
        # Behind shares there is who brought it; to name that one again changes nothing.
        brought = dict(self.desk.ask(f"LEAD.GET L{lead}").rows)["referrer"]
        others = [partner for partner in self.PARTNERS if partner not in (earner, brought)]
        taker = self.rng.choice(others)
        self.say(f'CREDIT L{lead} SHARES "{taker} 100%"', begins="-BADSTATE")
        self.say(f"LEAD.SET L{lead} REFERRER {taker} REASON theirs", begins="-BADSTATE")
        if earner in self.PARTNERS and taker not in self.books.suspended:
            words = f"LEAD.TRANSFER FROM {earner} TO {taker} REASON leaves"
            self.same(words, self.say(words).final, ":0")
        del self.currencies[lead]  # What wins an open lead is its value, in that currency.
        self.sell(lead)

    def brought_by(self, lead):
        """Who has the lead: its partner stays that when others share its credit."""
        return dict(self.desk.ask(f"LEAD.GET L{lead}").rows)["partner"]
