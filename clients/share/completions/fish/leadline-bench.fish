function __leadline-bench_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __leadline-bench_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __leadline-bench_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __leadline-bench_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __leadline-bench_parse_tokens -S
    set -l unparsed_tokens (__leadline-bench_tokens -pc)
    switch $unparsed_tokens[1]
    case 'leadline-bench'
        __leadline-bench_parse_subcommand 0 'help'
        switch $unparsed_tokens[1]
        case 'run'
            __leadline-bench_parse_subcommand -r 1 'h/host=' 'p/port=' 'user=' 'c/connections=' 'P/pipeline=' 'n/requests=' 's/seconds=' 'warmup=' 'threads=' 'keyspace=' 'random=' 'dialect=' 'rate=' 'keys=' 'reads=' 'seed=' 'csv' 'json' 'rounds=' 'help'
        case 'compare'
            __leadline-bench_parse_subcommand -r 1 'h/host=' 'p/port=' 'user=' 'c/connections=' 'P/pipeline=' 'n/requests=' 's/seconds=' 'warmup=' 'threads=' 'keyspace=' 'random=' 'dialect=' 'rate=' 'keys=' 'reads=' 'seed=' 'csv' 'json' 'peer=' 'redis-script=' 'rounds=' 'server=' 'directory=' 'markdown' 'help'
        case 'fill'
            __leadline-bench_parse_subcommand 0 'h/host=' 'p/port=' 'user=' 'c/connections=' 'P/pipeline=' 'n/requests=' 's/seconds=' 'warmup=' 'threads=' 'keyspace=' 'random=' 'dialect=' 'rate=' 'keys=' 'reads=' 'seed=' 'csv' 'json' 'leads=' 'server=' 'directory=' 'help'
        case 'grow'
            __leadline-bench_parse_subcommand -r 1 'leads=' 'n/requests=' 'svg=' 'markdown' 'server=' 'directory=' 'help'
        case 'fairness'
            __leadline-bench_parse_subcommand -r 1 'h/host=' 'p/port=' 'user=' 'c/connections=' 'P/pipeline=' 'n/requests=' 's/seconds=' 'warmup=' 'threads=' 'keyspace=' 'random=' 'dialect=' 'rate=' 'keys=' 'reads=' 'seed=' 'csv' 'json' 'leads=' 'beside=+' 'markdown' 'server=' 'directory=' 'help'
        case 'diff'
            __leadline-bench_parse_subcommand 2 'help'
        case 'cost'
            __leadline-bench_parse_subcommand 0 'leads=' 'gets=' 'pings=' 'group=' 'instructions' 'served' 'server=' 'directory=' 'help'
        case 'help'
            __leadline-bench_parse_subcommand -r 1 
        end
    end
end

function __leadline-bench_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __leadline-bench_parse_subcommand -S -a positional_count
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

