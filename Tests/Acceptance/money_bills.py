"""The steps of a random history of invoices: attempts by card, wires, reversals (`rules.md` 11)."""

import datetime
from dataclasses import dataclass, field

from money_words import text

PATIENCE = datetime.timedelta(minutes=30)
"""After so long without a result nobody knows what has become of an attempt."""


@dataclass
class Attempt:
    """One attempt to pay, or money that came in by other means."""

    name: str
    amount: int
    state: str
    begun: datetime.datetime
    reversed: int = 0


@dataclass
class Bill:
    """An invoice; `sale` where it is one's."""

    name: str
    currency: str
    amount: int
    sale: object = None
    state: str = "open"
    paid: int = 0
    completed: datetime.datetime = None
    attempts: list = field(default_factory=list)

    @property
    def open(self):
        return 0 if self.state == "void" else self.amount - self.paid

    @property
    def attempt(self):
        """The attempt that may still end; None where there is none."""
        return next((a for a in self.attempts if a.state in ("processing", "unknown")), None)


def luhn_digit(digits):
    """The digit that ends a card's number."""
    doubled = [int(d) * (2 - place % 2) for place, d in enumerate(reversed(digits))]
    return -sum(number // 10 + number % 10 for number in doubled) % 10


class Bills:
    """What customers and partners are billed, and how that is paid."""

    def pick_bill(self, fits=lambda bill: True):
        fitting = [bill for bill in self.bills if fits(bill)]
        return self.rng.choice(fitting) if fitting else None

    def new_bill(self):
        kind, sale = self.rng.choice(["SALE", "SALE", "LEAD", "BILL"]), None
        currency = self.rng.choice(["USD", "USD", "JPY", "KWD"])
        if kind == "SALE":
            waiting = [b.sale for b in self.books.bonuses.values() if b.sale
                       and b.rule[0] == "paid" and b.sale.state == "approved"]
            sale = self.rng.choice(waiting) if waiting else self.pick_sale("new", "approved")
            if not sale:
                return
            whose, currency = f"SALE S{sale.number}", sale.currency
        elif kind == "LEAD":
            whose = f"LEAD L{self.rng.choice(sorted(self.books.credit))}"
        else:
            whose = f"BILL {self.rng.choice(self.PARTNERS)}"
        minor = self.rng.randint(1, 100_000)
        name = f"INV{len(self.bills) + 1}"
        self.same(whose, self.say(
            f"INVOICE.NEW {whose} AMOUNT {text(minor, currency)} CURRENCY {currency}"
        ).final, f"={name}")
        self.bills.append(Bill(name, currency, minor, sale))

    def refusal(self, bill):
        """How an invoice is refused that cannot be paid now; None where it can."""
        if bill.state == "paid":
            return "-EXISTS PMT"
        if bill.attempt:
            return f"-CONFLICT {bill.attempt.name} "
        return "-BADSTATE invoice is void" if bill.state == "void" else None

    def pay_by_wire(self):
        bill = self.pick_bill()
        if not bill:
            return
        most = max(bill.open, 1)
        part = self.rng.choice([most, most, most, most + 1, self.rng.randint(1, most)])
        self.repayments += 1
        words = (f"INVOICE.PAID {bill.name} AMOUNT {text(part, bill.currency)}"
                 f" METHOD {self.rng.choice(['wire', 'check', 'ach', 'cash'])}"
                 f" REF wire-{self.repayments}")
        refusal = self.refusal(bill) or ("-INVALID amount" if part > bill.open else None)
        if refusal:
            self.say(words, begins=refusal)
            return
        self.say(words)
        self.take_in(bill, self.note_attempt(bill, part, "approved"))

    def note_attempt(self, bill, amount, state):
        self.payments += 1
        attempt = Attempt(f"PMT{self.payments}", amount, state, self.now)
        bill.attempts.append(attempt)
        return attempt

    def begin_attempt(self):
        bill = self.pick_bill()
        if not bill:
            return
        brand = self.rng.choice(["", "", " BRAND visa", " BRAND MasterCard", " BRAND amex"])
        words = f"PAYMENT.BEGIN {bill.name}{brand}"
        if refusal := self.refusal(bill):
            self.say(words, begins=refusal)
        elif "amex" in brand:  # Refused, and kept as that.
            self.say(words, begins="-INVALID brand")
            self.note_attempt(bill, bill.open, "refused")
        else:
            attempt = self.note_attempt(bill, bill.open, "processing")
            self.same(words, self.say(words).final, f"={attempt.name}")

    def end_attempt(self):
        bill = self.pick_bill(lambda bill: bill.attempts)
        if not bill:
            return
        attempt = bill.attempt or self.rng.choice(bill.attempts)
        state = self.rng.choice(["approved", "approved", "declined", "abandoned", "unknown"])
        words, card = f"PAYMENT.RESULT {attempt.name} {state}", " BRAND visa LAST4 4242"
        if attempt is not bill.attempt or attempt.state == state:
            self.say(words + card, begins="-BADSTATE payment is ")
            return
        if state in ("approved", "declined"):
            self.say(words, begins="-INVALID brand")
            words += card
        self.say(words)
        attempt.state = state
        if state == "approved":
            self.take_in(bill, attempt)

    def give_up_attempts(self):
        """Lets attempts be unknown of which nobody has told in time."""
        for bill in self.bills:
            for attempt in bill.attempts:
                if attempt.state == "processing" and self.now - attempt.begun >= PATIENCE:
                    attempt.state = "unknown"

    def void_bill(self):
        bill = self.pick_bill()
        if not bill or not self.chance(3):
            return
        words = f"INVOICE.VOID {bill.name}"
        if bill.attempt:
            self.say(words, begins=f"-CONFLICT {bill.attempt.name} ")
        elif bill.state != "open":
            self.say(words, begins=f"-BADSTATE invoice is {bill.state}")
        else:
            self.say(words)
            bill.state = "void"

    def take_in(self, bill, attempt):
        bill.paid += attempt.amount
        self.books.receive(bill.currency, attempt.amount)
        if bill.paid == bill.amount:
            bill.state, bill.completed = "paid", self.now
            self.note_paid(bill)

    def note_paid(self, bill):
        """The newest invoice that is paid in full decides when a sale was paid."""
        if bill.sale and bill.sale.state in ("new", "approved"):
            paid = [b.completed for b in self.bills if b.sale is bill.sale and b.completed]
            bill.sale.events.pop("paid", None)
            if paid:
                bill.sale.events["paid"] = self.books.day(max(paid))

    def reverse(self):
        """Gives money back: the invoice is open again, and what it has fired is taken back."""
        bill = self.pick_bill(lambda bill: bill.attempts)
        if not bill:
            return
        attempt = self.rng.choice(bill.attempts)
        left = attempt.amount - attempt.reversed
        part = self.rng.choice([max(left, 1), left + 1, self.rng.randint(1, max(left, 1))])
        words = (f"PAYMENT.REVERSE {attempt.name} AMOUNT {text(part, bill.currency)}"
                 f" REASON {self.rng.choice(['refund', 'chargeback'])}")
        if attempt.state != "approved":
            self.say(words, begins="-BADSTATE payment is ")
            return
        if part > left:
            self.say(words, begins="-INVALID amount")
            return
        self.say(words)
        attempt.reversed += part
        bill.paid -= part
        self.books.receive(bill.currency, -part)
        if bill.state == "paid":
            bill.state, bill.completed = "open", None
            self.note_paid(bill)

    def write_card(self):
        """Writes a number into a note: one that could be a card's is refused, grouped or not."""
        prefix, size = self.rng.choice(
            [("4", 13), ("4", 16), ("4", 19), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16)])
        digits = prefix + "".join(
            str(self.rng.randrange(10)) for _ in range(size - len(prefix) - 1))
        check, broken = luhn_digit(digits), self.chance(3)
        digits += str((check + broken) % 10)
        # Groups of one that is none may make up a shorter one that is, with a code behind it.
        step = size if broken else self.rng.choice([4, 6, size])
        mark = self.rng.choice([" ", "-"])
        said = mark.join(digits[place:place + step] for place in range(0, size, step))
        self.say(f'NOTE L1 "paid with {said} today"', begins="+OK" if broken else "-INVALID text")
        if size == 16:  # As a reference of somebody else's, not even one with a wrong digit.
            self.say(f"INVOICE.NEW LEAD L1 AMOUNT 1 REF {digits}", begins="-INVALID ref")

    def compare_bills(self):
        for bill in self.bills:
            shown, state = dict(self.desk.ask(f"INVOICE.GET {bill.name}").rows), bill.state
            if bill.attempt:
                state = "processing"
            self.same(bill.name, [shown[key] for key in ("state", "amount", "paid", "open")], [
                state, *(text(part, bill.currency) for part in (bill.amount, bill.paid, bill.open))])
            rows = self.desk.sweep(
                f"PAYMENT.LIST {bill.name} COLUMNS id,state,amount,reversed")
            self.same(bill.name, rows[::-1], [
                [a.name, a.state, text(a.amount, bill.currency), text(a.reversed, bill.currency)]
                for a in bill.attempts])
