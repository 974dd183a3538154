#!/usr/bin/env python3
"""nc inside of rlwrap, which gives it a line editor and a history."""

from typed_lines import LineTool, debian_version

LineTool(
    debian_version("rlwrap"), ["rlwrap", "nc.openbsd", "-N", "HOST", "PORT"], on_terminal=True).run()
