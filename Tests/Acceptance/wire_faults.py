#!/usr/bin/env python3
"""Bytes that are wrong, strange or many, and what each of them is answered; nothing is stored."""

import socket

from leadline_server import Checks, Server, arguments
from leadline_socket import RespConnection, TextConnection

FIELD_BYTES_MAX = 4096
LINE_BYTES_MAX = 65536
DEPTH = 100_000


def array(*parts):
    """One request as an array of bulk strings."""
    words = [part if isinstance(part, bytes) else part.encode() for part in parts]
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words)


class WireFaults:
    """One server for all of them; after each the log of writes is as long as it was before."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
        self.server = Server(options.server).start()
        self.desk = TextConnection(self.server.port)

    def said(self, data, probe=b"PING alive\r\n", patience=5):
        """What is answered to bytes and then a probe on one connection, until it is quiet."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=patience) as raw:
            try:
                raw.sendall(data + probe)
                raw.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            answer = b""
            try:
                while part := raw.recv(1 << 16):
                    answer += part
            except ConnectionResetError:
                pass
            return answer

    def lives(self, answer):
        return answer.endswith(b"=alive\r\n") or answer.endswith(b"$5\r\nalive\r\n")

    def commits(self):
        return int(self.field("leads", "position"))

    def field(self, section, name):
        rows = self.desk.ask(f"INFO {section}").rows
        found = [row[0].split(":", 1)[1] for row in rows if row[0].startswith(f"{name}:")]
        return found[0] if found else "-1"

    def all(self, what, cases, judge):
        """Checks that each of the inputs is answered as it should be."""
        wrong = [(data[:60], said[:120]) for data in cases if not judge(said := self.said(data))]
        self.checks.check(what, not wrong, f"{len(cases)} inputs {wrong[:2] or ''}")

    # Fault 1: a thousand empty lines are not answered and are no commands
    def empty_lines(self):
        before = int(self.field("stats", "total_commands_processed"))
        answer = self.said(b"\r\n" * 500 + b"\n" * 500)
        after = int(self.field("stats", "total_commands_processed"))
        self.checks.check(
            "1,000 empty lines are no requests", answer == b"=alive\r\n" and after - before <= 3,
            f"{answer[:60]} {after - before} commands")

    # Fault 2: LF and CR LF end the same line; a lone CR separates words
    def line_ends(self):
        cases = {
            b"ECHO a\nECHO b\r\n": b"=a\r\n=b\r\n", b"ECHO a\rb\n": b"-ERR wrong number",
            b"*1\n$4\nPING\n": b"-ERR Protocol error: expected CRLF",
        }
        wrong = [(data, said) for data, start in cases.items()
                 if not (said := self.said(data)).startswith(start)]
        self.checks.check("LF and CR LF end lines, and nothing else does", not wrong, str(wrong or ""))

    # Fault 3, 4: empty arrays are not answered; counts beyond the limit close the connection, and
    #   nothing is set aside for them
    def counts(self):
        self.all("empty arrays are not answered", [b"*0\r\n", b"*-1\r\n"], lambda s: s == b"=alive\r\n")
        before = self.server.resident_mib()
        cases = [b"*1025\r\n", b"*99999999999\r\n", b"*9223372036854775807\r\n"] * 20
        self.all(
            "too many arguments close the connection", cases,
            lambda s: s == b"-ERR Protocol error: invalid multibulk length\r\n")
        grown = self.server.resident_mib() - before
        self.checks.check("and take no memory", grown < 8, f"{grown:.1f} MiB more")

    # Fault 5, 6: a wrong length of an argument closes the connection, and the command is not run
    def lengths(self):
        lengths = ["-1", "+3", " 3", "03", "0x3", "3abc", "9223372036854775808", "", "3 ", "1e1"]
        cases = [b"*1\r\n$%s\r\nabc\r\n" % length.encode() for length in lengths]
        self.all(
            "lengths that are no numbers close the connection", cases,
            lambda s: s.startswith(b"-ERR Protocol error: ") and not self.lives(s))
        lead = [b"LEAD.NEW", b"EMAIL", b"wrong@length.example"]
        whole = array(*lead)
        cases = [
            whole.replace(b"$20\r\n", b"$19\r\n"), whole.replace(b"$20\r\n", b"$21\r\n"),
            whole[:-2] + b"xx", whole[:-2] + b"\n", whole[:-1] + b"x",
        ]
        self.all(
            "an argument that does not end where it said closes the connection", cases,
            lambda s: s.startswith(b"-ERR Protocol error: ") and not self.lives(s))

    # Fault 7: NUL and broken UTF-8 are refused where text is meant, and the connection lives
    def broken_text(self):
        broken = [b"\0", b"\xff", b"\xc0\xaf", b"\xe0\x80\xaf", b"\xed\xa0\x80", b"\xf0\x9f\x98"]
        lines = [b'LEAD.NEW EMAIL nul@text.example NAME "a%sb"\r\n' % bad for bad in broken]
        arrays = [
            array("LEAD.NEW", "EMAIL", "nul@text.example", "NAME", b"a%sb" % bad)
            for bad in broken if bad != b"\0"]
        shown = self.said(array("ECHO", b"a\0b") + b'NOTE L999 "a\0b"\r\n')
        self.all(
            "broken text is refused, the connection lives", lines + arrays,
            lambda s: s.startswith((b"-ERR Protocol error: ", b"-INVALID ")) and self.lives(s))
        self.checks.check(
            "NUL is a byte of an array's argument, and none of a line",
            shown.startswith(b"$3\r\na\0b\r\n-ERR Protocol error: NUL"), str(shown))

    # Fault 8, 9, 17: unbalanced quotes cost a line, a line that is too long the connection, a field
    #   of 4,097 bytes the command
    def quotes_and_sizes(self):
        self.all(
            "unbalanced quotes cost a line", [b'ECHO "a\r\n', b"ECHO 'a\r\n", b'ECHO "a"b\r\n'],
            lambda s: s.startswith(b"-ERR Protocol error: unbalanced quotes") and self.lives(s))
        endless = [b"x" * (LINE_BYTES_MAX + 2), b"ECHO " + b"x" * LINE_BYTES_MAX + b"\r\n"]
        self.all(
            "a line that is too long closes the connection", endless,
            lambda s: s == b"-ERR Protocol error: too big inline request\r\n")
        tried = [
            self.desk.ask(f"LEAD.NEW EMAIL size@field.example NAME {'n' * count} DRYRUN").final
            for count in (FIELD_BYTES_MAX, FIELD_BYTES_MAX + 1)]
        self.checks.check(
            "a field has 4,096 bytes", tried[0] == "=created" and tried[1].startswith("-LIMIT "),
            str([text[:60] for text in tried]))

    # Fault 12, 13: lines and arrays take turns, each answered in its own dialect; HELLO with another
    #   version changes nothing, also in a pipeline
    def dialects(self):
        both = b"ECHO a\r\n" + array("ECHO", "b") + b"ECHO c\r\n"
        self.checks.check(
            "lines and arrays on one connection", self.said(both) == b"=a\r\n$1\r\nb\r\n=c\r\n=alive\r\n",
            str(self.said(both)))
        greeting = b""
        for version in ("4", "x", "-1", "03"):
            greeting += array("HELLO", version) + array("LEAD.GET", "L999")
        answers = self.said(greeting + array("HELLO", "3") + array("CURSOR.GET", "none")).split(b"\r\n")
        refused = [a for a in answers[:8:2] if a.startswith((b"-NOPROTO", b"-ERR"))]
        self.checks.check(
            "a wrong HELLO changes nothing, a right one counts from its place on",
            len(refused) == 4 and answers[8].startswith(b"%") and b"_" in answers, str(answers[:9]))

    # Fault 14: other protocols are closed, and nothing behind their first line is executed
    def strangers(self):
        firsts = [
            b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"POST / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00",
            b"SSH-2.0-OpenSSH_9.2p1\r\n"]
        cases = [first + b"LEAD.NEW EMAIL stranger@http.example\r\n" for first in firsts]
        self.all("other protocols are closed", cases, lambda s: s == b"")

    # Fault 15, 20: arrays within arrays and types of replies are refused without recursion
    def nesting(self):
        deep = [b"*1\r\n" * DEPTH, b"*2\r\n$4\r\nECHO\r\n*1\r\n", b"*1\r\n%1\r\n", b"*1\r\n,1.5\r\n"]
        self.all(
            "nothing nests", deep, lambda s: s.startswith(b"-ERR Protocol error: expected '$'"))
        lines = [b"+OK\r\n", b":1\r\n", b"-ERR x\r\n", b"$3\r\n", b"%1\r\n", b",1.5\r\n", b"_\r\n"]
        self.all(
            "a type of a reply is no command, and the connection lives", lines,
            lambda s: s.startswith(b"-ERR unknown command") and self.lives(s))

    # Fault 16: what is not understood is refused by name, the connection lives
    # Threat T25: there is no command that empties the server, and an unknown one is refused
    def not_understood(self):
        lines = [
            "NO.SUCH x", "LEAD.NEW", "LEAD.GET", "LEAD.GET L1 L2", "LEAD.NEW EMAIL",
            "LEAD.NEW EMIAL a@b.example", "LEAD.NEW EMAIL a@twice.example EMAIL b@twice.example",
            "LEAD.NEW EMAIL a@twice.example NAME a NAME b", "CLIENT NOSUCH", "SHUTDOWN NOSAVE", "FLUSHALL",
        ]
        self.all(
            "an unknown command, a wrong arity, an option twice", [f"{line}\r\n".encode() for line in lines],
            lambda s: s.startswith(b"-ERR ") and self.lives(s))

    # Fault 18: one customer in any spelling that rules.md calls the same, and no other
    def twins(self):
        spellings = [
            ("ann@b\u00fccher.example", "ann@bu\u0308cher.example", True),
            ("ann@b\u00fccher.example", "ann@xn--bcher-kva.example", True),
            ("Ann@CASE.example", "ann@case.example", True),
            ("ann@dot.example", "ann@dot.example.", False),
            ("ann@zero.example", "an\u200bn@zero.example", False),
            ("\u00e9va@local.example", "e\u0301va@local.example", False),
        ]
        wrong, told = [], []
        for first, second, same in spellings:
            made = [self.desk.ask(f'LEAD.NEW EMAIL "{text}"').final for text in (first, second)]
            if (" customer is registered" in made[1]) != same:
                wrong.append((first, second, made))
            told.append(f"{ascii(second)} {made[1]}")
        self.checks.check("one customer has one key", not wrong, str(wrong or ""))
        self.checks.note("; ".join(told))
        return "writes"

    # Fault 19: control bytes and directions are kept as they are and shown escaped
    # Threat T23: a name can neither forge a line of a reply nor of the log
    def hostile_names(self):
        name = "a\x1b[31m\r\n=L9\r\n\u202egpj\t\x07"
        resp = RespConnection(self.server.port)
        id = resp.ask(["LEAD.NEW", "EMAIL", "esc@name.example", "NAME", name]).decode()
        lead = resp.ask(["LEAD.GET", id])
        kept = dict(zip(lead[::2], lead[1::2]))[b"name"]
        shown = self.said(f"LEAD.GET {id}\r\n".encode())
        lines = [line for line in shown.split(b"\r\n") if b"gpj" in line]
        self.checks.check("a hostile name is kept byte by byte", kept == name.encode(), str(kept))
        self.checks.check(
            "and shown in one line without a control byte",
            len(lines) == 1 and not any(b < 0x20 and b != 9 for b in lines[0])
            and "\u202e".encode() not in shown, str(lines[:1]))
        resp.ask([name, name])
        resp.close()
        log = (self.server.directory / "log").read_bytes()
        self.checks.check("the log has none of it", b"\x1b" not in log and b"=L9" not in log)
        return "writes"

    # Fault 88: of five writes that come together the third is refused, and the others happen
    def third_of_five(self):
        words = [f"LEAD.NEW EMAIL a@five{n}.example\r\n" for n in range(5)]
        words[2] = "LEAD.NEW EMAIL nothing\r\n"
        answers = self.said("".join(words).encode()).split(b"\r\n")[:5]
        self.checks.check(
            "the third of five is refused, the others happen",
            [a[:1] for a in answers] == [b"=", b"=", b"-", b"=", b"="], str(answers))
        return "writes"

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        for fault in (
            self.empty_lines, self.line_ends, self.counts, self.lengths, self.broken_text,
            self.quotes_and_sizes, self.dialects, self.strangers, self.nesting, self.not_understood,
            self.twins, self.hostile_names, self.third_of_five,
        ):
            before = self.commits()
            if fault() != "writes":
                self.checks.check(
                    f"{fault.__name__}: the store is as it was", self.commits() == before)
        self.checks.sound(self.desk, "at the end")
        self.checks.finish(self.server)


def main():
    WireFaults(arguments(__doc__.splitlines()[0]).parse_args()).run()


if __name__ == "__main__":
    main()
