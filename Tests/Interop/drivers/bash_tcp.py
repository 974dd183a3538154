#!/usr/bin/env python3
"""bash without any tool: its own sockets."""

from typed_lines import LineTool, debian_version

TALK = "exec 3<>/dev/tcp/HOST/PORT; cat <&3 & cat >&3; wait"
SCRIPT = r"""
exec 3<>/dev/tcp/HOST/PORT
printf 'STATUS %s\n' "$1" >&3
while IFS= read -r line <&3; do
    line=${line%$'\r'}
    case $line in
        ' '*) row=${line# }; echo "${row%%$'\t'*} ${row#*$'\t'}" ;;
        '#'* | '>'*) ;;
        -*) echo "$line" >&2; exit 1 ;;
        *) exit 0 ;;
    esac
done
"""

LineTool(debian_version("bash"), ["bash", "-c", TALK], script=SCRIPT).run()
