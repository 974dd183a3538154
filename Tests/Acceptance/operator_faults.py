#!/usr/bin/env python3
"""What operators get wrong, and what dies in the middle of long work: starts that must be refused,
files that nobody else may read, an import and an erasure that are cut off by kill -9."""

import json
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from leadline_server import Checks, Server, arguments
from leadline_socket import TextConnection

NOBODY = 65534
ROWS_OF_A_COMMIT = 64
"""Rows of an import that come together: about so many of them are one commit."""



def digest(folder):
    """Everything that is in a folder, with its modes and bytes."""
    return {
        str(path.relative_to(folder)): (stat.S_IMODE(path.stat().st_mode), path.read_bytes())
        for path in sorted(Path(folder).rglob("*")) if path.is_file()}


class OperatorFaults:
    """A folder for all of them; each makes the servers that it needs."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
        self.rng = random.Random(options.seed)
        self.folder = Path(tempfile.mkdtemp(prefix="leadline-operator-"))

    def tried(self, *options, **how):
        """A start that must not succeed: its status and its last line."""
        tried = subprocess.run(
            [str(self.options.server), "--port", "0", *map(str, options)],
            capture_output=True, text=True, timeout=20, **how)
        lines = tried.stderr.strip().splitlines()
        return tried.returncode, lines[-1] if lines else ""

    def refused(self, what, status, words, *options, **how):
        found = self.tried(*options, **how)
        self.checks.check(
            f"{what} is refused", found[0] == status and words in found[1], f"{found[0]} {found[1][-150:]}")

    def run_once(self, *options):
        """A server that has served one lead, stopped again."""
        server = Server(self.options.server, *options).start()
        TextConnection(server.port).ask("LEAD.NEW EMAIL once@operator.example")
        server.stop()
        return server

    # Fault 104: a wrong, an emptied and an empty directory are refused, and stay byte for byte
    # Guarantee G9: no store is made where one was expected
    def wrong_directories(self):
        data = self.run_once().directory / "data"
        lost = self.folder / "lost"
        shutil.copytree(data, lost)
        (lost / "CURRENT").unlink()
        empty, other = self.folder / "empty", self.folder / "other"
        empty.mkdir()
        other.mkdir()
        (other / "letter.txt").write_text("dear")
        for what, path, words in (
            ("a store without CURRENT", lost, "CURRENT"), ("an empty directory", empty, "--init"),
            ("a directory of something else", other, ""),
        ):
            before = digest(path)
            self.refused(what, 65, words, "--data", path)
            after = {name: held for name, held in digest(path).items() if name != "lock"}
            self.checks.check(
                "and untouched", after == {n: h for n, h in before.items() if n != "lock"},
                str(sorted(after) if after != before else ""))

    # Fault 64: what cannot be read, or others could change, ends the start with its path
    def permissions(self):
        config = self.folder / "config.json"
        config.write_text(json.dumps({"timeout": 5}))
        config.chmod(0o666)
        self.refused(
            "a configuration that others may change", 66, str(config), "--data", self.folder / "x",
            "--config", config)
        data = self.run_once().directory / "data"
        if os.geteuid() != 0:
            self.checks.note("NOT SHOWN: only root can try another owner's files")
            return
        os.chmod(data.parent, 0o755)
        os.chown(data, 0, 0)
        self.refused(
            "another owner's store", 74, str(data), "--data", data, user=NOBODY, group=NOBODY,
            extra_groups=[])
        os.chown(data, NOBODY, NOBODY)
        self.refused(
            "a store with a file of another owner", 74, str(data), "--data", data, user=NOBODY,
            group=NOBODY, extra_groups=[])

    # Fault 105: run as root with umask 000 it warns, and every file is its owner's alone
    def open_umask(self):
        before = os.umask(0)
        try:
            server = Server(self.options.server).start()
        finally:
            os.umask(before)
        desk = TextConnection(server.port)
        for n in range(50):
            desk.ask(f"LEAD.NEW EMAIL a@umask{n}.example NOTES {'x' * 40_000}")
        data = server.directory / "data"
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in data.iterdir()}
        wide = {name: oct(mode) for name, mode in modes.items() if mode & 0o077}
        self.checks.check(
            "every file is its owner's alone",
            not wide and stat.S_IMODE(data.stat().st_mode) == 0o700, f"{len(modes)} files {wide or ''}")
        server.stop()
        if os.geteuid() == 0:
            self.checks.check("root is warned", "running as root" in server.log_tail())

    # Fault 108: an unknown key and a broken file are refused with the line
    def typo(self):
        config = self.folder / "typo.json"
        config.write_text('{\n  "bind": "127.0.0.1",\n  "prot": 1\n}\n')
        for options in ((), ("--check-config",)):
            self.refused(
                "a key with a typo", 78, "line 3", "--data", self.folder / "x", "--config", config, *options)
        config.write_text('{\n  "timeout": "soon"\n}\n')
        self.refused("a value with a typo", 78, "'timeout'", "--data", self.folder / "x", "--config", config)
        self.checks.check("nothing was made by it", not (self.folder / "x").exists())

    # Fault 111: an option goes before a variable, that before the file; CONFIG GET shows what counts
    def precedence(self):
        config = self.folder / "three.json"
        config.write_text(json.dumps({"timeout": 11, "slowlog-max-len": 11, "loglevel": "error"}))
        os.environ.update(LEADLINE_LOGLEVEL="notice", LEADLINE_SLOWLOG_MAX_LEN="22")
        try:
            server = Server(self.options.server, "--config", str(config), "--loglevel", "debug").start()
        finally:
            del os.environ["LEADLINE_LOGLEVEL"], os.environ["LEADLINE_SLOWLOG_MAX_LEN"]
        desk = TextConnection(server.port)
        shown = {key: dict(desk.ask(f"CONFIG GET {key}").rows).get(key) for key in (
            "timeout", "slowlog-max-len", "loglevel")}
        expected = {"timeout": "11", "slowlog-max-len": "22", "loglevel": "debug"}
        self.checks.check("option, variable, file: in that order", shown == expected, str(shown))
        server.stop()

    # Fault 52: SIGPIPE, SIGXFSZ and SIGHUP end nothing, SIGINT and SIGTERM end it with 0, all of them
    #   as soon as the server has said that it is ready
    def signals(self):
        server = Server(self.options.server).start()
        for each in (signal.SIGHUP, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGHUP):
            server.process.send_signal(each)
        desk = TextConnection(server.port)
        time.sleep(0.3)
        self.checks.check(
            "SIGPIPE, SIGXFSZ and SIGHUP end nothing",
            server.is_running and desk.ask("PING").final == "+PONG")
        for each in (signal.SIGINT, signal.SIGTERM):
            if not server.is_running:
                server.start()
            server.process.send_signal(each)
            self.checks.check(f"{each.name} ends it with 0", server.process.wait(timeout=20) == 0)

    # Fault 109: on a disk that is nearly full it starts, reads, and refuses writes with NOSPACE
    def nearly_full(self):
        mount = self.folder / "small"
        mount.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(mount)]
        if os.geteuid() != 0 or subprocess.run(command, stderr=subprocess.DEVNULL).returncode:
            self.checks.note("NOT SHOWN: no file system can be mounted here")
            return
        server = None
        try:
            server = Server(self.options.server)
            server.command[server.command.index("--data") + 1] = str(mount / "data")
            server.start()
            TextConnection(server.port).ask("LEAD.NEW EMAIL a@before.example")
            server.stop()
            filler = mount / "filler"
            filler.write_bytes(bytes(190 << 20))
            server.start()
            desk = TextConnection(server.port)
            write, read = desk.ask("LEAD.NEW EMAIL a@late.example").final, desk.ask("LEAD.GET L1")
            self.checks.check(
                "a disk 97 % full: reads go on, writes are NOSPACE",
                write.startswith("-NOSPACE ") and read.is_ok, write)
            filler.unlink()
            time.sleep(1.5)
            write = desk.ask("LEAD.NEW EMAIL a@late.example").final
            self.checks.check("and when there is room again they go on", write == "=L2", write)
        finally:
            if server and server.is_running:
                server.stop()
            subprocess.run(["umount", str(mount)], check=False)

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

        desk, behind = TextConnection(server.port), self.rng.randrange(1, count // 2)

        def kill_in_the_middle():
            while self.position(desk) < behind // ROWS_OF_A_COMMIT:
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
        beside, before = TextConnection(server.port), self.position(desk)
        desk.send(f"ERASE EMAIL {mail} REASON asked")
        # The first of its steps is done, and some are to come.
        while self.position(beside) == before:
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
    def position(connection):
        """The number of the last commit."""
        rows = connection.ask("INFO leads").rows
        return next(int(row[0].split(":")[1]) for row in rows if row[0].startswith("position:"))

    def files_with(self, server, word):
        found = []
        for path in (server.directory / "data").iterdir():
            try:
                if word.encode() in path.read_bytes():
                    found.append(path.name)
            except FileNotFoundError:
                pass
        return found

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        for fault in (
            self.wrong_directories, self.permissions, self.open_umask, self.typo, self.precedence,
            self.signals, self.nearly_full, self.import_cut_off, self.erasure_cut_off,
        ):
            fault()
        if self.checks.failed:
            raise SystemExit(f"{self.checks.failed} checks FAILED; see {self.folder}")
        shutil.rmtree(self.folder)
        print("all checks hold", flush=True)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--full", action="store_true", help="the numbers of the catalogue")
    options = parser.parse_args()
    options.rows, options.notes = (10_000, 20_000) if options.full else (3000, 3000)
    OperatorFaults(options).run()


if __name__ == "__main__":
    main()
