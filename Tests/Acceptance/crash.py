#!/usr/bin/env python3
"""kill -9 at random under eight writers; what was acknowledged must be there, whole, every time.

Beside the writers others read whole lists, a clock has deadlines run out, and a sheet is brought in;
the store's table in memory is so small that it is compacted all the time. Kills also meet a server
that starts, twice in a row, and one that stops. A forged acknowledgement at the end shows that the
comparison can fail. Many kills begin with a new store now and then, so that looking through all of
it stays quick.
"""

import argparse
import threading
import time

from crash_run import CrashRun
from leadline_server import Server, arguments, gather_little
from leadline_socket import TextConnection

SCANS = ("LEAD.LIST STATUS open", "EVENTS", "LEAD.LIST", "QUEUE", "CHECK DEEP", "AUDIT.VERIFY",
         "REPORT FUNNEL", "OVERDUE")
SHEET_ROWS = 40


class Bystander(threading.Thread):
    """Does something of its own until the connection breaks."""

    def __init__(self, run, work):
        super().__init__(daemon=True)
        self.crash, self.work = run, work

    def run(self):
        try:
            connection = TextConnection(self.crash.server.port)
            while True:
                self.work(connection)
        except OSError:
            pass


class KillRun(CrashRun):
    """Kills at random moments, and looks after each."""

    def __init__(self, options):
        self.options = options
        server = Server(options.server, "--durability", options.durability)
        gather_little(server, options.buffer)
        super().__init__(server, options.seed)
        self.sheets, self.clocks, self.times, self.complaints = 0, 0, [], []

    # Beside the writers

    def scan(self, connection):
        """One look at everything; an error is wrong whatever happens around it."""
        reply = connection.ask(self.rng.choice(SCANS))
        if not reply.is_ok and not reply.final.startswith(("-SHUTDOWN", "-LIMIT")):
            self.complaints.append(reply.excerpt())

    def bring_in(self, connection):
        """A sheet: a block of rows that is there whole or not at all."""
        self.sheets += 1
        rows = [f"LEAD.NEW EMAIL s{n}@sheet{self.sheets}n{n}.example SERVICE sheet"
                for n in range(SHEET_ROWS)]
        connection.send("MULTI", *rows, "EXEC")
        for _ in range(SHEET_ROWS + 2):
            connection.read()
        time.sleep(0.05)

    def wind_up(self, connection):
        """A lead whose review is overdue a second later."""
        self.clocks += 1
        id = connection.ask(f"LEAD.NEW EMAIL c@clock{self.clocks}.example SERVICE clock").final[1:]
        connection.ask(f"ASSIGN {id} P1")
        time.sleep(0.02)

    def other_events(self, connection):
        """Rows of sheets make one event each, what is wound up as many as it has."""
        sheets = {}
        for _, email in connection.sweep("LEAD.LIST SERVICE sheet COLUMNS id,email"):
            sheet = email.partition("@sheet")[2].partition("n")[0]
            sheets[sheet] = sheets.get(sheet, 0) + 1
        halves = {sheet: n for sheet, n in sheets.items() if n != SHEET_ROWS}
        if halves:
            self.complaints.append(f"sheets that are there in part: {halves}")
        return 1 + sum(sheets.values()) + sum(map(len, self.clock_events(connection)))

    def clock_events(self, connection):
        """What happened to each of the leads that are wound up; no deadline runs out twice."""
        ids = [row[0] for row in connection.sweep("LEAD.LIST SERVICE clock COLUMNS id")]
        asked = [f"HISTORY {id} LIMIT 1000 COLUMNS type" for id in ids]
        events = [[row[0] for row in page.rows] for page in connection.pipeline(asked)]
        twice = [id for id, types in zip(ids, events) if len(set(types)) != len(types)]
        if twice:
            self.complaints.append(f"deadlines that ran out twice: {twice[:3]}")
        return events

    def check_clocks(self):
        """A second after the last one was wound up all of them have run out, each once."""
        time.sleep(2.5)
        connection = TextConnection(self.server.port)
        events = [types for types in self.clock_events(connection) if len(types) > 1]
        late = [types for types in events if "lead.breached" not in types]
        self.checks.check(
            "every deadline has run out once", not late and not self.complaints,
            f"{len(events)} leads {late[:2]} {self.complaints[:2]}")
        connection.close()

    # The rounds

    def write_and_kill(self):
        self.begin()
        others = [Bystander(self, self.scan), Bystander(self, self.scan)]
        others += [Bystander(self, self.bring_in)] if self.round % 3 == 0 else []
        others += [Bystander(self, self.wind_up)] if self.round % 3 == 1 else []
        for other in others:
            other.start()
        time.sleep(self.rng.uniform(0.02, self.options.seconds))
        died = not self.server.is_running
        if self.round % 5 == 4:
            self.server.process.terminate()
            time.sleep(self.rng.uniform(0, 0.05))
        self.server.kill()
        self.end()
        for other in others:
            other.join()
        if died or self.complaints:
            self.checks.check("nothing else is wrong", False, f"{self.complaints[:2]} {died=}")

    def kill_starts(self):
        """Two starts that are cut off, wherever they have come."""
        for _ in range(2):
            self.server.spawn()
            time.sleep(self.rng.uniform(0, 0.12))
            self.server.kill()

    def run(self):
        self.checks.note(
            f"seed {self.options.seed}, durability {self.options.durability}, "
            f"{self.options.buffer} bytes in memory")
        self.set_up()
        connection = TextConnection(self.server.port)
        connection.ask("SLA.SET review 1s SERVICE clock")
        connection.close()
        for self.round in range(1, self.options.kills + 1):
            self.write_and_kill()
            if self.round % 4 == 3:
                self.kill_starts()
            self.times.append(self.recover(f"kill {self.round}"))
            if self.checks.failed:
                break
        self.checks.note(f"{self.sheets} sheets, starts took {min(self.times):.2f} to "
                         f"{max(self.times):.2f} s")
        self.conclude()
        self.check_clocks()
        self.checks.finish(self.server)


# Guarantee G1: what was answered OK survives kill -9, also during start and stop.
# Guarantee G2: blocks are there whole or not at all.
# Fault 41: kill -9 at random under load; every OK is present, every command whole.
# Fault 44: kill during compaction; with 64 KiB in memory there always is one.
# Fault 47: kill during an import; whole blocks only.
# Fault 50: kill during shutdown; as 41.
# Fault 51: kill during recovery, twice; the third start holds what the first would have.
def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=0.8, help="the longest time to a kill")
    parser.add_argument("--durability", choices=("always", "os"), default="always")
    parser.add_argument("--buffer", type=int, default=64 << 10, help="the setting writebuffer")
    parser.add_argument("--each", type=int, default=100, help="with how many kills a store is done")
    options = parser.parse_args()
    for done in range(0, options.kills, options.each):
        part = argparse.Namespace(**vars(options))
        part.kills = min(options.each, options.kills - done)
        part.seed += done
        KillRun(part).run()


if __name__ == "__main__":
    main()
