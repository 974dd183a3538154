#!/bin/sh
# hiredis, the client in C: compiles hiredis.c against the installed library and runs it.
set -e
gcc -Wall -Wextra -Werror -o "$INTEROP_WORK/hiredis" "$(dirname "$0")/hiredis.c" -lhiredis
exec "$INTEROP_WORK/hiredis" "$@"
