#!/usr/bin/env python3
"""The interactive shell in a real terminal: tmux draws the screen, and what it shows is checked."""

import os
import re
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from pathlib import Path

from leadline_server import Checks, Server, arguments
from leadline_socket import TextConnection

PATIENCE_S = 15


class Screen:
    """A program in a window of tmux, on a socket of its own."""

    def __init__(self, folder, command, columns=80, rows=24, environment=None):
        self.socket = str(Path(folder) / f"tmux-{columns}x{rows}-{time.monotonic_ns()}")
        settings = {
            "XDG_STATE_HOME": f"{folder}/state", "XDG_CONFIG_HOME": f"{folder}/config",
            "LANG": "C.UTF-8", **(environment or {}),
        }
        words = [f"{name}={value}" for name, value in settings.items()]
        self.tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows),
            "env", *words, *map(str, command), ";", "set", "remain-on-exit", "on")

    def tmux(self, *words):
        done = subprocess.run(
            ["tmux", "-u", "-S", self.socket, *words], capture_output=True, text=True,
            timeout=PATIENCE_S, check=False)
        return done.stdout

    def keys(self, *keys):
        self.tmux("send-keys", *keys)

    def type(self, text):
        self.tmux("send-keys", "-l", text)
        self.keys("Enter")

    def text(self):
        return self.tmux("capture-pane", "-p", "-J").rstrip()

    def shows(self, pattern):
        """Whether the screen comes to show something."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if re.search(pattern, self.text(), re.M):
                return True
            time.sleep(0.05)
        return False

    def has_ended(self):
        """Whether the program has; tmux itself misses the end of one where processors are busy."""
        number = self.tmux("display-message", "-p", "#{pane_pid}").strip()
        try:
            # The state stands behind the name; who has ended is a zombie until tmux looks.
            return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except FileNotFoundError:
            return True

    def ends(self):
        until = time.monotonic() + PATIENCE_S
        while not self.has_ended() and time.monotonic() < until:
            time.sleep(0.05)
        return self.has_ended()

    def run(self, line, pattern):
        """Types a line on a cleared screen and waits for its outcome."""
        self.keys("C-l")
        self.type(line)
        return self.shows(pattern)

    def close(self):
        self.tmux("kill-server")


def ask(server, line):
    connection = TextConnection(server.port)
    connection.ask(line)
    connection.close()


def free_port():
    """A port that nobody listens on: the shell has to find the server again after a restart."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def one_shot(checks, client, port, folder):
    def run(*words, text=None, environment=None):
        return subprocess.run(
            [client, "-p", str(port), *words], input=text, capture_output=True, text=True,
            timeout=30, check=False, env={**os.environ, "HOME": folder, **(environment or {})})

    checks.check("a pipe into head ends quietly", subprocess.run(
        f"'{client}' -p {port} --pipe < '{folder}/pings' | head -1", shell=True,
        capture_output=True, text=True, timeout=30, check=False).stderr == "")
    done = run("SUBSCRIBE", "lead.*")
    checks.check("what has no reply of its own is refused", done.returncode == 64, done.stderr)
    broken = Path(folder) / "broken.csv"
    broken.write_text("email,name\n" + "".join(
        f"a{line}@b.example,n\n" for line in range(2, 17)) + 'x@b.example,"n\n')
    done = run("import", str(broken))
    checks.check(
        "a sheet that is broken at line 17 is one clear line",
        done.returncode == 65 and done.stderr.count("\n") == 1 and "line 17" in done.stderr,
        done.stderr.strip())
    checks.check("of which nothing was imported", run("DBSIZE").stdout.strip() == "0")
    done = subprocess.run(
        [client, "-p", "1", "PING"], capture_output=True, text=True, timeout=30, check=False)
    checks.check(
        "a server that is down is one clear line",
        done.returncode == 69 and done.stderr.count("\n") == 1, done.stderr.strip())
    run("PARTNER.NEW", "NAME", "First")
    done = run("export", "-f", "/dev/full")
    full = done.returncode == 74 and "No space left" in done.stderr
    checks.check("a full disk has its status", full, done.stderr.strip())
    block = "MULTI\nLEAD.NEW EMAIL a@twin.example\nLEAD.NEW EMAIL a@twin.example\nEXEC\nPING\n"
    done = run(text=block)
    checks.check(
        "a script ends at a block that was undone",
        done.returncode == 1 and "PONG" not in done.stdout and "line 4" in done.stderr,
        f"{done.returncode} {done.stdout!r} {done.stderr!r}")
    done = run("--pipe", text=block)
    checks.check(
        "with --pipe it is counted and passed",
        done.returncode == 1 and "PONG" in done.stdout and "1 refused" in done.stderr, done.stderr)
    done = run("PING", environment={"LEADLINE_OUTPUT": "xml"})
    checks.check(
        "a variable with an unknown format is refused like the flag",
        done.returncode == 64 and "'xml'" in done.stderr, done.stderr)


