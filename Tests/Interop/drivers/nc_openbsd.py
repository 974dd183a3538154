#!/usr/bin/env python3
"""OpenBSD's nc; one-shot with -N or -q, and with awk behind it."""

from typed_lines import LineTool, debian_version

AWK = r"""
printf 'STATUS %s\n' "$1" | nc.openbsd -N HOST PORT | tr -d '\r' | awk -F'\t' '
    /^ / { print substr($1, 2), $2 } /^-/ { e = 1; print > "/dev/stderr" } END { exit e }'
"""

LineTool(
    debian_version("netcat-openbsd"), ["nc.openbsd", "HOST", "PORT"],
    one_shot=[["nc.openbsd", "-N", "HOST", "PORT"], ["nc.openbsd", "-q", "5", "HOST", "PORT"]],
    script=AWK).run()
