#!/usr/bin/env python3
"""The Nth system call on the store's files kills the server, or fails, for N = 1, 2, 3, …

strace does it, so the kernel never sees the call (an error) or the process never returns from it (a
kill). Whatever is hit, the server either ends with 75, or refuses to start in one line, or does not
notice; started again, it has all that was acknowledged, and goes on with the same store.
"""

import re
import signal
import time
from dataclasses import dataclass

from crash_run import CrashRun
from leadline_server import Checks, RefusedStart, Server, arguments, gather_little, strace_is_allowed

LAST = {"write": 1000, "fdatasync": 1000, "openat": 60, "fsync": 24, "unlink": 24, "rename": 4}
"""How many of each call a thread makes within the time; what lies beyond would not be reached."""

ALWAYS = {"write": (2, 13, 15, 18, 24, 32), "fdatasync": (2, 7, 8, 10, 14, 20)}
"""A start makes about twelve writes and six syncs; then the commits begin."""

ERRORS = ("ENOSPC", "EIO", "EMFILE")
HARMLESS = {("write", "EINTR")}
UNCERTAIN_EXIT, REFUSED_EXITS = 75, (65, 71, 74, 75)
SECONDS = 2.5
"""How long the writers get to reach the call."""

ROOM_FOR_FILES = 150
"""Of so many files that LevelDB will yet make the calls are counted."""


@dataclass(frozen=True)
class Point:
    """One call that is hit."""

    call: str
    action: str
    number: int

    def wrapper(self, server, log):
        """strace, watching the store's files only, as the server's grandchild (-D)."""
        injected = f"{self.call}:{self.action}:when={self.number}"
        paths = [part for path in store_paths(server.data) for part in ("-P", str(path))]
        return ["strace", "-D", "-f", "-qq", "-o", str(log), "-e", f"trace={self.call}",
                "-e", f"inject={injected}", "-e", "signal=none", *paths]

    def __str__(self):
        return f"{self.call} {self.number} {self.action}"


def store_paths(data):
    """The files that a store has or will have soon."""
    last = max((int(n) for name in data.iterdir() for n in re.findall(r"\d{6}", name.name)),
               default=0)
    names = ["", "CURRENT", "high-water.new", "high-water"]
    for n in range(1, last + ROOM_FOR_FILES):
        kinds = ("log", "ldb", "dbtmp") if n >= last else ("log", "ldb")
        names += [f"{n:06}.{kind}" for kind in kinds if n >= last or
                  (data / f"{n:06}.{kind}").exists()]
        names += [f"MANIFEST-{n:06}"] if n >= last or (data / f"MANIFEST-{n:06}").exists() else []
    return [data / name for name in names]


class NthRun(CrashRun):
    """One point after the other on one store."""

    def __init__(self, options):
        server = Server(options.server)
        gather_little(server)
        super().__init__(server, options.seed)
        self.options, self.hits, self.ends = options, 0, {}

    def hit(self, point):
        """What became of the server, and whether the call was reached."""
        log = self.server.directory / "strace"
        log.unlink(missing_ok=True)
        try:
            self.server.start(*point.wrapper(self.server, log))
        except RefusedStart:
            end = f"exit {self.server.process.returncode} at the start"
            wrong = self.wrong_refusal(point)
        else:
            self.begin()
            end, wrong = self.outlive(point)
        # The tracer writes the last lines after the process has gone.
        time.sleep(0.05)
        if "signal" in point.action:
            reached = end != "not noticed"
        else:
            reached = log.exists() and "INJECTED" in log.read_text(errors="replace")
        self.ends[end] = self.ends.get(end, 0) + 1
        self.hits += reached
        return end, reached, wrong

    def outlive(self, point):
        """Waits until the server ends by itself, or ends it."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until and self.server.is_running:
            time.sleep(0.02)
        if self.server.is_running and self.uncertain_now():
            # It drains, then ends.
            self.server.process.wait(timeout=20)
        outlived = self.server.is_running
        self.server.kill()
        self.end()
        code = self.server.process.returncode
        if outlived:
            return "not noticed", []
        allowed = -signal.SIGKILL if "signal" in point.action else UNCERTAIN_EXIT
        wrong = [] if code == allowed else [f"exit {code}, not {allowed}"]
        is_harmless = (point.call, point.action.removeprefix("error=")) in HARMLESS
        return f"exit {code}", wrong + (["it should not have noticed"] if is_harmless else [])

    def uncertain_now(self):
        return any(writer.uncertain for writer in self.writers)

    def wrong_refusal(self, point):
        code = self.server.process.returncode
        if "signal" in point.action:
            return [] if code == -signal.SIGKILL else [f"exit {code}"]
        line = self.server.log_tail().splitlines()[-1]
        told = line.startswith("leadline-server: ") or "critical" in line
        return [] if code in REFUSED_EXITS and told else [f"exit {code}, {line!r}"]

    def points(self):
        """Each time some calls of the start and of the first commits, failing each way; and of
        kills and errors at the first calls and at some later ones as many as are wished."""
        always = [Point(call, f"error={error}", number) for call, numbers in ALWAYS.items()
                  for number in numbers for error in ("ENOSPC", "EIO")]
        everything = []
        for number in self.numbers():
            for call in (call for call, last in LAST.items() if number <= last):
                everything.append(Point(call, "signal=SIGKILL", number))
                for error in ERRORS:
                    if error != "EMFILE" or call == "openat":
                        everything.append(Point(call, f"error={error}", number))
            everything.append(Point("write", "error=EINTR", number))
        if self.options.points < len(everything):
            return always + self.rng.sample(everything, self.options.points)
        return everything

    def numbers(self):
        """1, 2, 3, …, later with growing steps."""
        number = 1
        while number <= self.options.last:
            yield number
            number += 1 + number // 8

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        self.set_up()
        self.server.kill()
        for point in self.points():
            end, reached, wrong = self.hit(point)
            what = f"{point}: {end}{'' if reached else ', not reached'}"
            if wrong:
                self.checks.check(what, False, f"{wrong}; the log ends {self.server.log_tail()}")
            self.recover(what)
            if self.checks.failed:
                break
            self.server.kill()
        self.checks.note(f"{self.hits} calls were hit: {self.ends}")
        self.checks.check("most of the calls were reached", 2 * self.hits > sum(self.ends.values()))
        if not self.server.is_running:
            self.server.start()
        self.conclude()
        self.checks.finish(self.server)


# Guarantee G3: what a failed commit would have shown is refused, not answered.
# Fault 42: SIGKILL at the Nth write, fdatasync, fsync, openat, rename and unlink; as at random.
# Fault 57: ENOSPC at the Nth of them; exit 75, acknowledged within recovered, the failed UNCERTAIN.
# Fault 58: EIO likewise.
# Fault 59: EINTR at the Nth write is not noticed.
# Fault 61: the same calls while the store is opened and compacted; a refusal in one line.
def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=8,
                        help="how many calls are hit beside those that always are")
    parser.add_argument("--last", type=int, default=40, help="the largest N")
    options = parser.parse_args()
    if not strace_is_allowed():
        return Checks().note("SKIPPED: strace is not installed, or may not trace here")
    NthRun(options).run()


if __name__ == "__main__":
    main()
