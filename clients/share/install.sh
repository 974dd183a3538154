#!/usr/bin/env bash
# Puts the manual pages and completions where man and the shells look for them.
# usage: install.sh [PREFIX], by default /usr/local; below $DESTDIR where that is set
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
share=${DESTDIR:-}${1:-/usr/local}/share

# put FOLDER FILE…
put() { install -d "$share/$1" && install -m 644 "${@:2}" "$share/$1"; }

put man/man1 "$here"/man/*.1
put man/man8 "$here"/man/*.8
put bash-completion/completions "$here"/completions/bash/*
put zsh/site-functions "$here"/completions/zsh/*
put fish/vendor_completions.d "$here"/completions/fish/*
