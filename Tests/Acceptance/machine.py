#!/usr/bin/env python3
"""A machine that misbehaves: slow disks, stopped processes, no memory, strange clocks, few files.

Each trial goes on with the same store; what was acknowledged is compared after each.
"""

import glob
import json
import os
import signal
import statistics
import subprocess
import time
from pathlib import Path

from crash_run import CrashRun
from leadline_server import Checks, RefusedStart, Server, arguments, gather_little, strace_is_allowed
from leadline_socket import TextConnection

QUICK_MS = 50
NOFILE = 700
CLOCKS = (
    ("an hour back", "-1h"),
    ("over a leap day", "@2028-02-28 23:59:58"),
    ("over a change of daylight saving", "@2029-03-25 00:59:58"),
    ("over the end of 32 bits", "@2038-01-19 03:14:05"),
    ("an hour back again", "@2038-01-19 02:14:05"),
    ("that stands still", "2038-06-01 00:00:00"),
    ("twenty years on", "+20y"),
)


class Machine(CrashRun):
    """Trials, one after the other."""

    def __init__(self, options):
        server = Server(options.server)
        gather_little(server)
        super().__init__(server, options.seed)
        self.options = options

    def kill_and_recover(self, what):
        self.server.kill()
        self.end()
        self.recover(what)

    # Fault 39: each fsync takes 200 ms; PING and reads stay below 50 ms.
    # Fault 71: an fsync that takes 2 s is told by LATENCY, and kills nothing.
    def slow_disk(self):
        self.server.kill()
        self.server.start()
        usual, _ = self.quickness(1)
        self.kill_and_recover("an fsync as it is")
        for delay, seconds in ((200, 2.5), (2000, 5)):
            self.server.kill()
            self.server.start("strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e",
                              "trace=fdatasync", "-e",
                              f"inject=fdatasync:delay_enter={delay * 1000}")
            common, slowest = self.quickness(seconds)
            self.checks.check(
                f"with an fsync of {delay} ms PING and a read take {QUICK_MS} ms more at most",
                common < usual + QUICK_MS, f"98 of 100 within {common:.1f}, before {usual:.1f}")
            self.checks.check("LATENCY tells of the commit", slowest.get("commit", 0) >= delay,
                              str(slowest))
            self.kill_and_recover(f"an fsync of {delay} ms")

    def quickness(self, seconds):
        """Within how many ms 98 of 100 PINGs and reads are answered beside the writers; and the
        longest delays that the server has noted."""
        connection = TextConnection(self.server.port)
        connection.ask("CONFIG SET latency-monitor-threshold 100")
        self.begin()
        waits, until = [], time.monotonic() + seconds
        while time.monotonic() < until:
            started = time.monotonic()
            connection.ask("PING")
            connection.ask("LEAD.LIST LIMIT 5")
            waits.append(1000 * (time.monotonic() - started))
            time.sleep(0.01)
        told = [json.loads(row[0]) for row in connection.ask("LATENCY LATEST").rows]
        connection.close()
        longest = {event: longest for event, _, _, longest in told}
        return statistics.quantiles(waits, n=100)[97], longest

    # Fault 53: SIGSTOP for 3 s (60 s with --full), then SIGCONT; what was asked meanwhile is
    # answered, and happens once.
    def stopped(self):
        self.begin()
        time.sleep(0.3)
        self.server.process.send_signal(signal.SIGSTOP)
        time.sleep(60 if self.options.full else 3)
        before = [writer.serial for writer in self.writers]
        self.server.process.send_signal(signal.SIGCONT)
        time.sleep(0.7)
        gone_on = all(writer.serial > serial for writer, serial in zip(self.writers, before))
        self.checks.check("after SIGCONT every connection goes on", gone_on)
        self.kill_and_recover("SIGSTOP and SIGCONT")

    # Fault 55: the kernel kills the server because its memory is at an end; as kill -9.
    def out_of_memory(self):
        group = Path(f"/sys/fs/cgroup/memory/leadline-{os.getpid()}")
        try:
            group.mkdir()
        except OSError as error:
            return self.checks.note(f"SKIPPED: no group of processes can be made: {error}")
        self.begin()
        time.sleep(0.2)
        (group / "cgroup.procs").write_text(str(self.server.process.pid))
        (group / "memory.limit_in_bytes").write_text(str(12 << 20))
        greedy = self.ask_for_memory()
        code = self.server.process.wait(timeout=10)
        self.checks.check("the kernel kills a server without memory", code == -9, str(code))
        self.kill_and_recover("killed for its memory")
        for connection in greedy:
            connection.close()
        group.rmdir()

    def ask_for_memory(self):
        """Connections that each leave most of a megabyte with the server."""
        until, greedy = time.monotonic() + 3, []
        try:
            while time.monotonic() < until and self.server.is_running:
                greedy.append(TextConnection(self.server.port, timeout=2))
                greedy[-1].socket.sendall(b"*2\r\n$4\r\nECHO\r\n$1000000\r\n" + b"x" * 900_000)
        except OSError:
            pass
        return greedy

    # Fault 55: the process gets no more memory; it dies or goes on, and loses nothing acknowledged.
    def no_memory(self):
        self.begin()
        time.sleep(0.2)
        pages = int(open(f"/proc/{self.server.process.pid}/statm").read().split()[0])
        subprocess.run(["prlimit", "--pid", str(self.server.process.pid),
                        f"--as={pages * 4096 + (1 << 20)}"], check=True)
        greedy = self.ask_for_memory()
        end = "goes on" if self.server.is_running else f"ends with {self.server.process.poll()}"
        self.kill_and_recover(f"without memory the server {end}")
        for connection in greedy:
            connection.close()

    # Fault 110: killed and started again at once, 12 times (50 with --full); every start succeeds,
    # none is slower.
    def restarts(self):
        count, times = 50 if self.options.full else 12, []
        for _ in range(count):
            started = time.monotonic()
            self.server.kill()
            self.server.start()
            times.append(time.monotonic() - started)
        first, last = statistics.median(times[:count // 2]), statistics.median(times[count // 2:])
        self.checks.check(
            f"{count} restarts take the same time", last < 2 * first + 0.2,
            f"{first:.2f} s, then {last:.2f} s")

    # Fault 75: the clock goes back an hour; times of events still rise.
    # Fault 76: leap days, daylight saving, 2038, twenty years on; nothing traps.
    # Fault 77: a clock that stands still; times still rise.
    # Threat T26: the clock is moved back and far ahead; order is that of commits, times still rise,
    #   and nobody is disconnected
    def clocks(self):
        library = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
        if not library:
            return self.checks.note("SKIPPED: strange clocks need faketime")
        for what, fake in CLOCKS:
            self.server.kill()
            # Under that library a Swift program does not see its arguments.
            settings = {"LEADLINE_DATA": str(self.server.data), "LEADLINE_PORT": "0"}
            faked = {"LD_PRELOAD": library[0], "FAKETIME": fake, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
            self.server.start(env=os.environ | settings | faked)
            self.begin()
            time.sleep(0.5)
            connection = TextConnection(self.server.port)
            times = [row[0] for row in connection.sweep("EVENTS COLUMNS at")]
            clock = connection.ask("TIME").rows or [["?"]]
            connection.close()
            self.checks.check(f"with a clock {what} the times of events rise",
                              times == sorted(times), f"{len(times)} events, the clock {clock[0][0]}")
            self.kill_and_recover(f"a clock {what}")

    # Fault 78: a boot clock that is far ahead; everybody is served.
    def boot_clock(self):
        self.server.kill()
        try:
            self.server.start("unshare", "-T", "--boottime", "100000000", "--monotonic", "100000000")
        except RefusedStart as refusal:
            self.checks.note(f"SKIPPED: no time namespace here: {refusal}")
            self.server.start()
            return
        self.begin()
        time.sleep(0.5)
        self.checks.check("a boot clock far ahead disconnects nobody",
                          all(writer.is_alive() for writer in self.writers))
        self.kill_and_recover("a boot clock far ahead")

    # Fault 52: SIGHUP while the server starts, and at once when it is ready, does not end it.
    def early_reload(self):
        ended = []
        for _ in range(10):
            self.server.kill()
            self.server.start()
            self.server.process.send_signal(signal.SIGHUP)
            time.sleep(0.05)
            ended += [] if self.server.is_running else [self.server.process.poll()]
        self.checks.check("SIGHUP at once after the start ends no server", not ended, str(ended))
        if ended:
            self.server.start()

    # Fault 31: no file can be opened any more; who is connected is served, and others come later.
    def few_files(self):
        kept = TextConnection(self.server.port)
        kept.ask("PING")
        pid = str(self.server.process.pid)
        used = len(subprocess.check_output(["ls", f"/proc/{pid}/fd"]).split())
        soft = subprocess.check_output(
            ["prlimit", "--pid", pid, "--nofile", "-o", "SOFT,HARD", "--noheadings"]).split()
        subprocess.run(["prlimit", "--pid", pid, f"--nofile={used + 5}:{soft[1].decode()}"],
                       check=True)
        others = [TextConnection(self.server.port) for _ in range(60)]
        time.sleep(0.5)
        served = all(kept.ask("PING").final == "+PONG" for _ in range(50))
        self.checks.check("without files who is connected is served", served)
        subprocess.run(["prlimit", "--pid", pid, f"--nofile={soft[0].decode()}"], check=True)
        for other in others:
            other.close()
        time.sleep(2)
        late = TextConnection(self.server.port, timeout=10)
        self.checks.check("with files again others come", late.ask("PING").final == "+PONG")
        wrote = late.ask("PARTNER.GET P1")
        self.checks.check("and are served", wrote.is_ok, wrote.final)
        now = len(subprocess.check_output(["ls", f"/proc/{pid}/fd"]).split())
        self.checks.check("no file stays open", now <= used + 3, f"{used} before, {now} after")
        late.close()
        kept.close()

    # Guarantee G8: so many connections as there are files for, and files for LevelDB beside them.
    def small_limit(self):
        self.server.kill()
        self.server.start("prlimit", f"--nofile={NOFILE}")
        own = TextConnection(self.server.port)
        most = [row[1] for row in own.ask("CONFIG GET maxclients").rows]
        others = [TextConnection(self.server.port) for _ in range(NOFILE)]
        refused = 0
        for other in others:
            try:
                refused += other.ask("PING").final != "+PONG"
            except OSError:
                refused += 1
        self.checks.check(f"of {NOFILE} connections with {NOFILE} files only some are served",
                          NOFILE - 100 < refused < NOFILE - 50, f"{refused} refused, {most}")
        for other in others[:20]:
            other.close()
        time.sleep(0.3)
        self.begin()
        time.sleep(1.5)
        self.checks.check("the others are served, and tables are compacted",
                          all(writer.is_alive() for writer in self.writers)
                          and own.ask("LEAD.LIST LIMIT 5").is_ok)
        for other in [own, *others[20:]]:
            other.close()
        self.kill_and_recover(f"with {NOFILE} files")
        self.server.kill()
        try:
            self.server.start("prlimit", "--nofile=600")
            refusal = "none"
        except RefusedStart:
            refusal = self.server.log_tail().splitlines()[-1]
        self.checks.check("too few files are refused in one line", "600" in refusal, refusal)
        self.server.start()

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        self.set_up()
        trials = [self.stopped, self.out_of_memory, self.no_memory, self.restarts, self.early_reload,
                  self.few_files, self.small_limit, self.clocks, self.boot_clock]
        if strace_is_allowed():
            trials.insert(0, self.slow_disk)
        else:
            self.checks.note("SKIPPED: a slow disk needs strace")
        for trial in trials:
            trial()
        self.conclude()
        self.checks.finish(self.server)


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="a stop of 60 s and 50 restarts")
    Machine(parser.parse_args()).run()


if __name__ == "__main__":
    main()
