#!/usr/bin/env python3
"""The exporter that brings a Redis server's numbers to Prometheus."""

import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

PROGRAM = "prometheus-redis-exporter"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def ask(host, port, line):
    """One line to the server, so that there is something to count."""
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(line.encode() + b"\r\n")
        return connection.recv(4096)


class Exporter:
    """A running exporter; its metrics by name, with their labels, and its log."""

    def __init__(self, host, port):
        self.port = free_port()
        self.log = tempfile.NamedTemporaryFile("r+", suffix=".log")
        self.process = subprocess.Popen(
            [PROGRAM, "-redis.addr", f"redis://{host}:{port}",
             "-web.listen-address", f"127.0.0.1:{self.port}"],
            stdout=self.log, stderr=self.log)

    def scrape(self):
        url = f"http://127.0.0.1:{self.port}/metrics"
        for _ in range(50):
            try:
                return urllib.request.urlopen(url, timeout=10).read().decode()
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the exporter does not answer")

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.seek(0)
        return self.log.read()


def checks(metrics, log):
    """What must hold of each feature, with what was found instead."""
    def value(name, labels=""):
        found = re.search(rf"(?m)^redis_{name}(\{{[^}}]*{labels}[^}}]*\}})? (\S+)$", metrics)
        return float(found[2]) if found else None

    bad = [line for line in log.splitlines() if re.search(r"level=(error|warn)", line)]
    scraped = value("up"), value("exporter_last_scrape_error")
    yield "scrape", scraped == (1, 0), scraped
    clients = value("connected_clients"), value("config_maxclients")
    yield "clients", (clients[0] or 0) >= 1 and (clients[1] or 0) >= 100, clients
    version = re.search(r'redis_instance_info\{.*redis_version="([\d.]+)".*role="master"', metrics)
    server = value("uptime_in_seconds"), value("memory_used_bytes")
    yield "server", version and None not in server and server[1] > 0, server
    commands = (value("commands_total", 'cmd="lead.new"'),
                value("commands_duration_seconds_total", 'cmd="lead.new"'))
    yield "commands", commands[0] and commands[1] is not None, commands
    errors = value("errors_total", 'err="NOTFOUND"')
    yield "errors", (errors or 0) > 0, errors
    yield "slowlog", value("slowlog_length") is not None, value("slowlog_length")
    yield "latency", "LATENCY" not in log.upper(), bad
    yield "config", clients[1], clients
    yield "log-clean", not bad, bad


def main():
    shown = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True)
    version = re.search(r"version:?\s+v?([\d.]+)|Exporter v?([\d.]+)", shown.stdout + shown.stderr)
    if not version:
        shown = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Version}", PROGRAM], capture_output=True, text=True)
    print("version", (version[1] or version[2]) if version else shown.stdout, flush=True)
    host, port, tag = sys.argv[1:4]
    ask(host, port, f"LEAD.NEW EMAIL watched@watched-{tag}.example")
    ask(host, port, "LEAD.GET L999999")
    exporter = Exporter(host, port)
    try:
        exporter.scrape()
        metrics = exporter.scrape()
    finally:
        log = exporter.stop()
    for name in ("health-lines", "health-redis", "health-resp"):
        print(f"na {name} that is HAProxy's")
    for name, holds, found in checks(metrics, log):
        print(f"ok {name}" if holds else f"no {name} found {found!r}"[:300])


main()
