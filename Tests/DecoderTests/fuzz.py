#!/usr/bin/env python3
"""Drives every decoder with libFuzzer, from the kept corpora, under the address sanitizer.

Builds the tests' decoders in a folder of its own (long the first time), then runs each for
--seconds, or with --until until README.md's sum of CPU minutes is that for each, those with the
least first. A decoder that stops the process or breaks one of its promises fails the run: the input
is kept, and the line to repeat it is printed. --record adds what was run to README.md's table;
--keep writes the corpora anew, as few inputs as reach all the code that was reached.
"""

import argparse
import concurrent.futures
import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CORPUS = HERE / "corpus"
README = HERE / "README.md"
SCRATCH = ROOT / ".build-fuzz"
WORK = SCRATCH / "fuzz"
FUZZER = WORK / "decoders"
LIBRARIES = ["leveldb", "psl", "idn2", "edit", "stdc++"]
COVERAGE = "edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table"
# Longer inputs say nothing that shorter ones do not; a request of the protocol's limits is in the
# decoder's own tests.
INPUT_BYTES_MAX = 4096
KEPT_BYTES_MAX = 300
KEPT_INPUTS_MAX = 60
# What one input may take: memory in all, one allocation.
LIMITS = ["-rss_limit_mb=2560", "-malloc_limit_mb=512"]
FULL_MINUTES = 30
# Decoders of requests also begin with what the protocol's vectors send.
SPOKEN = {"command": b"\0", "typed-line": b"", "request": b"\0\0\0"}


def run(words, **options):
    """Runs a command; ends with its output when it fails."""
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words[:6]))} …\n{done.stdout.decode()[-6000:]}")


def build():
    """Builds the decoders with coverage, and links them with libFuzzer's main program."""
    run(["swift", "build", "-c", "release", "--scratch-path", SCRATCH, "--target", "DecoderTests",
         "--sanitize=address", "-Xswiftc", f"-sanitize-coverage={COVERAGE}",
         "-Xswiftc", "-enable-testing", "-Xswiftc", "-use-ld=lld"], cwd=ROOT)
    # The compiler's own plugins are built there too, and have main programs of their own.
    objects = [path for path in (SCRATCH / "release").resolve().rglob("*.o")
               if "-tool.build" not in str(path)]
    WORK.mkdir(exist_ok=True)
    listing = WORK / "objects.txt"
    listing.write_text("\n".join(f'"{path}"' for path in sorted(objects)))
    run(["swiftc", "-sanitize=fuzzer,address", "-use-ld=lld", f"@{listing}", "-o", FUZZER]
        + [f"-l{name}" for name in LIBRARIES], cwd=WORK)


def unescape(line):
    """The bytes that a line of a corpus stands for; as Corpus.swift reads it."""
    plain = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"\\": b"\\"}
    return re.sub(
        rb"\\(x([0-9a-f]{2})|.)",
        lambda match: bytes([int(match[2], 16)]) if match[2] else plain[match[1]], line)


