#!/usr/bin/env bash
# The tests of leadline.bash. usage: test.bash [SERVER], the server's binary
set -uo pipefail
here=${BASH_SOURCE[0]%/*}
. "$here/leadline.bash"
binary=${1:-$here/../../.build/release/leadline-server}
work=$(mktemp -d)
servers=()
trap 'kill -KILL "${servers[@]}" 2>/dev/null; rm -rf "$work"' EXIT
failed=0 passed=0

# check NAME EXPECTED FOUND
check() {
    if [[ $2 == "$3" ]]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        printf 'FAIL %s\n  expected %q\n  found    %q\n' "$1" "$2" "$3"
    fi
}

# Sets port to that of a server on a new store.
serve() {
    local out=$work/out.${#servers[@]}
    : >"$out"
    "$binary" --data "$work/data.${#servers[@]}" --port 0 --durability os >"$out" 2>&1 &
    servers+=($!)
    disown
    until port=$(sed -nE 's/.* ready on [^ ]*:([0-9]+) .*/\1/p' "$out") && [[ -n $port ]]; do sleep 0.05; done
}

quoting() {
    local word quoted back
    for word in bare '' 'two words' 'a"b\c' $'tab\there' $'a\nb\rc' 'é日本' '#x' '$1' "it's" $'\x01\x7f' '*' '\N' ; do
        leadline_quote quoted "$word"
        leadline_call ECHO "$word"
        check "ECHO ${quoted}" "$word" "$leadline_value"
    done
    leadline_unescape back 'a\tb\\n\x1b'
    check 'a cell' $'a\tb\\n\x1b' "$back"
}

errors() {
    leadline_call LEAD.GET L9
    check 'a refusal' "1 NOTFOUND" "$? $leadline_code"
    leadline_call LEAD.NEW EMAIL a@b.example ZIP 1234
    check 'a field' "1 INVALID zip" "$? $leadline_code ${leadline_message%%:*}"
    check 'printed on standard error' 'NOTFOUND' "$(leadline LEAD.GET L9 2>&1 >/dev/null | cut -d' ' -f1)"
    leadline_call
    check 'no command' "64 USAGE" "$? $leadline_code"
    leadline_once LEAD.GET L9
    check 'what takes no key' "64 USAGE" "$? $leadline_code"
    leadline_call PING
    check 'the connection goes on' "0 PONG" "$? $leadline_value"
}

collect() { found+=("$1:${leadline_row[name]-none}:$#"); }

lists() {
    local found=() index
    for index in 1 2 3 4 5 6 7; do leadline_call LEAD.NEW EMAIL "a$index@b$index.example" NAME "$((index % 2))"$'\t'; done
    leadline_call LEAD.NEW EMAIL none@none.example
    leadline_each collect LEAD.LIST LIMIT 3 COLUMNS id,name,owner
    check 'rows of all pages, nulls left out' \
        $'L8:none:3 L7:1\t:3 L6:0\t:3 L5:1\t:3 L4:0\t:3 L3:1\t:3 L2:0\t:3 L1:1\t:3' "${found[*]}"
    leadline_each false LEAD.LIST
    check 'the function ends it' 1 "$?"
    leadline_call LEAD.GET L8
    leadline_field name name
    check 'a field that is null' "1 " "$? $name"
    leadline_field email email
    check 'a field' "0 none@none.example" "$? $email"
}

blocks() {
    leadline_begin
    leadline_queue LEAD.NEW EMAIL ann@acme.example NAME 'a "b"'
    leadline_queue NOTE '$1' called
    leadline_commit
    local status=$? lead
    leadline_result lead 1
    check 'a block' "0 L9" "$status $lead"
    leadline_begin
    leadline_queue LEAD.NEW EMAIL bob@bolt.example
    leadline_queue LEAD.NEW EMAIL ann@acme.example
    leadline_commit
    check 'an undone block' "1 EXISTS" "$? $leadline_code"
    check 'its message' 'L9 customer is registered' "$leadline_message"
    leadline_call LEAD.LIST
    check 'nothing of it happened' 9 "${#leadline_rows[@]}"
}

