"""The steps of a random history that close months, and the dates of what is entered (`rules.md` 10).

Every entry that the server makes is read once, in order, and has to be dated now, or at the
beginning of the first month that is open. From these entries alone the sums of any day follow.
"""

import calendar
import datetime

from money_records import DAY
from money_words import Refused, minor_of, text


def month_of(day):
    """A calendar month, counted from the year 0."""
    return day.year * 12 + day.month - 1


def first_of(month):
    return datetime.date(month // 12, month % 12 + 1, 1)


class Months:
    """What was entered when, and up to which month no more is."""

    def close_month(self):
        """Closes a month that has begun, now and then one that has not; a closed one stays so."""
        today = month_of(self.books.day(self.now))
        month = today - self.rng.choice([0, 1, 1, 2, 14, -1])
        words = f"LEDGER.CLOSE {month // 12:04}-{month % 12 + 1:02}"
        if month > today:
            self.say(words, begins="-INVALID month")
            return
        self.say(words)
        self.closed = max(self.closed or month, month)

    def entry_time(self):
        """When something that happens now is entered."""
        if self.closed is None or month_of(self.books.day(self.now)) > self.closed:
            return self.now
        return self.books.start(first_of(self.closed + 1))

    def read_entries(self):
        """Reads what was entered since the last look; all of it by what has just been done."""
        dated = f"{self.entry_time():%FT%TZ}"
        while True:
            page = self.desk.ask(
                f"LEDGER.LIST AFTER {len(self.entries)} LIMIT 1000"
                " COLUMNS seq,at,account,currency,debit,credit")
            for seq, at, account, currency, debit, credit in page.rows:
                self.same(f"entry {seq}", [seq, at], [str(len(self.entries) + 1), dated])
                amount = minor_of(debit or credit, currency)
                when = datetime.datetime.fromisoformat(at).replace(tzinfo=None)
                self.entries.append((when, account, currency, amount if debit else -amount))
            if not page.next:
                return

    def compare_days(self):
        """The sums of the accounts as of some day, and of some instant, from the entries."""
        if not self.entries:
            return
        when = self.rng.choice(self.entries)[0]
        day = self.books.day(when)
        last = datetime.date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
        for said, end in (
                (f"{when:%FT%TZ}", when), (f"{day}", self.books.start(day + DAY)),
                (f"{last}", self.books.start(last + DAY))):
            if end <= self.now:
                self.compare_sums(said, end)

    def compare_sums(self, said, end):
        sums = {}
        for when, account, currency, amount in self.entries:
            if when < end:
                sides = sums.setdefault((account, currency), [0, 0])
                sides[amount < 0] += abs(amount)
        rows = self.desk.ask(f"LEDGER.TRIAL AT {said}")
        if not rows.is_ok:
            raise Refused(f"LEDGER.TRIAL AT {said}: {rows.final}")
        shown = {(row[0], row[1]): row[2:] for row in rows.rows}
        told = {key: [text(side, key[1]) for side in sides] for key, sides in sums.items()}
        self.same(f"LEDGER.TRIAL AT {said}", shown, told)
