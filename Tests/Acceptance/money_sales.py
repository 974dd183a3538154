"""The steps of a random history of sales: each is told to the server, and then to the books."""

from money_records import DAY, Invoice, OtherCurrency, Sale
from money_words import Refused, text


class Sales:
    """What is sold, billed, given back and cancelled."""

    def pick_sale(self, *states):
        fitting = [s for s in self.books.sales.values() if s.state in states]
        return self.rng.choice(fitting) if fitting else None

    def sell(self, lead=None):
        lead = lead or self.rng.choice(sorted(self.books.credit))
        currency = self.rng.choice(["EUR"] if lead == 6 else ["USD"] * 8 + ["JPY", "KWD"])
        minor, number = self.amount(), len(self.books.sales) + 1
        has_first = any(s.lead == lead for s in self.books.sales.values())
        is_addon = has_first and self.chance(3)
        today = self.books.day(self.now)
        signed = today - DAY * self.rng.choice([0, 0, 1, 40])
        words = f"SALE.NEW L{lead} AMOUNT {text(minor, currency)} CURRENCY {currency}"
        words += " TYPE addon" if is_addon else ""
        sale = Sale(number, lead, currency, is_addon, [Invoice(minor, today)])
        if self.chance(2):
            words += f" SIGNED {signed}"
            sale.invoices[0].date = sale.events["signing"] = signed
        reply = self.say(words)
        if reply.final != f"=S{number}":
            raise Refused(f"{words}: {reply.final}")
        self.currencies.setdefault(lead, currency)
        self.books.sales[number] = sale

    def approve_sale(self):
        sale = self.pick_sale("new")
        if not sale:
            return
        self.say(f"SALE.APPROVE S{sale.number}", begins="-NOPERM four eyes")
        try:
            awards = self.books.awards(sale)
        except OtherCurrency:
            self.say(f"SALE.APPROVE S{sale.number}", begins="-INVALID currency", by=self.second)
            return
        reply = self.say(f"SALE.APPROVE S{sale.number}", by=self.second)
        sale.state = "approved"
        if any(earner == "customer" for _, earner, _, _ in awards):
            self.books.customers[sale.lead] = f"R{4 + len(self.books.customers)}"
        customer = self.books.customers.get(sale.lead)
        awards = [(kind, customer if earner == "customer" else earner, *how)
                  for kind, earner, *how in awards]
        self.note_made(sale, 0, awards, reply.rows)

    def note_made(self, sale, invoice, awards, rows):
        made = [b for award in awards for b in self.books.drafts(award, sale, invoice)]
        told = [[b.kind, b.earner, text(b.gross, b.currency)] for b in made]
        self.same(f"S{sale.number}", [row[1:4] for row in rows], told)
        below = {}
        for bonus, row in zip(made, rows):
            bonus.number = int(row[0][1:])
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
                   self.books.day(self.now) + DAY * self.rng.choice([0, 0, 20, 45, -10]))
        minor = self.amount()
        awards = self.books.renewals(sale, date)
        before = self.bonuses_of(sale)
        self.say(f"SALE.RENEW S{sale.number} AMOUNT {text(minor, sale.currency)} AT {date}",
                 by=self.second)
        sale.invoices.append(Invoice(minor, date))
        fresh = [row for row in self.bonuses_of(sale)[::-1]
                 if row[0] not in {known for known, *_ in before}]
        self.note_made(sale, len(sale.invoices) - 1, awards, fresh)

    def bonuses_of(self, sale):
        return self.desk.sweep(f"BONUS.LIST SALE S{sale.number} COLUMNS id,type,earner,amount")

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
        name = self.rng.choice(["signing", "install", "install", "permit", "revenue"])
        day = self.books.day(self.now) + DAY * self.rng.choice([0, 0, -5, 10, 30])
        self.say(f"SALE.EVENT S{sale.number} {name} {day}", by=self.second)
        sale.events[name] = day
