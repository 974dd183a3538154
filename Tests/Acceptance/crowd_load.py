"""Clients for the crowd: those whose latency is measured, and those that are in the way."""

import multiprocessing
import random
import selectors
import socket
import time

from leadline_socket import RespConnection


def encoded(*words):
    return b"*%d\r\n" % len(words) + b"".join(
        b"$%d\r\n%s\r\n" % (len(word), word) for word in map(str.encode, words))


def connected(port):
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


class Active:
    """One client that asks something every so often and waits for the answer."""

    def __init__(self, port, lead, rng):
        self.socket, self.rng = connected(port), rng
        self.socket.setblocking(False)
        self.requests = {
            "read": [encoded("PING", "x"), encoded("LEAD.GET", lead), encoded("LEAD.GET", lead)],
            "write": [encoded("NOTE", lead, "so far so good")],
        }
        self.kind, self.asked, self.received = None, 0.0, b""

    def ask(self):
        self.kind = "write" if self.rng.random() < 0.05 else "read"
        self.asked = time.monotonic()
        self.socket.send(self.rng.choice(self.requests[self.kind]))

    def answered(self):
        """Takes what has come; the time it took when the reply is whole, which a write's
        `+OK` and the replies to PING and LEAD.GET are when they end with a line end."""
        data = self.socket.recv(1 << 16)
        if not data:
            raise ConnectionError("a client that did nothing wrong was closed")
        return time.monotonic() - self.asked if data.endswith(b"\r\n") else None


def measure(port, clients, seconds, interval, seed, results):
    """Runs the measured clients; puts the times of reads and of writes into `results`."""
    rng, selector = random.Random(seed), selectors.DefaultSelector()
    desk = RespConnection(port)
    lead = desk.ask(["LEAD.NEW", "EMAIL", f"a@active{time.time_ns()}.example"]).decode()
    times, waiting = {"read": [], "write": []}, []
    start = time.monotonic()
    for n in range(clients):
        client = Active(port, lead, rng)
        selector.register(client.socket, selectors.EVENT_READ, client)
        waiting.append((start + interval * n / clients, client))
    while (now := time.monotonic()) < start + seconds:
        while waiting and waiting[0][0] <= now:
            waiting.pop(0)[1].ask()
        pause = max(0, min(waiting[0][0] - now, 0.05)) if waiting else 0.05
        for key, _ in selector.select(pause):
            taken = key.data.answered()
            if taken is None:
                continue
            times[key.data.kind].append(taken)
            waiting.append((max(time.monotonic(), key.data.asked + interval), key.data))
    results.put(times)


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] if times else float("inf")


def latencies(port, clients=100, seconds=5.0, interval=0.05, seed=0):
    """p50 and p99 in milliseconds of reads and of writes, measured by a process of its own."""
    results = multiprocessing.Queue()
    process = multiprocessing.Process(
        target=measure, args=(port, clients, seconds, interval, seed, results))
    process.start()
    times = results.get(timeout=seconds + 60)
    process.join()
    return {
        kind: (percentile(taken, 0.5) * 1000, percentile(taken, 0.99) * 1000, len(taken))
        for kind, taken in times.items()
    }


def drip(port, count, stop, ready):
    """Slow senders: each sends a byte a second of requests that never become whole."""
    text = b"LEAD.NEW EMAIL somebody@slow.example NAME Somebody COMPANY Slow SERVICE payroll " * 9
    sockets = [connected(port) for _ in range(count)]
    ready.set()
    sent, started = 0, time.monotonic()
    while not stop.is_set():
        for n, slow in enumerate(sockets):
            if stop.wait(max(0, started + sent + n / count - time.monotonic())):
                break
            try:
                slow.send(text[sent % len(text)].to_bytes(1, "big"))
            except OSError:  # The server has had enough of it: come again.
                slow.close()
                sockets[n] = connected(port)
        sent += 1
    for slow in sockets:
        slow.close()


def never_read(port, count, stop, ready):
    """Deaf clients: each asks for much and reads nothing, and comes again when it is closed."""
    request = encoded("COMMAND", "DOCS") * 20
    sockets = []

    def come():
        deaf = socket.socket()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", port))
        deaf.setblocking(False)
        return deaf

    sockets = [come() for _ in range(count)]
    ready.set()
    while not stop.wait(0.2):
        for n, deaf in enumerate(sockets):
            try:
                deaf.send(request)
            except BlockingIOError:
                pass
            except OSError:
                deaf.close()
                sockets[n] = come()
    for deaf in sockets:
        deaf.close()


def insist(port, count, stop, ready):
    """Clients that send a SUBSCRIBE again and again, as fast as it is refused."""
    names = [f"channel-{n}" for n in range(129)]
    request, selector = encoded("SUBSCRIBE", *names), selectors.DefaultSelector()
    for _ in range(count):
        connection = connected(port)
        selector.register(connection, selectors.EVENT_READ)
        connection.send(request)
    ready.set()
    while not stop.is_set():
        for key, _ in selector.select(0.1):
            if not key.fileobj.recv(1 << 16).startswith(b"-LIMIT "):
                raise RuntimeError("more subscriptions than allowed were taken up")
            key.fileobj.send(request)


class Crowd:
    """A process that is in the way as long as the `with` lasts."""

    def __init__(self, behaviour, port, count):
        self.stop, ready = multiprocessing.Event(), multiprocessing.Event()
        self.process = multiprocessing.Process(
            target=behaviour, args=(port, count, self.stop, ready), daemon=True)
        self.process.start()
        if not ready.wait(60):
            raise RuntimeError(f"{behaviour.__name__} did not come up")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.process.join(20)
        self.process.kill()
