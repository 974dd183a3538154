#!/usr/bin/env python3
"""A block device that fails to write: what the kernel had taken is lost, and fsync says so once.

nbdkit serves a disk whose writes fail as long as a file is there; the kernel mounts it through FUSE.
After the failure the kernel forgets what it could not write, so a server that tried again would be
told that all is well (fsyncgate). Ours ends with 75, and starts again with all that it acknowledged.
"""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from crash_run import CrashRun
from leadline_server import Checks, RefusedStart, Server, arguments, gather_little


class FailingDisk:
    """ext4 on a disk in memory that nbdkit keeps."""

    def __init__(self):
        self.directory = Path(tempfile.mkdtemp(prefix="leadline-blocks-"))
        self.socket, self.trigger = self.directory / "socket", self.directory / "trigger"
        self.fuse, self.place = self.directory / "fuse", self.directory / "mounted"
        self.fuse.mkdir()
        self.place.mkdir()
        self.processes = [subprocess.Popen([
            "nbdkit", "-f", "-U", self.socket, "--filter=error", "memory", "200M", "error=EIO",
            "error-pwrite-rate=100%", f"error-file={self.trigger}"])]
        self.wait_for(self.socket)
        self.processes.append(
            subprocess.Popen(["nbdfuse", self.fuse / "disk", "--unix", self.socket]))
        self.wait_for(self.fuse / "disk")
        subprocess.run(["mkfs.ext4", "-qF", self.fuse / "disk"], check=True)
        self.mount()

    @staticmethod
    def wait_for(path):
        until = time.monotonic() + 10
        while not path.exists():
            if time.monotonic() > until:
                raise OSError(f"{path.name} does not come up")
            time.sleep(0.05)

    def mount(self):
        subprocess.run(["mount", "-o", "loop", self.fuse / "disk", self.place], check=True)

    def heal(self):
        """The disk writes again; the file system is mounted anew, which repairs it."""
        self.trigger.unlink()
        subprocess.run(["umount", self.place], check=True)
        subprocess.run(["e2fsck", "-fy", self.fuse / "disk"], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        self.mount()

    def remove(self):
        subprocess.run(["umount", "-l", self.place], stderr=subprocess.DEVNULL)
        subprocess.run(["umount", "-l", self.fuse], stderr=subprocess.DEVNULL)
        for process in reversed(self.processes):
            process.terminate()
            process.wait(timeout=10)
        shutil.rmtree(self.directory, ignore_errors=True)


class BlockRun(CrashRun):
    """Failures of the disk, one after the other, on one store."""

    def __init__(self, options, disk):
        server = Server(options.server, data=disk.place / "data")
        gather_little(server)
        super().__init__(server, options.seed)
        self.options, self.disk = options, disk

    def fail(self, number):
        self.begin()
        time.sleep(self.rng.uniform(0.2, 1))
        self.disk.trigger.touch()
        try:
            code = self.server.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            code = None
        self.checks.check(f"failure {number}: the server ends with 75", code == 75, str(code))
        self.server.kill()
        self.end()
        try:
            self.server.start()
            self.server.kill()
        except RefusedStart:
            pass  # The file system is read-only by now.
        self.disk.heal()
        self.recover(f"failure {number}")

    def run(self):
        self.set_up()
        for number in range(1, self.options.failures + 1):
            self.fail(number)
            if self.checks.failed:
                break
        self.conclude()
        self.server.kill()


# Fault 65 (--full): a block device that fails to write; exit 75, nothing acknowledged is lost.
def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--failures", type=int, default=10)
    options = parser.parse_args()
    checks = Checks()
    checks.note(f"seed {options.seed}")
    if not all(map(shutil.which, ("nbdkit", "nbdfuse", "mkfs.ext4", "mount"))):
        return checks.note("SKIPPED: a failing device needs nbdkit, nbdfuse and mkfs.ext4")
    disk = FailingDisk()
    try:
        run = BlockRun(options, disk)
        run.run()
    finally:
        disk.remove()
    checks.failed += run.checks.failed
    checks.finish(run.server)


if __name__ == "__main__":
    main()