def typing(checks, screen):
    checks.check("the prompt names user and place", screen.shows(r"^default@127\.0\.0\.1:\d+>"))
    screen.type('PARTNER.NEW NAME "Zoë 名前 Gmbh"')
    screen.type('PARTNER.NEW NAME "Evil \\x1b[31m red"')
    screen.type('LEAD.NEW EMAIL a@b.example NAME "💡 名前" COMPANY Acme')
    screen.type("LEAD.NEW EMAIL c@d.example NAME Bob COMPANY Bolt")
    checks.check("commands are answered", screen.shows(r"^L2$"))
    found = screen.run("PARTNER.LIST COLUMNS id,name,open", r"^3 rows$")
    rows = [line for line in screen.text().splitlines() if re.match(r"(id|P\d) ", line)]
    checks.check("hostile characters are shown escaped", found and r"\x1b[31m" in "".join(rows))
    # A terminal counts cells: tmux puts what is behind wide characters where it belongs.
    ends = {len(line) + sum(ord(c) > 0x2E80 for c in line) for line in rows[1:]}
    checks.check("wide characters keep the columns aligned", len(ends) == 1, str(rows))


def completing(checks, screen):
    screen.keys("C-l")
    screen.tmux("send-keys", "-l", "lead.g")
    screen.keys("Tab")
    checks.check("Tab completes a command", screen.shows(r"> lead\.get $|> lead\.get$"))
    screen.keys("Tab")
    checks.check(
        "Tab on an empty argument shows usage and ids",
        screen.shows(r"LEAD\.GET lead") and screen.shows(r"L2  Bob"))
    screen.keys("C-c")
    screen.keys("C-l")
    screen.tmux("send-keys", "-l", "PARTNER.GET zoë")
    screen.keys("Tab")
    checks.check("Tab takes a partner's name for its id", screen.shows(r"PARTNER\.GET P2"))
    screen.keys("C-c")
    screen.keys("C-l")
    screen.tmux("send-keys", "-l", "LEAD.LIST DIR")
    screen.keys("Tab")
    screen.tmux("send-keys", "-l", "o")
    screen.keys("Tab")
    checks.check("Tab completes keywords and choices", screen.shows(r"LEAD\.LIST DIRECTION out"))
    screen.keys("C-c")


def working(checks, screen):
    screen.run("MULTI", r"block of 0")
    checks.check("the prompt shows an open block", screen.run("NOTE L1 hi", "block of 1"))
    checks.check("and its end", screen.run("EXEC", r"(\d|to do\])> ?$"))
    screen.run("LEAD.LIST LIMIT 1 COLUMNS id,name", r"next reads on")
    checks.check("\\next reads the next page", screen.run("\\next", r"^L1 "))
    checks.check("\\x turns rows into fields", screen.run("\\x", r">") and screen.run(
        "LEAD.LIST COLUMNS id,name", r"^name +💡"))
    screen.type("\\x")
    checks.check("\\timing tells the time", screen.run("\\timing", "timing is on") and screen.run(
        "PING", r"^time: \d+\.\d{3} ms"))
    screen.type("\\timing")
    screen.keys("C-l")
    screen.type("EVENTS AFTER now BLOCK 0")
    time.sleep(0.5)
    screen.keys("C-c")
    checks.check("Ctrl-C ends a wait", screen.shows("interrupted"))
    checks.check("and the shell goes on", screen.run("WHOAMI", r"^role +admin"))
    screen.type("\\watch 0.2 PING")
    checks.check("\\watch repeats", screen.shows(r"^every 0\.2 s: PING"))
    screen.keys("C-c")
    checks.check("until Ctrl-C", screen.shows(r"\^C"))


