#!/usr/bin/env python3
"""Every disk that a crash may leave: the system calls of a run, replayed up to any of them.

The calls of a server that is written to are recorded together with its answers. From each prefix
states are made in which names and bytes that no sync covers are there, are missing, are zeros or cut
off (ALICE's way); each is served, and has to hold every lead that was answered before; with
--durability os it has to hold the first so many of them, without a gap. Names are durable only after
a sync of the directory (strict), with any later sync (journal), or at once (all).
"""

import random
import re
import shutil
import threading
from pathlib import Path

from leadline_server import Checks, RefusedStart, Server, arguments, gather_little, strace_is_allowed
from leadline_socket import TextConnection
from replay_disk import BYTE_MODELS, NAME_MODELS, Disk, ForgetfulDisk, LyingDisk, parse

CALLS = "mkdir,openat,write,writev,pwrite64,sendto,sendmsg,fdatasync,fsync,rename,unlink"
WRITERS, TITLE_BYTES = 4, 3000
ANSWER = re.compile(rb"^=L(\d+)\r\n", re.MULTILINE)


def record(options, checks):
    """The calls of a run from its first start to its end, in which a small store compacts."""
    server = Server(options.server, "--durability", options.durability)
    gather_little(server)
    trace = server.directory / "trace"
    server.start("strace", "-D", "-f", "-qq", "-y", "-xx", "-s", "2000000", "-o", str(trace),
                 "-e", f"trace={CALLS}", "-e", "signal=none")
    answered = [0]

    def write(number):
        connection = TextConnection(server.port)
        for n in range(options.leads // WRITERS):
            title = f"{number} {n} ".ljust(TITLE_BYTES, "x")
            reply = connection.ask(f'LEAD.NEW EMAIL r@w{number}n{n}.example TITLE "{title}"')
            answered[0] += reply.final.startswith("=L")
        connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    server.stop()
    with open(trace, errors="replace") as lines:
        calls = parse(lines)
    writes = sum(call.name == "write" for call in calls)
    checks.note(f"{len(calls)} calls, {writes} of them writes; {answered[0]} leads answered")
    return server, calls, answered[0]


class Replay:
    """Tries states of one record."""

    def __init__(self, options, checks, server, calls):
        self.options, self.checks, self.rng = options, checks, random.Random(options.seed)
        self.calls, self.server = calls, server
        self.data = str(server.data)

    @staticmethod
    def is_answer(call):
        return call.name == "write" and "socket:" in call.path

    def answered(self, calls):
        """The leads that were answered by those calls."""
        found = set()
        for call in calls:
            if self.is_answer(call):
                found |= {int(n) for n in ANSWER.findall(call.data)}
        return found

    def interesting(self):
        """Where a crash may matter: at each call on the store, and after each answer."""
        store = [n for n, call in enumerate(self.calls) if self.data in call.path]
        first = next(n for n, call in enumerate(self.calls) if call.target.endswith("/CURRENT"))
        changes = [n for n in store if n > first and self.calls[n].name != "write"]
        others = [n for n in store if n > first and self.calls[n].name == "write"]
        half = self.options.points // 2
        # Names are made and removed seldom, and that is where the trouble is.
        rare = [n for n in changes if self.calls[n].name != "sync"]
        some = self.rng.sample(rare, min(half, len(rare)))
        rest = changes + others
        return sorted(set(some + self.rng.sample(rest, min(self.options.points - len(some),
                                                           len(rest)))))

    def states(self, disk):
        """The different states at one point, and the models that make each."""
        made = {}
        for names in NAME_MODELS:
            for bytes_model in BYTE_MODELS:
                files = disk.after_crash(names, bytes_model, self.rng)
                key = tuple(sorted((name, content) for name, content in files.items()))
                made.setdefault(key, (f"{names} names, {bytes_model} of the bytes", files))
        return made.values()

    def run(self, disk_type=Disk):
        """What is lost, by model, and how many states were tried."""
        disk, done, tried, wrong = disk_type(self.data), 0, 0, {}
        for point in self.interesting():
            while done <= point:
                disk.apply(self.calls[done])
                disk.is_started = disk.is_started or bool(self.answered([self.calls[done]]))
                done += 1
            answered = self.answered(self.calls[:done])
            for model, files in self.states(disk):
                tried += 1
                complaint = self.try_state(files, answered)
                if complaint:
                    wrong.setdefault(model, []).append(
                        f"after call {point} ({self.calls[point].name} "
                        f"{Path(self.calls[point].path).name}): {complaint}")
        return tried, wrong

    def try_state(self, files, answered):
        """Serves a state; what is wrong with it, or None."""
        server = Server(self.options.server)
        server.data.mkdir()
        for name, content in files.items():
            (server.data / name).write_bytes(content)
        (server.data / "lock").touch()
        try:
            return self.look(server, answered)
        except RefusedStart as refusal:
            if "CURRENT" not in files and not answered:
                return None
            return f"refused: {str(refusal)[-200:]}"
        finally:
            if server.is_running:
                server.kill()
            shutil.rmtree(server.directory)

    def look(self, server, answered):
        server.start()
        connection = TextConnection(server.port)
        found = {int(row[0][1:]) for row in connection.sweep("LEAD.LIST COLUMNS id")}
        deep = connection.ask("CHECK DEEP").final
        audit = connection.ask("AUDIT.VERIFY")
        connection.close()
        lost = sorted(answered - found)
        if lost and self.options.durability == "always":
            return f"{len(lost)} of {len(answered)} answered leads are lost, {lost[:3]}"
        if sorted(found) != list(range(1, len(found) + 1)):
            return "there are gaps in the ids"
        sound = deep == "+OK 0" and dict(audit.rows).get("broken_at", "") is None
        return None if sound else f"CHECK DEEP {deep}, {audit.excerpt()}"


# Fault 68: recorded system calls, replayed under three models of names; nothing answered is lost.
# Guarantee G1: no legal state of a disk loses what was answered.
# Guarantee G2: with `durability os` what is left after a loss of power has no gap.
def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=6)
    parser.add_argument("--leads", type=int, default=240)
    parser.add_argument("--durability", choices=("always", "os"), default="always")
    options = parser.parse_args()
    checks = Checks()
    checks.note(f"seed {options.seed}")
    if not strace_is_allowed():
        return checks.note("SKIPPED: strace is not installed, or may not trace here")
    server, calls, answered = record(options, checks)
    replay = Replay(options, checks, server, calls)
    recorded = len(replay.answered(calls))
    checks.check("validation: the record has every answer", recorded == answered, str(recorded))
    tried, wrong = replay.run()
    for model, complaints in wrong.items():
        checks.note(f"{model}: {len(complaints)}, the first {complaints[0]}")
    killed = [model for model in wrong if model == "all names, all of the bytes"]
    checks.check("validation: what kill -9 leaves is whole", not killed)
    promise = "no state loses what was answered"
    if options.durability == "os":
        promise = "no state has a gap in what was answered"
    checks.check(promise, not wrong, f"{tried} states served")
    replay.options.points = min(options.points, 4)
    tried, wrong = replay.run(LyingDisk)
    checks.check("control: a disk that lies about syncs breaks that", bool(wrong),
                 f"in {sum(map(len, wrong.values()))} of {tried} states")
    tried, wrong = replay.run(ForgetfulDisk)
    strict = sum(len(found) for model, found in wrong.items() if model.startswith("strict"))
    checks.check("control: without syncs of the directory strict names lose leads", strict > 0,
                 f"in {strict} of {tried} states")
    checks.finish(server)


if __name__ == "__main__":
    main()
