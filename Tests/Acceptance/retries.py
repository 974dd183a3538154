#!/usr/bin/env python3
"""Clients that die between sending and reading, and ask again with the same IDEM key, under load.

Each of the keys belongs to one write: a note, a lead, or a status move. The first try is sent on a
connection that is then torn down without reading, as the kernel does for a killed process: by a
reset, by an orderly end, in the middle of the request, or after some of the reply. What was sent is
then sent again on new connections, some of which die too, until one lives to read the reply.
"""

import collections
import random
import socket
import struct
import threading
import time

from leadline_server import Checks, Server, arguments
from leadline_socket import RespConnection, RespError, TextConnection, outcome

DEATHS_MAX = 3
"""So often at most one key's client dies before the try that reads."""


class DyingConnection(RespConnection):
    """A connection whose client is killed at a chosen moment."""

    def die(self, rng, request):
        """Sends the request, or a part of it, and is gone without having read all of the reply."""
        data = self.encoded(request)
        moment = rng.choice(("reset", "reset", "end", "half", "late", "some"))
        if moment == "half":
            data = data[: rng.randrange(1, len(data))]
        self.socket.sendall(data)
        if moment == "late":
            time.sleep(rng.random() * 0.004)
        elif moment == "some":
            self.socket.recv(1)
        if moment != "end":
            # Linger 0: closing sends a reset, as for a process that is killed with unread input.
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()
        return moment


class Retries:
    """One server, one lead that all notes go to, and writers that keep it busy."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
        self.server = Server(options.server).start()
        self.desk = TextConnection(self.server.port)
        self.is_over = threading.Event()
        self.moments, self.wrong = collections.Counter(), []
        self.replies, self.lock = {}, threading.Lock()
        self.background = collections.Counter()

    def load(self, index):
        """Writes and reads of somebody else, all the time, sixteen at once."""
        connection, n = RespConnection(self.server.port), 0
        while not self.is_over.is_set():
            requests = []
            for _ in range(8):
                n += 1
                requests.append(["LEAD.NEW", "EMAIL", f"load@w{index}n{n}.example"])
                requests.append(["LEAD.GET", "L1"])
            for reply in connection.pipeline(requests):
                kind = "refused" if isinstance(reply, RespError) else "done"
                self.background[kind] += 1
        connection.close()

    def request(self, rng, key):
        """The write that belongs to a key: a note on L1 or a new lead."""
        idem = ["IDEM", f"key-{key}"]
        if key % 2:
            return ["NOTE", "L1", f"note of key {key}", *idem]
        return ["LEAD.NEW", "EMAIL", f"ann@key{key}.example", "NOTES", "n" * 200, *idem]

    # Fault 24: a client dies right behind its write; asked again with the key it gets the one reply
    # Guarantee G6: keys whose clients die in the middle have one effect and one reply each
    # Threat T14: retries under load do nothing twice
    def work(self, worker, keys):
        rng = random.Random(self.options.seed * 1000 + worker)
        for key in keys:
            request = self.request(rng, key)
            for _ in range(rng.randrange(1, DEATHS_MAX + 1)):
                moment = DyingConnection(self.server.port).die(rng, request)
                with self.lock:
                    self.moments[moment] += 1
            connection = RespConnection(self.server.port)
            first = connection.ask(request)
            again = connection.ask(request)
            connection.close()
            with self.lock:
                self.replies[key] = first
                if isinstance(first, RespError) or first != again:
                    self.wrong.append((key, first, again))

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        made = self.desk.ask("LEAD.NEW EMAIL notes@retry.example").final
        self.checks.check("the lead of the notes is made", made == "=L1", made)
        loaders = [threading.Thread(target=self.load, args=(n,)) for n in range(4)]
        worker_count, keys = 8, range(self.options.keys)
        workers = [
            threading.Thread(target=self.work, args=(n, keys[n::worker_count]))
            for n in range(worker_count)
        ]
        for thread in loaders + workers:
            thread.start()
        for thread in workers:
            thread.join()
        self.is_over.set()
        for thread in loaders:
            thread.join()
        self.judge()
        self.checks.sound(self.desk, "at the end")
        self.checks.finish(self.server)

    def judge(self):
        count = self.options.keys
        deaths = sum(self.moments.values())
        self.checks.note(f"{deaths} clients died: {dict(self.moments)}")
        self.checks.note(f"beside them {dict(self.background)}")
        self.checks.check("the load beside them was served", not self.background["refused"])
        self.checks.check(
            f"{count} keys got a reply, and the same one again", not self.wrong and
            len(self.replies) == count, str(self.wrong[:2] or ""))
        texts = collections.Counter(row[4] for row in self.notes())
        notes = {f"note of key {key}" for key in range(count) if key % 2}
        extra = [text for text, times in texts.items() if times > 1]
        self.checks.check(
            "each note was written once", set(texts) == notes and not extra,
            f"{len(texts)} of {len(notes)}, {len(extra)} twice {extra[:2] or ''}")
        leads = {
            key: outcome(reply)[1:] for key, reply in self.replies.items() if key % 2 == 0
        }
        found = {
            key: self.desk.ask(f"LEAD.FIND EMAIL ann@key{key}.example COLUMNS id").rows
            for key in leads
        }
        wrong = [key for key in leads if found[key] != [[leads[key]]]]
        self.checks.check(
            "each lead was made once, under the id that was answered", not wrong,
            f"{len(leads)} leads {[(key, leads[key], found[key]) for key in wrong[:2]] or ''}")

    def notes(self):
        return self.desk.sweep("NOTE L1")


def main():
    parser = arguments(__doc__)
    parser.add_argument("--keys", type=int, default=200, help="writes whose clients die")
    Retries(parser.parse_args()).run()


if __name__ == "__main__":
    main()
