"""The steps of a random history of money: each is told to the server, and then to the books."""

import datetime
from fractions import Fraction

from money_books import DAY, Bonus, Invoice, Sale
from money_terms import Recipe, Terms, divided

DIGITS = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}


def text(minor, currency):
    digits, sign, size = DIGITS[currency], "-" if minor < 0 else "", abs(minor)
    if not digits:
        return f"{sign}{size}"
    return f"{sign}{size // 10 ** digits}.{size % 10 ** digits:0{digits}}"


def percent(rate):
    return f"{float(rate * 100):.4f}%"


class Refused(Exception):
    """A reply that the books did not expect."""


class Sales:
    """Terms and sales."""

    def rate(self, most=1_000_000):
        return Fraction(self.rng.randrange(most + 1), 1_000_000)

    def amount(self, currency="USD"):
        return self.rng.choice((self.rng.randint(1, 99), self.rng.randint(1, 200_000)))

    def chance(self, one_in):
        return self.rng.randrange(one_in) == 0

    def new_terms(self, scope):
        currency = "EUR" if scope == "P6" else "USD"
        terms, words = Terms(scope, currency), []
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
            terms.overrides = [self.rate(300_000) for _ in range(self.rng.randint(1, 3))]
            terms.of_sale = self.chance(2)
            base = "sale" if terms.of_sale else "commission"
            words.append(f'OVERRIDE "{",".join(map(percent, terms.overrides))}" OF {base}')
        self.new_due(terms, words)
        if scope in self.terms:
            self.say(f'TERMS.DEL "{scope}"')
        self.say(f'TERMS.SET "{scope}" {" ".join(words)}')
        self.terms[scope] = terms

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
            terms.due = (self.rng.choice(["signing", "install", "approved"]),
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
    EMPLOYEE = "R3"
    TIER_GOLD = ("P2", "P3")
    SHARED_SCOPES = ("TIER gold", "SOURCE partner", "SOURCE contact", "DEFAULT")

    def terms_for(self, sale):
        """The terms of an earner of a sale, the most specific first (`commands.md`, TERMS.SET)."""
        source = {7: "SOURCE contact", 8: "SOURCE vendor"}.get(sale.lead, "SOURCE partner")

        def terms_of(earner):
            if earner == self.EMPLOYEE:  # A helper is paid by terms of its own alone.
                return self.terms.get(earner)
            tier = ["TIER gold"] if earner in self.TIER_GOLD else []
            scopes = [earner, *tier, source, "DEFAULT"]
            return next(self.terms[scope] for scope in scopes if scope in self.terms)

        return terms_of

    def change_terms(self):
        """Sets terms anew, or deletes them so that less specific ones decide."""
        scope = self.rng.choice((*self.EARNERS, *self.SHARED_SCOPES))
        if scope in self.terms and scope != "DEFAULT" and self.chance(2):
            self.say(f'TERMS.DEL "{scope}"')
            del self.terms[scope]
        else:
            self.new_terms(scope)

    # Sales

    def pick_sale(self, *states):
        fitting = [s for s in self.books.sales.values() if s.state in states]
        return self.rng.choice(fitting) if fitting else None

    def sell(self, lead=None):
        lead = lead or self.rng.randint(1, 8)
        currency = self.rng.choice(["EUR"] if lead == 6 else ["USD", "USD", "USD", "JPY", "KWD"])
        minor, number = self.amount(), len(self.books.sales) + 1
        has_first = any(s.lead == lead for s in self.books.sales.values())
        is_addon = has_first and self.chance(3)
        signed = self.now.date() - DAY * self.rng.choice([0, 0, 1, 40])
        words = f"SALE.NEW L{lead} AMOUNT {text(minor, currency)} CURRENCY {currency}"
        words += " TYPE addon" if is_addon else ""
        sale = Sale(number, lead, currency, is_addon, [Invoice(minor, self.now.date())])
        if self.chance(2):
            words += f" SIGNED {signed}"
            sale.invoices[0].date = sale.events["signing"] = signed
        reply = self.say(words)
        if reply.final != f"=S{number}":
            raise Refused(f"{words}: {reply.final}")
        self.books.sales[number] = sale

    def approve_sale(self):
        sale = self.pick_sale("new")
        if not sale:
            return
        self.say(f"SALE.APPROVE S{sale.number}", begins="-NOPERM four eyes")
        awards = self.books.awards(sale, self.terms_for(sale))
        if awards is None:
            self.say(f"SALE.APPROVE S{sale.number}", begins="-INVALID currency", by=self.second)
            return
        reply = self.say(f"SALE.APPROVE S{sale.number}", by=self.second)
        sale.state = "approved"
        self.note_made(sale, 0, awards, [row[0] for row in reply.rows])

    def note_made(self, sale, invoice, awards, ids):
        made = [b for award in awards for b in self.books.drafts(award, sale, invoice)]
        if len(made) != len(ids):
            raise Refused(f"S{sale.number}: {ids} for {[(b.earner, b.gross) for b in made]}")
        below = {}
        for bonus, name in zip(made, ids):
            bonus.number = int(name[1:])
            bonus.parent = below.get("first") if bonus.recipe.parts or bonus.recipe.level else None
            if bonus.recipe.level == 0 and not (bonus.recipe.parts and bonus.recipe.parts[0][1]):
                below["first"] = bonus.number
                bonus.parent = None
            self.books.bonuses[bonus.number] = bonus

    def renew(self):
        sale = self.pick_sale("approved")
        if not sale:
            return
        date = max(sale.invoices[0].date,
                   self.now.date() + DAY * self.rng.choice([0, 0, 20, 45, -10]))
        minor = self.amount()
        awards = self.books.renewals(sale, date)
        before = self.bonus_ids(sale)
        self.say(f"SALE.RENEW S{sale.number} AMOUNT {text(minor, sale.currency)} AT {date}",
                 by=self.second)
        sale.invoices.append(Invoice(minor, date))
        fresh = sorted(set(self.bonus_ids(sale)) - set(before))
        self.note_made(sale, len(sale.invoices) - 1, awards, [f"B{n}" for n in fresh])

    def bonus_ids(self, sale):
        rows = self.desk.sweep(f"BONUS.LIST SALE S{sale.number} COLUMNS id")
        return [int(row[0][1:]) for row in rows]

    def refund(self):
        sale = self.pick_sale("approved")
        if not sale:
            return
        minor = sale.net if self.chance(4) else self.rng.randint(1, sale.net + 1)
        words = f"SALE.REFUND S{sale.number} AMOUNT {text(minor, sale.currency)} REASON back"
        if minor > sale.net:
            self.say(words, begins="-INVALID amount", by=self.second)
            return
        self.say(words, by=self.second)
        self.books.refund(sale, minor)

    def cancel(self):
        sale = self.pick_sale("approved", "new")
        if sale and self.chance(4):
            self.say(f"SALE.CANCEL S{sale.number} REASON none", by=self.second)
            self.books.cancel(sale)

    def event(self):
        sale = self.pick_sale("approved", "new")
        if not sale:
            return
        name = self.rng.choice(["signing", "install", "install"])
        day = self.now.date() + DAY * self.rng.choice([0, 0, -5, 10, 30])
        self.say(f"SALE.EVENT S{sale.number} {name} {day}", by=self.second)
        sale.events[name] = day


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
        earned = sale.invoices[0].date if sale else self.now.date()
        self.add(Bonus(0, earner, currency, recipe, gross, earned, sale), self.say(words))

    def complete(self):
        bonus = self.pick("draft")
        if bonus:
            self.say(f"BONUS.COMPLETE B{bonus.number}")
            bonus.state = "ready"

    def approve(self):
        bonus = self.pick("ready")
        if not bonus:
            return
        self.say(f"BONUS.APPROVE B{bonus.number}", begins="-NOPERM four eyes")
        self.say(f"BONUS.APPROVE B{bonus.number}", by=self.second)
        bonus.state, bonus.approved = "approved", self.now
        if bonus.sale and bonus.sale.lead in self.books.disputed:
            bonus.held = "disputed"

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
        if bonus and bonus.held != "disputed":
            self.say(f"BONUS.UNHOLD B{bonus.number} REASON on")
            bonus.held = None

    def void(self):
        bonus = self.pick("draft", "ready", "approved", "due", "held")
        if bonus and not bonus.clawed and self.chance(3):
            self.say(f"BONUS.VOID B{bonus.number} REASON wrong")
            bonus.state, bonus.held = "void", None

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
                bonus.hold, bonus.number)
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
            0, bonus.earner, bonus.currency, Recipe(given=change), change, self.now.date(),
            bonus.sale, bonus.invoice, parent=bonus.number), reply)


