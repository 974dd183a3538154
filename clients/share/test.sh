#!/usr/bin/env bash
# The manual pages and completions are fresh and well formed, and the shells complete by them.
# usage: test.sh [BIN], the folder of the programs
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=${1:-$here/../../.build/release}
failed=0 passed=0

# check NAME EXPECTED FOUND
check() {
    if [[ $2 == "$3" ]]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        printf 'FAIL %s\n  expected %s\n  found    %s\n' "$1" "$2" "$3"
    fi
}

# What each shell offers for a line whose last word is not finished, sorted, on one line.
offered_by_bash() {
    bash -c '. "$1"; words=($2); [[ $2 != *" " ]] || words+=("")
        COMP_WORDS=("${words[@]}") COMP_CWORD=$((${#words[@]} - 1)) COMP_LINE=$2 COMP_POINT=${#2}
        function=$(complete -p "${words[0]}"); function=${function##*-F }; ${function%% *} "${words[0]}" "${words[-1]}" "${words[-2]}"
        printf "%s\n" "${COMPREPLY[@]}"' bash "$here/completions/bash/${1%% *}" "$1" | one_line
}

offered_by_zsh() {
    zsh -f -c 'compdef() { }; compadd() { while [[ $1 != -a ]]; do shift; done; print -l -- ${(P)2}; }
        _arguments() { print -l -- ${${(M)@:#*\[*}%%\[*}; }; . "$1"
        words=(${=2}); [[ $2 != *" " ]] || words+=(""); CURRENT=$#words; typed=${words[-1]}
        for each in ${(f)"$(_leadline)"}; do [[ ${(L)each} != ${(L)typed}* ]] || print -r -- $each; done' \
        zsh "$here/completions/zsh/_leadline" "$1" | one_line
}

offered_by_fish() {
    HOME=$work XDG_CONFIG_HOME=$work fish --no-config -c 'source $argv[1]; complete -C $argv[2]' \
        "$here/completions/fish/${1%% *}.fish" "$1" | cut -f1 | one_line
}

one_line() { LC_ALL=C sort -u | paste -sd ' '; }

completes() {
    local shell
    for shell in bash zsh fish; do check "$shell: $1" "$2" "$("offered_by_$shell" "$1")"; done
}

echo "== manual pages and completions"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/generate.py" --check "$bin"
check 'generated files are fresh' 0 $?

for page in "$here"/man/*; do
    check "warnings of ${page##*/}" '' "$(man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)"
    check "whatis ${page##*/}" 1 "$(lexgrog "$page" 2>/dev/null | grep -c ' - ')"
done
for file in "$here"/completions/bash/*; do check "$file" '' "$(bash -n "$file" 2>&1)"; done
for file in "$here"/completions/zsh/*; do check "$file" '' "$(zsh -n "$file" 2>&1)"; done
for file in "$here"/completions/fish/*; do check "$file" '' "$(fish -n "$file" 2>&1)"; done

completes 'leadline LEAD.NE' 'LEAD.NEW'
completes 'leadline lead.ne' 'LEAD.NEW'
completes 'leadline --port 6000 --tls LEAD.NE' 'LEAD.NEW'
completes 'leadline imp' 'import'
completes 'leadline LEAD.NEW em' 'EMAIL'
completes 'leadline LEAD.NEW EMAIL ann@acme.example PH' 'PHONE'
completes 'leadline LEAD.NEW EMAIL ' ''
completes 'leadline LEAD.NEW EMAIL ann@acme.example EMA' ''
completes 'leadline LEAD.NEW DIRECTION ' 'in out'
completes 'leadline CLIENT GETN' 'GETNAME'
completes 'leadline COMMAND LIST FI' 'FILTERBY'
completes 'leadline FORMAT j' 'json'
completes 'leadline import --dry' '--dry-run'
check 'bash: an option' '--output' "$(offered_by_bash 'leadline --outp')"
check 'fish: an option' '--output' "$(offered_by_fish 'leadline --outp')"
check 'bash: the value of an option' 'vertical' "$(offered_by_bash 'leadline --output ver')"
check 'fish: the value of an option' 'vertical' "$(offered_by_fish 'leadline --output ver')"
check 'bash: a verb of the server' 'check' "$(offered_by_bash 'leadline-server che')"
check 'fish: a verb of the server' 'check' "$(offered_by_fish 'leadline-server che')"
check 'bash: a verb of the load generator' 'compare' "$(offered_by_bash 'leadline-bench comp')"
check 'fish: a verb of the load generator' 'compare' "$(offered_by_fish 'leadline-bench comp')"

DESTDIR=$work "$here/install.sh" /usr
check 'man finds what is installed' 3 \
    "$(for page in 1 8; do find "$work/usr/share/man/man$page" -type f; done | wc -l)"
check 'man shows it' 1 "$(MANPATH=$work/usr/share/man man 8 leadline-server 2>&1 | grep -c '^SETTINGS')"

for tool in leadline leadline-server leadline-bench; do
    check "$tool --help has examples" 1 "$(($("$bin/$tool" --help | grep -c "^  $tool ") > 2))"
done
echo "$passed passed, $failed failed"
((failed == 0))
