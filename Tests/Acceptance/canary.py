#!/usr/bin/env python3
"""Secrets and personal data stay out of whatever operators read (threat T20).

Unique words stand in for a token, a card number, an address, names and notes. Every command that
takes such a value is given them, rightly and wrongly, while a monitor watches and all is logged.
"""

import contextlib
import random
import socket
import threading
import time
from pathlib import Path

from leadline_server import Checks, Server, arguments
from leadline_socket import TextConnection

CARD = "4242424242424242"


def words(rng):
    """The canaries by what they stand in for."""
    return {kind: f"canary{kind}{rng.getrandbits(48):012x}"
            for kind in ("token", "name", "mail", "note", "company", "field", "reason", "phrase")}


def requests(canary):
    mail = f"{canary['mail']}@{canary['mail']}.example"
    return [
        f"AUTH {canary['token']}", f"AUTH default {canary['token']}",
        f"HELLO 3 AUTH default {canary['token']} SETNAME probe",
        f"HELLO 9 AUTH default {canary['token']}",
        f"LEAD.NEW EMAIL {mail} NAME {canary['name']} COMPANY {canary['company']} SERVICE payroll "
        f"FIELD hobby {canary['field']}",
        f"LEAD.NEW EMAIL {mail} NAME {canary['name']} SERVICE payroll",
        f"LEAD.NEW EMIAL {mail}", f"LEAD.NEW EMAIL {mail} NAME", f"LEADNEW EMAIL {mail}",
        f"LEAD.NEW EMAIL two@{canary['mail']}.example CONTACT {canary['name']}",
        f"LEAD.SET L1 NAME {canary['name']} TITLE {canary['note']}",
        f"LEAD.SET L1 FIELD diet {canary['field']}", f"LEAD.CHECK EMAIL {mail}",
        f"LEAD.FIND {canary['name']}", f"LEAD.FIND EMAIL {mail}",
        f"LEAD.GET {mail}", f"LEAD.GET L1 {canary['phrase']}", f"NOTE L1 {canary['note']}",
        f"NOTE L1 {canary['note']} SHARED", f"LEAD.SET L1 NOTES {CARD}", f"NOTE L1 {CARD}",
        f"LEAD.NEW EMAIL card@cards.example PHONE {CARD}", f"LEAD.GET {CARD}",
        f"PARTNER.NEW NAME {canary['company']} EMAIL desk@{canary['mail']}.example",
        f"PARTNER.NEW NAME {canary['company']} EMAIL desk@{canary['mail']}.example",
        "COVER.ADD P1 SERVICE payroll AREA *", "ASSIGN L1 P1",
        f"UNASSIGN L1 REASON {canary['reason']}", "ASSIGN L1 P1", "RELEASE L1",
        f"DECLINE L1 REASON {canary['reason']}", f"STATUS L1 lost REASON {canary['reason']}",
        "USER.NEW probe ROLE agent", f"AUTH {canary['token']} probe",
        f"PARTNER.APPLY NAME {canary['name']} EMAIL {mail}",
        f"ECHO {canary['phrase']}", f"PING {canary['phrase']}", f"NOSUCH {canary['phrase']}",
        f"\"{canary['phrase']}", "MULTI", f"NOTE L1 {canary['note']}", f"AUTH {canary['token']}",
        "EXEC",
    ]


def in_resp(line):
    parts = line.replace('"', "").split()
    return f"*{len(parts)}\r\n" + "".join(f"${len(p)}\r\n{p}\r\n" for p in parts)


class Monitor:
    """Everything that a monitoring connection is shown."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.sendall(b"MONITOR\r\n")
        self.text = b""
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        while part := self.socket.recv(1 << 16):
            self.text += part

    def taken(self):
        """All, once nothing more comes."""
        size = -1
        while size != len(self.text):
            size = len(self.text)
            time.sleep(0.3)
        return self.text.decode(errors="replace")


def speak(port, lines):
    """Says all of it on one connection, whatever is answered."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(5)
        connection.sendall(lines.encode())
        connection.shutdown(socket.SHUT_WR)
        try:
            while connection.recv(1 << 16):
                pass
        except OSError:
            pass


# Threat T20: secrets and personal data are in no log, slow log, monitor or INFO
def main():
    options = arguments(__doc__).parse_args()
    checks = Checks()
    canary = words(random.Random(options.seed))
    checks.note(f"--seed {options.seed}")
    server = Server(options.server, "--loglevel", "trace").start()
    control = TextConnection(server.port)
    for setting in ("slowlog-log-slower-than 0", "slowlog-max-len 1000",
                    "latency-monitor-threshold 1"):
        control.ask(f"CONFIG SET {setting}")
    limits = Path(f"/proc/{server.process.pid}/limits").read_text()
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    checks.check("a crash leaves no image of the memory", core.split()[4:6] == ["0", "0"], core)
    monitor = Monitor(server.port)
    held = socket.create_connection(("127.0.0.1", server.port))
    for line in requests(canary):
        speak(server.port, line + "\r\n")
        speak(server.port, in_resp(line))
        # A server may have had enough of it after a few logins that fail.
        with contextlib.suppress(OSError):
            held.sendall(line.encode() + b"\r\n")
    # What speaks another protocol is logged; what it said is not.
    speak(server.port, f"GET /{canary['phrase']} HTTP/1.1\r\nCookie: {canary['token']}\r\n\r\n")
    speak(server.port, f"POST /{canary['phrase']} HTTP/1.1\r\n\r\n")
    seen = {"MONITOR": monitor.taken()}
    for question in ("SLOWLOG GET 1000", "CLIENT LIST", "INFO everything", "LATENCY LATEST",
                     "CONFIG GET *", "COMMAND COUNT"):
        reply = control.ask(question)
        seen[question] = "\n".join(
            [reply.final, *(" ".join(str(cell) for cell in row) for row in reply.rows)])
        checks.check(f"{question} answers", reply.is_ok, reply.final)
    checks.check("the monitor saw the requests",
                 seen["MONITOR"].count("LEAD.NEW") > 5 and "redacted" in seen["MONITOR"])
    checks.check("the slow log has entries", seen["SLOWLOG GET 1000"].count("redacted") > 5)
    held.close()
    control.close()
    server.stop()
    seen["the log"] = (server.directory / "log").read_text(errors="replace")
    checks.check("the log has lines", "another protocol" in seen["the log"], seen["the log"][-80:])
    secrets = {kind: word for kind, word in canary.items() if kind != "phrase"}
    secrets["card"] = CARD
    for place, text in seen.items():
        found = [kind for kind, word in secrets.items() if word in text]
        checks.check(f"nothing secret or personal in {place}", not found, " ".join(found))
    # What is no secret by its place may be shown where requests are, but is never logged.
    for place in ("the log", "CLIENT LIST", "INFO everything"):
        checks.check(f"no argument in {place}", canary["phrase"] not in seen[place])
    checks.finish(server)


if __name__ == "__main__":
    main()
