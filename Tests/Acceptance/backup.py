#!/usr/bin/env python3
"""Backups and restores: under writes, killed in their middle, on a full disk, damaged, old.

What was acknowledged before a BACKUP began is counted in this process, and looked for in what is
restored from it.
"""

import hashlib
import os
import random
import resource
import shutil
import subprocess
import threading
import time
from pathlib import Path

from leadline_server import READY, Checks, Server, arguments
from leadline_socket import TextConnection

NOTE = "a word said twice " * 50
REFUSED = 65


class Writer(threading.Thread):
    """Registers leads one after the other and keeps how long each took, in milliseconds."""

    def __init__(self, port, name):
        super().__init__(daemon=True)
        self.port, self.name = port, name
        self.took, self.complaints, self.is_over = [], [], False

    def run(self):
        try:
            connection = TextConnection(self.port)
            while not self.is_over:
                began = time.monotonic()
                final = connection.ask(
                    f"LEAD.NEW EMAIL a@{self.name}{len(self.took)}.example NAME N").final
                self.took.append((time.monotonic() - began) * 1000)
                self.complaints += [] if final.startswith("=L") else [final]
        except OSError:
            pass

    def finish(self):
        self.is_over = True
        self.join()
        return self


def share(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


class BackupRun:
    """One server, its folder of backups, and what is restored from it."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
        self.rng = random.Random(options.seed)
        self.server = Server(options.server)
        self.backups = self.server.directory / "backups"
        os.environ["LEADLINE_BACKUPDIR"] = str(self.backups)
        self.count = 0

    # -- helpers

    def verb(self, *words, **more):
        return subprocess.run(
            [str(self.options.server), *map(str, words)], capture_output=True, **more)

    def start(self):
        self.desk = TextConnection(self.server.start().port)
        return self.desk

    def fill(self, count):
        numbers = range(self.count, self.count + count)
        requests = (line for n in numbers for line in (
            f"LEAD.NEW EMAIL a{n}@d{n}.example NAME A{n}", f'NOTE L{n + 1} "{NOTE}"'))
        refused = [r.final for r in self.desk.pipeline(requests) if not r.is_ok]
        self.count += count
        self.checks.check(f"{count} leads with notes are registered", not refused, refused[:3])

    def restore(self, backup, target):
        return self.verb("restore", "--from", self.backups / backup, "--data", target)

    def content(self, directory):
        """The digest of every row but the store's own, whose epoch each opening raises."""
        digest = hashlib.sha256()
        for line in self.verb("dump", "--data", directory).stdout.splitlines():
            if line.startswith(b'{"table":') and not self.is_own(line):
                digest.update(line)
        return digest.hexdigest()

    @staticmethod
    def is_own(line):
        return line.startswith(b'{"table":"store","key":"\\u0000') or line.startswith(
            b'{"table":"store","key":"\\u0001')

    def serve(self, directory):
        """Starts a second server on a directory; its ready line, or its exit code."""
        process = subprocess.Popen(
            [str(self.options.server), "--data", str(directory), "--port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        line = process.stdout.readline().decode()
        ready = READY.match(line)
        if not ready:
            process.wait()
            return process.returncode, None, process.stderr.read().decode()
        return process, TextConnection(int(ready[2])), ""

    # -- scenes

    # Guarantee G8: a backup takes no more than its share of the machine from those who write.
    def fairness(self):
        """The waiting time of a writer alone, and beside a backup."""
        alone = Writer(self.server.port, "alone")
        alone.start()
        time.sleep(self.options.seconds)
        alone.finish()
        size = int(dict(self.desk.ask("BACKUP size").rows)["bytes"]) >> 20
        self.desk.ask(f"CONFIG SET backuprate {max(1, size // self.options.seconds)}")
        beside = Writer(self.server.port, "beside")
        beside.start()
        began = time.monotonic()
        taken = self.desk.ask("BACKUP fair")
        lasted = time.monotonic() - began
        beside.finish()
        self.desk.ask("CONFIG SET backuprate 64")
        before, after = share(alone.took, 0.99), share(beside.took, 0.99)
        self.checks.note(
            f"a lead alone: p50 {share(alone.took, 0.5):.1f} ms, p99 {before:.1f} ms of "
            f"{len(alone.took)}; beside a backup of {size} MiB in {lasted:.1f} s: "
            f"p50 {share(beside.took, 0.5):.1f} ms, p99 {after:.1f} ms of {len(beside.took)}")
        self.checks.check("a backup is taken beside a writer", taken.is_ok, taken.final)
        self.checks.check("nothing was refused", not alone.complaints + beside.complaints)
        self.checks.check(
            "a writer's p99 beside a backup is within 20 ms or five times its own",
            after < max(20, 5 * before), f"{after:.1f} ms")
        for name in ("size", "fair"):
            shutil.rmtree(self.backups / name)

    def whole(self):
        """A backup and an increment under writes, restored to what was there."""
        acknowledged = int(self.desk.ask("AUDIT.HEAD").rows[0][1])
        writer = Writer(self.server.port, "under")
        writer.start()
        full = self.desk.ask("BACKUP full")
        more = self.desk.ask("BACKUP more SINCE full")
        writer.finish()
        self.checks.check(
            "BACKUP and BACKUP SINCE answer", full.is_ok and more.is_ok,
            f"{full.excerpt()}; {more.excerpt()}")
        written = [int(dict(each.rows)["written"]) for each in (full, more)]
        self.checks.check("an increment writes less", written[1] < written[0], written)
        events = [int(dict(each.rows)["event"]) for each in (full, more)]
        self.checks.check(
            "they have what was acknowledged before", acknowledged <= events[0] <= events[1],
            f"{acknowledged} {events}")
        for name, event in zip(("full", "more"), events):
            target = self.server.directory / f"restored-{name}"
            done = self.restore(name, target)
            self.checks.check(f"{name} is restored", done.returncode == 0, done.stderr.decode())
            sound = self.verb("check", "--data", target)
            self.checks.check(f"and sound", sound.returncode == 0, sound.stdout.decode()[:200])
            process, desk, complaint = self.serve(target)
            self.checks.check("and served", desk is not None, complaint[-200:])
            head = int(desk.ask("AUDIT.HEAD").rows[0][1])
            self.checks.check("up to the event that BACKUP said", head == event, f"{head} {event}")
            process.terminate()
            process.wait()

    # Fault 45: killed in a BACKUP, the store is whole, and what is left is no backup.
    def kill_backup(self):
        for number in range(self.options.kills):
            desk = self.desk
            desk.ask("CONFIG SET backuprate 2")
            before = int(desk.ask("AUDIT.HEAD").rows[0][1])
            desk.send(f"BACKUP cut-{number}")
            time.sleep(self.rng.random())
            self.server.kill()
            left = self.backups / f"cut-{number}"
            refused = [self.verb("verify", left).returncode,
                       self.restore(f"cut-{number}", self.server.directory / "none").returncode]
            # It may not have begun; a folder without a manifest is no backup.
            self.checks.check(
                "what a killed BACKUP left is refused", all(code != 0 for code in refused),
                f"{refused}, {sorted(p.name for p in left.glob('*'))}")
            desk = self.start()
            after = int(desk.ask("AUDIT.HEAD").rows[0][1])
            self.checks.check("the store has every event", after >= before, f"{before} {after}")
            again = desk.ask(f"BACKUP cut-{number}")
            self.checks.check("the name can be used again", again.is_ok, again.final)
            shutil.rmtree(left)
        self.checks.sound(self.desk, "after kills in BACKUP")

    # Fault 46: killed in a restore, the target is refused, and the restore is run again.
    def kill_restore(self):
        target = self.server.directory / "killed"
        began = time.monotonic()
        self.restore("full", target)
        lasts = time.monotonic() - began
        expected = self.content(target)
        shutil.rmtree(target)
        met = {"refused": 0, "done": 0, "not begun": 0}
        # A kill that comes before the restore's first file, or after its end, shows nothing.
        for _ in range(self.options.kills * 20):
            if met["refused"] == self.options.kills:
                break
            process = subprocess.Popen(
                [str(self.options.server), "restore", "--from", str(self.backups / "full"),
                 "--data", str(target)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(lasts * self.rng.random())
            process.kill()
            process.wait()
            if not target.exists():
                met["not begun"] += 1
            elif (target / "restoring").exists() or not (target / "identity").exists():
                met["refused"] += 1
                code, _, complaint = self.serve(target)
                self.checks.check(
                    "a half restored store is not served", code == REFUSED, complaint[-160:])
            else:
                met["done"] += 1
                shutil.rmtree(target)
            done = self.restore("full", target)
            self.checks.check("it is restored again", done.returncode == 0, done.stderr.decode())
            self.checks.check("and has the same rows", self.content(target) == expected)
            shutil.rmtree(target)
        self.checks.check(
            f"{self.options.kills} restores were cut short", met["refused"] == self.options.kills, met)

    # Fault 61: a disk that is full while a backup is taken costs the backup alone.
    def full_disk(self):
        self.server.stop()
        desk = self.start()
        limits = resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE)
        cap = self.options.leads * len(NOTE) // 4
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (cap, limits[1]))
        full = desk.ask("BACKUP toobig")
        self.checks.check(
            "a backup that does not fit is NOSPACE", full.final.startswith("-NOSPACE "),
            full.final)
        self.checks.check("nothing of it is left", not (self.backups / "toobig").exists())
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, limits)
        written = desk.ask("LEAD.NEW EMAIL still@here.example NAME Still")
        self.checks.check("writes go on", written.is_ok, written.final)
        again = desk.ask("BACKUP toobig")
        self.checks.check("with room it is taken", again.is_ok, again.final)
        shutil.rmtree(self.backups / "toobig")

    def damage(self):
        """Flipped bits, at places drawn, of what BACKUP wrote: each is refused (K7)."""
        files = sorted(p for p in (self.backups / "full").iterdir())
        missed = []
        for _ in range(self.options.flips):
            path = self.rng.choice(files)
            place = self.rng.randrange(path.stat().st_size)
            with open(path, "r+b") as file:
                file.seek(place)
                byte = file.read(1)[0]
                file.seek(place)
                file.write(bytes([byte ^ 1 << self.rng.randrange(8)]))
            found = self.verb("verify", self.backups / "full")
            missed += [] if found.returncode == REFUSED else [(path.name, place)]
            with open(path, "r+b") as file:
                file.seek(place)
                file.write(bytes([byte]))
        self.checks.check(f"{self.options.flips} flipped bits are refused", not missed, missed)
        sound = self.verb("verify", self.backups / "full")
        self.checks.check("put right, it is sound", sound.returncode == 0, sound.stderr.decode())

    # Fault 106: a live directory copied file by file is refused, or has what was acknowledged.
    def copied(self):
        met = {"refused": 0, "whole": 0}
        for number in range(self.options.kills):
            target = self.server.directory / f"copied-{number}"
            writer = Writer(self.server.port, f"copy{number}x")
            writer.start()
            time.sleep(0.2)
            before = int(self.desk.ask("AUDIT.HEAD").rows[0][1])
            target.mkdir()
            for name in sorted(os.listdir(self.server.directory / "data")):
                try:
                    shutil.copy(self.server.directory / "data" / name, target / name)
                except FileNotFoundError:
                    pass  # LevelDB has written it anew.
            writer.finish()
            found = self.verb("check", "--data", target)
            if found.returncode != 0:
                met["refused"] += 1
                continue
            met["whole"] += 1
            process, desk, complaint = self.serve(target)
            self.checks.check("what is sound is served", desk is not None, complaint[-160:])
            if desk:
                head = int(desk.ask("AUDIT.HEAD").rows[0][1])
                self.checks.check("and has what was acknowledged", head >= before,
                                  f"{head} {before}")
                process.kill()
                process.wait()
            shutil.rmtree(target)
        self.checks.note(f"live directories copied with cp: {met}")

    # Fault 107: an old backup, restored, forgets whom the store has forgotten, and names its gap.
    def old_backup(self):
        self.desk.ask("LEAD.NEW EMAIL forget@canary.example NAME Zebulonia COMPANY Quixotica")
        self.desk.ask("BACKUP old")
        erased = self.desk.ask("ERASE EMAIL forget@canary.example REASON asked")
        self.checks.check("a customer is erased after a backup", erased.final == "+OK")
        listed = self.backups / "erasures"
        for _ in range(100):
            if listed.exists() and "\nlead " in listed.read_text():
                break
            time.sleep(0.1)
        text = listed.read_text()
        self.checks.check("the list names no person", "canary" not in text and "lead " in text)
        self.desk.ask("LEAD.NEW EMAIL later@canary.example NAME Later")
        self.desk.ask("BACKUP newer")
        target = self.server.directory / "restored-old"
        done = self.restore("old", target)
        self.checks.check("an old backup is restored", done.returncode == 0,
                          done.stdout.decode() + done.stderr.decode())
        held = b"".join(p.read_bytes() for p in target.iterdir())
        self.checks.check("and holds nothing of who was erased since",
                          b"Zebulonia" not in held and b"Quixotica" not in held)
        process = subprocess.Popen(
            [str(self.options.server), "--data", str(target), "--port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.readline()
        process.terminate()
        log = process.communicate()[1].decode()
        self.checks.check("its first start names the events that it lacks",
                          "are not in it" in log, log[:300])

    def dumped(self):
        """What is dumped is loaded, row by row."""
        source, target = self.server.directory / "restored-full", self.server.directory / "loaded"
        with open(self.server.directory / "dump", "wb") as file:
            file.write(self.verb("dump", "--data", source).stdout)
        with open(self.server.directory / "dump", "rb") as file:
            loaded = self.verb("load", "--data", target, stdin=file)
        self.checks.check("a dump is loaded", loaded.returncode == 0, loaded.stderr.decode())
        self.checks.check("and has the same rows", self.content(target) == self.content(source))
        sound = self.verb("check", "--data", target)
        self.checks.check("and is sound", sound.returncode == 0, sound.stdout.decode()[:200])
        with open(self.server.directory / "dump", "rb") as file:
            half = file.read((self.server.directory / "dump").stat().st_size // 2)
        shutil.rmtree(target)
        cut = self.verb("load", "--data", target, input=half)
        self.checks.check("half a dump is refused by its line",
                          cut.returncode == REFUSED and b"line " in cut.stderr,
                          cut.stderr.decode())
        code, _, complaint = self.serve(target)
        self.checks.check("and what it left is not served", code == REFUSED, complaint[-160:])

    def run(self):
        self.start()
        self.fill(self.options.leads)
        self.fairness()
        self.whole()
        self.kill_backup()
        self.kill_restore()
        self.full_disk()
        self.damage()
        self.copied()
        self.old_backup()
        self.dumped()
        self.checks.finish(self.server)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--full", action="store_true", help="a large store, many kills")
    options = parser.parse_args()
    options.server = Path(options.server).resolve()
    options.leads = 30000 if options.full else 3000
    options.kills = 10 if options.full else 2
    options.flips = 200 if options.full else 15
    options.seconds = 10 if options.full else 2
    print(f"seed {options.seed}", flush=True)
    BackupRun(options).run()


if __name__ == "__main__":
    main()