# A line to the server, whose port it writes into a file. By its list a connection is cut before the
# second reply, or is not.
lossy() {
    local port=$1
    python3 - "$port" "$work/lossy" <<'PYTHON' &
import os, socket, sys, threading
port, path = int(sys.argv[1]), sys.argv[2]
listener = socket.create_server(("127.0.0.1", 0))
with open(path + ".new", "w") as file:
    file.write(str(listener.getsockname()[1]))
os.rename(path + ".new", path)
cuts = [1, 0, 1, 1, 0]
def serve(near, losing):
    far, count = socket.create_connection(("127.0.0.1", port)), 0
    def back():
        nonlocal count
        while data := far.recv(65536):
            count += 1
            if losing and count > 1:
                near.shutdown(socket.SHUT_RDWR)
                return
            near.sendall(data)
    threading.Thread(target=back, daemon=True).start()
    while data := near.recv(65536):
        far.sendall(data)
    far.close()
while True:
    near, _ = listener.accept()
    threading.Thread(target=serve, args=(near, cuts.pop(0) if cuts else 0), daemon=True).start()
PYTHON
    servers+=($!)
    disown
    until [[ -s $work/lossy ]]; do sleep 0.05; done
}

losses() {
    local direct=$port
    lossy "$port"
    leadline_open 127.0.0.1 "$(<"$work/lossy")"
    leadline_once LEAD.NEW EMAIL lost@line.example
    check 'a write whose reply was lost' "0 L10" "$? $leadline_value"
    leadline_close
    leadline_call PING
    check 'no connection' "69 LOST" "$? $leadline_code"
    leadline_open 127.0.0.1 "$(<"$work/lossy")"
    leadline_call PING
    check 'a lost reply' "69 LOST" "$? $leadline_code"
    local found=()
    leadline_open 127.0.0.1 "$(<"$work/lossy")"
    leadline_events other take_three
    check 'events over a lost connection' "1 1 2 3" "$? ${found[*]}"
    leadline_open 127.0.0.1 1
    check 'nobody listens' "69 LOST" "$? $leadline_code"
    leadline_open 127.0.0.1 "$direct"
    leadline_call LEAD.LIST
    check 'it was made once' 10 "${#leadline_rows[@]}"
}

take_three() {
    found+=("$1")
    ((${#found[@]} < 3))
}

events() {
    local found=() seqs=()
    leadline_timeout=2
    leadline_events mailer take_three TYPE 'lead.*' LIMIT 2
    check 'events until the function fails' 1 "$?"
    seqs=("${found[@]}")
    found=()
    leadline_events mailer take_three TYPE 'lead.*' LIMIT 2
    check 'from the place that was kept, again what was not dealt with' \
        "1 2 3; 3 4 5" "${seqs[*]}; ${found[*]}"
    leadline_timeout=60
}

users() {
    leadline_call USER.NEW ann ROLE admin
    local token=$leadline_value
    leadline_open 127.0.0.1 "$port"
    leadline_call WHOAMI
    check 'without a token' "77 NOAUTH" "$? $leadline_code"
    printf '%s\n' "$token" >"$work/token"
    chmod 644 "$work/token"
    LEADLINE_TOKEN_FILE=$work/token leadline_open 127.0.0.1 "$port"
    check 'a token that others may read' "77 USAGE" "$? $leadline_code"
    chmod 600 "$work/token"
    LEADLINE_TOKEN_FILE=$work/token leadline_open 127.0.0.1 "$port"
    leadline_call WHOAMI
    leadline_field user user
    check 'by a token from a file' ann "$user"
}

# What a script that stops at the first failure and at unset variables meets.
strict() {
    local said
    said=$(set -eu && unset LEADLINE_HOST && leadline_open 127.0.0.1 "$port" && leadline_call LEAD.GET L9 || echo "no: $leadline_code"
        leadline_close
        leadline_once LEAD.NEW EMAIL strict@set.example || exit 1
        leadline_each echo LEAD.LIST COLUMNS id LIMIT 1)
    check 'set -eu' $'no: NOTFOUND\nL1' "$said"
}

strict_on_new() {
    serve
    strict
}

story() {
    serve
    check 'the story of every language' \
        "$(sed -n '/^```text$/,/^```$/{/^```/!p}' "$here/../EXAMPLE.md")" "$("$here/example.bash" 127.0.0.1 "$port")"
}

unset "${!LEADLINE_@}"
serve
leadline_open 127.0.0.1 "$port"
for each in quoting errors lists blocks losses events users strict_on_new story; do "$each"; done
echo "$passed passed, $failed failed"
((failed == 0))
