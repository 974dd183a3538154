#!/usr/bin/env python3
"""What a server on an open network must stand: crowds that are idle, slow, deaf or insistent, and
what they do to the latency of a hundred clients and to the server's memory."""

import resource
import time

from crowd_load import Crowd, connected, drip, insist, latencies, never_read
from leadline_server import Checks, Server, arguments
from leadline_socket import TextConnection

IDLE_MIB_MAX = 250
"""Resident memory with ten thousand idle connections (Protocol/README.md)."""

RATIO_MAX, MARGIN_MS, ATTEMPTS = 2.0, 3.0, 3
"""How much slower the hundredth request may be beside a crowd; the margin is the machine's own."""


class Crowds:
    """One server for all of them; each phase is compared with the calm one."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.server = Server(options.server).start()
        self.desk = TextConnection(self.server.port)
        self.idle = min(options.idle, hard - 1000)
        if self.idle < options.idle:
            self.checks.note(f"only {self.idle} idle connections: {hard} files may be open")
        self.ask(f"CONFIG SET maxclients {self.idle + 2000}")
        self.calm = None

    def ask(self, request):
        reply = self.desk.ask(request)
        if not reply.is_ok:
            raise RuntimeError(f"{request}: {reply.final}")
        return reply

    def info(self, field):
        for row in self.ask("INFO").rows:
            if row[0].startswith(f"{field}:"):
                return int(row[0].split(":", 1)[1])
        raise RuntimeError(f"INFO has no {field}")

    def measure(self):
        return latencies(self.server.port, seconds=self.options.seconds, seed=self.options.seed)

    def line(self, found):
        figures = ", ".join(
            f"{kind} p50 {p50:.2f} p99 {p99:.2f} ms ({count})"
            for kind, (p50, p99, count) in found.items())
        return f"{figures}, {self.server.resident_mib():.0f} MiB resident"

    def measured(self, name):
        """Measures a phase and judges it beside the calm one; once more where it was slower, as the
        machine may have been busy with something else."""
        for _ in range(ATTEMPTS):
            found = self.measure()
            slower = [
                kind for kind, (_, p99, _) in found.items()
                if p99 > RATIO_MAX * self.calm[kind][1] + MARGIN_MS
            ]
            if not slower:
                break
        self.checks.check(f"a hundred clients beside {name}", not slower, self.line(found))

    def hold_idle(self):
        """Many connections that have asked something once and now are silent."""
        before = self.server.resident_mib()
        sockets = []
        for n in range(self.idle):
            sockets.append(connected(self.server.port))
            if n % 2:
                sockets[-1].sendall(b"PING\r\n")
        answered = sum(connection.recv(16) == b"+PONG\r\n" for connection in sockets[1::2])
        open_now = self.info("connected_clients")
        self.checks.check(
            f"{self.idle} idle connections are held",
            open_now > self.idle and answered == self.idle // 2, f"{open_now} open")
        self.measured(f"{self.idle} idle connections")
        resident = self.server.resident_mib()
        self.checks.check(
            f"in under {IDLE_MIB_MAX} MiB", resident < IDLE_MIB_MAX,
            f"{resident:.0f} MiB, {(resident - before) * 1048576 / self.idle:.0f} bytes each")
        for connection in sockets:
            connection.close()

    # Fault 32, 33: a hundred clients beside crowds that drip, or never read, are at most twice as
    #   slow; memory stays in its budget
    # Guarantee G8: crowds of idle, slow and deaf clients change neither latency nor memory much
    def stand(self):
        self.calm = self.measure()
        self.checks.note(f"calm: {self.line(self.calm)}")
        port, options = self.server.port, self.options
        self.hold_idle()
        with Crowd(drip, port, options.slow):
            self.measured(f"{options.slow} slow senders")
        with Crowd(never_read, port, options.deaf):
            time.sleep(options.seconds / 2)
            self.measured(f"{options.deaf} clients that never read")
            held, limit = self.info("clients_memory"), self.info("clients_memory_limit")
            self.checks.check(
                "what they hold stays within the budget", held <= limit * 5 // 4,
                f"{held >> 20} of {limit >> 20} MiB")
            with Crowd(drip, port, options.slow):
                self.measured("both")
        with Crowd(insist, port, options.insistent):
            self.measured(f"{options.insistent} that insist on a refused SUBSCRIBE")

    # Guarantee G8: when a crowd has gone, so has what it held
    def recover(self, before):
        """Everybody has gone: so must be what they held."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            time.sleep(0.5)
            left, held = self.info("connected_clients"), self.info("clients_memory")
            resident = self.server.resident_mib()
            if left == 1 and held < 1 << 20 and resident < before * 1.5 + 16:
                break
        self.checks.check("everybody is gone", left == 1, f"{left} connected, {held} bytes held")
        self.checks.check(
            "memory comes back", resident < before * 1.5 + 16,
            f"{resident:.0f} MiB resident, {before:.0f} at first")

    # Fault 22, 26: slow and deaf clients are closed in time
    def time_out(self):
        """With short patience slow senders and deaf clients are closed."""
        self.ask("CONFIG SET requesttimeout 1 unreadtimeout 1")
        closed = self.info("overdue_clients")
        with Crowd(drip, self.server.port, 20), Crowd(never_read, self.server.port, 20):
            time.sleep(5)
        closed = self.info("overdue_clients") - closed
        self.checks.check("slow and deaf clients are closed in time", closed >= 40, f"{closed}")

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        before = self.server.resident_mib()
        self.stand()
        self.recover(before)
        self.time_out()
        self.checks.sound(self.desk, "at the end")
        self.checks.finish(self.server)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--full", action="store_true", help="the numbers of the specification")
    options = parser.parse_args()
    full = options.full
    options.idle, options.slow, options.deaf = (10_000, 1000, 200) if full else (2000, 300, 50)
    options.insistent, options.seconds = (20, 20.0) if full else (5, 4.0)
    Crowds(options).run()


if __name__ == "__main__":
    main()
