#!/usr/bin/env python3
"""The load generator as it is used: every dialect, both loops, comparisons, growth, fairness.

Shows that what it prints can be read and is about what it did; figures are not judged here.
"""

import json
import subprocess
import tempfile
import xml.etree.ElementTree
from pathlib import Path

from leadline_server import Checks, Server, arguments
from leadline_socket import TextConnection


class BenchRun:
    """One server, and the generator beside the server's program."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
        self.bench = Path(options.server).resolve().parent / "leadline-bench"
        self.place = Path(tempfile.mkdtemp(prefix="leadline-bench-run-"))
        self.server = Server(options.server, "--durability", "os").start()

    def call(self, *words, status=0):
        done = subprocess.run([str(self.bench), *map(str, words)], capture_output=True, text=True,
                              timeout=600)
        name = " ".join(map(str, words))[:90]
        self.checks.check(f"leadline-bench {name}", done.returncode == status,
                          "" if done.returncode == status else f"{done.returncode} {done.stderr}")
        return done.stdout

    def load(self, *words):
        text = self.call("-p", self.server.port, "--seed", self.options.seed, "--warmup", "0",
                         "--json", *words)
        return json.loads(text) if text else {}

    def leads(self):
        connection = TextConnection(self.server.port)
        count = int(connection.ask("DBSIZE").final[1:])
        connection.close()
        return count

    def dialects(self):
        for dialect in ("text", "json", "resp2", "resp3"):
            before = self.leads()
            found = self.load("--dialect", dialect, "-c", 3, "-P", 4, "-n", 240, "lead.new")
            self.checks.check(f"{dialect}: every lead answered is there",
                              self.leads() - before == found.get("requests") == 240)
            found = self.load("--dialect", dialect, "--seconds", 0.5, "--keys", "zipf", "mixed")
            self.checks.check(f"{dialect}: no errors", found.get("errors") == 0)
        found = self.load("--dialect", "text", "-n", 5, "NO.SUCH")
        self.checks.check("errors are counted by their code", "ERR 5" in str(found), str(found))

    def open_loop(self):
        found = self.load("--rate", 300, "-c", 4, "--seconds", 1.5, "--rounds", 2, "ping")
        self.checks.check("requests come at their rate",
                          [r["requests"] for r in found["rounds"]] == [450, 450]
                          and 280 < found["per_second"] <= 310, str(found["per_second"]))
        for scene in ("intake", "triage", "partner-portal", "reports", "import", "mixed-day"):
            found = self.load("--rate", 100, "-c", 4, "-n", 60, scene)
            self.checks.check(f"{scene} by the clock", found.get("errors") == 0, str(found)[:200])

    def differences(self):
        def rounds(*rates):
            path = self.place / f"{rates[0]}.json"
            path.write_text(json.dumps({
                "workload": "ping", "connections": 1, "pipeline": 1,
                "rounds": [{"per_second": r, "p50_ms": 1, "p99_ms": 2} for r in rates]}))
            return path
        slow, fast = rounds(100, 101, 102), rounds(200, 201, 202)
        self.checks.check("faster is better", "better" in self.call("diff", slow, fast))
        self.checks.check("slower is worse", "worse" in self.call("diff", fast, slow, status=1))
        real = self.place / "real.json"
        real.write_text(json.dumps(self.load("--rounds", 3, "--seconds", 0.2, "ping")))
        self.checks.check("a run is within its own spread",
                          self.call("diff", real, real).count("within the spread") == 4)

    def comparison(self):
        text = self.call("compare", "--server", self.options.server, "--rounds", 1, "--seconds",
                         0.3, "--warmup", 0.1, "-c", 4, "--keyspace", 100, "--json",
                         *self.options.works.split())
        found = json.loads(text)
        servers = {(r["work"], r["server"]) for r in found["results"]}
        for floor in ("LevelDB alone", "fdatasync alone", "loopback alone"):
            self.checks.check(f"{floor} is measured beside it", ("lead.new", floor) in servers)
        self.checks.check("an import is measured beside LevelDB alone", {
            ("import", "Leadline"), ("import", "LevelDB alone")} <= servers)
        self.checks.note(f"{len(servers)} standings of {sorted({s for _, s in servers})}")
        for server in found["servers"]:
            self.checks.check(f"{server['server']} has the leads it answered",
                              server["leads_answered"] == server["leads_found"])

    def growth(self):
        picture = self.place / "growth.svg"
        text = self.call("grow", "--server", self.options.server, "--leads", "200,400", "-n", 20,
                         "--svg", picture)
        self.checks.check("growth has every fact", all(
            name in text for name in ("write amplification", "bytes on disk per lead", "QUEUE")))
        root = xml.etree.ElementTree.parse(picture).getroot()
        self.checks.check("the picture is SVG", root.tag.endswith("svg") and len(root) > 20)

    def fairness(self):
        text = self.call("fairness", "--server", self.options.server, "--leads", 500, "--rate",
                         200, "-c", 4, "--seconds", self.options.seconds, "--warmup", 0,
                         "--reads", 80, "--json")
        rows = json.loads(text)["rows"]
        beside = [row["beside"] for row in rows]
        self.checks.check("the day goes on beside each", beside == [
            "nothing", "import", "reports", "check", "compact", "backup", "backup+import"],
                          str(beside))
        self.checks.check("each was at work", all(row["done"] for row in rows[1:]))
        self.checks.check("nobody was refused", not any(row["errors"] for row in rows))

    def run(self):
        self.dialects()
        self.open_loop()
        self.differences()
        self.comparison()
        self.growth()
        self.fairness()
        self.checks.finish(self.server)


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--works", default="lead.new lead.find import",
                        help="what is compared, parted by blanks")
    parser.add_argument("--seconds", type=float, default=1, help="for each thing beside the day")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    BenchRun(options).run()


if __name__ == "__main__":
    main()
