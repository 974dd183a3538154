#!/usr/bin/env python3
"""A disk in trouble: full, nearly full, without inodes, taken away; and rights, logs, a second server.

Trials that need a file system of their own mount a small one in memory; where that is not allowed
they say so and are left out.
"""

import base64
import os
import resource
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path

from crash_run import CrashRun
from leadline_server import Checks, RefusedStart, Server, arguments, gather_little
from leadline_socket import TextConnection

MEBIBYTES = 200
INODES = 2000
NOBODY = 65534
NOTES = 6000
ERASURES = 6
ENOUGH = 68 << 20
"""A little more than has to be free for writes."""


def long_note():
    """A note that nothing makes smaller."""
    return f"NOTE ref:kept {base64.b64encode(os.urandom(2800)).decode()}"


class Trials:
    """Each trial has a store of its own."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
        self.place = Path(tempfile.mkdtemp(prefix="leadline-disk-"))
        self.can_mount = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={MEBIBYTES}m,nr_inodes={INODES}",
             "tmpfs", self.place],
            stderr=subprocess.DEVNULL).returncode == 0
        self.count = 0

    def crash_run(self, *options, data=None, gathered=64 << 10):
        server = Server(self.options.server, *options, data=data)
        gather_little(server, gathered)
        self.count += 1
        run = CrashRun(server, self.options.seed + self.count, self.checks)
        run.set_up()
        return run

    def finish(self, run, what):
        """Starts the server if it has ended, compares everything, and ends it."""
        if run.server.is_running:
            run.server.kill()
        run.end()
        run.recover(what)
        run.conclude()
        self.end(run)

    def end(self, run):
        """Ends the server; what something was wrong with is kept."""
        run.server.kill()
        if not self.checks.failed:
            shutil.rmtree(run.server.directory)
            shutil.rmtree(run.server.data, ignore_errors=True)

    def ballast(self, keep_free, name="ballast"):
        """Fills the small file system up to so many bytes."""
        free = os.statvfs(self.place)
        size = free.f_bavail * free.f_frsize - keep_free
        with open(self.place / name, "wb", buffering=0) as file:
            try:
                os.posix_fallocate(file.fileno(), 0, max(1, size - (4 << 20)))
                file.seek(0, os.SEEK_END)
                while keep_free == 0:
                    file.write(bytes(4096))
            except OSError:
                pass  # It is full, which was asked for.

    def free(self):
        for ballast in self.place.glob("ballast*"):
            ballast.unlink()

    def final(self, run, line):
        connection = TextConnection(run.server.port, timeout=20)
        answer = connection.ask(line).final
        connection.close()
        return answer

    # Fault 60: the disk is nearly full, then freed; writes are NOSPACE, reads go on, writes resume.
    # Fault 74: data in memory is warned of at the start.
    # Fault 109: a start on a nearly full disk serves reads, and refuses writes with NOSPACE.
    def nearly_full(self):
        run = self.crash_run(data=self.place / "nearly")
        run.begin()
        time.sleep(0.5)
        self.ballast(20 << 20)
        time.sleep(1.5)
        answers = [self.final(run, line) for line in ("PARTNER.NEW NAME full", "PARTNER.GET P1")]
        self.checks.check("nearly full: writes are refused, reads go on",
                          answers[0].startswith("-NOSPACE") and answers[1].startswith("+OK"),
                          str(answers))
        run.server.kill()
        run.end()
        run.server.start()
        answers = [self.final(run, line) for line in ("PARTNER.NEW NAME full", "PARTNER.GET P1")]
        self.checks.check("started on a nearly full disk it does the same",
                          answers[0].startswith("-NOSPACE") and answers[1].startswith("+OK"),
                          str(answers))
        self.free()
        time.sleep(1.5)
        run.begin()
        time.sleep(0.5)
        self.checks.check("with room again it writes", all(w.is_alive() for w in run.writers)
                          and sum(w.acknowledged for w in run.writers) > 0)
        log = (run.server.directory / "log").read_text()
        self.checks.check("a file system in memory is warned of", "in memory" in log)
        self.finish(run, "a nearly full disk")

    # Fault 57: a disk that is really full in the middle of a write, under eight writers.
    # Fault 61: a start on a full disk is refused in one line; with room it starts.
    def full(self):
        run = self.crash_run(data=self.place / "full")
        run.begin()
        time.sleep(0.7)
        self.ballast(0)
        until = time.monotonic() + 5
        while time.monotonic() < until and run.server.is_running:
            time.sleep(0.05)
        end = "goes on" if run.server.is_running else f"ends with {run.server.process.poll()}"
        self.checks.check("a full disk ends the server with 75, or refuses writes",
                          run.server.process.poll() in (None, 75), end)
        run.server.kill()
        run.end()
        try:
            run.server.start()
            refusal = "none"
        except RefusedStart:
            refusal = run.server.log_tail().splitlines()[-1]
        told = run.server.process.poll() == 74 and refusal.startswith("leadline-server: ")
        self.checks.check("a start on a full disk is refused in one line", told, refusal)
        self.free()
        self.finish(run, f"on a full disk the server {end}; with room again")

    # Fault 60: a disk that is filled faster than anybody looks; writes are NOSPACE in time.
    def filled_fast(self):
        run = self.crash_run(data=self.place / "fast", gathered=2 << 20)
        connection = TextConnection(run.server.port)
        connection.ask("LEAD.NEW EMAIL kept@kept.example REF kept")
        written, refusals = 0, set()
        for reply in connection.pipeline(long_note() for _ in range(5 * NOTES)):
            written += reply.is_ok
            refusals |= set() if reply.is_ok else {reply.final.split()[0]}
        answer = connection.ask("HISTORY ref:kept LIMIT 1000 COLUMNS seq").final
        self.checks.check("a disk that is filled fast: writes are refused in time, reads go on",
                          refusals == {"-NOSPACE"} and written > NOTES
                          and answer.startswith("+OK"), f"{written} notes, {refusals}, {answer}")
        self.checks.sound(connection, "behind it")
        connection.close()
        self.end(run)

    # Fault 57: the disk is full while files are rewritten behind an ERASE, and nobody asks anything.
    def full_behind_erasure(self):
        run = self.crash_run(data=self.place / "erasure", gathered=2 << 20)
        connection = TextConnection(run.server.port)
        for name in ["kept"] + [f"gone{n}" for n in range(ERASURES)]:
            connection.ask(f"LEAD.NEW EMAIL {name}@{name}.example REF {name}")
        notes = connection.pipeline(long_note() for _ in range(NOTES))
        told = all(reply.is_ok for reply in notes)
        self.checks.check("a store of some size", told)
        # Where the files were rewritten before the disk was full, once more with somebody else.
        for erased in range(ERASURES):
            self.free()
            self.ballast(ENOUGH)
            answer = connection.ask(f"ERASE ref:gone{erased} REASON asked").final
            self.ballast(0, "ballast2")
            try:
                code = run.server.process.wait(timeout=5)
                break
            except subprocess.TimeoutExpired:
                code = None
        self.checks.check("no room to rewrite what was erased ends the server with 75 unasked",
                          answer == "+OK" and code == 75, f"{erased}, {answer}, {code}")
        self.free()
        run.server.start()
        connection = TextConnection(run.server.port)
        kept = connection.ask("HISTORY ref:kept LIMIT 1000 COLUMNS seq").final
        person = connection.ask(f"PERSON EMAIL gone{erased}@gone{erased}.example")
        self.checks.check("with room it serves all but what was erased",
                          kept.startswith("+OK 1000") and not any(
                              "@gone" in str(row) for row in person.rows), kept)
        self.checks.sound(connection, "behind it")
        connection.close()
        self.end(run)

    # Fault 62: no inodes are left, and a file may not grow; as ENOSPC.
    def no_inodes(self):
        run = self.crash_run(data=self.place / "inodes")
        run.begin()
        time.sleep(0.4)
        fillers = self.place / "fillers"
        fillers.mkdir()
        try:
            for n in range(INODES):
                (fillers / str(n)).touch()
        except OSError:
            time.sleep(2)
        end = run.server.process.poll()
        self.checks.check("without inodes it ends with 75, or refuses writes", end in (None, 75),
                          str(end))
        shutil.rmtree(fillers)
        self.finish(run, "no inodes")

    # Fault 62: files may not grow beyond a limit (EFBIG); as ENOSPC.
    # Fault 52: SIGXFSZ does not end the server.
    def file_limit(self):
        run = self.crash_run()
        run.server.kill()
        run.server.start("prlimit", "--fsize=40000")
        run.begin()
        code = run.server.process.wait(timeout=20)
        self.checks.check("a file that may not grow ends it with 75", code == 75, str(code))
        self.finish(run, "a limit on files")

    # Fault 72: the store is deleted under the server; the next commit is UNCERTAIN, exit 75, and
    # nothing is made anew.
    def deleted(self):
        run = self.crash_run()
        shutil.rmtree(run.server.data)
        answer = self.final(run, "PARTNER.NEW NAME gone")
        self.checks.check("the store deleted: UNCERTAIN", answer.startswith("-UNCERTAIN"), answer)
        code = run.server.process.wait(timeout=20)
        self.checks.check("the server ends with 75 and makes nothing",
                          code == 75 and not run.server.data.exists(), str(code))
        shutil.rmtree(run.server.directory)

    # Fault 112: the log's target is full, or a pipe that nobody reads; the server goes on.
    def lost_log(self):
        read_end, write_end = os.pipe()
        with open("/dev/full", "wb") as full:
            for what, target in (("a full disk", full), ("a pipe that nobody reads", write_end)):
                run = self.crash_run()
                run.server.kill()
                run.server.start("env", "LEADLINE_LOGLEVEL=trace", stderr=target)
                time.sleep(0.3)
                for _ in range(400):
                    # A line or more each.
                    run.server.process.send_signal(signal.SIGHUP)
                    time.sleep(0.002)
                answer = self.final(run, "PARTNER.NEW NAME log")
                self.checks.check(f"with the log on {what} it serves", answer == "=P4", answer)
                self.checks.check("and stops in order", run.server.stop() == 0)
                shutil.rmtree(run.server.directory)
        os.close(read_end)
        os.close(write_end)

    # Fault 64: a store that the server may not read is refused.
    # Fault 105: run as root with umask 000; files are their owner's only, and the log warns.
    def rights(self):
        server = Server(self.options.server, "--init")
        server.data.mkdir(mode=0o777)
        server.data.chmod(0o777)
        server.start("sh", "-c", 'umask 000; exec "$@"', "sh")
        TextConnection(server.port).ask("PARTNER.NEW NAME one")
        loose = [name.name for name in server.data.iterdir()
                 if stat.S_IMODE(name.stat().st_mode) & 0o077]
        self.checks.check("with umask 000 every file is its owner's alone", not loose, str(loose))
        log = (server.directory / "log").read_text()
        if os.geteuid() != 0:
            return self.checks.note("SKIPPED: what root is told needs root")
        self.checks.check("root is warned", "running as root" in log)
        server.stop()
        server.data.chmod(0o700)
        before = sorted((name.name, name.read_bytes()) for name in server.data.iterdir())
        server.directory.chmod(0o755)
        server.command = [*server.command[:3], "--port", "0"]
        try:
            server.start(user=NOBODY, group=NOBODY)
            code = None
        except RefusedStart:
            code = server.process.poll()
        after = sorted((name.name, name.read_bytes()) for name in server.data.iterdir())
        line = server.log_tail().splitlines()[-1]
        self.checks.check("a store of somebody else is refused and left alone",
                          code in (65, 74, 75) and before == after
                          and line.startswith("leadline-server: "), f"exit {code}, {line}")
        shutil.rmtree(server.directory)

    # Fault 73: a second server on the same store is refused with 75, and the first goes on.
    # Fault 30: a port in use ends a start with 69 and one line.
    def second_server(self):
        run = self.crash_run()
        run.begin()
        for _ in range(5):
            second = subprocess.run(run.server.command, capture_output=True, timeout=20)
            lines = second.stderr.decode().splitlines()
            if second.returncode != 75 or len(lines) != 1 or "open" not in lines[0]:
                self.checks.check("a second server is refused", False, f"{second}")
        self.checks.check("a second server is refused, the first goes on",
                          all(writer.is_alive() for writer in run.writers), lines[0])
        port = [str(run.server.port) if word == "0" else word for word in run.server.command]
        other = port[:2] + [str(run.server.directory / "other")] + port[3:]
        taken = subprocess.run(other, capture_output=True, timeout=20)
        self.checks.check("a port in use is refused", taken.returncode == 69
                          and len(taken.stderr.splitlines()) == 1, taken.stderr.decode().strip())
        self.finish(run, "a second server")

    def race(self):
        """Several servers on one directory that does not exist yet: one serves."""
        servers = [Server(self.options.server) for _ in range(4)]
        for server in servers:
            server.command[2] = str(servers[0].data)
            server.spawn()
        time.sleep(3)
        serving = [server for server in servers if server.is_running]
        codes = [server.process.poll() for server in servers if not server.is_running]
        self.checks.check("of four servers at once one makes the store and serves",
                          len(serving) == 1 and set(codes) <= {65, 69, 74, 75}, str(codes))
        for server in serving:
            server.kill()
        for server in servers:
            shutil.rmtree(server.directory)

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        trials = [self.nearly_full, self.full, self.filled_fast,
                  self.full_behind_erasure, self.no_inodes] if self.can_mount else []
        if not self.can_mount:
            self.checks.note("SKIPPED: full disks and lost inodes need to mount, which fails here")
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            for trial in [*trials, self.file_limit, self.deleted, self.lost_log, self.rights,
                          self.second_server, self.race]:
                trial()
        finally:
            if self.can_mount:
                subprocess.run(["umount", "-l", self.place])
            self.place.rmdir()
        if self.checks.failed:
            raise SystemExit(f"{self.checks.failed} checks FAILED")
        print("all checks hold")


def main():
    Trials(arguments(__doc__.splitlines()[0]).parse_args()).run()


if __name__ == "__main__":
    main()
