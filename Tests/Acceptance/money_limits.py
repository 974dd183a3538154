"""The sums of an earner at the end of Int64: what would pass it is refused, and nothing is lost."""

from leadline_server import Server
from leadline_socket import TextConnection

MOST = "10000000000000.00"
"""The largest amount there is, in US dollars: 10^15 cents."""
FITTING = (2**63 - 1) // 10**15
BATCH = 500
FULL = "INVALID amount: the sums of the ledger would not hold it"


# Fault 102: what a sum of money could not hold is refused by itself, the rest is exact
def fill_up(options, checks):
    """Approves more than an earner's sums can hold."""
    server = Server(options.server, "--enable-debug-commands", "--durability", "os").start()
    desk, second = TextConnection(server.port), TextConnection(server.port)
    desk.ask("USER.NEW root ROLE admin")
    second.ask("AUTH " + desk.ask("USER.NEW fin ROLE finance").final[1:])
    desk.ask("PARTNER.NEW NAME North")
    total = FITTING + 20
    made = list(desk.pipeline(
        f"BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT {MOST}" for _ in range(total)))
    results = []
    for first in range(1, total + 1, BATCH):
        names = " ".join(f"B{n}" for n in range(first, min(first + BATCH, total + 1)))
        desk.ask(f"BONUS.COMPLETE {names}")
        results += [row[1] for row in second.ask(f"BONUS.APPROVE {names}").rows]
    checks.check(
        f"{FITTING} amounts of 10^15 fit into one sum, no more",
        len(made) == total and results == ["due"] * FITTING + [FULL] * (total - FITTING),
        f"{results.count('due')} of {total}")
    earned = FITTING * 10**15
    row, = desk.ask("BALANCE P1").rows
    checks.check("and the sum is exact", row[1] == f"{earned // 100}.{earned % 100:02}", row[1])
    first = f"B{FITTING + 1}"
    state = dict(desk.ask(f"BONUS.GET {first}").rows)["state"]
    checks.check(f"{first}, the first that was refused, is what it was", state == "ready", state)
    small = desk.ask("BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT 1.00").final[1:]
    desk.ask(f"BONUS.COMPLETE {small}")
    reply = second.ask(f"BONUS.APPROVE {small}").final
    checks.check("a small one goes on", reply.startswith(":"), reply)
    checks.check("LEDGER.CHECK is empty", desk.ask("LEDGER.CHECK").rows == [])
    checks.sound(desk, "at the end of Int64")
    server.stop()
