"""Whether what clients saw can be explained by one order of what they did, in linear time.

Clients note when they sent each operation and when its reply came. Nothing is searched for: the store
itself says in which order writes happened (the order of notes, the number of a commit), and that order
only has to agree with the clock of the clients. An operation without reply may have happened.
"""

from dataclasses import dataclass

NEVER = float("inf")


@dataclass
class Operation:
    """One request as its client saw it; `end` is NEVER where no reply came."""

    kind: str
    key: str
    value: object
    start: float
    end: float = NEVER
    reply: object = None
    commit: int = 0
    view: int = 0

    @property
    def is_answered(self):
        return self.end != NEVER


def order_fits_time(ordered):
    """Operations in the order in which the store says they happened: none may come behind one that
    had not begun when it was answered."""
    latest, last = 0.0, None
    for operation in ordered:
        if operation.end < latest:
            return [f"{operation.value} was answered before {last.value} began, and comes behind it"]
        if operation.start > latest:
            latest, last = operation.start, operation
    return []


def appends(operations, final):
    """A list that grows: `final` is what it is in the end."""
    places = {value: n for n, value in enumerate(final)}
    added = {op.value: op for op in operations if op.kind == "append"}
    wrong = [f"{value} is there and was never sent" for value in final if value not in added]
    wrong += ["something is there twice"] if len(places) != len(final) else []
    wrong += [f"{op.value} was answered and is lost" for op in added.values()
              if op.is_answered and op.value not in places]
    if wrong:
        return wrong
    wrong = order_fits_time([added[value] for value in final])
    for read in (op for op in operations if op.kind == "read" and op.is_answered):
        seen = read.reply
        if seen != final[:len(seen)]:
            wrong.append(f"a read saw {seen[-2:]}, which was never the end of the list")
        elif seen and added[seen[-1]].start > read.end:
            wrong.append(f"a read saw {seen[-1]} before it was sent")
    return wrong + stale_reads(operations, places, added)


def stale_reads(operations, places, added):
    """Reads that miss what had been answered before they were sent, or seen by others before."""
    known = sorted([(op.end, places[op.value] + 1) for op in added.values() if op.is_answered]
                   + [(op.end, len(op.reply)) for op in operations
                      if op.kind == "read" and op.is_answered])
    reads = sorted((op for op in operations if op.kind == "read" and op.is_answered),
                   key=lambda op: op.start)
    return behind(known, [(op.start, len(op.reply)) for op in reads], "a read is stale")


def behind(known, later, complaint):
    """`known`: when so much was known to have happened. `later`: what was seen from when on."""
    wrong, least, place = [], 0, 0
    for start, seen in later:
        while place < len(known) and known[place][0] < start:
            least = max(least, known[place][1])
            place += 1
        if seen < least:
            wrong.append(f"{complaint}: it saw {seen} of {least}")
    return wrong


def sequence(operations):
    """The numbers of commits and views: who began after a write was answered sees that write."""
    answered = [op for op in operations if op.is_answered]
    known = sorted((op.end, op.commit) for op in answered if op.commit)
    reads = sorted((op.start, op.view) for op in answered if op.view)
    writes = sorted((op.start, op.commit) for op in answered if op.commit)
    return behind(known, reads, "a view is older than a write before it") + behind(
        known, writes, "a write has an older number than one before it")


def unique(operations):
    """Many register one customer: one is told yes, the others his number, nobody before he began."""
    wrong, winners, losers = [], {}, {}
    for op in (op for op in operations if op.is_answered):
        made, told = op.reply.startswith("L"), op.reply.startswith("EXISTS L")
        if not made and not told:
            wrong.append(f"{op.key}: {op.reply}")
        (winners if made else losers).setdefault(op.key, []).append(op)
    for key, ops in winners.items():
        if len(ops) > 1:
            wrong.append(f"{key} was registered {len(ops)} times")
        for op in losers.get(key, []):
            if op.end < ops[0].start or op.reply.split(" ")[1] != ops[0].reply:
                wrong.append(f"{key}: {op.reply} beside {ops[0].reply}")
    return wrong


def retries(operations):
    """One key: all that are answered are answered the same."""
    answers = {}
    for op in (op for op in operations if op.is_answered):
        answers.setdefault(op.key, set()).add(op.reply)
    return [f"{key} was answered {len(found)} ways" for key, found in answers.items()
            if len(found) > 1]


def queue(operations, taken):
    """Every lead is given to one taker; `taken` are those with an owner in the end."""
    given = [op.reply for op in operations if op.is_answered and op.reply]
    wrong = ["a lead was given twice"] if len(set(given)) != len(given) else []
    return wrong + [f"{id} was given and has no owner" for id in given if id not in taken]


def balanced(operations):
    """Every reading of the books: debits are credits."""
    return [f"the books do not balance: {op.reply}" for op in operations
            if op.is_answered and sum(op.reply) != 0]


def controls():
    """Forged histories, each of which has to be complained about; the names of those that are not."""
    def add(value, start, end):
        return Operation("append", "k", value, start, end)

    def read(reply, start, end):
        return Operation("read", "k", None, start, end, reply)

    def register(reply, start, end):
        return Operation("register", "k", None, start, end, reply)

    good = [add("a", 0, 1), add("b", 0.5, 2), read(["a"], 1, 2), read(["a", "b"], 3, 4)]
    forged = {
        "a lost append": appends(good, ["a"]),
        "an invented append": appends(good, ["a", "b", "c"]),
        "a stale read": appends([*good, read(["a"], 5, 6)], ["a", "b"]),
        "a read of the future": appends([read(["a"], 0, 1), add("a", 2, 3)], ["a"]),
        "appends in the wrong order": appends([add("a", 3, 4), add("b", 0, 1)], ["a", "b"]),
        "reads that disagree": appends([*good, read(["b"], 3, 4)], ["a", "b"]),
        "a customer twice": unique([register("L1", 0, 1), register("L2", 0, 1)]),
        "a wrong number": unique([register("L1", 0, 1), register("EXISTS L2", 0, 1)]),
        "two answers for a key": retries([register("L1", 0, 1), register("L2", 2, 3)]),
        "a lead given twice": queue([register("L1", 0, 1), register("L1", 0, 1)], {"L1"}),
        "books out of balance": balanced([read([5, -4], 0, 1)]),
        "an old view": sequence([Operation("w", "", 0, 0, 1, commit=5),
                                 Operation("r", "", 0, 2, 3, view=4)]),
    }
    missed = [name for name, complaints in forged.items() if not complaints]
    return missed + (["a good history is refused"] if appends(good, ["a", "b"]) else [])
