"""Writers whose acknowledgements are kept here, and what a store must hold after it was cut off.

The acknowledgements live in this process, never on the disk under test. All starts of a run go on
with the same store, so that damage would add up. How a run is cut off is its own affair.
"""

import random
import threading
import time
from dataclasses import replace

from crash_model import PARTNERS, Slot, find
from leadline_server import Checks
from leadline_socket import TextConnection

WRITER_COUNT = 8
DEPTH = 8
LEADS_PER_WRITER = 400
NOT_EXECUTED = ("-SHUTDOWN", "-TRYAGAIN", "-NOSPACE")


class Writer(threading.Thread):
    """Writes on leads of its own, several in one go, until the connection breaks."""

    def __init__(self, number, run, serial):
        super().__init__(daemon=True)
        self.number, self.slots, self.port, self.serial = (
            number, run.slots[number], run.server.port, serial)
        self.is_cut = run.is_cut
        self.rng = random.Random(run.rng.random())
        self.touched, self.complaints, self.acknowledged = {}, [], 0
        self.refused = self.uncertain = 0

    def run(self):
        try:
            connection = TextConnection(self.port)
            while not self.complaints:
                self.write(connection)
        except OSError:
            pass

    def write(self, connection):
        batch = [slot for slot in self.drawn() if slot.pending is None]
        if not batch and self.slots:
            raise OSError("everything waits for an answer that will not come")
        for slot in batch:
            self.serial += 1
            slot.pending = slot.next_step(self.rng, f"{self.number}-{self.serial}")
            self.touched[slot.email] = slot
        connection.send(*(slot.pending.line for slot in batch))
        for slot in batch:
            self.take(slot, connection.read().final)

    def take(self, slot, final):
        """Notes an answer. One that was read after the cut began promises nothing."""
        if self.is_cut.is_set():
            raise OSError("cut off")
        if final.startswith(NOT_EXECUTED):
            slot.pending = None
            self.refused += 1
        elif final.startswith("-UNCERTAIN"):
            self.uncertain += 1
        else:
            complaint = slot.acknowledge(final)
            self.complaints += [complaint] if complaint else []
            self.acknowledged += 1

    def drawn(self):
        if len(self.slots) < LEADS_PER_WRITER and self.rng.random() < 0.5:
            number = len(self.slots)
            self.slots.append(Slot(f"c{number}@w{self.number}c{number}.example"))
            return [self.slots[-1]]
        return self.rng.sample(self.slots, min(DEPTH, len(self.slots)))


