#!/usr/bin/env bash
# Every acceptance run against a release server through real sockets.
# usage: run_all.sh [--full] [--zips FILE] [--server BIN] [--seed N]
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
server=$here/../../.build/release/leadline-server
full=0
zips=()
seed=()
while (($#)); do
    case $1 in
        --full) full=1 ;;
        --zips) zips=(--zips "${2:?a file}"); shift ;;
        --server) server=${2:?a binary}; shift ;;
        --seed) seed=(--seed "${2:?a number}"); shift ;;
        *) sed -n '3s/^# //p' "$0"; exit 64 ;;
    esac
    shift
done
[[ -x $server ]] || { echo "no server at $server: swift build -c release"; exit 66; }

failed=()
run() {
    local started=$SECONDS
    echo "== $*"
    if ! "$here/$@"; then failed+=("$1"); fi
    echo "   $((SECONDS - started)) s"
}

python_run() { run "$@" --server "$server" "${seed[@]}"; }

# Histories without sockets, by the program beside the server; the Swift tests have its short form.
simulate() {
    run "$(realpath --relative-to="$here" "$(dirname "$server")")/leadline-simulate" "$@" "${seed[@]}"
}

if ((full)); then
    simulate --requests 1000000 --census
    python_run real_input.py --leads 20000 "${zips[@]}"
    python_run real_input.py --leads 20000 --kill "${zips[@]}"
    python_run races.py --rounds 20
    python_run retries.py --keys 1000
    python_run block_races.py
    python_run money_model.py --histories 30 --steps 900
    python_run payment_races.py --rounds 20
    python_run money_races.py --rounds 10
    python_run money_crash.py --kills 40
    python_run payout_speed.py
    python_run bench.py --seconds 5 --works "ping lead.get status lead.list queue lead.find lead.new"
    python_run abuse.py
    python_run tls.py
    python_run shell.py
    python_run pictures.py
    python_run wire_faults.py
    python_run connection_faults.py --full
    python_run operator_faults.py
    python_run cut_off.py --full
    python_run race_faults.py
    python_run login_faults.py --full
    python_run canary.py
    python_run drain.py --rounds 10
    python_run backup.py --full
    python_run crowd.py --full
    python_run blocks.py --kills 30
    python_run histories.py --rounds 30
    python_run power.py --cuts 40
    python_run block_errors.py
    python_run nth_call.py --points 100000 --last 200
    python_run replay.py --points 60
    python_run replay.py --points 60 --durability os
    python_run machine.py --full
    python_run disk_trouble.py
    python_run soak.py --minutes 60
    python_run fuzz.py --seconds 60
    python_run damage.py --rounds 1500
    python_run crash.py --kills 1000 --seconds 0.5
    python_run crash.py --kills 20 --durability os
    run ../Interop/run.py --full --install --server "$server"
else
    python_run real_input.py --leads 2000 --kill "${zips[@]}"
    python_run races.py
    python_run retries.py
    python_run block_races.py
    python_run money_model.py
    python_run payment_races.py --rounds 2
    python_run money_races.py
    python_run money_crash.py
    python_run abuse.py
    python_run tls.py
    python_run shell.py
    python_run pictures.py
    python_run wire_faults.py
    python_run connection_faults.py
    python_run operator_faults.py
    python_run cut_off.py
    python_run race_faults.py
    python_run login_faults.py
    python_run canary.py
    python_run drain.py
    python_run backup.py
    python_run crowd.py
    python_run blocks.py --kills 3
    python_run histories.py
    python_run power.py --cuts 3
    python_run nth_call.py
    python_run replay.py
    python_run replay.py --durability os
    python_run machine.py
    python_run disk_trouble.py
    python_run soak.py
    python_run fuzz.py --seconds 5
    python_run damage.py --rounds 40
    python_run crash.py --kills 8
    run ../Interop/run.py --server "$server"
fi
run ../../clients/run_tests.py --server "$server"
run tour.sh "$server"

if ((${#failed[@]})); then
    echo "FAILED: ${failed[*]}"
    exit 1
fi
echo "every run holds"
