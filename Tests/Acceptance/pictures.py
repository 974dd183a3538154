#!/usr/bin/env python3
"""Live screens, charts and scripts of the command line, in a real terminal and into files.

With --write the expected output of the morning and the screens in README.md are renewed.
"""

import http.server
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import xml.etree.ElementTree as XML
from pathlib import Path

from leadline_server import PACKAGE_ROOT, Checks, Server, arguments
from leadline_socket import TextConnection
from shell import Screen, free_port

MORNING = Path(__file__).resolve().parent / "morning"
README = PACKAGE_ROOT / "README.md"
TOKEN = re.compile(r"\b[0-9a-zA-Z_-]{52}\b")
SVG = "{http://www.w3.org/2000/svg}"


class Client:
    """The command line against one server, with an environment of its own."""

    def __init__(self, binary, port, folder, **environment):
        self.binary, self.port, self.folder = binary, port, folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
        self.environment = {**kept, "HOME": folder, "LANG": "C.UTF-8", **environment}

    def run(self, *words, text=None, port=None, **environment):
        verb = words[:1] if words[:1] and words[0] in VERBS else ()
        options = ("-p", str(port or self.port))
        return subprocess.run(
            [str(self.binary), *verb, *options, *words[len(verb):]], input=text or "",
            capture_output=True, text=True, timeout=60, check=False,
            env={**self.environment, **environment})


VERBS = ("chart", "dashboard", "top", "watch", "import", "export")


def one_line(done, status, words=""):
    """Whether a run ended with a status and one clear line that holds these words."""
    return (done.returncode == status and done.stdout == ""
            and done.stderr.count("\n") == 1 and words in done.stderr)


# The morning: a story told to the server, and the pictures of what it leaves.

def tell_before(client):
    """What happened before the morning; the token of the person whose morning it is."""
    done = client.run("--pipe", text=(MORNING / "before.txt").read_text(encoding="utf-8"))
    if done.returncode:
        raise RuntimeError(done.stderr)
    return client.run("USER.NEW", "mia", "ROLE", "admin").stdout.strip()


def morning(checks, client, is_written):
    story = (MORNING / "script.txt").read_text(encoding="utf-8")
    done = client.run("--echo", "--output", "table", text=story)
    told = TOKEN.sub("TOKEN", done.stdout)
    expected = MORNING / "expected.txt"
    if is_written:
        expected.write_text(told, encoding="utf-8")
    checks.check("the morning runs to its end", done.returncode == 0, done.stderr.strip()[-200:])
    known = expected.read_text(encoding="utf-8")
    pairs = zip(told.splitlines() + [""], known.splitlines() + [""])
    differing = next((f"{a!r} is not {b!r}" for a, b in pairs if a != b), "")
    checks.check("and is told as it was written down", told == known, differing)


def steady(text, port):
    """A screen without what differs from run to run."""
    text = text.replace(f":{port}", ":5323")
    return re.sub(r"\d+\.\d ms +\S+", "0.2 ms    █", text)


def readme_screens(checks, make, client, is_written):
    shell = make()
    shell.shows(r"> $|> ?$")
    shell.run("TODO", r"\\do N")
    screens = {
        "shell": shell.text(),
        "dashboard": client.run("dashboard", "--rows", "20").stdout,
        "chart": client.run("chart", "FUNNEL", "IN", "2026-11", "--width", "70").stdout,
    }
    shell.close()
    text = README.read_text(encoding="utf-8")
    for name, screen in screens.items():
        lines = steady(screen, client.port).strip("\n").splitlines()
        shown = "\n".join(f"    {line}".rstrip() for line in lines)
        mark = re.compile(rf"(<!-- screen: {name} -->\n\n)(.*?)(\n\n<!-- end -->)", re.S)
        found = mark.search(text)
        if is_written:
            text = mark.sub(lambda match: match[1] + shown + match[3], text)
        else:
            checks.check(f"README shows the {name} as it is", bool(found) and found[2] == shown,
                         "" if found and found[2] == shown else f"\n{shown}")
    if is_written:
        README.write_text(text, encoding="utf-8")


# Charts.