class Payments:
    """Payouts and disputes."""

    def run_payouts(self):
        until, words = self.now, "PAYOUT.RUN"
        if self.chance(3):
            day = self.now.date() - DAY * self.rng.randint(0, 5)
            until = datetime.datetime.combine(day, datetime.time(23, 59, 59))
            words += f" UNTIL {day}"
        wanted = [self.books.payable(*account, self.now, until)
                  for account in self.books.accounts() if account[0] != self.EMPLOYEE]
        wanted = [payout for payout in wanted if payout]
        run = dict(self.say(words).rows)["run"]
        rows = self.desk.sweep(f"PAYOUT.LIST RUN {run} COLUMNS id,earner,currency,amount,lines")
        shown = {(row[1], row[2]): row for row in rows}
        if set(shown) != {(p.earner, p.currency) for p in wanted}:
            raise Refused(f"{words}: {rows} for {[(p.earner, p.currency, p.amount) for p in wanted]}")
        for payout in wanted:
            row = shown[payout.earner, payout.currency]
            lines = [f"B{b.number} {text(b.gross, b.currency)}" for b in payout.bonuses] + [
                f"B{b.number} {text(-taken, b.currency)} debt" for b, taken in payout.set_offs]
            listed = sorted(line.strip('"') for line in row[4][1:-1].split(",") if line)
            if listed != sorted(lines) or row[3] != text(payout.amount, payout.currency):
                raise Refused(f"{row}: {lines}")
            self.books.reserve(payout, int(row[0][3:]))

    def move_payout(self):
        under_way = [p for p in self.books.payouts.values() if p.state not in ("paid", "failed")]
        if not under_way:
            return
        payout = self.rng.choice(under_way)
        fails = self.chance(4)
        steps = {"reserved": ["approved"], "approved": ["sent"], "sent": ["paid", "unknown"],
                 "unknown": ["paid"]}
        state = "failed" if fails else self.rng.choice(steps[payout.state])
        if state == "approved":
            self.say(f"PAYOUT.APPROVE PAY{payout.number}", begins="-NOPERM four eyes")
        words = {"approved": "APPROVE", "sent": "SEND", "paid": "PAID", "unknown": "UNKNOWN",
                 "failed": "FAIL"}[state]
        more = {"sent": " METHOD ach", "failed": " REASON returned"}.get(state, "")
        self.say(f"PAYOUT.{words} PAY{payout.number}{more}", by=self.second)
        if state == "paid":
            self.books.paid(payout)
        elif state == "failed":
            self.books.fail(payout)
        else:
            payout.state = state

    def dispute(self):
        lead = self.rng.choice([1, 2, 3])
        if lead in self.open_disputes:
            return self.decide(lead)
        if not self.chance(3):
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
                bonus.held = None

    def resolve(self, lead, number):
        """Unpaid money changes hands; what was paid is adjusted on both sides."""
        winner = self.rng.choice(["P1", "P2", "P3"])
        before = max(self.books.bonuses, default=0)
        self.say(f"DISPUTE.RESOLVE {number} FOR {winner} REASON older")
        (loser, _), = self.books.credit[lead]
        self.books.credit[lead] = [(winner, Fraction(1))]
        if loser == winner:
            return
        for bonus in sorted(self.of_lead(lead), key=lambda b: b.number):
            if bonus.heir == loser:
                bonus.heir = winner
            if bonus.earner != loser or bonus.state == "void" or bonus.recipe.level:
                continue
            if not bonus.is_settled:
                bonus.earner = winner
                continue
            rest = bonus.gross - bonus.clawed
            if rest:
                bonus.heir = winner  # Its renewals are the winner's.
            for earner, change in ((loser, -rest), (winner, rest)) if rest else ():
                before += 1
                self.books.bonuses[before] = Bonus(
                    before, earner, bonus.currency, Recipe(given=change), change,
                    self.now.date(), bonus.sale, bonus.invoice, parent=bonus.number)
