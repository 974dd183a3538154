#!/usr/bin/env python3
"""Nmap's ncat, which ends its side at the end of input."""

from typed_lines import LineTool, debian_version

LineTool(
    debian_version("ncat"), ["ncat", "HOST", "PORT"], one_shot=[["ncat", "HOST", "PORT"]]).run()
