"""Features, clients, results, and the page that shows them."""

import dataclasses
import re

VERDICTS = ("ok", "no", "na")


def table_lines(path):
    """The lines of a table that hold something, without comments."""
    lines = path.read_text().splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


class Features:
    """Their names and what must be seen, in the order of a file."""

    def __init__(self, path):
        pairs = [line.split(None, 1) for line in table_lines(path)]
        self.meaning = {name: text.strip() for name, text in pairs}
        self.names = list(self.meaning)


class FeatureSets:
    """What is asked of a client: `features.txt`, or `features-GROUP.txt` where its group has one."""

    def __init__(self, here):
        self.here, self.common = here, Features(here / "features.txt")
        self.own = {}

    def of(self, group):
        path = self.here / f"features-{group.lower()}.txt"
        if group not in self.own and path.exists():
            self.own[group] = Features(path)
        return self.own.get(group, self.common)


@dataclasses.dataclass
class Client:
    """One line of `clients.txt`."""

    name: str
    set: str
    group: str
    title: str
    driver: str
    all_needs: str

    @property
    def is_core(self):
        return self.set == "core"

    def needs(self, kind):
        """What it needs of a kind: `pip`, `apt` or `cmd`."""
        needs = [need.split() for need in self.all_needs.split(",") if need.strip()]
        return [what for found, what in needs if found == kind]


class Clients:
    """Every client by its name, in the order of `clients.txt`."""

    def __init__(self, here):
        rows = [[cell.strip() for cell in line.split("|")] for line in
                table_lines(here / "clients.txt")]
        self.by_name = {row[0]: Client(*row) for row in rows}


@dataclasses.dataclass
class Cell:
    """What became of one feature with one client."""

    verdict: str
    reason: str = ""

    def __str__(self):
        return f"{self.verdict} {self.reason}".strip()


class Result:
    """What a driver reported: the client's version and a cell for every feature."""

    def __init__(self, version, cells):
        self.version, self.cells = version, cells

    @classmethod
    def parsed(cls, output, features):
        """Reads a driver's lines; a feature that it did not report is a `no`."""
        version, cells = "of unknown version", {}
        for line in output.splitlines():
            found = re.fullmatch(r"(ok|no|na) ([a-z-]+)(?: (.*))?", line.rstrip())
            if found and found[2] in features.meaning:
                cells[found[2]] = Cell(found[1], (found[3] or "").strip())
            elif line.startswith("version "):
                version = line[len("version "):].strip()
        said = [line for line in output.splitlines() if line.strip()]
        last = said[-1][:200] if said else "nothing"
        missing = Cell("no", f"not reported; the driver's last words: {last}")
        return cls(version, {name: cells.get(name, missing) for name in features.names})

    def text(self):
        cells = [f"{cell.verdict} {name} {cell.reason}".strip() for name, cell in
                 self.cells.items()]
        return "\n".join([f"version {self.version}", *cells]) + "\n"

    def summary(self):
        counts = {verdict: 0 for verdict in VERDICTS}
        for cell in self.cells.values():
            counts[cell.verdict] += 1
        return ", ".join(f"{count} {verdict}" for verdict, count in counts.items())


class Matrix:
    """The results on record, one file for each client, and the page made of them."""

    def __init__(self, here, features, clients):
        self.folder, self.features, self.clients = here / "results", features, clients
        self.results = {}
        for name, client in clients.by_name.items():
            path = self.folder / f"{name}.txt"
            if path.exists():
                expected = features.of(client.group)
                self.results[name] = Result.parsed(path.read_text(), expected)

    def record(self, client, result):
        self.folder.mkdir(exist_ok=True)
        (self.folder / f"{client.name}.txt").write_text(result.text())
        self.results[client.name] = result

    def page(self):
        """The whole of `Protocol/CLIENTS.md`."""
        groups = {}
        for name in self.results:
            client = self.clients.by_name[name]
            groups.setdefault(client.group, []).append(client)
        parts = [HEAD, self.meanings(self.features.common)]
        for group, clients in groups.items():
            parts.append(f"\n\n## {group}\n\n")
            features = self.features.of(group)
            if features is not self.features.common:
                parts += [self.meanings(features), "\n"]
            parts += [self.table(clients, features), self.reasons(clients)]
        return "".join(parts)

    def meanings(self, features):
        rows = [f"| {name} | {text} |\n" for name, text in features.meaning.items()]
        return "| feature | what was seen |\n| --- | --- |\n" + "".join(rows)

    def table(self, clients, features):
        results = [self.results[client.name] for client in clients]
        heads = [f"{client.title}<br>{result.version}" for client, result in zip(clients, results)]
        lines = [["feature", *heads], ["---"] * (len(clients) + 1)]
        signs = {"ok": "ok", "na": "–", "no": "**no**"}
        for name in features.names:
            lines.append([name, *(signs[result.cells[name].verdict] for result in results)])
        return "".join(f"| {' | '.join(line)} |\n" for line in lines)

    def reasons(self, clients):
        """Why a cell is not `ok`, each reason once."""
        found = {}
        for client in clients:
            for name, cell in self.results[client.name].cells.items():
                if cell.verdict != "ok":
                    found.setdefault((cell.reason, cell.verdict), {}).setdefault(
                        client.title, []).append(name)
        lines = []
        for (reason, _), titles in found.items():
            who = "; ".join(f"{title}: {', '.join(names)}" for title, names in titles.items())
            lines.append(f"- {reason or 'no reason given'} ({who})\n")
        return "\n" + "".join(lines) if lines else ""


HEAD = """# Clients that work

Printed by `Tests/Interop/run.py --full --write` from what it saw; do not edit by hand. Every client
but those of the last table is one that others wrote, unmodified; all are given the server's host and
port and nothing else. `ok`: the client did it and the driver checked what came back. `–`: the client has
no way to ask for it; the reason is below its table. Our own, in `clients/`, replay the vectors, too.

"""
