#!/usr/bin/env python3
"""kill -9 in the middle of payout runs and payrolls: no bonus in two payouts, and none lost.

All restarts go on with the same store. What the server must have in the end is reckoned here, from
the bonuses that were approved.
"""

import random
import threading
import time

from leadline_server import Checks, Server, arguments
from leadline_socket import TextConnection

PARTNERS = 5
EMPLOYEES = 5
BONUSES_PER_ROUND = 700
AT_ONCE = 400
RUN_SECONDS = 0.06


class MoneyCrash:
    """The rounds: approve bonuses, pay them out, kill, look."""

    def __init__(self, options):
        self.options, self.checks, self.rng = options, Checks(), random.Random(options.seed)
        self.server = Server(options.server)
        self.tokens, self.earners, self.amounts = {}, [], {}
        self.interrupted = 0
        # The runs that were asked for in a round, by their lines with IDEM; None without an answer.
        self.asked, self.kept = {}, 0
        self.is_running = threading.Event()

    def set_up(self):
        desk = TextConnection(self.server.start().port)
        for name, role in (("root", "admin"), ("fin", "finance")):
            self.tokens[name] = desk.ask(f"USER.NEW {name} ROLE {role}").final[1:]
        makers = [f"PARTNER.NEW NAME p{n}" for n in range(PARTNERS)]
        makers += [f"REFERRER.NEW KIND employee NAME e{n}" for n in range(EMPLOYEES)]
        self.earners = [reply.final[1:] for reply in desk.pipeline(makers)]
        desk.close()

    def login(self, name):
        connection = TextConnection(self.server.port)
        connection.ask(f"AUTH {self.tokens[name]}")
        return connection

    def approve_some(self):
        """Makes, completes and approves bonuses; all of it is acknowledged."""
        root, fin = self.login("root"), self.login("fin")
        # Most are one earner's: more than one payout takes.
        earners = [self.rng.choice(self.earners[:1] * 5 + self.earners[-1:] * 5 + self.earners)
                   for _ in range(BONUSES_PER_ROUND)]
        cents = [self.rng.randrange(1, 100_000) for _ in earners]
        lines = [
            f"BONUS.NEW TYPE referral-vendor EARNER {earner} AMOUNT {n // 100}.{n % 100:02}"
            for earner, n in zip(earners, cents)
        ]
        ids = [reply.final[1:] for reply in root.pipeline(lines)]
        for start in range(0, len(ids), AT_ONCE):
            some = " ".join(ids[start:start + AT_ONCE])
            for connection, verb in ((root, "COMPLETE"), (fin, "APPROVE")):
                reply = connection.ask(f"BONUS.{verb} {some}")
                wrong = [row for row in reply.rows if row[1] not in ("ready", "due")]
                if wrong or not reply.is_ok:
                    raise RuntimeError(f"BONUS.{verb}: {wrong[:2]} {reply.final}")
        self.amounts |= zip(ids, cents)
        root.close()
        fin.close()

    def pay_and_kill(self, number):
        """Runs, approves, sends and pays until the server is killed at some moment."""
        answered, self.asked = [], {}
        self.is_running.clear()
        before = self.made(self.login("fin"))
        thread = threading.Thread(target=self.pay, args=(answered, number))
        thread.start()
        if number % 2:
            # Between the steps of a run, as like as not.
            self.is_running.wait(timeout=20)
            time.sleep(self.rng.uniform(0.0, RUN_SECONDS))
        else:
            time.sleep(self.rng.uniform(0.0, self.options.seconds))
        self.server.kill()
        thread.join()
        self.interrupted += "end" not in answered
        return before

    def made(self, fin):
        """The numbers of the runs and the ids of the payrolls that there are."""
        rows = fin.sweep("PAYOUT.LIST COLUMNS run,payroll")
        return {row[1] or row[0] for row in rows}

    # Guarantee G6: a payout run has one outcome, though a restart made its last step.
    def ask_again(self, fin, number, before):
        """What was answered is answered so again; what had begun is told, and not begun anew."""
        begun = self.made(fin) - before
        known = {name for answer in self.asked.values() if answer for name in names(answer)}
        for line, answer in self.asked.items():
            again = told(fin.ask(line))
            is_payroll = line.startswith("PAYROLL")
            open_ones = {name for name in begun - known if name.startswith("PAY") == is_payroll}
            wrong = answer and again != answer or told(fin.ask(line)) != again
            if not answer and open_ones:
                self.kept += 1
                wrong = wrong or names(again) != open_ones
            if wrong:
                self.checks.check(f"kill {number}: {line}", False, f"{answer} {again} {begun}")

    def pay(self, answered, number):
        try:
            fin, root = self.login("fin"), self.login("root")
            runs = ["PAYOUT.RUN", "PAYROLL.RUN UNTIL 2100-01-01"]
            self.rng.shuffle(runs)
            for line in runs:
                keyed = f"{line} IDEM {line[:6]}{number}"
                self.asked[keyed] = None
                self.is_running.set()
                self.asked[keyed] = told(fin.ask(keyed))
            self.move(root, fin, self.options.share)
            answered.append("end")
        except OSError:
            pass

    def move(self, root, fin, share):
        """Brings a share of what waits to its end, one way or the other."""
        rows = fin.sweep("PAYOUT.LIST STATE reserved,approved,sent COLUMNS id,state,payroll")
        payrolls = {row[2] for row in rows if row[2]}
        alone = [row[0] for row in rows if not row[2]]
        for id in self.rng.sample(sorted(payrolls) + alone, round(share * len(payrolls | set(alone)))):
            last = self.rng.choice([f"PAYOUT.PAID {id}", f"PAYOUT.FAIL {id} REASON back"])
            for connection, line in (
                (root, f"PAYOUT.APPROVE {id}"), (fin, f"PAYOUT.SEND {id} METHOD ach"), (fin, last),
            ):
                connection.ask(line)

    def look(self, number, before):
        started = time.monotonic()
        self.server.start()
        seconds = time.monotonic() - started
        fin = self.login("fin")
        self.ask_again(fin, number, before)
        # What was under way goes on by itself; another run takes what is left.
        for line in ("PAYOUT.RUN", "PAYROLL.RUN UNTIL 2100-01-01"):
            reply = fin.ask(line)
            if not reply.is_ok and not reply.final.startswith("-NOTFOUND "):
                self.checks.check(f"kill {number}: {line}", False, reply.final)
        self.compare(fin, number, seconds)
        ledger = fin.ask("LEDGER.CHECK")
        self.checks.check(
            f"kill {number}: LEDGER.CHECK", ledger.final == "+OK 0", ledger.excerpt())
        root = self.login("root")
        self.checks.sound(root, f"after kill {number}")
        fin.close()
        root.close()

    # Guarantee G5: after every kill -9 in the middle of payouts the books add up
    def compare(self, fin, number, seconds):
        """Every bonus is in one payout that lives, and in no other, with its amount."""
        found, twice, wrong = {}, [], []
        for state, lines, amount in fin.sweep("PAYOUT.LIST COLUMNS state,lines,amount"):
            if state == "failed":
                continue
            total = 0
            for line in lines.strip("[]").replace('"', "").split(","):
                id, text = line.split(" ")[:2]
                twice += [id] if id in found else []
                found[id] = cents(text)
                total += found[id]
            wrong += [lines] if total != cents(amount) else []
        lost = [id for id in self.amounts if id not in found]
        wrong += [id for id, n in found.items() if self.amounts.get(id) != n]
        self.checks.check(
            f"kill {number}: each bonus is in one payout, whole", not (twice or lost or wrong),
            f"{len(self.amounts)} bonuses, {len(twice)} twice, {len(lost)} lost, "
            f"{len(wrong)} wrong, start {seconds:.2f} s")

    def control(self, fin):
        """The comparison must notice a bonus that is in no payout."""
        checks, self.checks = self.checks, Checks()
        self.amounts["B99999999"] = 1
        print("     control: the next check has to fail", flush=True)
        self.compare(fin, "control", 0)
        caught, self.checks = self.checks.failed, checks
        del self.amounts["B99999999"]
        self.checks.check("control: a lost bonus is noticed", caught == 1)

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        self.set_up()
        for number in range(1, self.options.kills + 1):
            self.approve_some()
            self.look(number, self.pay_and_kill(number))
            if self.checks.failed:
                break
        self.checks.note(f"{self.interrupted} of {number} rounds were interrupted; {self.kept} runs "
                         "that had begun were told by their keys")
        self.control(self.login("fin"))
        self.checks.finish(self.server)


def told(reply):
    """A whole reply; a key that nothing came of stays free."""
    return (*(tuple(row) for row in reply.rows), reply.final)


def names(answer):
    """The run or the payroll that an answer tells of."""
    rows = dict(row for row in answer[:-1] if len(row) == 2)
    return {rows["run"]} if "run" in rows else {answer[-1].removeprefix("=")}


def cents(text):
    return int(text.replace(".", ""))


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=0.6, help="the longest time to a kill")
    parser.add_argument("--share", type=float, default=0.5, help="how much is paid or fails")
    MoneyCrash(parser.parse_args()).run()


if __name__ == "__main__":
    main()
