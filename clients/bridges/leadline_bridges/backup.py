"""Backups that are taken, shipped to another place, verified there, and old ones pruned.

One round: `BACKUP`, on the base of the newest one or whole; a copy of it and of the list of
erasures to the other place, under a name that begins with a full stop until all of it is there;
`leadline-server verify` there; then what is no longer kept goes, here and there. A round that failed
or was killed is made good by the next one: what is not there yet is shipped then, too.
"""

import hashlib
import logging
import re
import shlex
import shutil
import subprocess
import tarfile
import time
from pathlib import Path

from leadline import Client

from .common import ConfigFault, sync_folder

log = logging.getLogger("backup")
NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")
ERASURES = "erasures"
PATIENCE = 24 * 3600.0
"""Seconds that a backup may take."""


class Failed(Exception):
    """Why a round was not finished."""


class Manifest:
    """What a backup says of itself."""

    def __init__(self, content):
        self.digest = hashlib.sha256(content).hexdigest()
        words = [line.split(" ") for line in content.decode().splitlines()]
        self.name = next(w[1] for w in words if w[0] == "name")
        self.since = next(w[1] for w in words if w[0] == "since")
        self.needs = {w[1] for w in words if w[0] == "needs"}

    @property
    def is_whole(self):
        return self.since == "-"


class Shelf:
    """The folder on this machine that the server copies into, or the other place when it is one."""

    def __init__(self, folder, program):
        self.folder, self.program = Path(folder), program

    def manifests(self, prefix):
        """Those that this bridge took, by their names; the others are none of its business."""
        found = {}
        for path in sorted(self.folder.glob(f"{prefix}*/manifest")):
            found[path.parent.name] = Manifest(path.read_bytes())
        return found

    def receive(self, source, name):
        part = self.folder / f".{name}"
        shutil.rmtree(part, ignore_errors=True)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copytree(source / name, part)
        sync_folder(part)
        part.rename(self.folder / name)
        sync_folder(self.folder)

    def receive_list(self, source):
        part = self.folder / f".{ERASURES}"
        shutil.copy(source / ERASURES, part)
        part.rename(self.folder / ERASURES)

    def verify(self, name):
        run([*self.program, "verify", str(self.folder / name)])

    def remove(self, name):
        """The manifest first: without it the rest is no backup."""
        (self.folder / name / "manifest").unlink()
        shutil.rmtree(self.folder / name)


class RemoteShelf:
    """A folder of another machine, reached by ssh."""

    def __init__(self, shell, folder, program):
        self.shell, self.folder, self.program = shell, folder, program

    def there(self, script, **more):
        return run([*self.shell, script], **more)

    def path(self, *parts):
        return shlex.quote("/".join([self.folder, *parts]))

    def manifests(self, prefix):
        listed = self.there(
            f"mkdir -p {self.path()}; cd {self.path()}; ls -d {shlex.quote(prefix)}*/manifest "
            "2>/dev/null || true").decode().split()
        names = [path.split("/")[0] for path in listed]
        return {name: Manifest(self.there(f"cat {self.path(name, 'manifest')}"))
                for name in names if NAME.fullmatch(name)}

    def receive(self, source, name):
        part, final = self.path(f".{name}"), self.path(name)
        command = [*self.shell, f"rm -rf {part}; mkdir -p {part} && tar -C {part} -xf - && sync "
                                f"&& mv {part} {final}"]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
            with tarfile.open(fileobj=process.stdin, mode="w|") as archive:
                for path in sorted((source / name).iterdir()):
                    archive.add(path, arcname=path.name)
            process.stdin.close()
            if process.wait() != 0:
                raise Failed(f"{name} could not be shipped")

    def receive_list(self, source):
        part, final = self.path(f".{ERASURES}"), self.path(ERASURES)
        self.there(f"umask 077; cat > {part} && mv {part} {final}",
                   input=(source / ERASURES).read_bytes())

    def verify(self, name):
        self.there(f"{shlex.join(self.program)} verify {self.path(name)}")

    def remove(self, name):
        self.there(f"rm {self.path(name, 'manifest')} && rm -r {self.path(name)}")


