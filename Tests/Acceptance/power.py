#!/usr/bin/env python3
"""The power goes: the file system under the store is shut down in the middle of writing.

On ext4 and xfs in a file of their own, mounted; what was not synced is gone, as after a loss of power.
An acknowledgement counts when it was read before the shutdown began. The same is then done to a
server whose fsync lies, and has to lose something: otherwise this run could not fail.
"""

import fcntl
import os
import shutil
import struct
import subprocess
import tempfile
import time
from pathlib import Path

from crash_run import CrashRun
from leadline_server import Checks, RefusedStart, Server, arguments, gather_little, strace_is_allowed
from leadline_socket import TextConnection

SHUTDOWN = 0x8004587D
"""The request of ext4 and xfs that ends a file system (FS_IOC_SHUTDOWN)."""

WITHOUT_FLUSHING = 2
MEBIBYTES = 600
PATIENCE = 20
"""Seconds that a slow machine gets to acknowledge a few writes before each cut."""

LIE = ("strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync",
       "-e", "inject=fsync,fdatasync:retval=0")


class Disk:
    """A file system in a file."""

    def __init__(self, kind):
        self.kind = kind
        self.directory = Path(tempfile.mkdtemp(prefix="leadline-power-"))
        self.image, self.place = self.directory / "image", self.directory / "mounted"
        self.place.mkdir()
        with open(self.image, "wb") as image:
            image.truncate(MEBIBYTES << 20)
        force = "-qF" if kind == "ext4" else "-qf"
        subprocess.run([f"mkfs.{kind}", force, self.image], check=True)
        self.mount()

    def mount(self):
        subprocess.run(["mount", "-o", "loop", self.image, self.place], check=True)

    def cut(self):
        """Ends the file system at once; nothing that waits in memory reaches it any more."""
        directory = os.open(self.place, os.O_RDONLY)
        fcntl.ioctl(directory, SHUTDOWN, struct.pack("I", WITHOUT_FLUSHING))
        os.close(directory)

    def unmount(self):
        subprocess.run(["umount", self.place], check=True)

    def remove(self):
        subprocess.run(["umount", self.place], stderr=subprocess.DEVNULL)
        shutil.rmtree(self.directory)


class PowerRun(CrashRun):
    """Cuts, one after the other, on one store."""

    def __init__(self, options, disk, wrapper=()):
        server = Server(options.server, "--durability", options.durability,
                        data=disk.place / "data")
        gather_little(server)
        super().__init__(server, options.seed)
        self.options, self.disk, self.wrapper = options, disk, wrapper

    def write_and_cut(self):
        self.begin()
        time.sleep(self.rng.uniform(0.05, self.options.seconds))
        until = time.monotonic() + PATIENCE
        while self.has_little() and time.monotonic() < until:
            time.sleep(0.01)
        self.is_cut.set()
        self.disk.cut()
        if self.round % 2:
            self.expect_end()
        self.server.kill()
        self.end()
        self.disk.unmount()
        self.disk.mount()

    def has_little(self):
        """Whether next to nothing was acknowledged, so that there is nothing to lose."""
        return sum(writer.acknowledged for writer in self.writers) < 20

    def expect_end(self):
        """A server whose file system has gone ends by itself, once it has tried to write."""
        code = None
        try:
            connection = TextConnection(self.server.port)
            connection.send("CURSOR.SET probe 0")  # A write that is no event.
            code = self.server.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            pass
        except OSError:
            code = self.server.process.wait(timeout=20)
        self.checks.check("without its file system the server ends with 75", code == 75, str(code))

    def cut_start(self):
        """The power goes while the server starts."""
        self.server.spawn()
        time.sleep(self.rng.uniform(0, 0.15))
        self.disk.cut()
        self.server.kill()
        self.disk.unmount()
        self.disk.mount()

    def run(self):
        self.set_up()
        for self.round in range(1, self.options.cuts + 1):
            self.write_and_cut()
            if self.round % 3 == 0:
                self.cut_start()
            self.recover(f"{self.disk.kind}, cut {self.round}")
            if self.checks.failed:
                break
        self.conclude()
        self.checks.check("SIGTERM ends the server in order", self.server.stop() == 0)

    def loses(self):
        """Whether a cut loses acknowledged writes, as it must when fsync lies."""
        self.server.start(*self.wrapper)
        connection = TextConnection(self.server.port)
        for name in ("P1", "P2", "P3"):
            connection.ask(f"PARTNER.NEW NAME {name}")
        connection.close()
        self.write_and_cut()
        try:
            self.server.start()
        except RefusedStart:
            return True, "the store is refused"
        connection = TextConnection(self.server.port)
        lost = self.compare(connection, list(self.touched.values()))
        self.server.kill()
        return bool(lost), f"{len(lost)} leads of {self.acknowledged} writes are wrong"


def mounting_fails():
    """Why file systems cannot be mounted here; None when they can."""
    for tool in ("mount", "umount", "mkfs.ext4", "mkfs.xfs"):
        if not shutil.which(tool):
            return f"there is no {tool}"
    try:
        Disk("ext4").remove()
    except subprocess.CalledProcessError as error:
        return str(error)
    return None


# Guarantee G1: what was answered OK survives a loss of power.
# Fault 63: the file system goes away under the server; it ends by itself, with 75.
# Fault 66: a lying fsync and a power cut; this run then reports loss.
# Fault 67: a power cut at random under load, on ext4 and xfs; as after kill -9.
def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--cuts", type=int, default=5, help="for each file system")
    parser.add_argument("--seconds", type=float, default=0.8, help="the longest time to a cut")
    options = parser.parse_args()
    options.durability = "always"
    checks = Checks()
    checks.note(f"seed {options.seed}")
    reason = mounting_fails()
    if reason:
        return checks.note(f"SKIPPED, no power was cut: {reason}")
    runs = []
    try:
        for kind in ("ext4", "xfs"):
            runs.append(PowerRun(options, Disk(kind)))
            runs[-1].run()
            runs.append(PowerRun(options, Disk(kind), LIE))
            if strace_is_allowed():
                checks.check(f"control: on {kind} a lying fsync loses writes", *runs[-1].loses())
            else:
                checks.note("SKIPPED: the control with a lying fsync needs strace")
    finally:
        for run in runs:
            if run.server.is_running:
                run.server.kill()
            run.disk.remove()
    checks.failed += sum(run.checks.failed for run in runs)
    checks.finish(runs[0].server)


if __name__ == "__main__":
    main()
