"""Every vector byte by byte over TCP, and through the client's methods what a client can say."""

import re
import unittest
from concurrent.futures import ThreadPoolExecutor

import kinds
import servers
import vectors
from conversation import Conversation, is_speakable
from replay import Mismatch, Replay

AMOUNT = re.compile(rb"-?[0-9]+\.[0-9]{2,3}")
TIME = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z")
DAY = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NATIVE = {list: ("list",), dict: ("map",), int: ("integer", "text")}


def all_cases():
    return [case for path in sorted(vectors.FOLDER.glob("*.txt")) for case in vectors.cases(path)]


def on_servers(cases, run):
    """Runs each case on a server of its own; answers what was wrong."""
    def one(case):
        with servers.at_the_beginning() as server:
            try:
                run(case, server.port)
            except Exception as error:
                return f"{case.place} {case.name}\n{type(error).__name__}: {error}"
        return None

    with ThreadPoolExecutor(6) as pool:
        return [fault for fault in pool.map(one, cases) if fault]


class Vectors(unittest.TestCase):
    def test_are_answered_as_written(self):
        cases = all_cases()
        self.assertGreater(len(cases), 600)
        faults = on_servers(cases, lambda case, port: Replay(port).run(case))
        self.assertEqual(faults, [], "\n".join(faults))

    def test_are_answered_through_the_client(self):
        cases = [case for case in all_cases() if is_speakable(case)]
        self.assertGreater(len(cases), 450)
        wrong, counts = set(), []

        def run(case, port):
            conversation = Conversation(port)
            conversation.run(case, lambda command, raw: wrong.update(misread(command, raw)))
            counts.append((conversation.said, conversation.methods))

        faults = on_servers(cases, run)
        self.assertEqual(faults, [], "\n".join(faults))
        self.assertEqual(sorted(wrong), [], "give these fields their kinds in kinds.py:\n"
                         + "\n".join(sorted(wrong)))
        said, methods = map(sum, zip(*counts))
        print(f"{len(cases)} cases, {said} requests, {methods} of them by methods")
        self.assertGreater(methods, said * 0.8)


def misread(command, raw):
    """Fields whose values look like another kind than they are said to be."""
    if command is None or not command["reply"]["fields"]:
        return
    rows = [raw] if isinstance(raw, dict) else raw[1] if isinstance(raw, list) else []
    for row in rows:
        for key, value in row.items():
            kind = kinds.field_kind(command["name"], key.decode())
            if value is not None and not fits(kind, value):
                yield f"{command['name']} {key.decode()}: {kind}, but {value!r}"


def fits(kind, value):
    """Whether a value as it came may be of the kind; free text may look like anything."""
    if not isinstance(value, bytes):
        return kind in NATIVE.get(type(value), ())
    looks = {"amount": re.compile(rb"-?[0-9]+(\.[0-9]+)?"), "time": TIME, "day": DAY,
             "yesno": re.compile(rb"yes|no"), "document": re.compile(rb"\{.*\}", re.DOTALL)}
    if kind in looks:
        return looks[kind].fullmatch(value) is not None
    if kind in ("integer", "list", "map"):
        return False
    return kind in ("octets", "free") or not (AMOUNT.fullmatch(value) or TIME.fullmatch(value))


if __name__ == "__main__":
    unittest.main()
