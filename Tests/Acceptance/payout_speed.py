#!/usr/bin/env python3
"""A payout run over many bonuses: how long it takes, and how long others wait to write meanwhile."""

import threading
import time

from leadline_server import Checks, Server, arguments
from leadline_socket import TextConnection

AT_ONCE = 400
PARTNERS = 100


class PayoutSpeed:
    """One run, with a caller beside it who writes one lead after the other."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
        self.server = Server(options.server).start()
        self.desk = TextConnection(self.server.port, timeout=600)

    def approve(self):
        count = self.options.bonuses
        token = [self.desk.ask(f"USER.NEW {name} ROLE {role}").final[1:]
                 for name, role in (("root", "admin"), ("fin", "finance"))][1]
        partners = [reply.final[1:] for reply in self.desk.pipeline(
            [f"PARTNER.NEW NAME p{n}" for n in range(PARTNERS)])]
        fin = TextConnection(self.server.port, timeout=600)
        fin.ask(f"AUTH {token}")
        lines = (f"BONUS.NEW TYPE referral-vendor EARNER {partners[n % PARTNERS]} AMOUNT 1.00"
                 for n in range(count))
        ids = [reply.final[1:] for reply in self.desk.pipeline(lines)]
        for connection, verb in ((self.desk, "COMPLETE"), (fin, "APPROVE")):
            for start in range(0, count, AT_ONCE):
                reply = connection.ask(f"BONUS.{verb} {' '.join(ids[start:start + AT_ONCE])}")
                if not reply.is_ok:
                    raise RuntimeError(reply.final)
        return fin

    def beside(self, done, waits):
        connection = TextConnection(self.server.port)
        connection.ask(f"AUTH {self.token}")
        number = 0
        while not done.is_set():
            number += 1
            started = time.monotonic()
            reply = connection.ask(f"LEAD.NEW EMAIL a@b{number}.example")
            waits.append(time.monotonic() - started)
            if not reply.is_ok:
                raise RuntimeError(reply.final)
        connection.close()

    def run(self):
        fin = self.approve()
        self.token = self.desk.ask("USER.NEW ada ROLE agent").final[1:]
        done, waits = threading.Event(), []
        writer = threading.Thread(target=self.beside, args=(done, waits))
        writer.start()
        time.sleep(0.5)
        before = len(waits)
        started = time.monotonic()
        reply = fin.ask("PAYOUT.RUN")
        seconds = time.monotonic() - started
        done.set()
        writer.join()
        during = sorted(waits[before:]) or [float("inf")]
        worst, middle = during[-1] * 1000, during[len(during) // 2] * 1000
        payouts = dict(reply.rows).get("payouts", reply.final)
        self.checks.check(
            f"a run over {self.options.bonuses} bonuses ends in time",
            seconds < self.options.seconds, f"{seconds:.2f} s, {payouts} payouts")
        self.checks.check(
            "others write meanwhile", worst < self.options.wait,
            f"{len(during)} writes, middle {middle:.1f} ms, worst {worst:.1f} ms")
        left = self.desk.ask("BONUS.LIST STATE due LIMIT 1 COLUMNS id")
        self.checks.check("nothing is left due", not left.rows, left.excerpt())
        ledger = self.desk.ask("LEDGER.CHECK")
        self.checks.check("LEDGER.CHECK", ledger.final == "+OK 0", ledger.excerpt())
        self.checks.finish(self.server)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--bonuses", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=5.0, help="the longest run")
    parser.add_argument("--wait", type=float, default=50.0, help="the longest write in ms")
    PayoutSpeed(parser.parse_args()).run()


if __name__ == "__main__":
    main()
