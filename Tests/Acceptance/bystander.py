"""A well-behaved client beside the ones that misbehave: are its replies still right and quick?"""

import threading
import time

from leadline_socket import RespConnection


class Bystander:
    """Pings, reads and writes on one connection until it is told to stop."""

    def __init__(self, port):
        self.connection = RespConnection(port)
        self.is_over, self.wrong, self.times = threading.Event(), [], []
        self.thread = threading.Thread(target=self.live)
        made = self.connection.ask(["LEAD.NEW", "EMAIL", f"by@stander{time.time_ns()}.example"])
        self.id = made.decode()

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()
        self.connection.close()

    def live(self):
        n = 0
        while not self.is_over.is_set():
            n += 1
            started = time.monotonic()
            pong = self.connection.ask(["PING", str(n)])
            self.times.append(time.monotonic() - started)
            lead = self.connection.ask(["LEAD.GET", self.id])
            noted = self.connection.ask(["NOTE", self.id, str(n)])
            if pong != str(n).encode() or lead[1] != self.id.encode() or noted != "OK":
                self.wrong.append((pong, lead[:2], noted))

    def judge(self, checks, during, slowest=2.0):
        """Checks that every reply was right, and none took longer than anybody would wait."""
        times = sorted(self.times)
        worst = times[-1] if times else float("inf")
        checks.check(
            f"a client beside {during} is unharmed", not self.wrong and worst < slowest,
            f"{len(times)} rounds, PING p99 {times[len(times) * 99 // 100] * 1000:.1f} ms, "
            f"worst {worst * 1000:.0f} ms {self.wrong[:2] or ''}")
