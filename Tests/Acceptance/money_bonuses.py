"""The steps of a random history of bonuses, from the draft to what is due, and of disputes."""

from dataclasses import replace
from fractions import Fraction

from money_records import Bonus
from money_terms import Recipe, divided
from money_words import percent, text


class Bonuses:
    """Bonuses, from the draft to what is due."""

    def pick(self, *states):
        fitting = [b for b in self.books.bonuses.values() if b.state_at(self.now) in states]
        return self.rng.choice(fitting) if fitting else None

    def add(self, bonus, reply):
        bonus.number = int(reply.final[2:])
        self.books.bonuses[bonus.number] = bonus

    def by_hand(self):
        earner = self.rng.choice(self.EARNERS)
        sale = self.rng.choice([None, self.pick_sale("approved")])
        currency = sale.currency if sale else "EUR" if earner == "P6" else "USD"
        words, minor = f"BONUS.NEW TYPE referral-vendor EARNER {earner}", self.amount()
        recipe, gross = Recipe(given=minor), minor
        if sale and self.chance(2):
            recipe = Recipe(given_rate=self.rate())
            words += f" RATE {percent(recipe.given_rate)}"
        else:
            words += f" AMOUNT {text(minor, currency)}"
        if sale:
            words += f" SALE S{sale.number}"
            gross = minor if recipe.given else recipe.amount(sale.invoices[0].net)
        earned = sale.invoices[0].date if sale else self.books.day(self.now)
        self.add(Bonus(0, earner, currency, recipe, gross, earned, sale), self.say(words))

    def complete(self):
        for _ in range(3):
            if not (bonus := self.pick("draft")):
                return
            self.say(f"BONUS.COMPLETE B{bonus.number}")
            bonus.state = "ready"

    def approve(self):
        for _ in range(3):
            if not (bonus := self.pick("ready")):
                return
            self.say(f"BONUS.APPROVE B{bonus.number}", begins="-NOPERM four eyes")
            self.say(f"BONUS.APPROVE B{bonus.number}", by=self.second)
            bonus.state, bonus.approved = "approved", self.now
            bonus.held = self.books.stopped(bonus)

    def give_back(self):
        bonus = self.pick("ready")
        if bonus and self.chance(3):
            self.say(f"BONUS.RETURN B{bonus.number} REASON look")
            bonus.state = "draft"

    def hold(self):
        bonus = self.pick("draft", "ready", "approved", "due")
        if bonus:
            self.say(f"BONUS.HOLD B{bonus.number} REASON wait")
            bonus.held = "wait"

    def unhold(self):
        bonus = self.pick("held")
        if bonus and self.books.stopped(bonus):
            self.say(f"BONUS.UNHOLD B{bonus.number} REASON on", begins="-BADSTATE")
        elif bonus:
            self.say(f"BONUS.UNHOLD B{bonus.number} REASON on")
            bonus.held = None

    def void(self):
        bonus = self.pick("draft", "ready", "approved", "due", "held")
        if bonus and not bonus.clawed and self.chance(3):
            self.say(f"BONUS.VOID B{bonus.number} REASON wrong")
            bonus.state, bonus.held = "void", None

    BONUS_BEGINS = {
        "COMPLETE": ("draft",), "APPROVE": ("ready",), "RETURN": ("ready",),
        "HOLD": ("draft", "ready", "approved", "due"), "UNHOLD": ("held",),
        "VOID": ("draft", "ready", "approved", "due", "held"), "SPLIT": ("draft", "ready")}

    def treat_wrongly(self):
        """No bonus is moved from where the move does not begin."""
        bonus = self.pick("draft", "ready", "approved", "due", "held", "reserved", "paid", "void")
        words = self.rng.choice(sorted(self.BONUS_BEGINS))
        if bonus and bonus.state_at(self.now) not in self.BONUS_BEGINS[words]:
            more = {"COMPLETE": "", "APPROVE": "", "SPLIT": ' "50%,50%"'}.get(words, " REASON no")
            self.say(f"BONUS.{words} B{bonus.number}{more}", begins="-BADSTATE", by=self.second)

    def set_amount(self):
        bonus = self.pick("draft")
        if bonus:
            minor = self.amount()
            self.say(f"BONUS.SET B{bonus.number} AMOUNT {text(minor, bonus.currency)}")
            bonus.recipe, bonus.gross = Recipe(given=minor), minor

    def split(self):
        bonus = self.pick("draft", "ready")
        if not bonus or len(bonus.recipe.parts) >= 3:
            return
        if bonus.gross > 1 and self.chance(2):
            first = self.rng.randint(1, bonus.gross - 1)
            weights, words = [first, bonus.gross - first], f"{text(first, bonus.currency)},rest"
        else:
            first = self.rng.randint(1, 999_999)
            weights = [Fraction(first, 1_000_000), 1 - Fraction(first, 1_000_000)]
            words = ",".join(f"{percent(weight)} {event}" for weight, event in zip(
                weights, ("signing", "install")))
        rows = self.say(f'BONUS.SPLIT B{bonus.number} "{words}"').rows
        for place, row in enumerate(rows):
            part = Bonus(
                int(row[0][1:]), bonus.earner, bonus.currency, bonus.recipe,
                divided(bonus.gross, weights)[place], bonus.earned, bonus.sale, bonus.invoice,
                bonus.rule if "rest" in words else (("signing", 0), ("install", 0))[place],
                bonus.hold, bonus.number, kind=bonus.kind)
            part.recipe = Recipe(**{**vars(bonus.recipe),
                                    "parts": (*bonus.recipe.parts, (weights, place))})
            self.books.bonuses[part.number] = part
        bonus.state, bonus.is_split = "void", True

    def adjust(self):
        bonus = self.pick("approved", "due", "held", "reserved", "paid")
        if not bonus or bonus.approved is None:
            return
        change = self.amount() * self.rng.choice([1, -1])
        reply = self.say(
            f"BONUS.ADJUST B{bonus.number} AMOUNT {'+' if change > 0 else ''}"
            f"{text(change, bonus.currency)} REASON counted")
        self.add(Bonus(
            0, bonus.earner, bonus.currency, Recipe(given=change), change,
            self.books.day(self.now), bonus.sale, bonus.invoice, parent=bonus.number), reply)


