#!/usr/bin/env bash
# The ten-minute tour of README.md typed into nc: each reply shown there must be the one that comes.
# usage: tour.sh [SERVER]
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
server=${1:-$root/.build/release/leadline-server}
work=$(mktemp -d)
failed=0
lines_typed=0

finish() {
    [[ -n ${server_pid:-} ]] && kill "$server_pid" 2>/dev/null && wait "$server_pid" || true
    rm -rf "$work"
}
trap finish EXIT

fail() {
    echo "FAIL tour: $1"
    failed=1
}

# The indented lines of the tour, without their indent; an empty line where a block ends.
tour_lines() {
    awk '/^## A ten-minute tour/ { inside = 1; next }
         /^## / { inside = 0 }
         inside && /^    / { print substr($0, 5); next }
         inside { print "" }' "$root/README.md" | tr -d '\r'
}

# Times differ from one tour to the next.
without_times() {
    sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z/TIME/g' <<<"$1"
}

# Reads one whole reply into $reply: up to the first line that begins with no blank, "#" or ">".
read_reply() {
    reply=""
    local line
    while IFS= read -r -t 20 line <&"${nc[0]}"; do
        line=${line%$'\r'}
        reply+=${reply:+$'\n'}$line
        [[ $line == [\ \#\>]* ]] || return 0
    done
    fail "no reply to '$typed'"
    exit 1
}

# Compares the reply to the line typed last with what README shows below it, if it shows anything.
compare() {
    [[ -z $typed ]] && return
    if [[ -n $shown ]]; then
        if [[ $(without_times "$reply") != "$(without_times "$shown")" ]]; then
            fail "'$typed' answered"$'\n'"$reply"$'\n'"README shows"$'\n'"$shown"
        fi
    elif [[ $reply == *$'\n-'* || $reply == -* ]]; then
        fail "'$typed' was refused: $reply"
    fi
    typed=""
}

# A line for the shell, on our port, where its program is there.
run_in_shell() {
    local command=${1/5323/$port}
    command=${command/swift run leadline/$(dirname "$server")\/leadline --port $port}
    if ! command -v "${command%% *}" >/dev/null; then
        echo "     tour: skipped '$1', no such program here"
    elif ! bash -c "$command" >"$work/shell" 2>&1; then
        fail "'$1' failed: $(head -3 "$work/shell")"
    else
        echo "ok   tour: $1"
    fi
}

"$server" --data "$work/data" --port 0 >"$work/ready" 2>"$work/log" &
server_pid=$!
for _ in $(seq 200); do
    grep -q '^Talk to it: nc ' "$work/ready" && break
    sleep 0.05
done
port=$(sed -nE 's/^Talk to it: nc 127\.0\.0\.1 ([0-9]+)$/\1/p' "$work/ready")
[[ -n $port ]] || { fail "the server did not start: $(tail -3 "$work/log")"; exit 1; }

coproc nc { exec nc 127.0.0.1 "$port"; }
typed="" shown="" reply=""
while IFS= read -r line; do
    case $line in
        "") compare ;;
        "nc "*) ;;
        "redis-cli "* | "swift run "*) compare; run_in_shell "$line" ;;
        [A-Z]*)
            compare
            typed=$line shown=""
            lines_typed=$((lines_typed + 1))
            printf '%s\n' "$line" >&"${nc[1]}"
            read_reply
            ;;
        *) shown+=${shown:+$'\n'}$line ;;
    esac
done < <(tour_lines; echo)

((lines_typed > 20)) || fail "README's tour has only $lines_typed lines; were they found at all?"
((failed)) || echo "ok   tour: $lines_typed lines typed, every reply as README shows it"
exit "$failed"
