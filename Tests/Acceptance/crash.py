#!/usr/bin/env python3
"""kill -9 at random under eight writers; what was acknowledged must be there, whole, every time.

The acknowledgements live in this process. All restarts go on with the same store, so that damage
would add up. A forged acknowledgement at the end shows that the comparison can fail.
"""

import random
import threading
import time
from dataclasses import replace

from crash_model import PARTNERS, Slot, find
from leadline_server import Checks, Server, arguments
from leadline_socket import TextConnection

WRITER_COUNT = 8
DEPTH = 8
LEADS_PER_WRITER = 400


class Writer(threading.Thread):
    """Writes on leads of its own, several in one go, until the connection breaks."""

    def __init__(self, number, slots, port, seed, serial):
        super().__init__()
        self.number, self.slots, self.port, self.serial = number, slots, port, serial
        self.rng = random.Random(seed)
        self.touched, self.complaints, self.acknowledged = {}, [], 0

    def run(self):
        try:
            connection = TextConnection(self.port)
            while not self.complaints:
                self.write(connection)
        except OSError:
            pass

    def write(self, connection):
        batch = [slot for slot in self.drawn() if slot.pending is None]
        for slot in batch:
            self.serial += 1
            slot.pending = slot.next_step(self.rng, f"{self.number}-{self.serial}")
            self.touched[slot.email] = slot
        connection.send(*(slot.pending.line for slot in batch))
        for slot in batch:
            complaint = slot.acknowledge(connection.read().final)
            self.complaints += [complaint] if complaint else []
            self.acknowledged += 1

    def drawn(self):
        if len(self.slots) < LEADS_PER_WRITER and self.rng.random() < 0.5:
            number = len(self.slots)
            self.slots.append(Slot(f"c{number}@w{self.number}c{number}.example"))
            return [self.slots[-1]]
        return self.rng.sample(self.slots, min(DEPTH, len(self.slots)))


class CrashRun:
    """The rounds: check what is there, write, kill."""

    def __init__(self, options):
        self.options, self.checks, self.rng = options, Checks(), random.Random(options.seed)
        self.server = Server(options.server, "--durability", options.durability)
        self.slots = [[] for _ in range(WRITER_COUNT)]
        self.touched, self.serial, self.acknowledged = {}, 0, 0
        self.retried = self.happened = 0

    def set_up(self):
        with_desk = TextConnection(self.server.start().port)
        made = [with_desk.ask(f"PARTNER.NEW NAME {name}").final for name in PARTNERS]
        self.checks.check("the partners are made", made == [f"={id}" for id in PARTNERS])

    def write_and_kill(self):
        self.serial += 1_000_000
        writers = [
            Writer(n, slots, self.server.port, self.rng.random(), self.serial)
            for n, slots in enumerate(self.slots)
        ]
        for writer in writers:
            writer.start()
        time.sleep(self.rng.uniform(0.02, self.options.seconds))
        died = not self.server.is_running
        self.server.kill()
        for writer in writers:
            writer.join()
            self.touched |= writer.touched
        complaints = sum((writer.complaints for writer in writers), [])
        if died or complaints:
            self.checks.check("every reply is the right one", False, f"{complaints[:2]} {died=}")
        return sum(writer.acknowledged for writer in writers)

    # Guarantee G1: after every kill -9 each acknowledged write is there, whole
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

    def recover(self, number):
        started = time.monotonic()
        self.server.start()
        seconds = time.monotonic() - started
        connection = TextConnection(self.server.port)
        everyone = sum(self.slots, [])
        some = self.rng.sample(everyone, min(100, len(everyone)))
        chosen = list((self.touched | {slot.email: slot for slot in some}).values())
        complaints = self.compare(connection, chosen)
        self.touched = {}
        self.checks.check(
            f"kill {number}: every acknowledged write is there whole", not complaints,
            f"{self.acknowledged} so far, {len(chosen)} leads compared, start {seconds:.2f} s"
            + "".join(f"\n       {complaint}" for complaint in complaints[:3]))
        events = self.checks.sound(connection, f"after kill {number}")
        wanted = len(PARTNERS) + sum(len(slot.lead.events) for slot in everyone)
        self.checks.check("one event for each write", events == wanted, f"{events} of {wanted}")
        connection.close()

    def control(self, connection):
        """The checker must complain about acknowledgements that nobody gave."""
        slot = next(slot for slot in self.slots[0] if slot.id)
        forged = Slot(slot.email, slot.id, slot.lead.moved("lead.updated", title="forged"))
        invented = Slot("nobody@nowhere.example", "L99999999", replace(slot.lead))
        caught = [len(self.compare(connection, [fake])) for fake in (forged, invented)]
        caught_all = caught == [1, 1]
        self.checks.check("control: forged acknowledgements are noticed", caught_all, str(caught))

    def run(self):
        self.checks.note(f"seed {self.options.seed}, durability {self.options.durability}")
        self.set_up()
        for number in range(1, self.options.kills + 1):
            self.acknowledged += self.write_and_kill()
            self.recover(number)
            if self.checks.failed:
                break
        connection = TextConnection(self.server.port)
        complaints = self.compare(connection, sum(self.slots, []))
        self.checks.check("at the end every lead is as acknowledged", not complaints)
        self.checks.note(
            f"{self.acknowledged} writes acknowledged; of those without answer {self.happened}"
            f" had happened, {self.retried} were sent again with their key")
        self.control(connection)
        self.checks.finish(self.server)


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=0.8, help="the longest time to a kill")
    parser.add_argument("--durability", choices=("always", "os"), default="always")
    CrashRun(parser.parse_args()).run()


if __name__ == "__main__":
    main()