def surviving(checks, screen, server):
    screen.keys("C-l")
    screen.type("\\follow TYPE lead.*")
    time.sleep(0.5)
    ask(server, "LEAD.NEW EMAIL e@f.example")
    checks.check("\\follow shows events as they come", screen.shows(r"lead\.created +L3"))
    server.stop()
    checks.check("a lost server is told", screen.shows("trying again"))
    server.start()
    checks.check("and found again", screen.shows("connected again"))
    ask(server, "LEAD.NEW EMAIL g@h.example")
    checks.check("nothing is missed", screen.shows(r"lead\.created +L4"))
    screen.keys("C-c")
    screen.keys("C-l")
    checks.check("the shell connects again by itself", screen.run("PING", r"^PONG|connected"))
    checks.check("and is itself again", screen.run("PING", r"^PONG"))


def remembering(checks, screen, folder, make):
    screen.type("LEAD.GET L2 ")
    # A record that is longer than the screen is in the pager.
    time.sleep(0.5)
    screen.keys("q")
    screen.keys("C-u")
    screen.type("AUTH 0123456789")
    screen.shows("-ERR AUTH|-WRONGPASS")
    # Between a reply and the next prompt the terminal keeps no end of input.
    for _ in range(20):
        # Where the pager came late it is left first; at a prompt this changes nothing.
        screen.keys("q", "C-u", "C-d")
        time.sleep(0.25)
        if screen.has_ended():
            break
    checks.check("Ctrl-D ends it", screen.ends(), screen.text()[-200:])
    screen.close()
    path = Path(folder) / "state/leadline/history"
    text = path.read_text(encoding="utf-8")
    checks.check("the history keeps what was typed", "LEAD.GET L2" in text)
    private = not any(word in text for word in ("AUTH", "a@b.example", "Zoë", "0123456789"))
    checks.check("but nothing secret or personal", private, text)
    mode = stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)
    checks.check("for its owner alone", mode == (0o600, 0o700), str(mode))
    again = make()
    again.shows(r"> ")
    again.keys("C-r")
    again.tmux("send-keys", "-l", "GET")
    checks.check("Ctrl-R finds it in the next session", again.shows(r"LEAD\.GET L2"))
    again.close()


def main():
    parser = arguments(__doc__)
    parser.add_argument("--client", default=None)
    options = parser.parse_args()
    checks = Checks()
    if shutil.which("tmux") is None:
        checks.note("there is no tmux: nothing is tried")
        return
    client = Path(options.client or Path(options.server).with_name("leadline"))
    folder = tempfile.mkdtemp(prefix="leadline-shell-")
    Path(folder, "pings").write_text("PING\n" * 10000)
    server = Server(options.server, "--port", str(free_port()))
    server.start()
    one_shot(checks, client, server.port, folder)

    def make(columns=80, rows=24, environment=None):
        return Screen(folder, [client, "-p", server.port], columns, rows, environment)

    screen = make()
    typing(checks, screen)
    completing(checks, screen)
    working(checks, screen)
    narrow = make(columns=20, rows=10, environment={"LEADLINE_PAGER": "", "NO_COLOR": "1"})
    narrow.shows(r">")
    checks.check("a screen of 20 columns has fields below each other",
                 narrow.run("LEAD.LIST LIMIT 1", r"^created"))
    styled = narrow.tmux("capture-pane", "-p", "-e")
    checks.check("NO_COLOR leaves colours out", "\x1b[1m" not in styled and "\x1b[3" not in styled)
    narrow.close()
    surviving(checks, screen, server)
    remembering(checks, screen, folder, make)
    shutil.rmtree(folder)
    checks.finish(server)


if __name__ == "__main__":
    main()
