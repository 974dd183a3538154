#!/usr/bin/env bash
# The clients of Node, Go and bash: what is generated is fresh, their tests hold, and each replays the
# vectors. usage: test.sh [--server BIN] [node|go|bash …]
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
server=$here/../.build/release/leadline-server
languages=()
while (($#)); do
    case $1 in
        --server) server=${2:?a binary}; shift ;;
        node | go | bash) languages+=("$1") ;;
        *) sed -n '3s/^# .*usage/usage/p' "$0"; exit 64 ;;
    esac
    shift
done
((${#languages[@]})) || languages=(node go bash)
[[ -x $server ]] || { echo "no server at $server: swift build -c release"; exit 66; }
# What the caller's own tools use is not to be talked to.
unset "${!LEADLINE_@}"
LEADLINE_SERVER=$(realpath "$server")
export LEADLINE_SERVER
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

failed=()
run() {
    local started=$SECONDS name=$1
    echo "== clients: $name"
    if ! "${@:2}"; then failed+=("$name"); fi
    echo "   $((SECONDS - started)) s"
}

replay() { python3 "$here/replay/replay.py" --server "$LEADLINE_SERVER" "$@"; }

# Go's own caches may be anywhere; nothing is to be fetched.
go_command() { (cd "$here/go" && GOFLAGS=-mod=mod GOPROXY=off go "$@"); }

node_tests() { node --test "$here/node/test/parts.test.js" "$here/node/test/server.test.js" >"$work/node" 2>&1 || { cat "$work/node"; return 1; }; }

node_types() {
    tsc --noEmit --strict --module node16 --moduleResolution node16 --target es2022 --lib es2022,dom \
        "$here/node/test/types.ts"
}

go_tests() {
    local unformatted
    unformatted=$(gofmt -l "$here/go") || return
    [[ -z $unformatted ]] || { echo "not as gofmt has it: $unformatted"; return 1; }
    go_command vet ./... && go_command test -count=1 ./...
}

go_replay() { go_command test -c -o "$work/driver" . && LEADLINE_REPLAY=1 replay "$work/driver"; }

run "generated files" python3 "$here/generate_constants.py" --check
for language in "${languages[@]}"; do
    case $language in
        node)
            run "Node" node_tests
            run "Node, types" node_types
            run "Node, vectors" replay node "$here/node/test/driver.js"
            ;;
        go)
            run "Go" go_tests
            run "Go, vectors" go_replay
            ;;
        bash)
            run "bash" "$here/bash/test.bash" "$LEADLINE_SERVER"
            run "bash, vectors" replay bash "$here/bash/driver.bash"
            ;;
    esac
done

if ((${#failed[@]})); then
    echo "FAILED: ${failed[*]}"
    exit 1
fi
echo "every client holds"
