#!/usr/bin/env python3
"""Breaks a copy of the sources in one place after another, and demands that each is found out.

A mutant is one small change that a slip of the hand could make: an index entry that stays, a leg of
the ledger that is missing, a sync that is not made. The copy is built, and the machinery that has to
find it is run: the simulation of `leadline-simulate` in the form that every run of the tests has, or
a count of the syncs. The unbroken copy has to pass the same, first.

usage: mutants.py [--only NAME]… [--copy DIR] [--seed N] [--requests N] [--markdown FILE]
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]


@dataclass
class Mutant:
    """One change; `old` has to stand in the file exactly once."""

    name: str
    file: str
    old: str
    new: str
    finder: str = "simulation"


MUTANTS = [
    Mutant("an index entry stays behind its record", "Sources/LeadlineStore/Tables/Bookkeeping.swift",
           "case .index, .unique: overlay.set(comparison.before[index], nil)",
           "case .index, .unique: break"),
    Mutant("a counter is not counted down", "Sources/LeadlineStore/Tables/Bookkeeping.swift",
           "            count(-1, reader)", "            count(0, reader)"),
    Mutant("a deadline stays when its record leaves it", "Sources/LeadlineStore/Tables/Bookkeeping.swift",
           "place, false, of: table, overlay, reader)", "place, true, of: table, overlay, reader)"),
    Mutant("a leg of the ledger is not added to its account",
           "Sources/LeadlineEngine/Commands/Ledger/Transaction+Ledger.swift",
           "            try add(entry)\n", "            if entry.amount > 0 { try add(entry) }\n"),
    Mutant("what is owed is not carried on",
           "Sources/LeadlineEngine/Commands/Ledger/Transaction+Ledger.swift",
           "            owed = try owed.adding(entry.owed)\n",
           "            owed = try owed.adding(0)\n"),
    Mutant("a request with a used key is executed again",
           "Sources/LeadlineEngine/Execution/Transaction+Idempotency.swift",
           "        guard let kept = changes.view.get(Schema.idempotency.table, id), "
           "!isExpired(kept.at) else {",
           "        guard let kept = changes.view.get(Schema.idempotency.table, id), "
           "kept.at > now else {"),
    Mutant("a key is not compared with its arguments",
           "Sources/LeadlineEngine/Execution/Transaction+Idempotency.swift",
           "        guard kept.matches(fingerprint) else {",
           "        guard kept.matches(fingerprint) || !kept.reply.isEmpty else {"),
    Mutant("a gap outlasts a row that is put into it",
           "Sources/LeadlineStore/Commits/Overlay.swift",
           "        if value != nil { gaps.put(key) }\n", ""),
    Mutant("a role is not looked at",
           "Sources/LeadlineEngine/Execution/Engine.swift",
           "        guard !command.roles.meet(caller.roles) else { return }",
           "        guard !command.roles.meet(caller.roles), !caller.isAuthenticated "
           "else { return }"),
    Mutant("a timer does not note that it has fired",
           "Sources/LeadlineEngine/Commands/Campaigns/CampaignCommands.swift",
           "        new.ended = until\n", "        new.ended = nil\n"),
    Mutant("a customer is registered twice",
           "Sources/LeadlineEngine/Commands/Claims/Registration.swift",
           "$0.direction == lead.direction && $0.isHolding(at: now) && $0.overlaps(lead)",
           "$0.direction == lead.direction && $0.isHolding(at: now) && $0.overlaps(lead)\n"
           "                && $0.products.isEmpty == lead.products.isEmpty"),
    Mutant("a link of the chain of events is skipped",
           "Sources/LeadlineEngine/Execution/Transaction+Events.swift",
           "eventHead = EventHead(sequence: sequence, at: now, hash: event.hash)",
           "eventHead = EventHead(sequence: sequence, at: now, hash: eventHead.hash)"),
    Mutant("a refused block keeps its first writes",
           "Sources/LeadlineEngine/Execution/BlockRun.swift",
           "            try group.transact { (_: inout Changes) throws(BlockRun.Failure) in\n"
           "                try self.execute(&run, caller)\n            }\n",
           "            try self.execute(&run, caller)\n"),
    Mutant("the wall's clock is read within a transaction",
           "Sources/LeadlineEngine/Execution/Transaction+Events.swift",
           "            sequence: sequence, at: now, type: type,",
           "            sequence: sequence, at: max(now, Clock().now), type: type,"),
    Mutant("a salt is drawn beside the transaction",
           "Sources/LeadlineEngine/Execution/Transaction+Events.swift",
           ".kept(salt: randomNumber(),", ".kept(salt: UInt64.random(in: 0...9),"),
    Mutant("a commit is not synced", "Sources/LeadlineStore/Store.swift",
           "            try self.write(batch, sync: isSynced)",
           "            try self.write(batch, sync: false)", "syncs"),
]


class Copy:
    """The sources that are broken, with a build of their own."""

    def __init__(self, directory):
        self.directory = directory
        if directory.resolve() == HOUSE:
            # In place, with a build that is warm: only where nothing is lost by it.
            subprocess.run(["git", "diff", "--quiet", "HEAD", "--", "Sources"], cwd=HOUSE, check=True)
            return
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, check=True,
                                capture_output=True, text=True).stdout
        for name in filter(None, listed.split("\0")):
            target = directory / name
            target.parent.mkdir(parents=True, exist_ok=True)
            source = HOUSE / name
            if not target.exists() or target.read_bytes() != source.read_bytes():
                shutil.copy2(source, target)

    def apply(self, mutant):
        path = self.directory / mutant.file
        text = path.read_text()
        if text.count(mutant.old) != 1:
            sys.exit(f"{mutant.name}: {mutant.file} has its line {text.count(mutant.old)} times; "
                     "change the mutant with the code")
        path.write_text(text.replace(mutant.old, mutant.new))
        return path, text

    def build(self):
        built = subprocess.run(["swift", "build", "--product", "leadline-simulate"],
                               cwd=self.directory, capture_output=True, text=True)
        if built.returncode:
            sys.exit(f"the copy does not build:\n{built.stdout[-3000:]}{built.stderr[-1000:]}")

    @property
    def simulate(self):
        return self.directory / ".build/debug/leadline-simulate"


def simulation(copy, options):
    """Runs the simulation; answers what it found, or nothing."""
    run = subprocess.run(
        [copy.simulate, "--seed", str(options.seed), "--requests", str(options.requests),
         "--days", "6", "--tries", "0"], capture_output=True, text=True)
    found = re.search(r"seed (\d+) fails after .*?: (.*?)\n\d+ steps shrunk", run.stdout, re.DOTALL)
    if found:
        return f"seed {found[1]}: {' '.join(found[2].split())[:120]}"
    # A trap ends the process; that is found out as well.
    return f"the process ended with {run.returncode}" if run.returncode else None


def syncs(copy, _):
    """Counts the syncs of the logs of a house whose commits wait for the disk; few are found out.

    Opening and closing a store syncs other files, and as often as commits do in short histories.
    """
    with tempfile.TemporaryDirectory() as place:
        trace = Path(place) / "trace"
        run = subprocess.run(
            ["strace", "-f", "-qq", "-y", "-e", "trace=fdatasync", "-o", trace, copy.simulate,
             "--seed", "1", "--requests", "200", "--days", "1", "--synced"],
            capture_output=True, text=True, check=True)
        groups = int(re.search(r"(\d+) group durable", run.stdout)[1])
        count = sum(1 for line in trace.open() if ".log>" in line)
    return f"{count} syncs for {groups} groups" if count < groups else None


FINDERS = {"simulation": simulation, "syncs": syncs}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", action="append", help="a part of a mutant's name")
    parser.add_argument("--copy", type=Path, help="where the copy is kept, to be used again")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests", type=int, default=12_000)
    parser.add_argument("--markdown", type=Path, help="where a table of the findings is written")
    options = parser.parse_args()
    chosen = [m for m in MUTANTS
              if not options.only or any(part in m.name for part in options.only)]
    place = options.copy or Path(tempfile.mkdtemp(prefix="leadline-mutants-"))
    copy = Copy(place)
    copy.build()
    for finder in dict.fromkeys(m.finder for m in chosen):
        started = time.monotonic()
        if found := FINDERS[finder](copy, options):
            sys.exit(f"the unbroken copy does not pass: {found}")
        print(f"unbroken: {finder} passes in {time.monotonic() - started:.0f} s", flush=True)
    rows, missed = [], []
    for mutant in chosen:
        path, text = copy.apply(mutant)
        try:
            started = time.monotonic()
            copy.build()
            built = time.monotonic()
            found = FINDERS[mutant.finder](copy, options)
            ended = time.monotonic()
        finally:
            path.write_text(text)
        rows.append((mutant, found, built - started, ended - built))
        if not found:
            missed.append(mutant.name)
        print(f"{mutant.name}: {found or 'NOT FOUND'} (built in {built - started:.0f} s, "
              f"run for {ended - built:.1f} s)", flush=True)
    if options.markdown:
        write(options.markdown, rows)
    if not options.copy:
        shutil.rmtree(place)
    if missed:
        sys.exit(f"NOT FOUND: {', '.join(missed)}")
    print(f"all {len(rows)} mutants were found")


def write(path, rows):
    lines = ["| broken | in | found by | it said | after |", "|---|---|---|---|---|"]
    for mutant, found, _, ran in rows:
        said = (found or "NOT FOUND").replace("|", "\\|")
        lines.append(f"| {mutant.name} | `{mutant.file.split('/')[-1]}` | {mutant.finder} | "
                     f"`{said}` | {ran:.1f} s |")
    path.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