def escape(data):
    """One line of a corpus."""
    names = {0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t", 0x5C: "\\\\"}
    text = "".join(
        names.get(byte) or (chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}")
        for byte in data)
    # A line that begins so would be a comment.
    return "\\x23" + text[1:] if text.startswith("# ") else text


def kept(name):
    """A decoder's corpus: the lines before the found inputs, and all inputs."""
    lines = (CORPUS / f"{name}.txt").read_bytes().splitlines()
    inputs = [unescape(line) for line in lines if line and not line.startswith(b"# ")]
    return lines, inputs


def spoken():
    """What the vectors send, a section each."""
    for path in sorted((ROOT / "Protocol" / "vectors").glob("*.txt")):
        for section in path.read_bytes().split(b"\n=== "):
            lines = re.findall(rb"^> (.*)$", section, re.MULTILINE)
            if lines:
                yield b"".join(line + b"\r\n" for line in lines)


def words():
    """The words of all commands, for libFuzzer's dictionary."""
    found = set()
    for command in json.loads((ROOT / "Protocol" / "commands.json").read_text())["commands"]:
        found.add(command["name"])
        found.update(re.findall(r'"([A-Z][A-Z0-9]+)"', json.dumps(command)))
    return sorted(found)


def prepare(name):
    """Lays out a decoder's folders; what earlier runs found stays there."""
    folder = WORK / name
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    seeds = folder / "seeds"
    shutil.rmtree(seeds, ignore_errors=True)
    seeds.mkdir()
    inputs = kept(name)[1]
    if name in SPOKEN:
        inputs += [SPOKEN[name] + text for text in spoken()]
    for number, data in enumerate(inputs):
        (seeds / f"{number:05}").write_bytes(data)
    dictionary = folder / "words.dict"
    dictionary.write_text("".join(f'"{word}"\n' for word in words()))
    return folder


def environment(name):
    """Stack traces of Swift's own would hang beside the sanitizer's."""
    return os.environ | {
        "LEADLINE_DECODER": name, "SWIFT_BACKTRACE": "enable=no",
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1"}


def fuzz(name, options):
    """Runs one decoder; answers what libFuzzer counted."""
    folder = prepare(name)
    command = [
        FUZZER, f"-max_total_time={options.seconds}", f"-seed={options.seed}",
        f"-max_len={INPUT_BYTES_MAX}", "-print_final_stats=1", "-reload=0", "-len_control=20",
        f"-artifact_prefix={folder}/", f"-timeout={options.timeout}", *LIMITS]
    if name in SPOKEN:
        command.append(f"-dict={folder / 'words.dict'}")
    path = folder / "log.txt"
    with tempfile.TemporaryDirectory() as scratch, path.open("wb") as output:
        process = subprocess.Popen(
            [*command, folder / "corpus", folder / "seeds"], cwd=folder, stdout=output,
            stderr=subprocess.STDOUT, env=environment(name) | {"TMPDIR": scratch})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    log = path.read_text(errors="replace")
    found = re.search(r"Test unit written to (\S+)", log)
    return {
        "name": name, "seconds": usage.ru_utime + usage.ru_stime, "status": process.returncode,
        "crash": found[1] if found else None, "log": log,
        "runs": number(r"stat::number_of_executed_units:\s*(\d+)", log),
        "edges": number(r".* cov: (\d+)", log), "features": number(r".* ft: (\d+)", log)}


def number(pattern, log):
    """The last number of a pattern in a log."""
    found = re.findall(pattern, log)
    return int(found[-1]) if found else 0


def recorded():
    """README.md's table: for each decoder its sums of CPU minutes and of runs."""
    rows = re.findall(r"^\| `([a-z-]+)` \| ([\d.]+) \| ([\d,]+) \|", README.read_text(),
                      re.MULTILINE)
    return {name: (float(minutes), int(runs.replace(",", ""))) for name, minutes, runs in rows}


def record(result):
    """Adds a run to the sums of README.md's table; coverage, date and commit are the last run's."""
    minutes, runs = recorded().get(result["name"], (0, 0))
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, check=True,
                            capture_output=True, text=True).stdout.strip()
    line = (f"| `{result['name']}` | {minutes + result['seconds'] / 60:.1f} | "
            f"{runs + result['runs']:,} | {result['edges']:,} | {result['features']:,} | "
            f"{datetime.date.today()} | {commit} |")
    lines = [kept for kept in README.read_text().splitlines()
             if not kept.startswith(f"| `{result['name']}` |")]
    first = 1 + max(number for number, kept in enumerate(lines) if kept.startswith("| ---"))
    table = sorted([line, *(kept for kept in lines[first:] if kept.startswith("| `"))])
    rest = [kept for kept in lines[first:] if not kept.startswith("| `")]
    README.write_text("\n".join(lines[:first] + table + rest) + "\n")


def report(result):
    """One line for each decoder, and all that is needed to repeat a crash."""
    print(f"{result['name']:20} {result['seconds']:7.0f} s CPU {result['runs']:12,} runs "
          f"{result['edges']:7,} edges {result['features']:8,} features", flush=True)
    if not result["crash"]:
        return
    data = pathlib.Path(result["crash"]).read_bytes()
    print(result["log"][-3000:])
    print(f"{result['name']} fails; the line for its corpus:\n{escape(data)}\nto repeat it:\n"
          f"SWIFT_BACKTRACE=enable=no LEADLINE_DECODER={result['name']} {FUZZER} "
          f"{result['crash']}", flush=True)


def keep(name):
    """Writes a corpus anew: what stands in it by hand, and the smallest cover of all the rest."""
    folder = prepare(name)
    cover = folder / "cover"
    shutil.rmtree(cover, ignore_errors=True)
    cover.mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        run([FUZZER, "-set_cover_merge=1", f"-max_len={KEPT_BYTES_MAX}", *LIMITS, cover,
             folder / "corpus", folder / "seeds"], cwd=folder,
            env=environment(name) | {"TMPDIR": scratch})
    lines = kept(name)[0]
    found = b"# found by libFuzzer, the fewest that reach all it reached"
    by_hand = lines[:lines.index(found)] if found in lines else lines
    known = {unescape(line) for line in by_hand if not line.startswith(b"# ")}
    inputs = sorted({path.read_bytes() for path in cover.iterdir()} - known - {b""}, key=len)
    inputs = [data for data in inputs if len(data) <= KEPT_BYTES_MAX][:KEPT_INPUTS_MAX]
    (CORPUS / f"{name}.txt").write_bytes(
        b"\n".join([*by_hand, found, *(escape(data).encode() for data in inputs)]) + b"\n")
    print(f"{name}: {len(inputs)} inputs kept", flush=True)


def turns(names, options):
    """Whose turn it is: each once, or the one with the least minutes until all have enough."""
    if options.until is None:
        yield from names
        return
    while names:
        known = recorded()
        least = min(names, key=lambda name: known.get(name, (0, 0))[0])
        if known.get(least, (0, 0))[0] >= options.until:
            return
        yield least


def main():
    """Builds, runs, reports."""
    options = read_options()
    names = options.decoders or sorted(path.stem for path in CORPUS.glob("*.txt"))
    if not options.no_build:
        build()
    failed = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        # What is run until there is enough depends on what was run before, one after the other.
        run_all = map if options.until else pool.map
        for result in run_all(lambda name: fuzz(name, options), turns(names, options)):
            report(result)
            if options.record:
                record(result)
            if result["status"] != 0:
                failed.append(result["name"])
                names.remove(result["name"])
    if options.keep and not failed:
        for name in names:
            keep(name)
    if failed:
        sys.exit(f"failed: {' '.join(failed)}")


def read_options():
    """The options, with what one asks of another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("decoders", nargs="*", metavar="DECODER", help="all when none is named")
    parser.add_argument("--seconds", type=int, default=10, help="for each decoder and turn")
    parser.add_argument("--until", type=float, metavar="MINUTES",
                        help="take turns until each has so many CPU minutes in README.md")
    parser.add_argument("--full", action="store_true",
                        help=f"--until {FULL_MINUTES} in turns of two minutes")
    parser.add_argument("--record", action="store_true", help="add the runs to README.md")
    parser.add_argument("--jobs", type=int, default=1, help="decoders at once, without --until")
    parser.add_argument("--timeout", type=int, default=20,
                        help="seconds that one input may take; more where others run before it")
    parser.add_argument("--seed", type=int, default=0, help="0 draws one")
    parser.add_argument("--keep", action="store_true", help="write the corpora anew afterwards")
    parser.add_argument("--no-build", action="store_true", help="run what was built")
    options = parser.parse_args()
    if options.full:
        options.until, options.seconds = FULL_MINUTES, 120
    options.record = options.record or options.until is not None
    return options


if __name__ == "__main__":
    main()