def charts(checks, client, folder):
    blocks = client.run("chart", "FUNNEL").stdout
    checks.check("a chart has blocks where the locale is UTF-8", "█" in blocks)
    plain = client.run("chart", "FUNNEL", LANG="C").stdout
    checks.check("and ASCII elsewhere", plain.isascii() and "####" in plain, plain[:40])
    trend = client.run("chart", "TREND", "BY", "day", "--column", "registered").stdout
    checks.check("a trend is a line of braille", any("⠀" < c <= "⣿" for c in trend))
    narrow = client.run("chart", "PARTNERS", "--width", "20").stdout
    checks.check("20 columns are enough for bars",
                 narrow and all(width(line) <= 20 for line in narrow.splitlines()))
    names = re.findall(r'"report\|(\w+)":', client.run("-o", "json", "COMMAND", "DOCS").stdout)
    drawn = {}
    for name in names:
        if name != "help":
            drawn[name] = client.run("chart", name.upper())
    good = [name for name, done in drawn.items() if done.returncode == 0]
    clear = [name for name, done in drawn.items() if one_line(done, 65, "no rows to draw")]
    bad = {name: drawn[name].stderr for name in drawn if name not in good + clear}
    checks.check("every report can be drawn, or says that it is empty", len(good) >= 8 and not bad,
                 f"{len(good)} drawn, {len(clear)} empty {bad or ''}")
    path = Path(folder) / "chart.svg"
    done = client.run("chart", "FUNNEL", "--column", "leads", "--column", "value",
                      "--svg", str(path))
    picture = XML.parse(path).getroot()
    bars = [bar for bar in picture.iter(f"{SVG}rect") if bar.get("x")]
    checks.check("an SVG picture is well-formed, with a bar for each row",
                 done.returncode == 0 and picture.tag == f"{SVG}svg" and len(bars) == 12)
    checks.check("and says what it shows to who cannot see it",
                 picture.get("role") == "img" and "leads" in picture.find(f"{SVG}title").text
                 and "registered: " in picture.find(f"{SVG}desc").text)
    hostile = client.run("chart", "PARTNERS", "--svg", "-").stdout
    texts = [text.text for text in XML.fromstring(hostile.encode()).iter(f"{SVG}text")]
    checks.check("names with markup stay names", any("<b>&" in text for text in texts if text))
    done = client.run("chart", "FUNNEL", "--svg", "/dev/full")
    checks.check("a full disk is one clear line", one_line(done, 74, "No space left"), done.stderr)
    checks.check("a report that there is not, too",
                 one_line(client.run("chart", "NOPE"), 1, "REPORT HELP"))
    checks.check("a column that there is not, too",
                 one_line(client.run("chart", "FUNNEL", "--column", "x"), 65, "leads"))


def width(line):
    """Columns of a terminal, as far as the names of this run go."""
    return len(line) + sum(0x2E80 <= ord(c) < 0xE000 or ord(c) >= 0x1F300 for c in line)


# Live screens.

def live(checks, make, server, client, token):
    def ask(*lines):
        connection = TextConnection(server.port)
        connection.ask(f"AUTH {token}")
        for line in lines:
            connection.ask(line)
        connection.close()

    wrapped = ["sh", "-c", f"stty -a > '{client.folder}/before'; \"$0\" dashboard \"$@\"; "
               f"ended=$?; stty -a > '{client.folder}/after'; echo status $ended; sleep 60",
               str(client.binary), "-p", str(server.port)]
    screen = make(command=wrapped)
    checks.check("the dashboard has its panels", screen.shows(r"^funnel ─+  due \d+, late \d+ ─"))
    lines = screen.text().splitlines()
    checks.check("on a screen of 80 by 24", len(lines) == 24 and max(map(width, lines)) <= 80,
                 f"{len(lines)} rows")
    ask("LEAD.NEW EMAIL live@screen.example NAME \"Live \\x1b[31m One\" SERVICE payroll ZIP 60601")
    checks.check("a new lead comes up by itself", screen.shows(r"lead\.created L\d+ mia"))
    checks.check("and its name cannot colour anything",
                 screen.shows(r"Live \\x1b\[31m One"))
    screen.tmux("resize-window", "-x", "40", "-y", "20")
    checks.check("it follows the window", screen.shows(r"^due \d+, late \d+ ─+$")
                 and max(map(width, screen.text().splitlines())) <= 40)
    screen.tmux("resize-window", "-x", "20", "-y", "10")
    checks.check("down to 20 columns", screen.shows(r"^due \d+, late \d+ ─+$"))
    screen.tmux("resize-window", "-x", "18", "-y", "10")
    checks.check("and is one line below", screen.shows(r"^\d+ new \d+ late$"))
    screen.tmux("resize-window", "-x", "80", "-y", "24")
    screen.shows(r"^funnel")
    server.stop()
    checks.check("a lost server is told", screen.shows(r"^no connection: .*trying again"))
    server.start()
    checks.check("and found again", screen.shows(r"^q quits"))
    screen.keys("q")
    checks.check("q ends it", screen.shows(r"^status 0"))
    checks.check("and gives the screen back", "funnel" not in screen.text())
    before, after = (Path(client.folder, name).read_text() for name in ("before", "after"))
    checks.check("with the terminal as it was", before == after)
    screen.close()
    screen = make(command=wrapped, environment={"NO_COLOR": "1", "LANG": "C"})
    screen.shows(r"^funnel -+")
    styled = screen.tmux("capture-pane", "-p", "-e")
    checks.check("NO_COLOR leaves styles out, a plain locale blocks",
                 "\x1b[" not in styled and styled.isascii())
    screen.keys("C-c")
    checks.check("Ctrl-C ends it with its status", screen.shows(r"^status 130"))
    screen.close()


