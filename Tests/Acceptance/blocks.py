#!/usr/bin/env python3
"""kill -9 under connections that send MULTI blocks: each block is there whole or not at all.

A block registers a few leads and works on them by `$1`; every command has an IDEM key. Some blocks
fail in the middle, some clients die around EXEC. After each kill every block is looked up, then sent
again with its keys until it is answered: it happens once.
"""

import random
import threading
import time

from leadline_server import Checks, Server, arguments
from leadline_socket import RespConnection, RespError

WRITER_COUNT = 6
LEADS_MAX = 5


class Block:
    """One block and what is known of it."""

    def __init__(self, name, rng):
        self.name, self.answered = name, None
        self.has_exec = True
        self.count = rng.randint(1, LEADS_MAX)
        self.fails = rng.random() < 0.2

    def emails(self):
        return [f"{self.name}-{n}@b{self.name}x{n}.example" for n in range(self.count)]

    def requests(self):
        commands = []
        for number, email in enumerate(self.emails()):
            commands.append(["LEAD.NEW", "EMAIL", email, "IDEM", f"{self.name}n{number}"])
            place = f"${len(commands)}" if len(commands) <= 9 else None
            if place and number % 2 == 0:
                commands.append(["NOTE", place, self.name, "IDEM", f"{self.name}t{number}"])
        if self.fails:
            # The first e-mail again: by now that customer is registered.
            commands.append(["LEAD.NEW", "EMAIL", self.emails()[0], "IDEM", f"{self.name}f"])
        return [["MULTI"], *commands, ["EXEC"]]

    def take(self, replies):
        """Notes the reply of EXEC; a complaint when it is not one that may be given."""
        errors = [reply for reply in replies if isinstance(reply, RespError)]
        if self.fails:
            causes = [error for error in errors if not error.startswith("ABORTED ")]
            wrong = len(errors) != len(replies) or len(causes) != 1
        else:
            wrong = bool(errors)
            if self.answered not in (None, replies):
                return f"{self.name}: first {self.answered}, then {replies}"
            self.answered = replies
        return f"{self.name}: {replies}" if wrong else None


class Writer(threading.Thread):
    """Sends block after block, a few in one go, until the connection breaks."""

    def __init__(self, name, port, seed):
        super().__init__()
        self.name_, self.port, self.rng = name, port, random.Random(seed)
        self.blocks, self.complaints = [], []

    def run(self):
        try:
            connection = RespConnection(self.port)
            while not self.complaints:
                connection = self.write(connection)
        except OSError:
            pass

    def write(self, connection):
        batch = [
            Block(f"{self.name_}b{len(self.blocks) + n}", self.rng)
            for n in range(self.rng.randint(1, 8))
        ]
        self.blocks += batch
        dies = self.rng.random() < 0.1
        batch[-1].has_exec = not dies
        for block in batch:
            connection.send(*block.requests()[: None if block.has_exec else -1])
        if dies:
            # Without having read anything, and before EXEC of the last block.
            connection.close()
            return RespConnection(self.port)
        for block in batch:
            for _ in block.requests()[:-1]:
                connection.read()
            complaint = block.take(connection.read())
            self.complaints += [complaint] if complaint else []
        return connection


class BlockRun:
    """The rounds: write, kill, look, send again."""

    def __init__(self, options):
        self.options, self.checks, self.rng = options, Checks(), random.Random(options.seed)
        self.server = Server(options.server, "--durability", options.durability).start()
        self.made = 0

    def write_and_kill(self, number):
        writers = [
            Writer(f"r{number}w{n}", self.server.port, self.rng.random())
            for n in range(WRITER_COUNT)
        ]
        for writer in writers:
            writer.start()
        time.sleep(self.rng.uniform(0.05, self.options.seconds))
        self.server.kill()
        for writer in writers:
            writer.join()
        complaints = sum((writer.complaints for writer in writers), [])
        self.checks.check("every reply is the right one", not complaints, str(complaints[:2]))
        return sum((writer.blocks for writer in writers), [])

    def half_done(self, connection, blocks):
        """Names of blocks of which a part is there, or too little or too much."""
        wrong = []
        for block in blocks:
            asked = [["LEAD.CHECK", "EMAIL", email] for email in block.emails()]
            found = [reply == b"registered" for reply in connection.pipeline(asked)]
            must_not_be = block.fails or not block.has_exec
            if any(found) != all(found) or (must_not_be and any(found)):
                wrong.append(f"{block.name}: {found}")
            elif block.answered and not all(found):
                wrong.append(f"{block.name} was acknowledged")
        return wrong

    def send_again(self, connection, blocks):
        complaints = []
        for block in blocks:
            connection.send(*block.requests())
            for _ in block.requests()[:-1]:
                connection.read()
            complaints.append(block.take(connection.read()))
        return [complaint for complaint in complaints if complaint]

    def round(self, number):
        blocks = self.write_and_kill(number)
        self.server.start()
        connection = RespConnection(self.server.port)
        wrong = self.half_done(connection, blocks)
        self.checks.check(
            f"kill {number}: each of {len(blocks)} blocks is whole or not there", not wrong,
            f"{sum(1 for block in blocks if block.answered)} were acknowledged {wrong[:2]}")
        complaints = self.send_again(connection, blocks)
        self.checks.check("sent again, each happens once", not complaints, str(complaints[:2]))
        self.made += sum(block.count for block in blocks if not block.fails)
        leads = connection.ask(["DBSIZE"])
        self.checks.check(
            "no id was lost or used twice", leads == self.made, f"{leads} of {self.made}")
        connection.close()

    def run(self):
        self.checks.note(f"seed {self.options.seed}, durability {self.options.durability}")
        for number in range(1, self.options.kills + 1):
            self.round(number)
            if self.checks.failed:
                break
        connection = RespConnection(self.server.port)
        deep = connection.ask(["CHECK", "DEEP"])
        self.checks.check("CHECK DEEP at the end", deep == [None, []], str(deep)[:200])
        audit = connection.ask(["AUDIT.VERIFY"])
        self.checks.check("AUDIT.VERIFY at the end", audit[-1] is None, str(audit))
        self.checks.finish(self.server)


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=0.8, help="the longest time to a kill")
    parser.add_argument("--durability", choices=("always", "os"), default="always")
    BlockRun(parser.parse_args()).run()


if __name__ == "__main__":
    main()
