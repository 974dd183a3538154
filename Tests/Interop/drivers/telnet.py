#!/usr/bin/env python3
"""telnet of the inetutils, on a terminal."""

from typed_lines import LineTool, debian_version

LineTool(
    debian_version("inetutils-telnet"), ["telnet", "HOST", "PORT"], on_terminal=True,
    is_telnet=True).run()