class CrashRun:
    """The rounds: write, cut off, start again, check what is there."""

    def __init__(self, server, seed, checks=None):
        self.server, self.checks = server, checks or Checks()
        self.rng = random.Random(seed)
        self.is_cut = threading.Event()
        self.writers = []
        self.slots = [[] for _ in range(WRITER_COUNT)]
        self.touched, self.serial, self.acknowledged = {}, 0, 0
        self.retried = self.happened = self.refused = self.uncertain = self.round = 0

    def set_up(self):
        with_desk = TextConnection(self.server.start().port)
        made = [with_desk.ask(f"PARTNER.NEW NAME {name}").final for name in PARTNERS]
        self.checks.check("the partners are made", made == [f"={id}" for id in PARTNERS])
        with_desk.close()

    def begin(self):
        """Lets the writers loose."""
        self.serial += 1_000_000
        self.is_cut.clear()
        self.writers = [Writer(n, self, self.serial) for n in range(WRITER_COUNT)]
        for writer in self.writers:
            writer.start()

    def end(self):
        """Waits for the writers, whose connections are broken, and adds up what they know."""
        complaints = []
        for writer in self.writers:
            writer.join()
            self.touched |= writer.touched
            self.acknowledged += writer.acknowledged
            self.refused += writer.refused
            self.uncertain += writer.uncertain
            complaints += writer.complaints
        if complaints:
            self.checks.check("every reply is the right one", False, str(complaints[:2]))

    def compare(self, connection, slots):
        """Complaints about the leads of those slots; adopts what happened without an answer."""
        found, complaints = find(connection, slots), []
        for slot in slots:
            complaint = slot.complaint(found[slot.email])
            if complaint:
                complaints.append(complaint)
            elif slot.pending and found[slot.email] == slot.pending.after:
                self.happened += 1
        for slot in [slot for slot in slots if slot.pending]:
            complaints += self.settle(connection, slot, found[slot.email])
        return complaints

    # Guarantee G6: what was not answered before a kill happens once when it is sent again with its key
    def settle(self, connection, slot, found):
        """A write without answer: sent again when it has a key, otherwise taken as it is found."""
        if " IDEM " in slot.pending.line:
            self.retried += 1
            complaint = slot.acknowledge(connection.ask(slot.pending.line).final)
            now = find(connection, [slot])[slot.email]
            wrong = complaint or slot.complaint(now)
            return [f"sent again: {wrong}"] if wrong else []
        slot.lead, slot.pending = found, None
        return []

    def recover(self, what):
        """Starts the server on the store as it was left, and compares; says what `what` did."""
        started = time.monotonic()
        self.server.start()
        seconds = time.monotonic() - started
        connection = TextConnection(self.server.port)
        everyone = sum(self.slots, [])
        some = self.rng.sample(everyone, min(100, len(everyone)))
        chosen = list((self.touched | {slot.email: slot for slot in some}).values())
        complaints = self.compare(connection, chosen)
        self.touched = {}
        wrong = complaints + self.unsound(connection)
        self.checks.check(
            f"{what}: every acknowledged write is there whole", not wrong,
            f"{self.acknowledged} so far, {len(chosen)} leads compared, start {seconds:.2f} s"
            + "".join(f"\n       {complaint}" for complaint in wrong[:3]))
        connection.close()
        return seconds

    def unsound(self, connection):
        """What the store itself complains of, and events that are too many or too few."""
        deep = connection.ask("CHECK DEEP")
        others, audit = self.audit_at_rest(connection)
        told = dict(audit.rows) if audit.is_ok else {}
        wanted = len(PARTNERS) + sum(len(slot.lead.events) for slot in sum(self.slots, []))
        found = int(told.get("events") or 0) - others
        wrong = [] if deep.final == "+OK 0" else [f"CHECK DEEP: {deep.excerpt()}"]
        if told.get("broken_at", "") is not None:
            wrong.append(f"AUDIT.VERIFY: {audit.excerpt()}")
        return wrong + ([] if found == wanted else [f"{found} events, {wanted} writes"])

    def audit_at_rest(self, connection):
        """The events of others and the audit of all, at a moment at which no deadline ran out."""
        while True:
            others = self.other_events(connection)
            audit = connection.ask("AUDIT.VERIFY")
            if others == self.other_events(connection):
                return others, audit

    def other_events(self, connection):
        """How many events are of others than the writers."""
        return 0

    def control(self, connection):
        """The checker must complain about acknowledgements that nobody gave."""
        slot = next(slot for slot in sum(self.slots, []) if slot.id)
        forged = Slot(slot.email, slot.id, slot.lead.moved("lead.updated", title="forged"))
        invented = Slot("nobody@nowhere.example", "L99999999", replace(slot.lead))
        caught = [len(self.compare(connection, [fake])) for fake in (forged, invented)]
        caught_all = caught == [1, 1]
        self.checks.check("control: forged acknowledgements are noticed", caught_all, str(caught))

    def conclude(self):
        """Everything once more, against a server that runs."""
        connection = TextConnection(self.server.port)
        complaints = self.compare(connection, sum(self.slots, []))
        self.checks.check("at the end every lead is as acknowledged", not complaints)
        self.checks.note(
            f"{self.acknowledged} writes acknowledged, {self.refused} refused, {self.uncertain} "
            f"uncertain; of those without answer {self.happened} had happened, {self.retried} were "
            "sent again with their key")
        self.control(connection)
        connection.close()
