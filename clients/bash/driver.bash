#!/usr/bin/env bash
# The client as clients/replay/replay.py drives it; clients/README.md has the lines.

. "${BASH_SOURCE[0]%/*}/leadline.bash"
declare -A connections

# A line as JSON; in hexadecimal where it is more than ASCII, which takes other programs.
told() {
    local LC_ALL=C line=$1 hex
    if [[ $line == *[![:print:]]* ]]; then
        hex=$(printf '%s' "$line" | od -An -v -tx1 | tr -d ' \n')
        printf '["line","%s"]\n' "$hex"
    else
        line=${line//\\/\\\\}
        printf '["said","%s"]\n' "${line//\"/\\\"}"
    fi
}

# Two ways to read nothing: the time was over, or the connection is.
answer() {
    leadline_fd=${connections[$1]:-}
    if [[ -z $leadline_fd ]]; then echo '["closed",null]' && return; fi
    _leadline_read "$(($2 / 1000)).$(printf '%03d' $(($2 % 1000)))"
    local status=$?
    if ((status == 0)); then
        told "$_leadline_line"
    elif ((status > 128)); then echo '["none",null]'; else echo '["closed",null]'; fi
}

shut() {
    leadline_fd=${connections[$1]:-}
    leadline_close
    unset "connections[$1]"
}

echo 'dialect text'
while read -r verb number rest; do
    case $verb in
        open)
            exec {fd}<>"/dev/tcp/127.0.0.1/$rest"
            connections[$number]=$fd
            ;;
        send)
            leadline_fd=${connections[$number]:-}
            words=()
            for hex in $rest; do
                escaped=
                if [[ $hex != - ]]; then for ((at = 0; at < ${#hex}; at += 2)); do escaped+="\\x${hex:at:2}"; done; fi
                printf -v word '%b' "$escaped"
                words+=("$word")
            done
            _leadline_send "${words[@]}" || connections[$number]=
            ;;
        read) answer "$number" "$rest" ;;
        close) shut "$number" ;;
        reset) for number in "${!connections[@]}"; do shut "$number"; done ;;
    esac
done
