#!/usr/bin/env python3
"""People who guess tokens, tokens that are replaced, and links that are altered or shared: what each of
them is told, and that honest users do not notice."""

import collections
import random
import socket
import threading
import time

from leadline_server import Checks, Server, arguments
from leadline_socket import RespConnection, TextConnection
from races import at_once

CALLERS = 50
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""What a token is written in."""

GUESSERS_PER_ADDRESS = 50
QUICK_SECONDS = 0.45
"""Less than the first failure of an address is kept back (Protocol/README.md)."""


class LoginFaults:
    """One server for all of them; the desk is an admin."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
        self.server = Server(options.server).start()
        self.desk = TextConnection(self.server.port)

    def ask(self, line):
        """What must succeed: its last line."""
        reply = self.desk.ask(line)
        if not reply.is_ok:
            raise RuntimeError(f"{line}: {reply.final}")
        return reply.final

    # Fault 94: a link's token with any character changed opens nothing, one of the other purpose
    #   does not do, and fifty who use it at once make one lead
    # Threat T22: a token cannot be guessed from another
    def links(self):
        made = dict(self.desk.ask("NURTURE.NEW EMAIL ann@link.example").rows)
        token, wrong = made["quote"], []
        # All letters in the last place, where not every bit counts; one other in each place before it.
        changes = [(place, "7" if token[place] != "7" else "8") for place in range(len(token) - 1)]
        changes += [(len(token) - 1, letter) for letter in LETTERS if letter != token[-1].lower()]
        for place, letter in changes:
            other = token[:place] + letter + token[place + 1:]
            answer = self.desk.ask(f"NURTURE.OPEN {other}").final
            if not answer.startswith(("-NOTFOUND ", "-INVALID ")):
                wrong.append((place, answer))
        self.checks.check(f"each of {len(token)} characters counts", not wrong, str(wrong[:2] or ""))
        purpose = self.desk.ask(f"NURTURE.QUOTE {made['unsubscribe']}").final
        self.checks.check("the other purpose is refused", purpose.startswith("-INVALID "), purpose)
        connections = [TextConnection(self.server.port) for _ in range(CALLERS)]
        at_once(connections, [[f"NURTURE.QUOTE {token}"] for _ in connections])
        found = self.desk.ask("LEAD.FIND EMAIL ann@link.example COLUMNS id").rows
        self.checks.check("fifty who follow one link make one lead", len(found) == 1, str(found))
        for connection in connections:
            connection.close()

    # Fault 89, 95: whoever guesses is told the same, later and later; the memory of it is bounded,
    #   and users from other addresses do not notice
    # Threat T5: guesses are slow, and equal whether there is such a user or not
    def guesses(self):
        token = self.tokens["fin"]
        before, said, lock = self.server.resident_mib(), collections.Counter(), threading.Lock()
        wrong_tokens = ["x", '""', token[:-1] + ("A" if token[-1] != "A" else "B"), "z" * 4000, "fin " + "y" * 52]
        until = time.monotonic() + self.options.seconds

        def guess(number):
            address = f"127.0.{1 + number // GUESSERS_PER_ADDRESS}.1"
            rng = random.Random(self.options.seed * 1000 + number)
            while time.monotonic() < until:
                with socket.create_connection(("127.0.0.1", self.server.port), source_address=(address, 0)) as raw:
                    raw.settimeout(20)
                    started = time.monotonic()
                    raw.sendall(f"AUTH {rng.choice(wrong_tokens)}\r\n".encode())
                    try:
                        answer = raw.recv(1 << 12)
                    except OSError as error:
                        answer = repr(error).encode()
                    with lock:
                        said[answer[:60]] += 1
                        took = time.monotonic() - started
                        said["quick"] += took < QUICK_SECONDS and answer.startswith(b"-WRONGPASS")

        threads = [threading.Thread(target=guess, args=(n,)) for n in range(self.options.guessers)]
        for thread in threads:
            thread.start()
        honest = []
        while time.monotonic() < until:
            started = time.monotonic()
            connection = RespConnection(self.server.port)
            reply = connection.ask(["AUTH", token])
            honest.append(time.monotonic() - started)
            if reply != "OK":
                self.checks.check("an honest user logs in", False, reply)
            connection.close()
            time.sleep(0.05)
        for thread in threads:
            thread.join()
        grown = self.server.resident_mib() - before
        quick = said.pop("quick")
        told = [text for text in said if text.startswith(b"-WRONGPASS")]
        others = {t: n for t, n in said.items() if not t.startswith((b"-WRONGPASS", b"-DENIED")) and t}
        self.checks.check(
            f"{sum(said.values())} guesses are told one and the same, never at once",
            len(told) == 1 and not quick and not others, f"{dict(said)} {quick} quick")
        self.checks.check(
            "honest users do not notice", sorted(honest)[len(honest) * 9 // 10] < 0.3,
            f"{len(honest)} logins, worst {max(honest) * 1000:.0f} ms; {grown:.0f} MiB more")
        self.checks.check("what is remembered is bounded", grown < 40, f"{grown:.0f} MiB")

    # Fault 93: a new token ends the old one and its connections at once
    def rotation(self):
        old = self.ask("USER.NEW rota ROLE agent")[1:]
        connection = TextConnection(self.server.port)
        connection.ask(f"AUTH {old}")
        new = self.ask("USER.TOKEN rota")[1:]
        started = time.monotonic()
        try:
            answer = connection.ask("WHOAMI").final
        except OSError:
            answer = "closed"
        tried = [TextConnection(self.server.port).ask(f"AUTH {token}").final for token in (new, old)]
        self.checks.check(
            "a new token ends the old one at once",
            answer in ("closed",) or answer.startswith("-NOAUTH") and time.monotonic() - started < 1,
            answer)
        self.checks.check(
            "the new one does, the old one does not", tried[0] == "+OK" and tried[1].startswith("-WRONGPASS"),
            str(tried))

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        self.links()
        self.tokens = {
            name: self.ask(f"USER.NEW {name} ROLE {role}")[1:]
            for name, role in (("root", "admin"), ("fin", "finance"))}
        self.desk.ask(f"AUTH {self.tokens['root']}")
        self.rotation()
        self.guesses()
        self.checks.sound(self.desk, "at the end")
        self.checks.finish(self.server)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--full", action="store_true", help="the numbers of the catalogue")
    options = parser.parse_args()
    options.guessers, options.seconds = (1000, 60.0) if options.full else (100, 4.0)
    LoginFaults(options).run()


if __name__ == "__main__":
    main()
