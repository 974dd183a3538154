#!/usr/bin/env python3
"""What operators get wrong, and what they may rely on: starts that must be refused, files that nobody
else may read, settings that go before others, signals, a disk that is nearly full."""

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path

from leadline_server import PACKAGE_ROOT, Checks, Server, arguments
from leadline_socket import TextConnection

NOBODY = 65534


def digest(folder):
    """Everything that is in a folder, with its modes and bytes."""
    return {
        str(path.relative_to(folder)): (stat.S_IMODE(path.stat().st_mode), path.read_bytes())
        for path in sorted(Path(folder).rglob("*")) if path.is_file()}


class OperatorFaults:
    """A folder for all of them; each makes the servers that it needs."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
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

    # Fault 105: what restore, load and repair write is its owner's alone, whatever the umask
    def open_umask_of_verbs(self):
        folder = self.folder / "umask"
        folder.mkdir(mode=0o700)
        backups = {"LEADLINE_BACKUPDIR": str(folder / "backups")}
        server = Server(self.options.server).start(env=os.environ | backups)
        desk = TextConnection(server.port)
        for n in range(50):
            desk.ask(f"LEAD.NEW EMAIL a@umask{n}.example NOTES {'x' * 4_000}")
        taken = desk.ask("BACKUP b").is_ok
        server.stop()
        data = server.directory / "data"
        dump = self.verb("dump", "--data", data).stdout
        before = os.umask(0)
        try:
            ran = [
                self.verb("restore", "--from", folder / "backups" / "b", "--data", folder / "restored"),
                self.verb("load", "--data", folder / "loaded", input=dump),
                self.verb("repair", "--data", data, "--to", folder / "repaired"),
            ]
        finally:
            os.umask(before)
        for name, done in zip(("restored", "loaded", "repaired"), ran):
            paths = [folder / name, *(folder / name).iterdir()]
            wide = [path.name for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]
            self.checks.check(
                f"with umask 000 what is {name} is its owner's alone",
                taken and done.returncode == 0 and len(paths) > 3 and not wide,
                f"{done.returncode} {wide} {done.stderr[-200:]}")

    def verb(self, *words, **how):
        return subprocess.run(
            [str(self.options.server), *map(str, words)], capture_output=True, timeout=60, **how)

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

    # Fault 56: a start that is refused says why in its last line, each time alike; systemd waits between
    #   two starts, and leaves alone what no other start can mend
    def restart_loop(self):
        unit = (PACKAGE_ROOT / "Protocol/operations/leadline.service").read_text()
        said = {self.tried("--data", self.folder / "empty") for _ in range(5)}
        self.checks.check("five refused starts say the same", len(said) == 1, str(said))
        final = re.search(r"^RestartPreventExitStatus=(.*)$", unit, re.M)
        wait = re.search(r"^RestartSec=(\d+)", unit, re.M)
        never = set(final[1].split()) if final else set()
        self.checks.check(
            "systemd waits between starts, and does not try again what is refused for good",
            wait and int(wait[1]) >= 1 and {"64", "65", "66", "78"} <= never and "75" not in never,
            f"{final and final[0]}, {wait and wait[0]}")

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        for fault in (
            self.wrong_directories, self.permissions, self.open_umask, self.open_umask_of_verbs,
            self.typo, self.precedence, self.signals, self.nearly_full, self.restart_loop,
        ):
            fault()
        if self.checks.failed:
            raise SystemExit(f"{self.checks.failed} checks FAILED; see {self.folder}")
        shutil.rmtree(self.folder)
        print("all checks hold", flush=True)


def main():
    OperatorFaults(arguments(__doc__).parse_args()).run()


if __name__ == "__main__":
    main()
