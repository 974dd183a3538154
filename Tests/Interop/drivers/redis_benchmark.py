#!/usr/bin/env python3
"""redis-benchmark: its own tests, and any command with a number that it makes up."""

import re
import subprocess

from scenario import FEATURES, Driver, NoWay, expect

LOAD_ONLY = "a load generator sends commands and shows how long they took"


class RedisBenchmark(Driver):
    """Each feature is one run of the program, which ends with a line of requests a second."""

    def version(self):
        shown = subprocess.run(["redis-benchmark", "--version"], capture_output=True, text=True)
        return shown.stdout.split()[1]

    def bench(self, *words):
        command = ["redis-benchmark", "-h", self.host, "-p", str(self.port), "-q", *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=25)
        rates = re.findall(r"([^\r\n]+): (\d+\.\d+) requests per second", done.stdout)
        # It ends at the first error, and warns where it cannot read the configuration.
        warned = "CONFIG" in done.stderr or "rror" in done.stderr
        expect(done.returncode == 0 and rates and not warned, done.stdout[-200:], done.stderr)
        return [name.strip() for name, _ in rates]

    def leads(self):
        command = ["redis-cli", "-h", self.host, "-p", str(self.port), "DBSIZE"]
        return int(subprocess.run(command, capture_output=True, text=True).stdout)

    async def see_connect(self):
        expect(self.bench("-n", "50", "PING") == ["PING"])

    async def see_ping(self):
        found = self.bench("-n", "1000", "-t", "ping_inline,ping_mbulk")
        expect(found == ["PING_INLINE", "PING_MBULK"], found)
        expect(self.bench("-3", "-n", "1000", "-t", "ping_mbulk") == ["PING_MBULK"])

    async def see_lead_new(self):
        line = f"LEAD.NEW EMAIL x@bench__rand_int__-{self.tag}.example NAME Ann"
        before = self.leads()
        self.bench("-n", "200", "-r", "1000000000", *line.split(" "))
        expect(self.leads() == before + 200, before, self.leads())

    async def see_pipeline(self):
        self.bench("-n", "5000", "-P", "16", "-t", "ping_mbulk")
        self.bench("-n", "2000", "-P", "16", "LEAD.GET", "L1")

    async def see_quit(self):
        found = self.bench("-n", "100", "-c", "20", "-k", "0", "PING")
        expect(found == ["PING"], found)


def every_other():
    """Features that the scenario has and a load generator has not."""
    shown = {"connect", "ping", "lead-new", "pipeline", "quit"}
    names = [line.split()[0] for line in FEATURES.read_text().splitlines()
             if line and not line.startswith("#")]
    for name in set(names) - shown:
        async def no_way(_):
            raise NoWay(LOAD_ONLY)

        setattr(RedisBenchmark, "see_" + name.replace("-", "_"), no_way)


every_other()
RedisBenchmark().run()
