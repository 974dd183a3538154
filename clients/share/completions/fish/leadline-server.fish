function __leadline-server_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __leadline-server_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __leadline-server_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __leadline-server_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __leadline-server_parse_tokens -S
    set -l unparsed_tokens (__leadline-server_tokens -pc)
    switch $unparsed_tokens[1]
    case 'leadline-server'
        __leadline-server_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'serve'
            __leadline-server_parse_subcommand 0 'data=' 'init' 'read-only' 'port=' 'bind=' 'plain=' 'tlsbind=' 'tlsport=' 'tlscert=' 'tlskey=' 'tlsca=' 'tlsclients=' 'durability=' 'loglevel=' 'insecure' 'enable-debug-commands' 'config=' 'check-config' 'version' 'h/help'
        case 'check'
            __leadline-server_parse_subcommand 0 'data=' 'version' 'h/help'
        case 'repair'
            __leadline-server_parse_subcommand 0 'data=' 'to=' 'accept' 'version' 'h/help'
        case 'restore'
            __leadline-server_parse_subcommand 0 'from=' 'data=' 'erasures=' 'version' 'h/help'
        case 'verify'
            __leadline-server_parse_subcommand 1 'version' 'h/help'
        case 'dump'
            __leadline-server_parse_subcommand 0 'data=' 'version' 'h/help'
        case 'load'
            __leadline-server_parse_subcommand 0 'data=' 'version' 'h/help'
        case 'spec'
            __leadline-server_parse_subcommand 0 'write' 'check' 'dir=' 'version' 'h/help'
        case 'help'
            __leadline-server_parse_subcommand -r 1 'version'
        end
    end
end

function __leadline-server_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __leadline-server_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __leadline-server_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __leadline-server_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__leadline-server_tokens -p)
    if test -z "$(__leadline-server_tokens -t)"
        set -l index (count (__leadline-server_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'leadline-server' -f
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server" version' -l 'version' -d 'Show the version.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_positional "leadline-server" -eq 1' -fa 'serve' -d 'Serves until SIGTERM or SIGINT (the default).'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_positional "leadline-server" -eq 1' -fa 'check' -d 'Lists every inconsistency of a store that nobody serves.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_positional "leadline-server" -eq 1' -fa 'repair' -d 'Saves what can be read of a hurt store into a new one.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_positional "leadline-server" -eq 1' -fa 'restore' -d 'Makes the store that was backed up of a backup.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_positional "leadline-server" -eq 1' -fa 'verify' -d 'Looks through a backup, and those that it needs, for damage.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_positional "leadline-server" -eq 1' -fa 'dump' -d 'Writes every row of a store that nobody serves as lines of JSON.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_positional "leadline-server" -eq 1' -fa 'load' -d 'Makes a store of a dump, which it reads from standard input.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_positional "leadline-server" -eq 1' -fa 'spec' -d 'Exports the language of the server: commands, codes, flow and events.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_positional "leadline-server" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" data' -l 'data' -d 'The data directory (default ./leadline-data, made when it does not exist).' -rfa '(__leadline-server_complete_directories)'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" init' -l 'init' -d 'Makes a new store in an existing directory.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" read-only' -l 'read-only' -d 'Serves what is there without writing anything, also of a store that is hurt.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" port' -l 'port' -d 'The port; 0 takes a free one (default 5323).' -rfka ''
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" bind' -l 'bind' -d 'The address to listen on (default 127.0.0.1).' -rfka ''
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" plain' -l 'plain' -d 'Whether the plain port is served: yes or no (default yes).' -rfka ''
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" tlsbind' -l 'tlsbind' -d 'The address to speak TLS on (default what --bind says).' -rfka ''
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" tlsport' -l 'tlsport' -d 'The port for TLS, served when there is --tlscert (default 5324).' -rfka ''
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" tlscert' -l 'tlscert' -d 'The PEM file of the server\'s certificate chain.' -rF
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" tlskey' -l 'tlskey' -d 'The PEM file of the certificate\'s private key.' -rF
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" tlsca' -l 'tlsca' -d 'The PEM file of the authorities that sign clients\' certificates.' -rF
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" tlsclients' -l 'tlsclients' -d 'Whether clients need such a certificate: no, optional or required.' -rfka ''
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" durability' -l 'durability' -d 'What a commit waits for: always (the disk) or os (default always).' -rfka ''
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" loglevel' -l 'loglevel' -d 'The least severe lines of the log, from trace to critical (default info).' -rfka ''
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" insecure' -l 'insecure' -d 'Listens on any address although there are no users: whoever comes is admin.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" enable-debug-commands' -l 'enable-debug-commands' -d 'Allows DEBUG commands.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" config' -l 'config' -d 'A JSON file with these settings and others.' -rF
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" check-config' -l 'check-config' -d 'Checks the configuration, tells what is set where, and exits.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" version' -l 'version' -d 'Show the version.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server serve" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server check" data' -l 'data' -d 'The data directory.' -rfka ''
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server check" version' -l 'version' -d 'Show the version.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server repair" data' -l 'data' -d 'The data directory.' -rfa '(__leadline-server_complete_directories)'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server repair" to' -l 'to' -d 'The directory to make, which does not exist.' -rfa '(__leadline-server_complete_directories)'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server repair" accept' -l 'accept' -d 'Takes a repaired store as it is: what was lost is accepted.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server repair" version' -l 'version' -d 'Show the version.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server repair" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server restore" from' -l 'from' -d 'The backup\'s folder.' -rfa '(__leadline-server_complete_directories)'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server restore" data' -l 'data' -d 'The data directory.' -rfa '(__leadline-server_complete_directories)'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server restore" erasures' -l 'erasures' -d 'The folder with the list of erasures.' -rfa '(__leadline-server_complete_directories)'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server restore" version' -l 'version' -d 'Show the version.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server restore" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_positional "leadline-server verify" -eq 1' -fa '(__leadline-server_complete_directories)'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server verify" version' -l 'version' -d 'Show the version.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server verify" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server dump" data' -l 'data' -d 'The data directory.' -rfa '(__leadline-server_complete_directories)'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server dump" version' -l 'version' -d 'Show the version.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server dump" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server load" data' -l 'data' -d 'The data directory.' -rfa '(__leadline-server_complete_directories)'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server load" version' -l 'version' -d 'Show the version.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server load" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server spec" write' -l 'write' -d 'Writes the files, or compares them.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server spec" check' -l 'check' -d 'Writes the files, or compares them.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server spec" dir' -l 'dir' -d 'Where the files are.' -rfka ''
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server spec" version' -l 'version' -d 'Show the version.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server spec" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'leadline-server' -n '__leadline-server_should_offer_completions_for_flags_or_options "leadline-server help" version' -l 'version' -d 'Show the version.'