def signalled(checks, make, client, server):
    screen = make(command=["sh", "-c", '"$0" top "$@" & echo $! > "$HOME/pid"; wait $!; '
                           'echo status $?; sleep 60', str(client.binary), "-p",
                           str(server.port)], environment={"HOME": client.folder})
    # A background job of sh has no standard input: it prints lines instead.
    checks.check("top without a keyboard prints lines", screen.shows(r"commands/s, \d+ clients"))
    os.kill(int(Path(client.folder, "pid").read_text()), 15)
    checks.check("and ends when it is told to", screen.shows(r"^status 143"))
    screen.close()
    screen = make(command=["bash", "-c", '"$0" top "$@"; echo status $?; sleep 60',
                           str(client.binary), "-p", str(server.port)])
    checks.check("top lists commands", screen.shows(r"^command +calls/s"))
    checks.check("with what they cost", screen.shows(r"^INFO +\d+\.\d +\d+\.\d"))
    checks.check("and who is connected", screen.shows(r"^clients ─+"))
    panes = screen.tmux("list-panes", "-F", "#{pane_pid}").split()
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", panes[0]], capture_output=True,
                           text=True, check=False).stdout.split()
    os.kill(int(found[0]), 15)
    checks.check("SIGTERM gives the screen back", screen.shows(r"^status 143")
                 and "calls/s" not in screen.text())
    screen.close()
    screen = make(command=["bash", "-c", '"$0" watch --every 0.2 "$@"; echo status $?; sleep 60',
                           str(client.binary), "-p", str(server.port), "PARTNER.LIST"])
    checks.check("watch keeps a reply current", screen.shows(r"^every 0\.2 s: PARTNER\.LIST")
                 and screen.shows(r"名前"))
    screen.keys("q")
    checks.check("until q", screen.shows(r"^status 0"))
    screen.close()


def suspended(checks, make, client, server):
    """Ctrl-Z under a shell with job control: the terminal is given back, and taken again by fg."""
    screen = make(command=["bash", "--norc", "-i"], environment={"PS1": "job> "})
    for verb, sign in (("dashboard", r"^─* ?Funnel|funnel"), ("top", r"^command +calls/s")):
        screen.type(f"'{client.binary}' {verb} -p {server.port}")
        checks.check(f"{verb} is shown", screen.shows(sign))
        screen.keys("C-z")
        checks.check(f"Ctrl-Z stops {verb}", screen.shows(r"Stopped"))
        screen.type("echo still $((40 + 2)) here")
        checks.check("what is typed is seen again", screen.shows(r"echo still .*\n^still 42 here"))
        screen.type("fg")
        checks.check(f"fg shows {verb} again", screen.shows(sign)
                     and "still 42" not in screen.text())
        screen.keys("q")
        checks.check("and q ends it", screen.shows(r"still 42 here\n(?:.*\n)*job>\Z"))
        screen.type("clear")
    screen.close()