function __leadline-bench_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __leadline-bench_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__leadline-bench_tokens -p)
    if test -z "$(__leadline-bench_tokens -t)"
        set -l index (count (__leadline-bench_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'leadline-bench' -f
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench" help' -l 'help' -d 'Show help information.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_positional "leadline-bench" -eq 1' -fa 'run' -d 'Measure one server (the default).'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_positional "leadline-bench" -eq 1' -fa 'compare' -d 'Measure Leadline beside its peers, in turns.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_positional "leadline-bench" -eq 1' -fa 'fill' -d 'Fill a server with leads and report memory and rates.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_positional "leadline-bench" -eq 1' -fa 'grow' -d 'Ask the same questions of ever more leads.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_positional "leadline-bench" -eq 1' -fa 'fairness' -d 'Measure a day while something heavy runs beside it.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_positional "leadline-bench" -eq 1' -fa 'diff' -d 'Tell what changed between two files of results.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_positional "leadline-bench" -eq 1' -fa 'cost' -d 'Count what one LEAD.NEW, LEAD.GET and PING cost.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_positional "leadline-bench" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" h host' -s 'h' -l 'host' -d 'The server\'s address.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" p port' -l 'port' -s 'p' -d 'The server\'s port (default 5323).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" user' -l 'user' -d 'The user to log in as, with LEADLINE_TOKEN or LEADLINE_TOKEN_FILE.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" c connections' -l 'connections' -s 'c' -d 'Connections at once (default 50).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" P pipeline' -s 'P' -l 'pipeline' -d 'Requests a connection sends before it waits (default 1).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" n requests' -s 'n' -l 'requests' -d 'Requests to measure; instead of --seconds.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" s seconds' -l 'seconds' -s 's' -d 'Seconds to measure (default 5, side by side 2).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" warmup' -l 'warmup' -d 'Seconds to run before measuring.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" threads' -l 'threads' -d 'Event loops, each a thread.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" keyspace' -l 'keyspace' -d 'Leads made beforehand for lead.get and mixed.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" random' -l 'random' -d '__rand_int__ is below this number.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" dialect' -l 'dialect' -d 'How requests are written: text, json, resp2 or resp3.' -rfka 'text json resp2 resp3'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" rate' -l 'rate' -d 'Requests due in a second, by the clock (an open loop): latency counts from when each was due. Without it a request is sent when there is a reply (a closed loop).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" keys' -l 'keys' -d 'Which leads and numbers are drawn how often: uniform, zipf or zipf:EXPONENT.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" reads' -l 'reads' -d 'Reads in a hundred requests of mixed (usually 80) or of a part of a day.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" seed' -l 'seed' -d 'What random numbers begin with: the same again draw the same.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" csv' -l 'csv' -d 'Print comma-separated values with a heading.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" json' -l 'json' -d 'Print one line of JSON.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" rounds' -l 'rounds' -d 'How often it is measured.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench run" help' -l 'help' -d 'Show help information.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" h host' -s 'h' -l 'host' -d 'The server\'s address.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" p port' -l 'port' -s 'p' -d 'The server\'s port (default 5323).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" user' -l 'user' -d 'The user to log in as, with LEADLINE_TOKEN or LEADLINE_TOKEN_FILE.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" c connections' -l 'connections' -s 'c' -d 'Connections at once (default 50).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" P pipeline' -s 'P' -l 'pipeline' -d 'Requests a connection sends before it waits (default 1).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" n requests' -s 'n' -l 'requests' -d 'Requests to measure; instead of --seconds.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" s seconds' -l 'seconds' -s 's' -d 'Seconds to measure (default 5, side by side 2).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" warmup' -l 'warmup' -d 'Seconds to run before measuring.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" threads' -l 'threads' -d 'Event loops, each a thread.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" keyspace' -l 'keyspace' -d 'Leads made beforehand for lead.get and mixed.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" random' -l 'random' -d '__rand_int__ is below this number.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" dialect' -l 'dialect' -d 'How requests are written: text, json, resp2 or resp3.' -rfka 'text json resp2 resp3'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" rate' -l 'rate' -d 'Requests due in a second, by the clock (an open loop): latency counts from when each was due. Without it a request is sent when there is a reply (a closed loop).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" keys' -l 'keys' -d 'Which leads and numbers are drawn how often: uniform, zipf or zipf:EXPONENT.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" reads' -l 'reads' -d 'Reads in a hundred requests of mixed (usually 80) or of a part of a day.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" seed' -l 'seed' -d 'What random numbers begin with: the same again draw the same.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" csv' -l 'csv' -d 'Print comma-separated values with a heading.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" json' -l 'json' -d 'Print one line of JSON.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" peer' -l 'peer' -d 'redis://host:port or leadline://host:port, which runs already.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" redis-script' -l 'redis-script' -d 'The Lua script that is one lead.new in a redis:// peer.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" rounds' -l 'rounds' -d 'How often each is measured.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" server' -l 'server' -d 'The leadline-server to start (default: beside this program, or on the PATH).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" directory' -l 'directory' -d 'Where the servers\' data is put for the time (default: the temporary folder).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" markdown' -l 'markdown' -d 'Print tables for a page.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench compare" help' -l 'help' -d 'Show help information.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" h host' -s 'h' -l 'host' -d 'The server\'s address.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" p port' -l 'port' -s 'p' -d 'The server\'s port (default 5323).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" user' -l 'user' -d 'The user to log in as, with LEADLINE_TOKEN or LEADLINE_TOKEN_FILE.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" c connections' -l 'connections' -s 'c' -d 'Connections at once (default 50).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" P pipeline' -s 'P' -l 'pipeline' -d 'Requests a connection sends before it waits (default 1).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" n requests' -s 'n' -l 'requests' -d 'Requests to measure; instead of --seconds.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" s seconds' -l 'seconds' -s 's' -d 'Seconds to measure (default 5, side by side 2).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" warmup' -l 'warmup' -d 'Seconds to run before measuring.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" threads' -l 'threads' -d 'Event loops, each a thread.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" keyspace' -l 'keyspace' -d 'Leads made beforehand for lead.get and mixed.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" random' -l 'random' -d '__rand_int__ is below this number.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" dialect' -l 'dialect' -d 'How requests are written: text, json, resp2 or resp3.' -rfka 'text json resp2 resp3'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" rate' -l 'rate' -d 'Requests due in a second, by the clock (an open loop): latency counts from when each was due. Without it a request is sent when there is a reply (a closed loop).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" keys' -l 'keys' -d 'Which leads and numbers are drawn how often: uniform, zipf or zipf:EXPONENT.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" reads' -l 'reads' -d 'Reads in a hundred requests of mixed (usually 80) or of a part of a day.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" seed' -l 'seed' -d 'What random numbers begin with: the same again draw the same.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" csv' -l 'csv' -d 'Print comma-separated values with a heading.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" json' -l 'json' -d 'Print one line of JSON.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" leads' -l 'leads' -d 'How many leads.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" server' -l 'server' -d 'The leadline-server to start (default: beside this program, or on the PATH).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" directory' -l 'directory' -d 'Where the servers\' data is put for the time (default: the temporary folder).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fill" help' -l 'help' -d 'Show help information.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench grow" leads' -l 'leads' -d 'The sizes, ascending, parted by commas.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench grow" n requests' -s 'n' -l 'requests' -d 'How often each question is asked.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench grow" svg' -l 'svg' -d 'A file for a picture of it, SVG.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench grow" markdown' -l 'markdown' -d 'Print a table in Markdown.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench grow" server' -l 'server' -d 'The leadline-server to start (default: beside this program, or on the PATH).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench grow" directory' -l 'directory' -d 'Where the servers\' data is put for the time (default: the temporary folder).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench grow" help' -l 'help' -d 'Show help information.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" h host' -s 'h' -l 'host' -d 'The server\'s address.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" p port' -l 'port' -s 'p' -d 'The server\'s port (default 5323).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" user' -l 'user' -d 'The user to log in as, with LEADLINE_TOKEN or LEADLINE_TOKEN_FILE.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" c connections' -l 'connections' -s 'c' -d 'Connections at once (default 50).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" P pipeline' -s 'P' -l 'pipeline' -d 'Requests a connection sends before it waits (default 1).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" n requests' -s 'n' -l 'requests' -d 'Requests to measure; instead of --seconds.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" s seconds' -l 'seconds' -s 's' -d 'Seconds to measure (default 5, side by side 2).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" warmup' -l 'warmup' -d 'Seconds to run before measuring.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" threads' -l 'threads' -d 'Event loops, each a thread.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" keyspace' -l 'keyspace' -d 'Leads made beforehand for lead.get and mixed.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" random' -l 'random' -d '__rand_int__ is below this number.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" dialect' -l 'dialect' -d 'How requests are written: text, json, resp2 or resp3.' -rfka 'text json resp2 resp3'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" rate' -l 'rate' -d 'Requests due in a second, by the clock (an open loop): latency counts from when each was due. Without it a request is sent when there is a reply (a closed loop).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" keys' -l 'keys' -d 'Which leads and numbers are drawn how often: uniform, zipf or zipf:EXPONENT.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" reads' -l 'reads' -d 'Reads in a hundred requests of mixed (usually 80) or of a part of a day.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" seed' -l 'seed' -d 'What random numbers begin with: the same again draw the same.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" csv' -l 'csv' -d 'Print comma-separated values with a heading.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" json' -l 'json' -d 'Print one line of JSON.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" leads' -l 'leads' -d 'Leads there are beforehand.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness"' -l 'beside' -d 'What runs beside it, parted by blanks; usually all.' -rfka 'import reports check compact backup backup+import'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" markdown' -l 'markdown' -d 'Print a table for a page.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" server' -l 'server' -d 'The leadline-server to start (default: beside this program, or on the PATH).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" directory' -l 'directory' -d 'Where the servers\' data is put for the time (default: the temporary folder).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench fairness" help' -l 'help' -d 'Show help information.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench diff" help' -l 'help' -d 'Show help information.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench cost" leads' -l 'leads' -d 'Leads to make and measure.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench cost" gets' -l 'gets' -d 'Leads to read and measure.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench cost" pings' -l 'pings' -d 'Pings to answer and measure.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench cost" group' -l 'group' -d 'Leads committed at once.' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench cost" instructions' -l 'instructions' -d 'Count instructions, too.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench cost" served' -l 'served' -d 'Count a server\'s system calls and bytes, too.'
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench cost" server' -l 'server' -d 'The leadline-server to start (default: beside this program, or on the PATH).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench cost" directory' -l 'directory' -d 'Where the servers\' data is put for the time (default: the temporary folder).' -rfka ''
complete -c 'leadline-bench' -n '__leadline-bench_should_offer_completions_for_flags_or_options "leadline-bench cost" help' -l 'help' -d 'Show help information.'
