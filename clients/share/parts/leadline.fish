
# The words behind the options, the one that is typed left out; nothing while options are typed.
function __leadline_typed
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]
        if contains -- "$words[1]=" $__leadline_options
            set -q words[2]; or return
            set -e words[1..2]
        else if string match -q -- '-*' $words[1]
            set -e words[1]
        else
            break
        end
    end
    set -q words[1]; and printf '%s\n' $words
end

# Whether the word that is typed is no option of leadline itself.
function __leadline_is_word
    set -l typed (__leadline_typed)
    set -q typed[1]; or not string match -q -- '-*' (commandline -t)
end

function __leadline_candidates
    set -l typed (__leadline_typed)
    if not set -q typed[1]
        # Behind an option that takes a value there is its value.
        contains -- (commandline -opc)[-1]= $__leadline_options; and return
        __leadline_names
        return
    end
    if contains -- $typed[1] $__leadline_verb_names
        if string match -q -- '-*' (commandline -t)
            __leadline_verb $typed[1]
        else
            __fish_complete_path (commandline -t)
        end
        return
    end
    set -l upper (string upper -- $typed)
    if test (count $typed) -eq 1
        __leadline_subcommands $upper[1]
        set -q __leadline_found; and set -e __leadline_found; and return
    end
    set -l name $upper[1]
    if set -q upper[2]; and contains -- "$upper[1] $upper[2]" (__leadline_pairs)
        set name "$upper[1] $upper[2]"
    end
    if test (count $typed) -eq 1
        __leadline_values $name
    else
        set -l values (__leadline_values "$name $upper[-1]")
        if set -q values[1]
            printf '%s\n' $values
            return
        end
        contains -- "$upper[-1]=" (__leadline_keywords $name); and return
    end
    for keyword in (__leadline_keywords $name)
        set keyword (string replace -r '=$' '' -- $keyword)
        contains -- $keyword $upper[2..]; or echo $keyword
    end
end

complete -c leadline -n __leadline_is_word -f -a '(__leadline_candidates)'
