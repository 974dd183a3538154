#!/usr/bin/env python3
"""The traditional nc; one-shot with -q."""

from typed_lines import LineTool, debian_version

LineTool(
    debian_version("netcat-traditional"), ["nc.traditional", "HOST", "PORT"],
    one_shot=[["nc.traditional", "-q", "5", "HOST", "PORT"]]).run()