class Disputes:
    """Who says that a lead is his, and what becomes of its money."""

    def dispute(self):
        lead = self.rng.choice([*self.open_disputes, 1, 2, 3, 5, *range(10, self.leads + 1)])
        if lead not in self.books.credit:
            return None  # It was merged into another one.
        if lead in self.open_disputes:
            return self.decide(lead)
        if not self.chance(2):
            return None
        self.open_disputes[lead] = self.say(f"DISPUTE.NEW L{lead} REASON ours").final[1:]
        self.books.disputed[lead] = True
        for bonus in self.of_lead(lead):
            if bonus.state_at(self.now) in ("draft", "ready", "approved", "due"):
                bonus.held = "disputed"
        return None

    def of_lead(self, lead):
        return [b for b in self.books.bonuses.values() if b.sale and b.sale.lead == lead]

    def decide(self, lead):
        number = self.open_disputes.pop(lead)
        del self.books.disputed[lead]
        if self.chance(2):
            self.say(f"DISPUTE.WITHDRAW {number}")
        else:
            self.resolve(lead, number)
        for bonus in self.of_lead(lead):
            if bonus.held == "disputed":
                bonus.held = self.books.stopped(bonus)

    def resolve(self, lead, number):
        """Unpaid money changes hands; what was paid is adjusted on both sides."""
        winner = self.rng.choice(["P1", "P2", "P3"])
        self.say(f"DISPUTE.RESOLVE {number} FOR {winner} REASON older")
        losers = [earner for earner, _ in self.books.credit[lead] if earner != winner]
        self.books.credit[lead] = [(winner, Fraction(1))]
        for loser in losers:
            self.hand_over(lead, loser, winner)

    def hand_over(self, lead, loser, winner):
        before, rooms, recapped = max(self.books.bonuses, default=0), {}, []
        for bonus in sorted(self.of_lead(lead), key=lambda b: b.number):
            if bonus.heir == loser:
                bonus.heir = winner
            if bonus.earner != loser or bonus.state == "void" or bonus.recipe.level:
                continue
            if not bonus.is_settled:
                if self.cap_anew(bonus, winner, rooms):
                    recapped.append(bonus)
                bonus.earner = winner
                continue
            rest = bonus.gross - bonus.clawed
            if rest:
                bonus.heir = winner  # Its renewals are the winner's.
            for earner, change in ((loser, -rest), (winner, rest)) if rest else ():
                before += 1
                self.books.bonuses[before] = Bonus(
                    before, earner, bonus.currency, Recipe(given=change), change,
                    self.books.day(self.now), bonus.sale, bonus.invoice, parent=bonus.number,
                    follows=1 if earner == winner else -1)
        for bonus in recapped:
            self.follow_cap(bonus)

    def follow_cap(self, below):
        """Who is above an earner goes by what is left of its commission; what was paid stays."""
        if not below.recipe.terms.overrides or below.recipe.terms.of_sale:
            return
        same = [b for b in self.books.bonuses.values()
                if b.sale is below.sale and b.state != "void" and b.recipe.terms is not None
                and self.award(b) == self.award(below)]
        parts = [b for b in same if not b.recipe.level]
        rooms = {b.recipe.room for b in parts}
        room = rooms.pop() if len(rooms) == 1 else sum(b.gross - b.clawed for b in parts)
        for above in same:
            if above.recipe.level and not above.is_settled:
                above.recipe = replace(above.recipe, room=room)
                above.gross = above.recipe.amount(self.net_of(above)) + above.clawed

    @staticmethod
    def award(bonus):
        """What a cap holds for once, whatever parts it is paid in."""
        return bonus.sale.number, bonus.invoice, bonus.kind, str(bonus.recipe.share)

    @staticmethod
    def net_of(bonus):
        """What is left of what it is reckoned on."""
        return 0 if bonus.sale.state == "cancelled" else bonus.sale.invoices[bonus.invoice].net

    def cap_anew(self, bonus, winner, rooms):
        """A cap holds for the winner: what it has left before the first part is for all parts."""
        recipe = bonus.recipe
        if recipe.room is None or recipe.level or recipe.terms is None:
            return False
        award = self.award(bonus)
        if award not in rooms:
            rooms[award] = max(
                recipe.terms.cap - self.books.used(recipe.terms, winner, bonus.earned), 0)
        if rooms[award] == recipe.room:
            return False
        bonus.recipe = replace(recipe, room=rooms[award])
        bonus.gross = bonus.recipe.amount(self.net_of(bonus)) + bonus.clawed
        return True
