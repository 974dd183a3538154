#!/usr/bin/env python3
"""Every test of the Python client and of the bridges, against real servers.

usage: run_tests.py [--server BIN] [--only WORD]

The packages go into environments of their own, as Tests/Interop/README.md says; the client itself
is installed from the tree without network. `--only` runs the steps whose name has the word.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "Tests/Interop"))
sys.dont_write_bytecode = True

from installing import Cache, NotHere  # noqa: E402

NEWEST, OLDEST, MYPY = "redis==8.1.0", "redis==5.0.0", "mypy==2.4.1"
SECONDS = 600


class Steps:
    """The steps of the run, each with one line of its outcome."""

    def __init__(self, only, server):
        self.only, self.failed = only, []
        self.environment = {
            **os.environ, "LEADLINE_SERVER": str(Path(server).resolve()),
            "PYTHONDONTWRITEBYTECODE": "1"}

    def run(self, name, *command, path=()):
        if self.only not in name:
            return
        environment = {**self.environment, "PYTHONPATH": os.pathsep.join(map(str, path))}
        try:
            status = subprocess.run(
                command, cwd=HERE, env=environment, timeout=SECONDS).returncode
        except subprocess.TimeoutExpired:
            status = f"no end within {SECONDS} s"
        print(f"{'ok  ' if status == 0 else 'FAIL'} {name}", flush=True)
        self.failed += [name] if status else []


def tests(steps, cache, folder):
    new, old = (cache.environment(packages) for packages in ([NEWEST, MYPY], [OLDEST]))
    package, build, suites = Path(folder) / "package", HERE / "python", HERE / "python/tests"
    shared = HERE.parent / "Tests/Acceptance"
    steps_path = [package, suites, build, shared]
    only, steps.only = steps.only, ""
    steps.run("python: installs without network", new, "-m", "pip", "install", "--quiet",
              "--no-index", "--no-deps", "--no-build-isolation", "--target", package, build)
    steps.only = only
    steps.run("python: types", new, "-m", "mypy", "--strict", "--cache-dir", Path(folder) / "mypy",
              "-p", "leadline", path=[build])
    steps.run("python: vectors", new, "-m", "unittest", "-q", "test_vectors", path=steps_path)
    for python, name in ((new, NEWEST), (old, OLDEST)):
        steps.run(f"python: client with {name}", python, "-m", "unittest", "-q", "test_generated",
                  "test_values", "test_client", path=steps_path)
    bridges = HERE / "bridges"
    steps.run("bridges", new, "-m", "unittest", "discover", "-q", "-s", bridges / "tests",
              path=[package, bridges, suites, build, shared])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", default=ROOT / ".build/release/leadline-server")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    steps = Steps(arguments.only, arguments.server)
    try:
        with Cache(ROOT / "Tests/Interop", False) as cache, tempfile.TemporaryDirectory() as folder:
            tests(steps, cache, folder)
    except NotHere as reason:
        sys.exit(f"the packages cannot be installed: {reason}")
    if steps.failed:
        sys.exit(f"FAILED: {', '.join(steps.failed)}")
    print("all clients hold", flush=True)


if __name__ == "__main__":
    main()
