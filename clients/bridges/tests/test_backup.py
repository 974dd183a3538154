"""Backups that are shipped: what is there afterwards, whatever went wrong before."""

import shutil
import stat
import subprocess
import tempfile
import unittest
from pathlib import Path

import servers
from helpers import Bridge
from leadline import Client
from leadline_bridges.backup import Manifest, base, kept


def manifest(name, since="-", needs=()):
    lines = [f"name {name}", f"since {since}", *(f"needs {need} 0" for need in needs)]
    return Manifest(("\n".join(lines) + "\n").encode())


class Choices(unittest.TestCase):
    def setUp(self):
        self.all = {m.name: m for m in (
            manifest("a"), manifest("b", "a", ["a"]), manifest("c", "b", ["a", "b"]),
            manifest("d"), manifest("e", "d", ["d"]))}

    def test_what_others_are_made_of_is_kept(self):
        self.assertEqual(kept(self.all, 1), {"e", "d"})
        self.assertEqual(kept(self.all, 3), {"e", "d", "c", "b", "a"})
        self.assertEqual(kept({}, 3), set())

    def test_an_increment_has_a_base_until_it_is_time_for_a_whole_one(self):
        self.assertEqual(base(self.all, 2), "e")
        self.assertIsNone(base(self.all, 1))
        self.assertIsNone(base({}, 6))
        self.assertIsNone(base({"d": self.all["d"]}, 0))


class Shipping(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.server = self.enterContext(servers.server("--durability", "os"))
        (self.folder / "backups").symlink_to(self.server.folder / "backups")
        self.client = self.enterContext(Client("127.0.0.1", self.server.port))
        self.number = 0

    def round(self, **section):
        """One round; its exit status. Rounds have names of their own by their prefix."""
        self.number += 1
        keys = {"folder": str(self.folder / "backups"), "to": str(self.folder / "there"),
                "program": str(servers.BINARY), "prefix": "auto-", **section}
        bridge = Bridge("backup", self.server.port, keys)
        try:
            bridge.start()
            status = bridge.wait()
            self.log = (bridge.folder / "log").read_text()
            return status
        finally:
            bridge.close()

    def register(self, count):
        for _ in range(count):
            self.number += 1
            self.client.lead_new(email=f"a{self.number}@d{self.number}.example", name="Ann")

    def names(self, place):
        return sorted(path.parent.name for path in (self.folder / place).glob("*/manifest"))

    def restored(self, name):
        target = self.folder / f"restored-{self.number}"
        subprocess.run(
            [servers.BINARY, "restore", "--from", str(self.folder / "there" / name), "--data",
             str(target)], check=True, capture_output=True)
        subprocess.run([servers.BINARY, "check", "--data", str(target)], check=True,
                       capture_output=True)

    def test_a_round_ships_what_can_be_restored(self):
        self.register(20)
        self.assertEqual(self.round(), 0, getattr(self, "log", ""))
        name = self.names("there")[0]
        self.restored(name)
        self.assertEqual(self.names("backups"), [name])

    def test_what_is_damaged_or_missing_there_is_told_and_made_good(self):
        self.register(20)
        self.assertEqual(self.round(), 0)
        name = self.names("there")[0]
        shutil.rmtree(self.folder / "there" / name)
        (self.folder / "there" / f".{name}").mkdir()
        self.register(1)
        self.assertEqual(self.round(increments=0), 0, self.log)
        self.assertEqual(len(self.names("there")), 2)
        rows = next((self.folder / "backups" / name).glob("rows-*"))
        rows.write_bytes(rows.read_bytes()[:-1] + b"\xff")
        shutil.rmtree(self.folder / "there" / name)
        self.assertEqual(self.round(), 1)
        self.assertIn("damaged", self.log)

    def test_old_ones_go_with_nothing_that_is_needed(self):
        other = self.folder / "backups" / "by-hand"
        self.client.backup("by-hand")
        for _ in range(5):
            self.register(2)
            self.assertEqual(self.round(keep=2, increments=2), 0)
        names = self.names("there")
        self.restored(names[-1])
        self.assertEqual(names, [n for n in self.names("backups") if n != "by-hand"])
        self.assertLessEqual(len(names), 4)
        self.assertTrue(other.exists())

    def test_another_machine_is_reached_by_a_shell(self):
        shell = self.folder / "shell"
        shell.write_text('#!/bin/sh\n[ "$1" = backup@there ] || exit 9\nshift\nexec sh -c "$*"\n')
        shell.chmod(stat.S_IRWXU)
        self.register(20)
        more = {"ssh": "backup@there", "shell": str(shell), "program_there": str(servers.BINARY),
                "to": str(self.folder / "there")}
        self.assertEqual(self.round(**more), 0, getattr(self, "log", ""))
        self.register(1)
        self.assertEqual(self.round(keep=1, increments=0, **more), 0)
        self.assertEqual(len(self.names("there")), 1)
        self.restored(self.names("there")[0])
        self.assertEqual(self.round(**{**more, "ssh": "nobody@there"}), 1)
        self.assertIn("ended with 9", self.log)