def run(command, **more):
    done = subprocess.run(command, capture_output=True, **more)
    if done.returncode != 0:
        raise Failed(f"{command[0]} ended with {done.returncode}: "
                     f"{done.stderr.decode(errors='replace').strip()[-400:]}")
    return done.stdout


def kept(manifests, count):
    """The names of the newest `count`, and of all that those are made of."""
    newest = sorted(manifests)[-count:]
    return set(newest).union(*(manifests[name].needs for name in newest))


def base(manifests, increments):
    """What the next backup is an increment to; None when it is time for a whole one."""
    chain = 0
    for name in sorted(manifests, reverse=True):
        if manifests[name].is_whole:
            return sorted(manifests)[-1] if chain < increments else None
        chain += 1
    return None


class Round:
    """What is done each time."""

    def __init__(self, config):
        section = config.section("backup")
        self.prefix = section.get("prefix", "auto-")
        if not NAME.fullmatch(self.prefix):
            raise ConfigFault(f"{self.prefix!r} begins no name of a backup")
        self.keep, self.increments = section.get("keep", 14), section.get("increments", 6)
        if self.keep < 1:
            raise ConfigFault("'keep' is at least 1")
        program = shlex.split(section.get("program", "leadline-server"))
        self.source = section.path("folder")
        self.here = Shelf(self.source, program)
        if section.get("ssh"):
            shell = [*shlex.split(section.get("shell", "ssh")), section.get("ssh")]
            there = shlex.split(section.get("program_there", "leadline-server"))
            self.there = RemoteShelf(shell, section.need("to"), there)
        else:
            self.there = Shelf(section.path("to"), program)
        token = config.path("token_file") if config.get("token_file") else None
        self.client = Client(
            config.get("host"), config.get("port"), token_file=token, name="bridge-backup",
            timeout=PATIENCE)

    def run(self):
        self.take()
        self.ship()
        self.prune(self.here)
        self.prune(self.there)

    def take(self):
        name = self.name()
        while (self.source / name).exists():
            time.sleep(0.2)
            name = self.name()
        since = base(self.here.manifests(self.prefix), self.increments)
        taken = self.client.backup(name, **({"since": since} if since else {}))
        log.info("%s taken since %s: %s", name, since, taken)

    def name(self):
        return self.prefix + time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())

    def ship(self):
        """Everything of this bridge's that is not there, or is another one there."""
        ours, theirs = self.here.manifests(self.prefix), self.there.manifests(self.prefix)
        wanted = kept(ours, self.keep)
        for name in sorted(wanted & set(ours)):
            if name in theirs and theirs[name].digest == ours[name].digest:
                continue
            if name in theirs:
                self.there.remove(name)
            self.there.receive(self.source, name)
            self.there.verify(name)
            log.info("%s is there, and verified", name)
        if (self.source / ERASURES).exists():
            self.there.receive_list(self.source)

    def prune(self, shelf):
        manifests = shelf.manifests(self.prefix)
        # Whatever is made of another goes before it.
        for name in sorted(set(manifests) - kept(manifests, self.keep), reverse=True):
            shelf.remove(name)
            log.info("%s is pruned", name)


def serve(config):
    """A round each `every` seconds, or one alone; the exit status of that."""
    every = config.section("backup").get("every", 0)
    rounds = Round(config)
    while True:
        began = time.monotonic()
        try:
            rounds.run()
            failed = False
        except ConfigFault:
            raise
        except Exception as error:  # What it is is told; the next round may succeed.
            log.error("the round failed: %s", error)
            failed = True
        if not every:
            return 1 if failed else 0
        time.sleep(max(1.0, every - (time.monotonic() - began)))
