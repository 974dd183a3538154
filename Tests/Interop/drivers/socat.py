#!/usr/bin/env python3
"""socat, told to wait for replies after the end of input."""

from typed_lines import LineTool, debian_version

COMMAND = ["socat", "-t", "30", "-", "TCP:HOST:PORT"]
LineTool(debian_version("socat"), COMMAND, one_shot=[COMMAND]).run()
