"""Line tools, typed into as a person would: nc and its kin, telnet, bash."""

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from terminal import Terminal

FEATURES = Path(__file__).resolve().parents[1] / "features-terminals.txt"
FEATURE_SECONDS = 20
# Without the bytes 9C and 9D, which inetutils' telnet takes for Ctrl-\\ and Ctrl-].
UNICODE_NAME = "Zoë 日中 😀 א"
# A line editor goes back to the line's begin before it shows what has come.
FINAL = r"(?m)(?:^|\r)[+\-:=_][^\r\n]*\r*\n"


class NotApplicable(Exception):
    """Why a tool cannot do it."""


def expect(holds, *found):
    if not holds:
        raise AssertionError("found " + ", ".join(map(repr, found)))


class Pipes:
    """A tool with pipes for its input and output."""

    def __init__(self, *command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def type(self, text):
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def settled(self, seconds=0.3):
        shown = b""
        while select.select([self.process.stdout], [], [], seconds)[0]:
            piece = os.read(self.process.stdout.fileno(), 65536)
            if not piece:
                break
            shown += piece
        return shown.decode()

    def until(self, pattern, seconds=10):
        shown, ends = b"", time.monotonic() + seconds
        while time.monotonic() < ends:
            if select.select([self.process.stdout], [], [], 0.1)[0]:
                piece = os.read(self.process.stdout.fileno(), 65536)
                shown += piece
                if re.search(pattern, shown.decode(errors="replace")):
                    return shown.decode()
                if not piece:
                    break
        raise AssertionError(f"no {pattern} in {shown[-300:]!r}")

    def close(self):
        """Ends the tool where it still runs; its status."""
        try:
            return self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


class LineTool:
    """One tool: how it is called, on a terminal or with pipes, and for one-shot use.

    In the commands HOST and PORT stand for the server's.
    """

    def __init__(self, version, command, one_shot=(), on_terminal=False, is_telnet=False,
                 script=None):
        self.host, self.port, self.tag = sys.argv[1], sys.argv[2], sys.argv[3]
        self.version, self.command, self.one_shot = version, command, one_shot
        self.on_terminal, self.is_telnet, self.script = on_terminal, is_telnet, script
        self.tool = None

    def run(self):
        print("version", self.version, flush=True)
        signal.signal(signal.SIGALRM, self.out_of_time)
        for line in FEATURES.read_text().splitlines():
            if line and not line.startswith("#"):
                self.feature(line.split()[0])

    def out_of_time(self, *_):
        raise TimeoutError(f"no answer within {FEATURE_SECONDS} s")

    def feature(self, name):
        signal.alarm(FEATURE_SECONDS)
        try:
            getattr(self, "see_" + name.replace("-", "_"))()
            print("ok", name, flush=True)
        except NotApplicable as reason:
            print("na", name, reason, flush=True)
        except Exception as error:  # the next feature is still worth a try
            reason = f"{type(error).__name__}: {error}".replace("\n", " ")
            print("no", name, reason[:300], flush=True)
        signal.alarm(0)

    def filled(self, words):
        places = {"HOST": self.host, "PORT": self.port}
        return [places.get(word, word.replace("HOST", self.host).replace("PORT", self.port))
                for word in words]

    def start(self):
        return (Terminal if self.on_terminal else Pipes)(*self.filled(self.command))

    def ask(self, line, end="\n"):
        """Types a line; the lines of the reply, its final line last, without what was typed."""
        self.tool.type(line + end)
        shown = self.tool.until(FINAL)
        # A terminal shows what was typed, wherever it was typed.
        lines = re.split(r"[\r\n]+", shown)
        return [one for one in lines if one and one[0] in " #+-:=_"]

    def piped(self, command, text):
        """What a tool shows that is given the text and the end of input."""
        done = subprocess.run(
            self.filled(command), input=text.encode(), capture_output=True, timeout=15)
        return done.stdout.decode()

    def elsewhere(self, line):
        """A command on a connection that nobody sees."""
        done = subprocess.run(
            ["redis-cli", "-h", self.host, "-p", self.port, *line.split()], check=True,
            capture_output=True, text=True)
        return done.stdout.strip()

    def address(self, name):
        return f"{name}@{name}-{self.tag}.example"

    def see_connect(self):
        self.tool = self.start()
        # A line editor takes its time to set the terminal up.
        time.sleep(1)
        shown = self.tool.settled()
        # telnet and rlwrap say on their own where they are connected to.
        expect(not re.search(FINAL, shown), shown)

    def see_ping(self):
        for word, end in (("PING", "\n"), ("ping", "\n"), ("Ping", "\r\n")):
            if end == "\r\n" and self.on_terminal:
                continue
            reply = self.ask(word, end)
            expect(reply == ["+PONG"], reply)

    def see_lead_new(self):
        reply = self.ask(f'LEAD.NEW EMAIL {self.address("new")} NAME "Ann Lee" SERVICE payroll')
        expect(re.fullmatch(r"=L\d+", reply[-1]), reply)

    def see_lead_get(self):
        id = self.ask(f'LEAD.NEW EMAIL {self.address("get")} NAME "Ann Lee"')[-1][1:]
        *rows, final = self.ask(f"LEAD.GET {id}")
        lead = dict(row[1:].split("\t") for row in rows)
        expect(lead["id"] == id and lead["name"] == "Ann Lee", lead)
        expect(lead["zip"] == r"\N" and final == f"+OK {len(rows)}", final)

    def see_error(self):
        reply = self.ask("LEAD.GET L999999")
        expect(len(reply) == 1 and reply[0].startswith("-NOTFOUND "), reply)
        expect(self.ask("PING") == ["+PONG"])

    def see_unicode(self):
        id = self.ask(f'LEAD.NEW EMAIL {self.address("uni")} NAME "{UNICODE_NAME}"')[-1][1:]
        rows = self.ask(f"LEAD.GET {id}")
        expect(f" name\t{UNICODE_NAME}" in rows, [row for row in rows if "name" in row])

    def see_page(self):
        service = f"page-{self.tag}"
        made = [self.ask(f"LEAD.NEW EMAIL {self.address(f'page{i}')} SERVICE {service}")[-1][1:]
                for i in range(10)]
        seen, after = [], ""
        while True:
            _, *rows, final = self.ask(f"LEAD.LIST SERVICE {service} LIMIT 3 COLUMNS id {after}")
            seen += [row[1:] for row in rows]
            ended = re.fullmatch(r"\+OK (\d+)(?: next=(\S+))?", final)
            expect(ended and int(ended[1]) == len(rows) <= 3, final)
            if not ended[2]:
                break
            after = f"AFTER {ended[2]}"
        expect(seen == made[::-1], seen, made)

    def see_paste(self):
        self.tool.type("".join(f"ECHO line-{i}\n" for i in range(100)))
        shown = self.tool.until(r"=line-99\r*$")
        # A terminal echoes what is typed between the replies.
        found = re.findall(r"=line-(\d+)", shown)
        expect([int(number) for number in found] == list(range(100)), found)

    def see_long_line(self):
        if self.on_terminal:
            raise NotApplicable("a terminal passes at most 4095 bytes of a line")
        reply = self.ask("ECHO " + "x" * 60000)
        expect(reply == ["=" + "x" * 60000], len(reply[-1]))

    def see_transaction(self):
        expect(self.ask("MULTI") == ["+OK"])
        expect(self.ask(f"LEAD.NEW EMAIL {self.address('block')}") == ["+QUEUED"])
        expect(self.ask('NOTE $1 "from a block"') == ["+QUEUED"])
        *rows, final = self.ask("EXEC")
        replies = [json.loads(row) for row in rows]
        expect(final == "+OK 2" and [reply["ok"] for reply in replies] == [True, True], rows)
        notes = self.ask(f"NOTE {replies[0]['result']} COLUMNS text")
        expect(notes[1:] == [" from a block", "+OK 1"], notes)

    def see_subscribe(self):
        expect(self.ask("SUBSCRIBE lead.created") == ["+OK 1"])
        id = self.elsewhere(f"LEAD.NEW EMAIL {self.address('subscribe')}")
        shown = self.tool.until(rf'"subject":"{id}"[^\n]*\n')
        [row] = [row for row in shown.splitlines() if f'"subject":"{id}"' in row]
        kind, channel, payload = row.rstrip("\r").split("\t")
        event = json.loads(payload.replace("\\\\", "\\"))
        expect((kind, channel) == (">message", "lead.created"), row)
        expect(event["type"] == "lead.created", event)
        expect(self.ask("UNSUBSCRIBE")[-1] == "+OK 0")

    def see_events_block(self):
        seq = dict(row[1:].split("\t") for row in self.ask("AUDIT.HEAD")[:-1])["seq"]
        self.tool.type(f"EVENTS AFTER {seq} BLOCK 0 COLUMNS subject\n")
        shown = self.tool.settled()
        expect(not re.search(FINAL, shown), shown)
        id = self.elsewhere(f"LEAD.NEW EMAIL {self.address('block0')}")
        shown = self.tool.until(FINAL)
        expect(re.search(rf"(?m)(?:^|\r) {id}\r*$", shown), shown)

    def see_json(self):
        self.tool.type("FORMAT JSON\n")
        self.tool.until(r'(?m)(?:^|\r)\{"ok":true,"result":"OK"\}\r*$')
        self.tool.type("LEAD.GET L999999\n")
        self.tool.until(r'(?m)(?:^|\r)\{"ok":false,"error":\{"code":"NOTFOUND".*\}\}\r*$')
        expect(self.ask("FORMAT TEXT") == ["+OK"])

    def see_interrupt(self):
        if not self.is_telnet:
            raise NotApplicable("Ctrl-C ends this tool, and with it the connection")
        self.tool.type("LEAD.NEW EMAIL " + self.address("dropped"))
        self.tool.settled()
        self.tool.type("\x03")
        self.tool.settled()
        expect(self.ask("PING")[-1:] == ["+PONG"])
        expect(self.ask(f"LEAD.FIND EMAIL {self.address('dropped')}")[-1] == "+OK 0")

    def see_are_you_there(self):
        if not self.is_telnet:
            raise NotApplicable("this tool has no such question")
        self.tool.type("\x1d")
        self.tool.until("telnet> ")
        self.tool.type("send ayt\n")
        self.tool.until(r"\+PONG")

    def see_end_of_file(self):
        if not self.on_terminal:
            raise NotApplicable("there is no terminal to press a key at")
        self.tool.type("\x04")
        self.tool.close()
        self.tool = self.start()
        time.sleep(1)
        self.tool.settled()
        expect(self.ask("PING") == ["+PONG"])

    def see_quit(self):
        expect(self.ask("QUIT")[-1] == "+OK")
        # Some tools notice the server's end only when their own input ends.
        if not self.on_terminal:
            self.tool.process.stdin.close()
        elif not self.is_telnet:
            self.tool.type("\x04")
        expect(self.tool.close() in (0, 1), "the tool went on")

    def need_one_shot(self):
        if not self.one_shot:
            raise NotApplicable("it is not meant to be piped into")

    def see_one_shot(self):
        self.need_one_shot()
        for command in self.one_shot:
            shown = self.piped(command, "PING\r\nECHO two\nLEAD.GET L999999\n")
            expect(re.fullmatch(r"\+PONG\r\n=two\r\n-NOTFOUND [^\r\n]*\r\n", shown), shown)

    def see_late_reply(self):
        self.need_one_shot()
        for command in self.one_shot:
            shown = self.piped(command, "EVENTS AFTER 999999999 BLOCK 1000\nPING\n")
            expect(shown.endswith("+OK 0\r\n+PONG\r\n"), shown)

    def see_cut_line(self):
        self.need_one_shot()
        for command in self.one_shot:
            shown = self.piped(command, f"PING\nLEAD.NEW EMAIL {self.address('cut')}")
            expect(re.fullmatch(r"\+PONG\r\n-ERR Protocol error: [^\r\n]*\r\n", shown), shown)
        found = self.piped(self.one_shot[0], f"LEAD.FIND EMAIL {self.address('cut')}\n")
        expect(found.endswith("+OK 0\r\n"), found)

    def see_script(self):
        if not self.script:
            raise NotApplicable("a script would use nc or bash")
        id = self.elsewhere(f"LEAD.NEW EMAIL {self.address('script')}")
        done = subprocess.run(
            self.filled(["bash", "-c", self.script, "script", id]), capture_output=True, text=True,
            timeout=15)
        expect("status new\n" in done.stdout and f"id {id}\n" in done.stdout, done)
        done = subprocess.run(
            self.filled(["bash", "-c", self.script, "script", "L999999"]), capture_output=True,
            text=True, timeout=15)
        expect(done.returncode == 1 and "-NOTFOUND " in done.stderr, done)


def debian_version(package):
    """The version of a Debian package."""
    done = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True)
    return done.stdout or "unknown"
