
# Completes keywords and their values behind the command in the words from $1 on.
__leadline_command() {
    local name="${(U)words[$1]}" prev="${(U)words[CURRENT - 1]}" keyword
    local pair="$name ${(U)words[$1 + 1]}"
    local -a candidates
    if (( CURRENT == $1 + 1 )) && [[ -n "${__leadline_subcommands[$name]}" ]]; then
        candidates=(${=__leadline_subcommands[$name]})
        compadd -M 'm:{[:lower:]}={[:upper:]}' -a candidates
        return
    fi
    if (( ${+__leadline_keywords[$pair]} )); then name="$pair"; fi
    if (( CURRENT == $1 + 1 )); then
        candidates=(${=__leadline_values[$name]})
    elif [[ -n "${__leadline_values[$name $prev]}" ]]; then
        candidates=(${=__leadline_values[$name $prev]})
        compadd -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' -a candidates
        return
    elif [[ " ${__leadline_keywords[$name]} " == *" $prev= "* ]]; then
        return
    fi
    for keyword in ${=__leadline_keywords[$name]}; do
        keyword="${keyword%=}"
        if (( ! ${words[$1 + 1,CURRENT - 1][(Ie)$keyword]} )); then candidates+=("$keyword"); fi
    done
    compadd -M 'm:{[:lower:]}={[:upper:]}' -a candidates
}

# Completes what stands before the command by what the program says of itself, and the rest here.
_leadline() {
    local -i at=2
    local -a candidates
    while (( at < CURRENT )); do
        if [[ " $__leadline_options " == *" ${words[at]}= "* ]]; then (( at += 2 ))
        elif [[ "${words[at]}" == -* ]]; then (( at += 1 ))
        else break
        fi
    done
    if (( at > CURRENT )) || { (( at == CURRENT )) && [[ "${words[CURRENT]}" == -* ]] }; then
        _leadline_options "$@"
    elif (( at == CURRENT )); then
        compadd -M 'm:{[:lower:]}={[:upper:]}' -a __leadline_names
    elif [[ -n "${__leadline_verbs[${words[at]}]}" ]]; then
        if [[ "${words[CURRENT]}" == -* ]]; then
            candidates=(${=__leadline_verbs[${words[at]}]})
            compadd -a candidates
        else
            _files
        fi
    else
        __leadline_command "$at"
    fi
}

if [[ "${funcstack[1]}" = _leadline ]]; then
    _leadline "${@}"
else
    compdef _leadline leadline
fi
