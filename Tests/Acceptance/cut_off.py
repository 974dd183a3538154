#!/usr/bin/env python3
"""What dies in the middle of its work: an import and an erasure that kill -9 cuts off, and a server that
dies of what its own trap would raise. What was begun is completed, what was answered is there."""

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from drain import Writer
from leadline_server import Checks, Server, arguments
from leadline_socket import TextConnection


class CutOff:
    """Each makes the server that it needs."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
        self.rng = random.Random(options.seed)
        self.folder = Path(tempfile.mkdtemp(prefix="leadline-cut-off-"))
        # Nobody reads the backtrace and the dump of what is killed here.
        os.environ["SWIFT_BACKTRACE"] = "enable=no"
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    # Fault 36: of an import one bad row is told with its reason, and the same file again changes
    #   nothing of what was done
    # Fault 47: an import that the server's kill -9 cuts off is completed by doing it again, and no row
    #   is there twice or in part
    # Guarantee G6: the rows that had happened before the kill are known by their keys
    def import_cut_off(self):
        count, server = self.options.rows, Server(self.options.server).start()
        rows = [f"a@row{n}.example,Ann {n},payroll" for n in range(count)]
        rows[count - 1] = "no address,Bad,payroll"
        file = self.folder / "leads.csv"
        file.write_text("email,name,service\n" + "\n".join(rows) + "\n")
        client = Path(self.options.server).with_name("leadline")

        def imported():
            command = [str(client), "import", str(file), "--port", str(server.port),
                       "--errors", str(self.folder / "errors.csv")]
            return subprocess.run(command, capture_output=True, text=True, timeout=300)

        desk, behind = TextConnection(server.port), self.rng.randrange(1, count // 4)

        def kill_in_the_middle():
            while self.told(desk, "events_seq") < behind:
                pass
            server.kill()

        killer = threading.Thread(target=kill_in_the_middle)
        killer.start()
        first = imported()
        killer.join()
        server.start()
        desk = TextConnection(server.port)
        before = len(desk.sweep("LEAD.LIST COLUMNS id"))
        second, third = imported(), imported()
        found = desk.sweep("LEAD.LIST COLUMNS id,email,name,service")
        whole = {(f"a@row{n}.example", f"Ann {n}", "payroll") for n in range(count - 1)}
        self.checks.check(
            f"an import killed behind {before} of {count} rows is completed by the next",
            0 < before < count and {tuple(row[1:]) for row in found} == whole
            and len(found) == count - 1,
            f"{len(found)} leads, ended with {first.returncode}, {second.returncode}")
        errors = (self.folder / "errors.csv").read_text()
        self.checks.check(
            "the bad row alone is told, with its line and the reason",
            "no address" in errors and errors.count("\n") == 2 and str(count + 1) in errors,
            errors[-160:].replace("\n", " | "))
        known = re.search(r"(\d+) known", third.stdout + third.stderr)
        self.checks.check(
            "once more, everything is known", known and int(known[1]) == count - 1,
            (third.stdout + third.stderr)[-160:].replace("\n", " | "))
        self.checks.sound(desk, "after the import")
        server.stop()
        shutil.rmtree(server.directory)

    # Fault 49: an erasure that kill -9 cuts off is completed after the restart by itself
    # Threat T19: after it no byte of the person is in the files
    def erasure_cut_off(self):
        canary = f"canary{self.rng.getrandbits(48):012x}"
        server = Server(self.options.server).start()
        desk = TextConnection(server.port)
        mail = f"{canary}@{canary}.example"
        id = desk.ask(f"LEAD.NEW EMAIL {mail} NAME {canary}").final[1:]
        for _ in desk.pipeline(f"NOTE {id} {canary}-{n}" for n in range(self.options.notes)):
            pass
        beside, before = TextConnection(server.port), self.told(desk, "position")
        desk.send(f"ERASE EMAIL {mail} REASON asked")
        # The first of its steps is done, and some are to come.
        while self.told(beside, "position") == before:
            pass
        server.kill()
        server.start()
        desk = TextConnection(server.port)
        deadline = time.monotonic() + 60
        while self.files_with(server, canary) and time.monotonic() < deadline:
            time.sleep(0.2)
        held = desk.ask(f"PERSON EMAIL {mail}")
        self.checks.check("an erasure cut off by kill -9 is completed", not held.rows, held.excerpt())
        server.stop()
        server.start()
        server.stop()
        left = self.files_with(server, canary)
        self.checks.check("and no byte of it is in the files", not left, " ".join(left))
        shutil.rmtree(server.directory)

    @staticmethod
    def told(connection, name):
        """A number of INFO."""
        rows = connection.ask("INFO leads").rows
        return next(int(row[0].split(":")[1]) for row in rows if row[0].startswith(f"{name}:"))

    def files_with(self, server, word):
        found = []
        for path in (server.directory / "data").iterdir():
            try:
                if word.encode() in path.read_bytes():
                    found.append(path.name)
            except FileNotFoundError:
                pass
        return found

    # Fault 54: a process that dies of what a trap raises (SIGILL, SIGSEGV) under writes has lost nothing
    #   that was acknowledged
    # Guarantee G1: what was answered is there after the process died of its own fault
    def traps(self):
        server = Server(self.options.server)
        for each in (signal.SIGILL, signal.SIGSEGV):
            server.start()
            writers = [Writer(server.port, f"{each.name.lower()}{n}") for n in range(8)]
            for writer in writers:
                writer.start()
            time.sleep(0.3 + self.rng.random() * 0.3)
            server.process.send_signal(each)
            status = server.process.wait(timeout=60)
            for writer in writers:
                writer.join(timeout=20)
            server.start()
            desk = TextConnection(server.port)
            acknowledged = [pair for writer in writers for pair in writer.acknowledged]
            replies = desk.pipeline([f"LEAD.GET {id}" for _, id in acknowledged])
            lost = [key for (key, _), reply in zip(acknowledged, replies)
                    if not reply.is_ok or dict(reply.rows)["ref"] != key]
            self.checks.check(
                f"killed by {each.name}, no acknowledged write is lost",
                status == -each and len(acknowledged) > 8 and not lost,
                f"{len(acknowledged)} acknowledged, status {status} {lost[:2] or ''}")
            server.stop()
        server.start()
        self.checks.sound(TextConnection(server.port, timeout=300), "at the end")
        server.stop()
        shutil.rmtree(server.directory)

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        self.import_cut_off()
        self.erasure_cut_off()
        self.traps()
        if self.checks.failed:
            raise SystemExit(f"{self.checks.failed} checks FAILED; see {self.folder}")
        shutil.rmtree(self.folder)
        print("all checks hold", flush=True)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--full", action="store_true", help="the numbers of the catalogue")
    options = parser.parse_args()
    options.rows, options.notes = (20_000, 20_000) if options.full else (6000, 3000)
    CutOff(options).run()


if __name__ == "__main__":
    main()