def printed(checks, client):
    done = client.run("dashboard", "--columns", "60", "--rows", "30")
    checks.check("into a pipe the dashboard is text, once",
                 done.returncode == 0 and "\x1b" not in done.stdout
                 and done.stdout.count("q quits") == 1)
    done = client.run("top", "--times", "2", "--every", "0.2")
    checks.check("and top is a line for each look", done.stdout.count("commands/s, ") == 2)
    done = client.run("watch", "--times", "3", "--every", "0.1", "PING")
    checks.check("watch a reply for each", done.stdout == "PONG\n" * 3, done.stdout)
    done = client.run("--repeat", "3", "--interval", "0.1", "PING")
    checks.check("--repeat, too", done.stdout == "PONG\n" * 3)
    done = client.run("--stat", "--repeat", "1", "--interval", "0.2")
    checks.check("--stat tells the load", "commands/s" in done.stdout, done.stderr)
    done = client.run("--latency", "--repeat", "1", "--interval", "0.2")
    checks.check("--latency the distance",
                 bool(re.search(r"p99 \d+\.\d{3} ms", done.stdout)), done.stderr)
    done = client.run("-x", "NOTE", "L1", text="two\nlines")
    note = client.run("-o", "json", "NOTE", "L1").stdout
    checks.check("-x takes the last argument from standard input", "two\\nlines" in note,
                 done.stderr)
    export = client.run("export", "-f", "/dev/full")
    checks.check("an export onto a full disk is one clear line",
                 export.returncode == 74 and "No space left" in export.stderr, export.stderr)


# What can be wrong with where one connects.

class Teapot(http.server.BaseHTTPRequestHandler):
    def log_message(self, *words):
        pass


def strangers(checks, client):
    def everywhere(name, status, words, port, **environment):
        for verb in (["PING"], ["chart", "FUNNEL"], ["dashboard"], ["top"], ["watch", "PING"]):
            done = client.run(*verb, port=port, **environment)
            checks.check(f"{name}: {verb[0]} is one clear line",
                         one_line(done, status, words), done.stderr.strip())

    everywhere("a server that is down", 69, "cannot connect", 1)
    everywhere("a wrong token", 77, "WRONGPASS", client.port, LEADLINE_TOKEN="0" * 52)
    web = http.server.HTTPServer(("127.0.0.1", 0), Teapot)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    everywhere("a web server", 76, "", web.server_port)
    web.shutdown()
    if shutil.which("redis-server") is None:
        checks.note("there is no Redis: it is not tried")
        return
    port = free_port()
    redis = subprocess.Popen(
        ["redis-server", "--port", str(port), "--save", ""], stdout=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    everywhere("a Redis server", 76, "no Leadline server but redis", port, LEADLINE_TOKEN="")
    redis.terminate()
    redis.wait()


def typing(checks, make):
    """The shell's list of what to do, and a first start with nothing in the home folder."""
    screen = make()
    checks.check("a first start has a prompt", screen.shows(r"^mia@127\.0\.0\.1:\d+.*> ?$"))
    checks.check("TODO numbers its rows", screen.run("TODO", r"^\\do N") and screen.shows(r"^1 "))
    screen.keys("C-l")
    screen.type("\\do 1")
    checks.check("\\do runs a row's command", screen.shows(r"> RELEASE L\d+$"))
    checks.check("and it is done", screen.shows(r"^\d+$"))
    checks.check("a row that there is not is told", screen.run("\\do 99", r"no list with commands"))
    screen.close()


def main():
    parser = arguments(__doc__)
    parser.add_argument("--client", default=None)
    parser.add_argument("--write", action="store_true", help="renew what is written down")
    options = parser.parse_args()
    checks = Checks()
    binary = Path(options.client or Path(options.server).with_name("leadline")).resolve()
    folder = tempfile.mkdtemp(prefix="leadline-pictures-")
    server = Server(options.server, "--port", str(free_port()), "--enable-debug-commands")
    server.start()
    client = Client(binary, server.port, folder)
    token = tell_before(client)
    client.environment["LEADLINE_TOKEN"] = token

    def make(columns=80, rows=24, environment=None, command=None):
        return Screen(folder, command or [binary, "-p", server.port], columns, rows,
                      {"LEADLINE_TOKEN": token, "LC_ALL": "", **(environment or {})})

    has_terminal = shutil.which("tmux") is not None
    if has_terminal:
        readme_screens(checks, make, client, options.write)
    morning(checks, client, options.write)
    partner = client.run("PARTNER.NEW", "NAME", "<b>&\"").stdout.strip()
    lead = client.run("LEAD.NEW", "EMAIL", "x@markup.example", "NAME", "X").stdout.strip()
    client.run("ASSIGN", lead, partner)
    charts(checks, client, folder)
    printed(checks, client)
    strangers(checks, client)
    if has_terminal:
        typing(checks, make)
        live(checks, make, server, client, token)
        signalled(checks, make, client, server)
        suspended(checks, make, client, server)
    else:
        checks.note("there is no tmux: live screens are not tried")
    shutil.rmtree(folder)
    checks.finish(server)


if __name__ == "__main__":
    main()
