#!/usr/bin/env python3
"""HAProxy's health checks, as its documentation gives them for Redis."""

import csv
import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FEATURES = Path(__file__).resolve().parents[1] / "features-tools.txt"
CONFIGURATION = r"""
global
    stats socket {folder}/stats level admin
    log stdout format raw local0
defaults
    mode tcp
    log global
    timeout connect 5s
    timeout client 5s
    timeout server 5s
    timeout check 5s
backend health-lines
    option tcp-check
    tcp-check send PING\r\n
    tcp-check expect string +PONG
    tcp-check send info\ replication\r\n
    tcp-check expect string role:master
    tcp-check send QUIT\r\n
    tcp-check expect string +OK
    server one {host}:{port} check inter 300ms
backend health-redis
    option redis-check
    server one {host}:{port} check inter 300ms
backend health-resp
    option tcp-check
    tcp-check send *1\r\n$4\r\nPING\r\n
    tcp-check expect string +PONG
    tcp-check send *2\r\n$4\r\nINFO\r\n$11\r\nreplication\r\n
    tcp-check expect string role:master
    server one {host}:{port} check inter 300ms
"""


def states(path):
    """The state of every server, with what its last check found."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        connection.sendall(b"show stat\n")
        text = b""
        while piece := connection.recv(65536):
            text += piece
    rows = csv.DictReader(io.StringIO(text.decode().lstrip("# ")))
    return {row["pxname"]: (row["status"], row["check_status"], row["last_chk"])
            for row in rows if row["svname"] == "one"}


def watched(host, port):
    """The states after ten checks, and what HAProxy logged."""
    folder = tempfile.mkdtemp()
    configuration = Path(folder, "haproxy.cfg")
    configuration.write_text(CONFIGURATION.format(folder=folder, host=host, port=port))
    with open(Path(folder, "log"), "w+") as log:
        process = subprocess.Popen(
            ["haproxy", "-db", "-f", str(configuration)], stdout=log, stderr=log)
        try:
            time.sleep(4)
            found = states(os.path.join(folder, "stats"))
        finally:
            process.terminate()
            process.wait()
        log.seek(0)
        return found, log.read()


def main():
    version = subprocess.run(["haproxy", "-v"], capture_output=True, text=True).stdout
    print("version", version.split()[2], flush=True)
    found, log = watched(sys.argv[1], sys.argv[2])
    for line in FEATURES.read_text().splitlines():
        name = line.split()[0] if line.strip() and not line.startswith("#") else None
        if name in found:
            status, check, last = found[name]
            well = status == "UP" and check.endswith("L7OK")
            print(f"ok {name}" if well else f"no {name} {status} {check} {last}")
        elif name == "log-clean":
            bad = [one for one in log.splitlines() if "is DOWN" in one or "ALERT" in one]
            print(f"no {name} {bad[0]}" if bad else f"ok {name}")
        elif name:
            print(f"na {name} HAProxy only asks whether the server is well")


main()
