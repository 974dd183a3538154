#!/usr/bin/env python3
"""TLS as foreign clients see it: openssl's, redis-cli's, redis-py's, and the command line's."""

import contextlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

from leadline_server import Checks, Server, arguments
from leadline_socket import TextConnection
from tls_files import Authority

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Interop"))
from installing import Cache  # noqa: E402

SUITES = {
    "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-ECDSA-AES128-GCM-SHA256",
}
EX_CONFIG = 78
REDIS_PY = """
import redis, sys
port, authorities = sys.argv[1:]
print(redis.Redis(port=int(port), ssl=True, ssl_ca_certs=authorities).ping())
"""


def s_client(port, *options, lines="PING\r\nQUIT\r\n"):
    """What openssl's client printed, and whether the server answered a PING."""
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-quiet", *options]
    done = subprocess.run(
        command, input=lines, capture_output=True, text=True, timeout=30, check=False)
    return done.stdout + done.stderr, "+PONG" in done.stdout


def versions(checks, port):
    old = ["-cipher", "ALL:@SECLEVEL=0"]
    for option, is_spoken in [
            ("-tls1", False), ("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)]:
        _, answered = s_client(port, option, *([] if is_spoken else old))
        checks.check(f"openssl s_client {option}", answered == is_spoken,
                     "answered" if answered else "refused")


def suites(checks, port):
    """Tries every suite that openssl knows for TLS 1.2, one at a time."""
    listed = subprocess.run(
        ["openssl", "ciphers", "-tls1_2", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"],
        capture_output=True, text=True, check=True).stdout.strip().split(":")
    old = [suite for suite in listed if not suite.startswith("TLS_")]
    taken = {suite for suite in old
             if s_client(port, "-tls1_2", "-cipher", f"{suite}:@SECLEVEL=0")[1]}
    checks.check("strong suites alone are taken", taken == SUITES,
                 f"{len(taken)} of {len(old)}: {' '.join(sorted(taken))}")
    _, answered = s_client(port, "-tls1_2", "-sigalgs", "ECDSA+SHA1:RSA+SHA1",
                           "-cipher", "ALL:@SECLEVEL=0")
    checks.check("signatures by SHA-1 are refused", not answered)
    printed, _ = s_client(port, "-tls1_2", "-no_ign_eof", lines="PING\r\n")
    checks.check("nothing is compressed", "Compression: zlib" not in printed)


def half_close(checks, port, context, how):
    """Sends many lines, ends the input in one way or another, and counts the replies."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
    plain = socket.create_connection(("127.0.0.1", port))
    plain.settimeout(20)

    def step(action, *words):
        while True:
            try:
                result = action(*words)
            except ssl.SSLWantReadError:
                # After the end of our half there is nothing more to be said.
                if pending := outgoing.read():
                    plain.sendall(pending)
                received = plain.recv(1 << 16)
                if not received:
                    incoming.write_eof()
                incoming.write(received)
            else:
                if pending := outgoing.read():
                    plain.sendall(pending)
                return result

    step(tls.do_handshake)
    step(tls.write, b"ECHO 0123456789\r\n" * 2000)
    if how == "close_notify":
        with contextlib.suppress(ssl.SSLWantReadError):
            tls.unwrap()
        plain.sendall(outgoing.read())
    plain.shutdown(socket.SHUT_WR)
    replies = b""
    with contextlib.suppress(ssl.SSLZeroReturnError, ssl.SSLEOFError, ssl.SSLError):
        while part := step(tls.read, 1 << 16):
            replies += part
    plain.close()
    checks.check(f"half-closed by {how}: no reply lost",
                 replies == b"=0123456789\r\n" * 2000, f"{replies.count(b'=')} of 2000")


def clients(checks, binary, port, files):
    ca = files.path("ca.pem")
    done = subprocess.run(
        ["redis-cli", "--tls", "--cacert", ca, "-p", str(port), "-3", "PING"],
        capture_output=True, text=True, check=False)
    checks.check("redis-cli --tls", done.stdout.strip() == "PONG", done.stderr.strip())
    done = subprocess.run(
        ["redis-cli", "--tls", "-p", str(port), "PING"],
        capture_output=True, text=True, check=False)
    checks.check("redis-cli does not trust a stranger", "PONG" not in done.stdout)
    for options, status in [(["--cacert", ca], 0), (["--insecure"], 0), ([], 69)]:
        done = subprocess.run(
            [binary.parent / "leadline", "--tls", *options, "-p", str(port), "PING"],
            capture_output=True, text=True, check=False)
        checks.check(f"leadline --tls {' '.join(options[:1])} ends with {status}",
                     done.returncode == status, done.stderr.strip())
    with Cache(Path(__file__).resolve().parents[1] / "Interop", may_install=False) as cache:
        done = subprocess.run(
            [cache.environment(["redis==8.1.0"]), "-c", REDIS_PY, str(port), ca],
            capture_output=True, text=True, timeout=60, check=False)
    checks.check("redis-py ssl=True", done.stdout.strip() == "True", done.stderr.strip()[-200:])


def certificates_of_clients(checks, binary, files):
    server = Server(binary, *files.options("server"), "--tlsport", "0",
                    "--tlsca", files.path("ca.pem"), "--tlsclients", "required").start()
    port = server.tls_port()
    for name, is_admitted in [(None, False), ("client", True), ("foreign", False)]:
        options = [] if name is None else [
            "-cert", files.path(f"{name}.pem"), "-key", files.path(f"{name}.key")]
        _, answered = s_client(port, *options)
        checks.check(f"with tlsclients required, {name or 'no'} certificate",
                     answered == is_admitted, "answered" if answered else "refused")
    server.stop()


def refusals(checks, binary, files):
    """What is wrong with the files is told at the start, and by --check-config."""
    exposed = files.path("exposed.key")
    subprocess.run(["cp", files.path("server.key"), exposed], check=True)
    os.chmod(exposed, 0o644)
    cases = [
        ("an expired certificate", files.options("expired"), "has expired at"),
        ("another certificate's key",
         ["--tlscert", files.path("server.pem"), "--tlskey", files.path("client.key")],
         "does not belong to"),
        ("a missing key", ["--tlscert", files.path("server.pem")], "'tlscert' needs 'tlskey'"),
        ("a key that is not there",
         ["--tlscert", files.path("server.pem"), "--tlskey", files.path("absent.key")],
         "cannot read tlskey"),
        ("a key that all may read",
         ["--tlscert", files.path("server.pem"), "--tlskey", exposed], "others may read"),
        ("no port at all", ["--plain", "no"], "nothing is served"),
    ]
    for name, options, words in cases:
        for check in ([], ["--check-config"]):
            command = [binary, "--data", files.path("never"), "--port", "0", *options, *check]
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=20, check=False)
            checks.check(
                f"{name} is refused{' by --check-config' if check else ''}",
                done.returncode == EX_CONFIG and words in done.stderr,
                f"{done.returncode} {done.stderr.strip()}")


def serial(port, context):
    with socket.create_connection(("127.0.0.1", port)) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as tls:
            return tls.getpeercert()["serialNumber"]


def wait_until(condition):
    for _ in range(200):
        if condition():
            return True
        time.sleep(0.05)
    return False


def reload(checks, server, context, files):
    """SIGHUP: new files for new connections, bad files for nobody, nobody's connection lost."""
    port = server.tls_port()
    plain = socket.create_connection(("127.0.0.1", port))
    held = context.wrap_socket(plain, server_hostname="localhost")
    old = serial(port, context)
    files.issue("next")
    files.copy("next.pem", "server.pem")
    server.process.send_signal(signal.SIGHUP)
    wait_until(lambda: "was not read again" in server.log_tail())
    checks.check("bad files change nothing", serial(port, context) == old, server.log_tail())
    files.copy("next.key", "server.key")
    server.process.send_signal(signal.SIGHUP)
    checks.check("new files count after SIGHUP",
                 wait_until(lambda: serial(port, context) != old))
    held.sendall(b"PING\r\n")
    checks.check("who was connected stays so", held.recv(64) == b"+PONG\r\n")
    held.close()


def reload_settings(checks, server, port):
    settings = json.loads(server.config.read_text())
    server.config.write_text(json.dumps({**settings, "loglevel": "warning", "country": "FR"}))
    server.process.send_signal(signal.SIGHUP)
    connection = TextConnection(port)

    def level():
        return dict(connection.ask("CONFIG GET loglevel").rows)["loglevel"]

    checks.check("SIGHUP reads the file again", wait_until(lambda: level() == "warning"))
    checks.check("what counts at the start only is told of", "country" in server.log_tail())
    connection.close()


def main():
    options = arguments(__doc__).parse_args()
    checks = Checks()
    with Authority() as files:
        refusals(checks, options.server, files)
        certificates_of_clients(checks, options.server, files)
        server = Server(options.server, *files.options("server"), "--tlsport", "0")
        server.config = server.directory / "leadline.json"
        server.config.write_text('{"timeout": 0}')
        server.command += ["--config", str(server.config)]
        server.start()
        port = server.tls_port()
        context = ssl.create_default_context(cafile=files.path("ca.pem"))
        versions(checks, port)
        suites(checks, port)
        half_close(checks, port, context, "close_notify")
        half_close(checks, port, context, "a bare FIN")
        clients(checks, Path(options.server), port, files)
        reload(checks, server, context, files)
        reload_settings(checks, server, server.port)
        checks.finish(server)


if __name__ == "__main__":
    main()
