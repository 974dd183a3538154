"""What a lead must look like after the writes that were acknowledged, and how to compare.

Only one write of a lead is under way at a time, so that a lead found after a crash can be in one of
two states: as acknowledged, or one step further. Anything else is lost, invented or half-done.
"""

from dataclasses import dataclass, replace

PARTNERS = ("P1", "P2", "P3")


@dataclass(frozen=True)
class Lead:
    """The state of a lead, as LEAD.GET, HISTORY and NOTE show it."""

    version: int = 0
    status: str = "absent"
    title: str | None = None
    partner: str | None = None
    note_count: int = 0
    events: tuple = ()

    def moved(self, event, **changes):
        """The lead one version later."""
        return replace(self, version=self.version + 1, events=(*self.events, event), **changes)


@dataclass(frozen=True)
class Step:
    """One write under way: its line, what it must answer, and the lead after it."""

    line: str
    answer: str
    after: Lead


@dataclass
class Slot:
    """One customer's lead: its state as acknowledged, and the write that is under way."""

    email: str
    id: str | None = None
    lead: Lead = Lead()
    pending: Step | None = None

    def acknowledge(self, final):
        """Takes the reply to the pending write; returns a complaint, or None."""
        step = self.pending
        if not final.startswith(step.answer) or (final != step.answer and step.answer != "=L"):
            return f"{step.line} was answered {final}, not {step.answer}"
        if step.answer == "=L":
            self.id = final[1:]
        self.lead, self.pending = step.after, None
        return None

    def complaint(self, found):
        """What is wrong with the lead found in the store, or None."""
        allowed = [self.lead] + ([self.pending.after] if self.pending else [])
        if found in allowed:
            return None
        return f"{self.id or self.email}: found {found}, acknowledged {self.lead}, {self.pending}"

    def next_step(self, rng, serial):
        """Draws the next write of this lead, sometimes with a key."""
        key = f" IDEM k-{serial}" if rng.random() < 0.5 else ""
        id, lead = self.id, self.lead
        if lead.status == "absent":
            title = f"title {serial}"
            line = f'LEAD.NEW EMAIL {self.email} TITLE "{title}"{key}'
            made = lead.moved("lead.created", status="new", title=title)
            return Step(line, "=L", made)
        if rng.random() < 0.25:
            after = replace(
                lead, note_count=lead.note_count + 1, events=(*lead.events, "lead.noted"))
            return Step(f'NOTE {id} "note {serial} {"x" * rng.randrange(2000)}"{key}', "+OK", after)
        if rng.random() < 0.25:
            title = f"title {serial}"
            line = f'LEAD.SET {id} TITLE "{title}" IF {lead.version}{key}'
            return answered_with_version(line, lead.moved("lead.updated", title=title))
        return self.move(rng, key)

    def move(self, rng, key):
        """A step along the outbound flow, from the state that the lead is in."""
        id, lead = self.id, self.lead
        partner = rng.choice(PARTNERS)
        if lead.status == "new":
            assigned = lead.moved("lead.assigned", status="review", partner=partner)
            return answered_with_version(f"ASSIGN {id} {partner}{key}", assigned)
        if lead.status == "review":
            if rng.random() < 0.2:
                back = lead.moved("lead.unassigned", status="new", partner=None)
                return answered_with_version(f"UNASSIGN {id} REASON wrong{key}", back)
            offered = lead.moved("lead.offered", status="offered")
            return answered_with_version(f"RELEASE {id}{key}", offered)
        if lead.status == "offered":
            accepted = lead.moved("lead.accepted", status="accepted")
            return answered_with_version(f"ACCEPT {id}{key}", accepted)
        if lead.status == "accepted":
            contacted = lead.moved("lead.contacted", status="contacted")
            return Step(f"STATUS {id} contacted{key}", "+OK 7", contacted)
        if lead.status == "contacted":
            won = lead.moved("lead.won", status="won")
            return Step(f"STATUS {id} won VALUE 10.50{key}", "+OK 7", won)
        opened = lead.moved("lead.reopened", status="new", partner=None)
        return answered_with_version(f"REOPEN {id} REASON again{key}", opened)


def answered_with_version(line, after):
    return Step(line, f":{after.version}", after)


def find(connection, slots):
    """The leads of those slots as the store shows them; finds the ids that were never answered."""
    unknown = [slot for slot in slots if slot.id is None]
    lines = [f"LEAD.FIND EMAIL {slot.email} COLUMNS id" for slot in unknown]
    for slot, page in zip(unknown, connection.pipeline(lines)):
        slot.id = page.rows[0][0] if page.rows else None
    known = [slot for slot in slots if slot.id is not None]
    lines = []
    for slot in known:
        lines += [
            f"LEAD.GET {slot.id}",
            f"HISTORY {slot.id} LIMIT 1000 COLUMNS type",
            f"NOTE {slot.id}",
        ]
    replies = connection.pipeline(lines, window=300)
    found = {slot.email: Lead() for slot in slots}
    for slot, record, history, notes in zip(known, replies, replies, replies):
        if not record.is_ok:
            continue
        fields = dict(record.rows)
        found[slot.email] = Lead(
            int(fields["version"]), fields["status"], fields["title"], fields["partner"],
            len(notes.rows), tuple(row[0] for row in history.rows))
    return found
