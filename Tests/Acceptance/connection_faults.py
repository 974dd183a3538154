#!/usr/bin/env python3
"""Connections that break, storm, fall silent or ask for much, and what the others notice of it."""

import resource
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

from bystander import Bystander
from leadline_server import Checks, Server, arguments
from leadline_socket import RespConnection, TextConnection

CGROUPS = Path("/sys/fs/cgroup/memory")

KEEPALIVE_SECONDS = 60
"""Until a silent peer is probed: `tcp-keepalive` in Protocol/CONFIG.md."""

TIMER_HZ = 100
"""The unit of the times in /proc/net/tcp, a second's part."""


def taken():
    """A socket that has taken a port, to be in the way."""
    listener = socket.create_server(("127.0.0.1", 0))
    return listener, listener.getsockname()[1]


class ConnectionFaults:
    """One server for all of them."""

    def __init__(self, options):
        self.options, self.checks = options, Checks()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20_000), hard))
        self.server = Server(options.server).start()
        # CHECK DEEP of a million leads takes its time.
        self.desk = TextConnection(self.server.port, timeout=900)

    def info(self, section, name):
        rows = self.desk.ask(f"INFO {section}").rows
        return next(row[0].split(":", 1)[1] for row in rows if row[0].startswith(f"{name}:"))

    def descriptors(self):
        return len(list(Path(f"/proc/{self.server.process.pid}/fd").iterdir()))

    # Fault 23: of a command whose client resets in its middle nothing is applied
    def reset_in_the_middle(self):
        request = b"*3\r\n$8\r\nLEAD.NEW\r\n$5\r\nEMAIL\r\n$18\r\nreset@half.example\r\n"
        for cut in range(1, len(request)):
            raw = socket.create_connection(("127.0.0.1", self.server.port))
            raw.sendall(request[:cut])
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raw.close()
        found = self.desk.ask("LEAD.FIND EMAIL reset@half.example COLUMNS id")
        self.checks.check(
            f"{len(request) - 1} clients reset in mid-command, nothing is applied",
            found.is_ok and not found.rows, found.excerpt())

    # Fault 25: after a half-close all replies arrive, then the connection is closed
    def half_close(self, count=2000):
        raw = socket.create_connection(("127.0.0.1", self.server.port), timeout=20)
        sent = b"".join(b"NOTE %s half-%d\r\nECHO %d\r\n" % (self.lead, n, n) for n in range(count))
        raw.sendall(sent)
        raw.shutdown(socket.SHUT_WR)
        answer = b""
        while part := raw.recv(1 << 16):
            answer += part
        whole = b"".join(b"+OK\r\n=%d\r\n" % n for n in range(count))
        self.checks.check("after a half-close all replies arrive", answer == whole, f"{len(answer)}")

    # Fault 27: the kernel probes each silent connection after a minute, three times, ten seconds apart,
    #   which frees one whose peer is cut off within two minutes
    # Threat T11: whose peer is gone without a word is found by probes.
    def keepalive(self):
        silent = [socket.create_connection(("127.0.0.1", self.server.port)) for _ in range(20)]
        time.sleep(0.2)
        timers = []
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            cells = line.split()
            if int(cells[1].rpartition(":")[2], 16) == self.server.port and cells[3] == "01":
                kind, left = cells[5].split(":")
                timers.append((kind, int(left, 16) / TIMER_HZ))
        wrong = [timer for timer in timers if timer[0] != "02" or timer[1] > KEEPALIVE_SECONDS]
        self.checks.check(
            "every connection is probed when it is silent", len(timers) >= 20 and not wrong,
            f"{len(timers)} connections, {wrong[:3] or ''}")
        for raw in silent:
            raw.close()

    # Fault 27 (--full): a peer that a firewall cuts off is freed within two minutes, which it was not
    #   as long as TCP_USER_TIMEOUT was longer than all the probes take
    def cut_off(self):
        raw = socket.create_connection(("127.0.0.1", self.server.port))
        port = raw.getsockname()[1]
        before = int(self.info("clients", "connected_clients"))
        rules = [["INPUT", "-p", "tcp", side, str(port), "-j", "DROP"] for side in ("--sport", "--dport")]
        has_firewall = shutil.which("iptables") and not any(
            subprocess.run(["iptables", "-I", *rule], check=False).returncode for rule in rules)
        if not has_firewall:
            self.checks.note("NOT SHOWN: no firewall may be set up here, so that nobody is cut off")
            return
        try:
            deadline = time.monotonic() + 120
            while time.monotonic() < deadline:
                if int(self.info("clients", "connected_clients")) < before:
                    break
                time.sleep(1)
            left = deadline - time.monotonic()
        finally:
            for rule in rules:
                subprocess.run(["iptables", "-D", *rule], check=False)
        self.checks.check("who is cut off is freed in two minutes", left > 0, f"{120 - left:.0f} s")
        raw.close()

    # Fault 32: in a cgroup of 192 MiB greedy clients are held to their budget, the largest closed, and
    #   the system has no reason to kill
    # Guarantee G8: what connections hold stays within `clientmemory`
    def memory_cgroup(self):
        group = CGROUPS / f"leadline-{self.server.process.pid}"
        try:
            group.mkdir()
            (group / "memory.limit_in_bytes").write_text(str(192 << 20))
        except OSError as error:
            self.checks.note(f"NOT SHOWN: no memory cgroup can be made here: {error}")
            return
        server = Server(self.options.server).start()
        try:
            (group / "cgroup.procs").write_text(str(server.process.pid))
            desk, greedy = TextConnection(server.port), []
            desk.ask(f"CONFIG SET clientmemory {64 << 20}")
            part = b"*2\r\n$4\r\nECHO\r\n$1000000\r\n" + bytes(900_000)
            for _ in range(self.options.greedy):
                raw = socket.create_connection(("127.0.0.1", server.port))
                raw.settimeout(2)
                try:
                    raw.sendall(part)
                except OSError:
                    pass
                greedy.append(raw)
            rows = dict(row[0].split(":", 1) for row in desk.ask("INFO").rows if ":" in row[0])
            held, closed = int(rows["clients_memory"]), int(rows["evicted_clients"])
            peak = int((group / "memory.max_usage_in_bytes").read_text()) >> 20
            self.checks.check(
                f"{len(greedy)} greedy clients in 192 MiB: the largest are closed, the server lives",
                server.is_running and closed > 0 and held <= (64 << 20) * 5 // 4
                and desk.ask("PING").final == "+PONG",
                f"{closed} closed, {held >> 20} MiB held, {peak} MiB at most")
            for raw in greedy:
                raw.close()
        finally:
            server.stop()
            shutil.rmtree(server.directory)
            group.rmdir()

    # Fault 28: 500 reconnects a second are all served, and leave no descriptor open
    # Guarantee G8: a storm of connections takes no descriptor for good
    def storm(self):
        before, served, until = self.descriptors(), 0, time.monotonic() + self.options.storm
        began = time.monotonic()
        while time.monotonic() < until:
            raw = socket.create_connection(("127.0.0.1", self.server.port), timeout=10)
            raw.sendall(b"PING\r\n")
            served += raw.recv(16) == b"+PONG\r\n"
            if served % 3 == 0:
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raw.close()
            wait = began + served / 500 - time.monotonic()
            if wait > 0:
                time.sleep(wait)
        seconds = time.monotonic() - began
        deadline = time.monotonic() + 10
        while self.descriptors() > before and time.monotonic() < deadline:
            time.sleep(0.1)
        after = self.descriptors()
        self.checks.check(
            "a storm of reconnects is served and leaves nothing", served > 50 and after <= before,
            f"{served / seconds:.0f} a second, {before} descriptors before, {after} after")

    # Fault 30: a port in use and an address of another machine end the start with one clear line
    def taken_port(self):
        listener, port = taken()
        missing = ["--bind", "203.0.113.9", "--insecure"]
        for what, options, status, words in (
            ("a port in use", ["--port", str(port)], 69, "in use"),
            ("another machine's address", ["--port", "0", *missing], 71, "203.0.113.9"),
            ("a word for an address", ["--port", "0", "--bind", "no such host", "--insecure"], 71, "no such host"),
        ):
            tried = subprocess.run(
                [str(self.options.server), "--data", str(self.server.directory / "other"), *options],
                capture_output=True, text=True, timeout=30)
            last = tried.stderr.strip().splitlines()[-1] if tried.stderr.strip() else ""
            self.checks.check(
                f"{what} is told", tried.returncode == status and words in last and not tried.stdout,
                f"{tried.returncode} {last[-120:]}")
        listener.close()

    # Fault 35: a list of many rows comes in pages, and the others do not wait for it
    # Threat T13: no command looks at more than a page's share of the rows
    def long_list(self):
        rows = self.options.rows
        made = self.desk.pipeline(
            (f"LEAD.NEW EMAIL a@list{n}.example SERVICE s{n % 7}" for n in range(rows)), window=2000)
        refused = sum(not reply.is_ok for reply in made)
        with Bystander(self.server.port) as bystander:
            reader, seen, pages, longest = TextConnection(self.server.port), 0, 0, 0.0
            after = ""
            while after is not None:
                started = time.monotonic()
                page = reader.ask(f"LEAD.LIST SERVICE s3 COLUMNS id LIMIT 1000{after}")
                longest = max(longest, time.monotonic() - started)
                seen, pages = seen + len(page.rows), pages + 1
                after = f" AFTER {page.next}" if page.next else None
        bystander.judge(self.checks, f"a list of {rows} rows", slowest=1.0)
        expected = len(range(3, rows, 7))
        self.checks.check(
            "the list is whole, page by page", seen == expected and not refused,
            f"{seen} rows in {pages} pages, the longest took {longest * 1000:.0f} ms")

    # Fault 38: with all cores busy elsewhere writes are slower, and none is lost or times out
    def busy_machine(self, writers=4, each=300):
        spin = "import time\nend = time.monotonic() + 8\nwhile time.monotonic() < end: pass"
        hogs = [subprocess.Popen([sys.executable, "-c", spin]) for _ in range(8)]
        wrong, lock = [], threading.Lock()

        def work(number):
            connection = RespConnection(self.server.port)
            for n in range(each):
                reply = connection.ask(["LEAD.NEW", "EMAIL", f"a@busy{number}x{n}.example"])
                if not isinstance(reply, bytes):
                    with lock:
                        wrong.append(reply)
            connection.close()

        threads = [threading.Thread(target=work, args=(n,)) for n in range(writers)]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - began
        for hog in hogs:
            hog.kill()
            hog.wait()
        lost = [
            f"busy{number}x{n}" for number in range(writers) for n in (0, each // 2, each - 1)
            if not self.desk.ask(f"LEAD.FIND EMAIL a@busy{number}x{n}.example COLUMNS id").rows]
        self.checks.check(
            "with every core busy nothing times out or is lost", not wrong and not lost,
            f"{writers * each / seconds:.0f} writes a second {wrong[:2] or ''} {lost[:2] or ''}")

    # Fault 40: a login takes as long with many users as with few
    def many_users(self):
        count = self.options.users
        token = self.desk.ask("USER.NEW root ROLE admin").final[1:]
        few = self.login_time(token)
        before = self.server.resident_mib()
        partners = [r.final[1:] for r in self.desk.pipeline(
            f"PARTNER.NEW NAME many{n}" for n in range(count // 10))]
        tokens = [reply.final for reply in self.desk.pipeline(
            f"USER.NEW u{n}@many.example ROLE partner PARTNER {partners[n % len(partners)]}"
            for n in range(count))]
        wrong = [token for token in tokens if not token.startswith("=")]
        self.checks.check(f"{count} users of {len(partners)} partners", not wrong, str(wrong[:2] or ""))
        many = self.login_time(tokens[count // 2][1:])
        self.checks.check(
            "a login takes as long as before", many < few * 3 + 0.002,
            f"{few * 1e6:.0f} µs, then {many * 1e6:.0f} µs")
        grown = self.server.resident_mib() - before
        self.checks.check(
            "memory does not grow with the users", grown < 64 + count / 1000, f"{grown:.0f} MiB more")

    def login_time(self, token, count=200):
        """The median of logins."""
        connection, times = RespConnection(self.server.port), []
        for _ in range(count):
            started = time.monotonic()
            reply = connection.ask(["AUTH", token])
            times.append(time.monotonic() - started)
            if reply != "OK":
                raise RuntimeError(f"AUTH: {reply}")
        connection.close()
        return sorted(times)[count // 2]

    def run(self):
        self.checks.note(f"seed {self.options.seed}")
        self.lead = self.desk.ask("LEAD.NEW EMAIL desk@lead.example").final[1:].encode()
        self.reset_in_the_middle()
        self.half_close()
        self.keepalive()
        if self.options.full:
            self.cut_off()
        self.memory_cgroup()
        self.storm()
        self.taken_port()
        self.long_list()
        self.busy_machine()
        self.many_users()
        self.checks.sound(self.desk, "at the end")
        self.checks.finish(self.server)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--full", action="store_true", help="the numbers of the catalogue")
    options = parser.parse_args()
    options.storm, options.rows, options.users, options.greedy = (
        (30.0, 1_000_000, 100_000, 2000) if options.full else (2.0, 20_000, 2000, 300))
    ConnectionFaults(options).run()


if __name__ == "__main__":
    main()
