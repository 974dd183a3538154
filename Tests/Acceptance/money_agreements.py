"""The steps of a random history that set terms, told to the server and to the books."""

from fractions import Fraction

from money_terms import Terms
from money_words import percent, text


class Agreements:
    """Random terms of every kind, for whoever earns."""

    def rate(self, most=1_000_000):
        return Fraction(self.rng.randrange(most + 1), 1_000_000)

    def amount(self, currency="USD"):
        most = 10 ** self.rng.randint(9, 13) if self.chance(60) else 200_000
        return self.rng.choice((self.rng.randint(1, 99), self.rng.randint(1, most)))

    def chance(self, one_in):
        return self.rng.randrange(one_in) == 0

    def new_terms(self, scope, about=""):
        currency = "EUR" if scope == "P6" else "USD"
        terms, words = Terms(scope, currency, about=about), [about]
        kind = self.rng.randrange(6)
        if kind == 0:
            terms.fixed = self.amount()
            words.append(f"FIXED {text(terms.fixed, currency)}")
        elif kind == 1:
            self.new_brackets(terms, words)
        else:
            terms.rate = self.rate()
            words.append(f"RATE {percent(terms.rate)}")
        if self.chance(2):
            terms.later = self.rate()
            words.append(f"LATER {percent(terms.later)}")
        terms.recurs = self.rng.choice([None, None, "first", "lifetime", 1, 3, 12])
        if terms.recurs is not None:
            words.append(f"RECURS {terms.recurs}")
        terms.hold = self.rng.choice([0, 0, 7, 30, 60])
        words.append(f"HOLD {terms.hold}d")
        if self.chance(5):
            terms.minsale = self.rng.randint(1, 30_000)
            words.append(f"MINSALE {text(terms.minsale, currency)}")
        if self.chance(4):
            terms.cap, terms.per = self.rng.randint(1, 60_000), self.rng.choice(
                ["month", "quarter", "year"])
            words.append(f"CAP {text(terms.cap, currency)} PER {terms.per}")
        if self.chance(2):
            terms.overrides = [self.rate(300_000) for _ in range(self.rng.randint(1, 6))]
            terms.of_sale = self.chance(2)
            base = "sale" if terms.of_sale else "commission"
            words.append(f'OVERRIDE "{",".join(map(percent, terms.overrides))}" OF {base}')
        self.new_due(terms, words)
        self.forget_terms(scope, about)
        self.say(f'TERMS.SET "{scope}" {" ".join(words)}')
        self.books.programme.rows[scope, about] = terms

    def forget_terms(self, scope, about):
        """Deletes terms where they are set; a scope alone means all of its terms."""
        rows = self.books.programme.rows
        if (scope, about) in rows:
            self.say(f'TERMS.DEL "{scope}" {about}')
        for known in [key for key in rows if key == (scope, about) or key[0] == scope and not about]:
            if (scope, about) in rows or known[1]:
                del rows[known]

    def new_brackets(self, terms, words):
        """Rates that rise, so that a refund never makes a bonus larger."""
        starts = [0, *sorted(self.rng.sample(range(1, 150_000), self.rng.randint(0, 3)))]
        rates = sorted(self.rate(400_000) for _ in starts)
        terms.brackets, terms.whole = list(zip(starts, rates)), self.chance(2)
        rows = ",".join(
            f"{text(start, terms.currency)}:{percent(rate)}" for start, rate in terms.brackets)
        words.append(f'BRACKETS "{rows}" MODE {"whole" if terms.whole else "marginal"}')

    def new_due(self, terms, words):
        if self.chance(3):
            terms.due = (
                self.rng.choice(
                    ["signing", "install", "approved", "permit", "revenue", *["paid"] * 3]),
                self.rng.choice([0, 3]))
            event, delay = terms.due
            words.append(f"DUE {event}{f'+{delay}d' if delay else ''}")
        if self.chance(4):
            first = self.rng.randint(1, 999_999)
            terms.parts = [(Fraction(first, 1_000_000), "signing"),
                           (Fraction(1_000_000 - first, 1_000_000), "install")]
            plan = ",".join(f"{percent(weight)} {event}" for weight, event in terms.parts)
            words.append(f'SPLIT "{plan}"')

    EARNERS = ("P1", "P2", "P3", "P4", "P5", "P6", "R1", "R2", "R3")
    PARTNERS = ("P1", "P2", "P3", "P4", "P5")
    EMPLOYEE = "R3"
    TIER_GOLD = ("P2", "P3")
    SHARED_SCOPES = ("TIER gold", "SOURCE partner", "SOURCE contact", "DEFAULT")
    # Terms that come and go: for campaigns, products, types of bonus, and who else is rewarded.
    NARROW_SCOPES = (
        ("CMP1", ""), ("CMP2", ""), ("CMP3", ""), ("P1", "PRODUCT roof"), ("DEFAULT", "PRODUCT roof"),
        ("P2", "TYPE add-on-sale"), ("TIER gold", "TYPE referral-vendor"),
        ("SOURCE contact", "TO customer"), ("DEFAULT", "TO helper"),
        ("DEFAULT", "TYPE new-customer"), ("DEFAULT", "TYPE employee-generated"))

    def change_terms(self):
        """Sets terms anew, or deletes them so that less specific ones decide."""
        everywhere = [(scope, "") for scope in (*self.EARNERS, *self.SHARED_SCOPES)]
        scope, about = self.rng.choice([*everywhere, *self.NARROW_SCOPES, *self.NARROW_SCOPES])
        known = (scope, about) in self.books.programme.rows
        if known and (scope, about) != ("DEFAULT", "") and self.chance(2):
            self.forget_terms(scope, about)
        elif about or scope == "DEFAULT" or not any(
                key[0] == scope and key[1] for key in self.books.programme.rows):
            self.new_terms(scope, about)
