
# Adds the candidates that begin with the word, in any case.
__leadline_offer() {
    local candidate word=$1
    for candidate in "${@:2}"; do
        if [[ ${candidate^^} == "${word^^}"* ]]; then COMPREPLY+=("$candidate"); fi
    done
}

# Completes keywords and their values behind the command in the words from $1 on.
__leadline_command() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]^^}
    local name=${COMP_WORDS[$1]^^} keyword known
    local pair="$name ${COMP_WORDS[$1 + 1]^^}"
    if ((COMP_CWORD == $1 + 1)) && [[ -n ${__leadline_subcommands[$name]:-} ]]; then
        __leadline_offer "$cur" ${__leadline_subcommands[$name]}
        return
    fi
    if [[ -n ${__leadline_keywords[$pair]+set} ]]; then name=$pair; fi
    known=" ${__leadline_keywords[$name]:-} "
    if ((COMP_CWORD == $1 + 1)); then
        __leadline_offer "$cur" ${__leadline_values["$name"]:-}
    elif [[ -n ${__leadline_values["$name $prev"]:-} ]]; then
        __leadline_offer "$cur" ${__leadline_values["$name $prev"]}
        return
    elif [[ $known == *" $prev="* ]]; then
        return
    fi
    for keyword in ${__leadline_keywords[$name]:-}; do
        keyword=${keyword%=}
        if [[ " ${COMP_WORDS[*]:$1 + 1:COMP_CWORD - $1 - 1} " != *" $keyword "* ]]; then
            __leadline_offer "$cur" "$keyword"
        fi
    done
}

# Completes what stands before the command by what the program says of itself, and the rest here.
_leadline_words() {
    local at=1 cur=${COMP_WORDS[COMP_CWORD]} word
    COMPREPLY=()
    while ((at < COMP_CWORD)); do
        word=${COMP_WORDS[at]}
        case " $__leadline_options " in
            *" $word= "*) at=$((at + 2)) ;;
            *) if [[ $word == -* ]]; then at=$((at + 1)); else break; fi ;;
        esac
    done
    if ((at > COMP_CWORD)) || { ((at == COMP_CWORD)) && [[ $cur == -* ]]; }; then
        _leadline "$@"
    elif ((at == COMP_CWORD)); then
        __leadline_offer "$cur" "${__leadline_names[@]}"
    elif [[ -n ${__leadline_verbs[${COMP_WORDS[at]}]:-} ]]; then
        if [[ $cur == -* ]]; then
            __leadline_offer "$cur" ${__leadline_verbs[${COMP_WORDS[at]}]}
        else
            COMPREPLY=($(compgen -f -- "$cur"))
        fi
    else
        __leadline_command "$at"
    fi
}

complete -o filenames -F _leadline_words leadline
