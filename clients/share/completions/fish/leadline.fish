function __leadline_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __leadline_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __leadline_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __leadline_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __leadline_parse_tokens -S
    set -l unparsed_tokens (__leadline_tokens -pc)
    switch $unparsed_tokens[1]
    case 'leadline'
        __leadline_parse_subcommand -r 1 'h/host=' 'p/port=' 'u/user=' 'askpass' 'profile=' 'tls' 'cacert=' 'cert=' 'key=' 'sni=' 'insecure' 'o/output=' 'color=' 'pipe' 'echo' 'follow' 'yes' 'x' 'repeat=' 'interval=' 'stat' 'latency' 'help'
        switch $unparsed_tokens[1]
        case 'help'
            __leadline_parse_subcommand -r 1 
        end
    end
end

function __leadline_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __leadline_parse_subcommand -S -a positional_count
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

function __leadline_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __leadline_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__leadline_tokens -p)
    if test -z "$(__leadline_tokens -t)"
        set -l index (count (__leadline_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'leadline' -f
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" h host' -s 'h' -l 'host' -d 'The server\'s name or address.' -rfka ''
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" p port' -l 'port' -s 'p' -d 'The server\'s port.' -rfka ''
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" u user' -l 'user' -s 'u' -d 'Log in as this user; needs a token.' -rfka ''
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" askpass' -l 'askpass' -d 'Ask for the token on the terminal.'
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" profile' -l 'profile' -d 'Settings of this name in the file of profiles.' -rfka ''
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" tls' -l 'tls' -d 'Speak TLS, which the server does on a port of its own (5324).'
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" cacert' -l 'cacert' -d 'Trust the authorities of this PEM file instead of the system\'s.' -rF
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" cert' -l 'cert' -d 'Show the certificate of this PEM file.' -rF
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" key' -l 'key' -d 'The PEM file of its private key, unless that is in the same file.' -rF
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" sni' -l 'sni' -d 'The name to ask the server for, if not the host\'s.' -rfka ''
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" insecure' -l 'insecure' -d 'Take any certificate of the server: only for trying things out.'
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" o output' -l 'output' -s 'o' -d 'table, vertical, tsv, csv, json or raw.' -rfka 'table vertical tsv csv json raw'
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" color' -l 'color' -d 'Style tables: auto, always or never.' -rfka 'auto always never'
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" pipe' -l 'pipe' -d 'Send input lines without waiting and go on after errors.'
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" echo' -l 'echo' -d 'Print each input line before its reply, comments, too.'
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" follow' -l 'follow' -d 'Show events as they come; words are filters of EVENTS.'
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" yes' -l 'yes' -d 'Do not ask before commands that destroy.'
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" x' -s 'x' -d 'Add what standard input holds as the last argument.'
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" repeat' -l 'repeat' -d 'Send the command so many times.' -rfka ''
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" interval' -l 'interval' -d 'Seconds between two times, with --repeat, --stat and --latency.' -rfka ''
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" stat' -l 'stat' -d 'Print a line about the server\'s load every second.'
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" latency' -l 'latency' -d 'Measure how long a PING takes; a line every second.'
complete -c 'leadline' -n '__leadline_should_offer_completions_for_flags_or_options "leadline" help' -l 'help' -d 'Show help information.'
# Generated by clients/share/generate.py; do not edit by hand.
set -g __leadline_options -h= --host= --port= -p= --user= -u= --profile= --cacert= --cert= --key= --sni= --output= -o= --color= --repeat= --interval=
set -g __leadline_verb_names import export bankfile hook
function __leadline_names
    printf '%s\n' ACCEPT ACL ASSIGN ATTACH ATTACH.GET ATTACH.LIST AUDIT.HEAD AUDIT.VERIFY AUTH BACKUP BALANCE BONUS.ADJUST BONUS.APPROVE BONUS.COMPLETE BONUS.GET BONUS.HOLD BONUS.LIST BONUS.NEW BONUS.RETURN BONUS.SET BONUS.SPLIT BONUS.UNHOLD BONUS.VOID CAMPAIGN.END CAMPAIGN.GET CAMPAIGN.LIST CAMPAIGN.NEW CAMPAIGN.SET CHECK CLAIM.EXTEND CLAIM.GET CLAIM.LIST CLIENT COLLATERAL.ADD COLLATERAL.DEL COLLATERAL.LIST COMMAND COMPACT CONFIG COVER.ADD COVER.DEL COVER.LIST CREDIT CURSOR.DEL CURSOR.GET CURSOR.LIST CURSOR.SET DBSIZE DEBT.APPROVE DEBT.FORGIVE DEBT.PAID DEBUG DECLINE DISCARD DISPUTE.GET DISPUTE.LIST DISPUTE.NEW DISPUTE.NOTE DISPUTE.RESOLVE DISPUTE.WITHDRAW ECHO ERASE EVENT.TYPES EVENTS EXEC EXPLAIN FEEDBACK FEEDBACK.LIST FLOW FORM.DEL FORM.GET FORM.SET FORMAT FX.LIST FX.SET HELLO HELP HISTORY HOLIDAY.ADD HOLIDAY.DEL HOLIDAY.LIST INFO INVOICE.GET INVOICE.LINK INVOICE.LIST INVOICE.NEW INVOICE.OPEN INVOICE.PAID INVOICE.VOID ITEM.ADD ITEM.DEL ITEM.LIST LATENCY LEAD.CHECK LEAD.FIND LEAD.GET LEAD.LIST LEAD.MERGE LEAD.NEW LEAD.SET LEAD.TRANSFER LEAD.WITHDRAW LEDGER.CHECK LEDGER.CLOSE LEDGER.LIST LEDGER.TRIAL MAIL.LIST MAIL.LOG MEMORY MODULE MONITOR MULTI NOTE NURTURE.NEW NURTURE.OPEN NURTURE.QUOTE NURTURE.UNSUBSCRIBE OVERDUE PARTNER.APPLY PARTNER.APPROVE PARTNER.DECLINE PARTNER.GET PARTNER.LIST PARTNER.NEW PARTNER.PAUSE PARTNER.RESUME PARTNER.SET PARTNER.STATS PARTNER.SUSPEND PAYMENT.BEGIN PAYMENT.LIST PAYMENT.RESULT PAYMENT.REVERSE PAYOUT.APPROVE PAYOUT.FAIL PAYOUT.GET PAYOUT.LIST PAYOUT.PAID PAYOUT.PREVIEW PAYOUT.RUN PAYOUT.SEND PAYOUT.UNKNOWN PAYROLL.GET PAYROLL.RUN PERSON PING PROOF PSUBSCRIBE PUBSUB PUNSUBSCRIBE QUALIFY QUEUE QUIT RECEIPT REFERRER.GET REFERRER.LIST REFERRER.NEW REFERRER.SET RELEASE REOPEN REPORT RESET ROLE ROUTE SALE.APPROVE SALE.CANCEL SALE.EVENT SALE.GET SALE.LIST SALE.NEW SALE.REFUND SALE.RENEW SCORE SCORE.DEL SCORE.LIST SCORE.SET SELECT SERVICE.LIST SERVICE.SET SHUTDOWN SLA.DEL SLA.LIST SLA.SET SLOWLOG STATEMENT STATUS SUBSCRIBE SUPPRESS.ADD SUPPRESS.CHECK SUPPRESS.DEL SUPPRESS.LIST TAKE TAX.FORM TAX.GET TAX.REMIT TAX.REPORT TERMS.DEL TERMS.GET TERMS.LIST TERMS.SET TERRITORY.DEL TERRITORY.GET TERRITORY.LIST TERRITORY.SET TIER.DEL TIER.EVALUATE TIER.LIST TIER.SET TIME TODO TOUCH TRAINING.DONE TRAINING.LIST UNASSIGN UNSUBSCRIBE USER.DISABLE USER.ENABLE USER.GET USER.LIST USER.NEW USER.TOKEN WAIT WAITAOF WHOAMI import export bankfile hook
end
function __leadline_pairs
    printf '%s\n' 'CLIENT ID' 'CLIENT INFO' 'CLIENT GETNAME' 'CLIENT SETNAME' 'CLIENT SETINFO' 'CLIENT NO-EVICT' 'CLIENT NO-TOUCH' 'CLIENT REPLY' 'CLIENT LIST' 'CLIENT KILL' 'CLIENT LASTSEQ' 'CLIENT UNBLOCK' 'ACL WHOAMI' 'MODULE LIST' 'MEMORY USAGE' 'MEMORY DOCTOR' 'CONFIG GET' 'CONFIG SET' 'CONFIG RESETSTAT' 'SLOWLOG GET' 'SLOWLOG LEN' 'SLOWLOG RESET' 'LATENCY LATEST' 'LATENCY HISTORY' 'LATENCY RESET' 'LATENCY DOCTOR' 'LATENCY HISTOGRAM' 'COMMAND COUNT' 'COMMAND LIST' 'COMMAND INFO' 'COMMAND DOCS' 'ACL HELP' 'CLIENT HELP' 'COMMAND HELP' 'CONFIG HELP' 'DEBUG HELP' 'LATENCY HELP' 'MEMORY HELP' 'MODULE HELP' 'PUBSUB HELP' 'SLOWLOG HELP' 'REPORT FUNNEL' 'REPORT PARTNERS' 'REPORT REPS' 'REPORT REFERRERS' 'REPORT SOURCES' 'REPORT SERVICES' 'REPORT CAMPAIGNS' 'REPORT SLA' 'REPORT TREND' 'REPORT LEADERBOARD' 'REPORT LIABILITY' 'REPORT AGEING' 'REPORT RECIPROCITY' 'REPORT PAYMENTS' 'PUBSUB CHANNELS' 'PUBSUB NUMSUB' 'PUBSUB NUMPAT' 'DEBUG CLOCK'
end
function __leadline_subcommands
    switch $argv[1]
        case 'ACL'
            printf '%s\n' 'WHOAMI' 'HELP'
        case 'CLIENT'
            printf '%s\n' 'ID' 'INFO' 'GETNAME' 'SETNAME' 'SETINFO' 'NO-EVICT' 'NO-TOUCH' 'REPLY' 'LIST' 'KILL' 'LASTSEQ' 'UNBLOCK' 'HELP'
        case 'COMMAND'
            printf '%s\n' 'COUNT' 'LIST' 'INFO' 'DOCS' 'HELP'
        case 'CONFIG'
            printf '%s\n' 'GET' 'SET' 'RESETSTAT' 'HELP'
        case 'DEBUG'
            printf '%s\n' 'HELP' 'CLOCK'
        case 'LATENCY'
            printf '%s\n' 'LATEST' 'HISTORY' 'RESET' 'DOCTOR' 'HISTOGRAM' 'HELP'
        case 'MEMORY'
            printf '%s\n' 'USAGE' 'DOCTOR' 'HELP'
        case 'MODULE'
            printf '%s\n' 'LIST' 'HELP'
        case 'PUBSUB'
            printf '%s\n' 'HELP' 'CHANNELS' 'NUMSUB' 'NUMPAT'
        case 'REPORT'
            printf '%s\n' 'FUNNEL' 'PARTNERS' 'REPS' 'REFERRERS' 'SOURCES' 'SERVICES' 'CAMPAIGNS' 'SLA' 'TREND' 'LEADERBOARD' 'LIABILITY' 'AGEING' 'RECIPROCITY' 'PAYMENTS'
        case 'SLOWLOG'
            printf '%s\n' 'GET' 'LEN' 'RESET' 'HELP'
    end
end
function __leadline_keywords
    switch $argv[1]
        case 'ACCEPT'
            printf '%s\n' 'IF=' 'IDEM='
        case 'ASSIGN'
            printf '%s\n' 'USER=' 'FORCE=' 'IF=' 'IDEM='
        case 'ATTACH'
            printf '%s\n' 'MIME=' 'DATA=' 'URL=' 'IDEM='
        case 'ATTACH.LIST'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'AUDIT.VERIFY'
            printf '%s\n' 'FROM=' 'TO=' 'PROOF='
        case 'BACKUP'
            printf '%s\n' 'SINCE='
        case 'BONUS.ADJUST'
            printf '%s\n' 'AMOUNT=' 'REASON=' 'IF=' 'IDEM='
        case 'BONUS.APPROVE'
            printf '%s\n' 'IF=' 'IDEM='
        case 'BONUS.COMPLETE'
            printf '%s\n' 'IF=' 'IDEM='
        case 'BONUS.HOLD'
            printf '%s\n' 'REASON=' 'IF=' 'IDEM='
        case 'BONUS.LIST'
            printf '%s\n' 'STATE=' 'EARNER=' 'TYPE=' 'SALE=' 'LEAD=' 'UNTIL=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'BONUS.NEW'
            printf '%s\n' 'TYPE=' 'EARNER=' 'SALE=' 'AMOUNT=' 'RATE=' 'DUE=' 'REASON=' 'IDEM='
        case 'BONUS.RETURN'
            printf '%s\n' 'REASON=' 'IF=' 'IDEM='
        case 'BONUS.SET'
            printf '%s\n' 'EARNER=' 'AMOUNT=' 'RATE=' 'DUE=' 'REASON=' 'IF=' 'IDEM='
        case 'BONUS.SPLIT'
            printf '%s\n' 'IF=' 'IDEM='
        case 'BONUS.UNHOLD'
            printf '%s\n' 'REASON=' 'IF=' 'IDEM='
        case 'BONUS.VOID'
            printf '%s\n' 'REASON=' 'IF=' 'IDEM='
        case 'CAMPAIGN.END'
            printf '%s\n' 'IF=' 'IDEM='
        case 'CAMPAIGN.LIST'
            printf '%s\n' 'STATE=' 'NAME=' 'OWNER=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'CAMPAIGN.NEW'
            printf '%s\n' 'NAME=' 'SERVICE=' 'AREA=' 'TIER=' 'PRODUCT=' 'SINCE=' 'UNTIL=' 'BOOST=' 'PROTECT=' 'OWNER=' 'GOAL=' 'IDEM='
        case 'CAMPAIGN.SET'
            printf '%s\n' 'NAME=' 'SERVICE=' 'AREA=' 'TIER=' 'PRODUCT=' 'SINCE=' 'UNTIL=' 'BOOST=' 'PROTECT=' 'OWNER=' 'GOAL=' 'IF=' 'IDEM='
        case 'CHECK'
            printf '%s\n' 'DEEP'
        case 'CLAIM.EXTEND'
            printf '%s\n' 'REASON=' 'IF=' 'IDEM='
        case 'CLAIM.LIST'
            printf '%s\n' 'PARTNER=' 'EXPIRING=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'CLIENT KILL'
            printf '%s\n' 'ID=' 'ADDR=' 'LADDR=' 'TYPE=' 'USER=' 'SKIPME=' 'MAXAGE='
        case 'COLLATERAL.ADD'
            printf '%s\n' 'NAME=' 'URL=' 'SERVICE=' 'TIER=' 'IDEM='
        case 'COLLATERAL.DEL'
            printf '%s\n' 'IDEM='
        case 'COLLATERAL.LIST'
            printf '%s\n' 'SERVICE=' 'TIER=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'COMMAND LIST'
            printf '%s\n' 'FILTERBY='
        case 'COVER.ADD'
            printf '%s\n' 'SERVICE=' 'AREA=' 'IDEM='
        case 'COVER.DEL'
            printf '%s\n' 'SERVICE=' 'AREA=' 'IDEM='
        case 'COVER.LIST'
            printf '%s\n' 'SERVICE=' 'AREA=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'CREDIT'
            printf '%s\n' 'MODEL=' 'APPLY' 'SHARES=' 'IF=' 'IDEM='
        case 'CURSOR.DEL'
            printf '%s\n' 'IDEM='
        case 'CURSOR.LIST'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'CURSOR.SET'
            printf '%s\n' 'IDEM='
        case 'DEBT.APPROVE'
            printf '%s\n' 'CURRENCY=' 'IF=' 'IDEM='
        case 'DEBT.FORGIVE'
            printf '%s\n' 'AMOUNT=' 'REASON=' 'CURRENCY=' 'IF=' 'IDEM='
        case 'DEBT.PAID'
            printf '%s\n' 'AMOUNT=' 'REF=' 'CURRENCY=' 'IDEM='
        case 'DEBUG CLOCK'
            printf '%s\n' 'ADVANCE=' 'SET='
        case 'DECLINE'
            printf '%s\n' 'REASON=' 'IF=' 'IDEM='
        case 'DISPUTE.LIST'
            printf '%s\n' 'STATE=' 'PARTNER=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'DISPUTE.NEW'
            printf '%s\n' 'EMAIL=' 'REASON=' 'IDEM='
        case 'DISPUTE.NOTE'
            printf '%s\n' 'SHARED' 'IDEM='
        case 'DISPUTE.RESOLVE'
            printf '%s\n' 'FOR=' 'REASON=' 'IF=' 'IDEM='
        case 'DISPUTE.WITHDRAW'
            printf '%s\n' 'IF=' 'IDEM='
        case 'ERASE'
            printf '%s\n' 'EMAIL=' 'REASON=' 'IDEM='
        case 'EVENTS'
            printf '%s\n' 'AFTER=' 'CURSOR=' 'TYPE=' 'OF=' 'NOT=' 'LIMIT=' 'BLOCK=' 'COLUMNS='
        case 'EXPLAIN'
            printf '%s\n' 'AMOUNT=' 'AT='
        case 'FEEDBACK'
            printf '%s\n' 'RATING=' 'TEXT=' 'IDEM='
        case 'FEEDBACK.LIST'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'FORM.DEL'
            printf '%s\n' 'FIELD=' 'IDEM='
        case 'FORM.SET'
            printf '%s\n' 'FIELD=' 'TYPE=' 'CHOICES=' 'REQUIRED' 'PERSONAL' 'MIN=' 'MAX=' 'IDEM='
        case 'FX.LIST'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'FX.SET'
            printf '%s\n' 'AT=' 'IDEM='
        case 'HELLO'
            printf '%s\n' 'AUTH=' 'SETNAME='
        case 'HISTORY'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'HOLIDAY.ADD'
            printf '%s\n' 'NAME=' 'PARTNER=' 'COUNTRY=' 'IDEM='
        case 'HOLIDAY.DEL'
            printf '%s\n' 'PARTNER=' 'COUNTRY=' 'IDEM='
        case 'HOLIDAY.LIST'
            printf '%s\n' 'PARTNER=' 'COUNTRY=' 'SINCE=' 'UNTIL=' 'IN=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'INVOICE.LINK'
            printf '%s\n' 'IF=' 'IDEM='
        case 'INVOICE.LIST'
            printf '%s\n' 'STATE=' 'LEAD=' 'SALE=' 'BILL=' 'SINCE=' 'UNTIL=' 'IN=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'INVOICE.NEW'
            printf '%s\n' 'LEAD=' 'SALE=' 'BILL=' 'AMOUNT=' 'CURRENCY=' 'REF=' 'IDEM='
        case 'INVOICE.PAID'
            printf '%s\n' 'AMOUNT=' 'METHOD=' 'REF=' 'IF=' 'IDEM='
        case 'INVOICE.VOID'
            printf '%s\n' 'IF=' 'IDEM='
        case 'ITEM.ADD'
            printf '%s\n' 'SKU=' 'NAME=' 'QTY=' 'PRICE=' 'IDEM='
        case 'ITEM.DEL'
            printf '%s\n' 'IDEM='
        case 'ITEM.LIST'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'LEAD.CHECK'
            printf '%s\n' 'EMAIL=' 'SERVICE=' 'PRODUCT='
        case 'LEAD.FIND'
            printf '%s\n' 'EMAIL=' 'REF=' 'PHONE=' 'STATUS=' 'DIRECTION=' 'OWNER=' 'SUBMITTER=' 'PARTNER=' 'REFERRER=' 'SERVICE=' 'AREA=' 'SOURCE=' 'CAMPAIGN=' 'ZIP=' 'NAME=' 'TITLE=' 'MATCH=' 'SINCE=' 'UNTIL=' 'IN=' 'SORT=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'LEAD.LIST'
            printf '%s\n' 'STATUS=' 'DIRECTION=' 'OWNER=' 'SUBMITTER=' 'PARTNER=' 'REFERRER=' 'SERVICE=' 'AREA=' 'SOURCE=' 'CAMPAIGN=' 'ZIP=' 'NAME=' 'TITLE=' 'MATCH=' 'SINCE=' 'UNTIL=' 'IN=' 'SORT=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'LEAD.MERGE'
            printf '%s\n' 'INTO=' 'REASON=' 'IF=' 'IDEM='
        case 'LEAD.NEW'
            printf '%s\n' 'EMAIL=' 'TITLE=' 'NAME=' 'COMPANY=' 'PHONE=' 'SERVICE=' 'AREA=' 'ZIP=' 'COUNTRY=' 'NOTES=' 'SOURCE=' 'REFERRER=' 'HELPER=' 'CAMPAIGN=' 'PRODUCT=' 'OWNER=' 'REF=' 'FIELD=' 'FORCE=' 'VALUE=' 'CURRENCY=' 'DIRECTION=' 'FROM=' 'ONEXISTS=' 'QUEUE' 'DRYRUN' 'IDEM='
        case 'LEAD.SET'
            printf '%s\n' 'EMAIL=' 'TITLE=' 'NAME=' 'COMPANY=' 'PHONE=' 'SERVICE=' 'AREA=' 'ZIP=' 'COUNTRY=' 'NOTES=' 'SOURCE=' 'REFERRER=' 'HELPER=' 'CAMPAIGN=' 'PRODUCT=' 'OWNER=' 'REF=' 'FIELD=' 'FORCE=' 'REASON=' 'IF=' 'IDEM='
        case 'LEAD.TRANSFER'
            printf '%s\n' 'FROM=' 'TO=' 'STATUS=' 'DIRECTION=' 'SERVICE=' 'AREA=' 'SOURCE=' 'CAMPAIGN=' 'ZIP=' 'SINCE=' 'UNTIL=' 'IN=' 'REASON=' 'DRYRUN' 'IDEM='
        case 'LEAD.WITHDRAW'
            printf '%s\n' 'REASON=' 'IF=' 'IDEM='
        case 'LEDGER.CLOSE'
            printf '%s\n' 'IDEM='
        case 'LEDGER.LIST'
            printf '%s\n' 'ACCOUNT=' 'OF=' 'SINCE=' 'UNTIL=' 'IN=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'LEDGER.TRIAL'
            printf '%s\n' 'AT='
        case 'MAIL.LIST'
            printf '%s\n' 'EMAIL=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'MAIL.LOG'
            printf '%s\n' 'EMAIL=' 'SUBJECT=' 'BODY=' 'AT=' 'FROM=' 'IDEM='
        case 'NOTE'
            printf '%s\n' 'SHARED' 'LIMIT=' 'AFTER=' 'COLUMNS=' 'IDEM='
        case 'NURTURE.NEW'
            printf '%s\n' 'EMAIL=' 'CAMPAIGN=' 'TOPIC=' 'IDEM='
        case 'NURTURE.QUOTE'
            printf '%s\n' 'EMAIL=' 'TITLE=' 'NAME=' 'COMPANY=' 'PHONE=' 'SERVICE=' 'AREA=' 'ZIP=' 'COUNTRY=' 'NOTES=' 'SOURCE=' 'REFERRER=' 'HELPER=' 'CAMPAIGN=' 'PRODUCT=' 'OWNER=' 'REF=' 'FIELD=' 'FORCE=' 'VALUE=' 'CURRENCY=' 'DIRECTION=' 'FROM=' 'ONEXISTS=' 'QUEUE' 'DRYRUN' 'IDEM='
        case 'NURTURE.UNSUBSCRIBE'
            printf '%s\n' 'EMAIL=' 'TOPIC=' 'CONFIRM' 'IDEM='
        case 'OVERDUE'
            printf '%s\n' 'OWNER=' 'PARTNER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'PARTNER.APPLY'
            printf '%s\n' 'NAME=' 'EMAIL=' 'KIND=' 'PHONE=' 'CONTACT=' 'TIMEZONE=' 'PARENT=' 'COUNTRY=' 'IDEM='
        case 'PARTNER.APPROVE'
            printf '%s\n' 'IF=' 'IDEM='
        case 'PARTNER.DECLINE'
            printf '%s\n' 'REASON=' 'IF=' 'IDEM='
        case 'PARTNER.LIST'
            printf '%s\n' 'STATE=' 'SERVICE=' 'AREA=' 'TIER=' 'NAME=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'PARTNER.NEW'
            printf '%s\n' 'NAME=' 'KIND=' 'EMAIL=' 'PHONE=' 'CONTACT=' 'CONTACT2=' 'MANAGER=' 'TIER=' 'PARENT=' 'WEIGHT=' 'CAPACITY=' 'TIMEZONE=' 'HOURS=' 'RATE=' 'FIXED=' 'CURRENCY=' 'PROFILE=' 'REF=' 'IDEM='
        case 'PARTNER.PAUSE'
            printf '%s\n' 'IF=' 'IDEM='
        case 'PARTNER.RESUME'
            printf '%s\n' 'IF=' 'IDEM='
        case 'PARTNER.SET'
            printf '%s\n' 'NAME=' 'KIND=' 'EMAIL=' 'PHONE=' 'CONTACT=' 'CONTACT2=' 'MANAGER=' 'TIER=' 'PARENT=' 'WEIGHT=' 'CAPACITY=' 'TIMEZONE=' 'HOURS=' 'RATE=' 'FIXED=' 'CURRENCY=' 'PROFILE=' 'REF=' 'PIN' 'IF=' 'IDEM='
        case 'PARTNER.SUSPEND'
            printf '%s\n' 'REASON=' 'IF=' 'IDEM='
        case 'PAYMENT.BEGIN'
            printf '%s\n' 'BRAND=' 'IDEM='
        case 'PAYMENT.LIST'
            printf '%s\n' 'STATE=' 'SINCE=' 'UNTIL=' 'IN=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'PAYMENT.RESULT'
            printf '%s\n' 'BRAND=' 'LAST4=' 'REF=' 'MESSAGE=' 'IF=' 'IDEM='
        case 'PAYMENT.REVERSE'
            printf '%s\n' 'AMOUNT=' 'REASON=' 'IF=' 'IDEM='
        case 'PAYOUT.APPROVE'
            printf '%s\n' 'IF=' 'IDEM='
        case 'PAYOUT.FAIL'
            printf '%s\n' 'REASON=' 'IF=' 'IDEM='
        case 'PAYOUT.LIST'
            printf '%s\n' 'STATE=' 'EARNER=' 'RUN=' 'SINCE=' 'UNTIL=' 'IN=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'PAYOUT.PAID'
            printf '%s\n' 'REF=' 'IF=' 'IDEM='
        case 'PAYOUT.PREVIEW'
            printf '%s\n' 'UNTIL=' 'CURRENCY=' 'LIMIT=' 'AFTER='
        case 'PAYOUT.RUN'
            printf '%s\n' 'UNTIL=' 'CURRENCY=' 'MINIMUM=' 'IDEM='
        case 'PAYOUT.SEND'
            printf '%s\n' 'METHOD=' 'REF=' 'IF=' 'IDEM='
        case 'PAYOUT.UNKNOWN'
            printf '%s\n' 'IF=' 'IDEM='
        case 'PAYROLL.RUN'
            printf '%s\n' 'UNTIL=' 'IDEM='
        case 'PERSON'
            printf '%s\n' 'EMAIL=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'PROOF'
            printf '%s\n' 'IDEM='
        case 'QUALIFY'
            printf '%s\n' 'BUDGET=' 'AUTHORITY=' 'NEED=' 'TIMELINE=' 'IF=' 'IDEM='
        case 'QUEUE'
            printf '%s\n' 'SERVICE=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REFERRER.LIST'
            printf '%s\n' 'KIND=' 'NAME=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'REFERRER.NEW'
            printf '%s\n' 'KIND=' 'NAME=' 'EMAIL=' 'RATE=' 'FIXED=' 'REF=' 'IDEM='
        case 'REFERRER.SET'
            printf '%s\n' 'KIND=' 'NAME=' 'EMAIL=' 'RATE=' 'FIXED=' 'REF=' 'IF=' 'IDEM='
        case 'RELEASE'
            printf '%s\n' 'IF=' 'IDEM='
        case 'REOPEN'
            printf '%s\n' 'REASON=' 'IF=' 'IDEM='
        case 'REPORT AGEING'
            printf '%s\n' 'PARTNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REPORT CAMPAIGNS'
            printf '%s\n' 'BY=' 'SINCE=' 'UNTIL=' 'IN=' 'PARTNER=' 'SERVICE=' 'DIRECTION=' 'OWNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REPORT FUNNEL'
            printf '%s\n' 'BY=' 'SINCE=' 'UNTIL=' 'IN=' 'PARTNER=' 'SERVICE=' 'DIRECTION=' 'OWNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REPORT LEADERBOARD'
            printf '%s\n' 'BY=' 'SINCE=' 'UNTIL=' 'IN=' 'PARTNER=' 'SERVICE=' 'DIRECTION=' 'OWNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REPORT LIABILITY'
            printf '%s\n' 'PARTNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REPORT PARTNERS'
            printf '%s\n' 'BY=' 'SINCE=' 'UNTIL=' 'IN=' 'PARTNER=' 'SERVICE=' 'DIRECTION=' 'OWNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REPORT PAYMENTS'
            printf '%s\n' 'BY=' 'SINCE=' 'UNTIL=' 'IN=' 'PARTNER=' 'SERVICE=' 'DIRECTION=' 'OWNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REPORT RECIPROCITY'
            printf '%s\n' 'BY=' 'SINCE=' 'UNTIL=' 'IN=' 'PARTNER=' 'SERVICE=' 'DIRECTION=' 'OWNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REPORT REFERRERS'
            printf '%s\n' 'BY=' 'SINCE=' 'UNTIL=' 'IN=' 'PARTNER=' 'SERVICE=' 'DIRECTION=' 'OWNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REPORT REPS'
            printf '%s\n' 'BY=' 'SINCE=' 'UNTIL=' 'IN=' 'PARTNER=' 'SERVICE=' 'DIRECTION=' 'OWNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REPORT SERVICES'
            printf '%s\n' 'BY=' 'SINCE=' 'UNTIL=' 'IN=' 'PARTNER=' 'SERVICE=' 'DIRECTION=' 'OWNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REPORT SLA'
            printf '%s\n' 'BY=' 'SINCE=' 'UNTIL=' 'IN=' 'PARTNER=' 'SERVICE=' 'DIRECTION=' 'OWNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REPORT SOURCES'
            printf '%s\n' 'BY=' 'SINCE=' 'UNTIL=' 'IN=' 'PARTNER=' 'SERVICE=' 'DIRECTION=' 'OWNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'REPORT TREND'
            printf '%s\n' 'BY=' 'SINCE=' 'UNTIL=' 'IN=' 'PARTNER=' 'SERVICE=' 'DIRECTION=' 'OWNER=' 'TIER=' 'COLUMNS=' 'LIMIT=' 'AFTER='
        case 'SALE.APPROVE'
            printf '%s\n' 'IF=' 'IDEM='
        case 'SALE.CANCEL'
            printf '%s\n' 'REASON=' 'IF=' 'IDEM='
        case 'SALE.EVENT'
            printf '%s\n' 'IF=' 'IDEM='
        case 'SALE.LIST'
            printf '%s\n' 'STATE=' 'LEAD=' 'SINCE=' 'UNTIL=' 'IN=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'SALE.NEW'
            printf '%s\n' 'AMOUNT=' 'CURRENCY=' 'TYPE=' 'SIGNED=' 'REF=' 'COST=' 'IDEM='
        case 'SALE.REFUND'
            printf '%s\n' 'AMOUNT=' 'REASON=' 'REF=' 'IF=' 'IDEM='
        case 'SALE.RENEW'
            printf '%s\n' 'AMOUNT=' 'AT=' 'REF=' 'IF=' 'IDEM='
        case 'SCORE.DEL'
            printf '%s\n' 'IDEM='
        case 'SCORE.LIST'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'SCORE.SET'
            printf '%s\n' 'FIELD=' 'OP=' 'VALUE=' 'POINTS=' 'GROUP=' 'CAP=' 'HALFLIFE=' 'IDEM='
        case 'SERVICE.LIST'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'SERVICE.SET'
            printf '%s\n' 'TEXT=' 'IDEM='
        case 'SLA.DEL'
            printf '%s\n' 'SERVICE=' 'TIER=' 'IDEM='
        case 'SLA.LIST'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'SLA.SET'
            printf '%s\n' 'WARN=' 'SERVICE=' 'TIER=' 'IDEM='
        case 'STATEMENT'
            printf '%s\n' 'SINCE=' 'UNTIL=' 'IN=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'STATUS'
            printf '%s\n' 'VALUE=' 'REASON=' 'AT=' 'FIELD=' 'IF=' 'IDEM='
        case 'SUPPRESS.ADD'
            printf '%s\n' 'EMAIL=' 'TOPIC=' 'IDEM='
        case 'SUPPRESS.CHECK'
            printf '%s\n' 'EMAIL=' 'TOPIC='
        case 'SUPPRESS.DEL'
            printf '%s\n' 'EMAIL=' 'TOPIC=' 'IDEM='
        case 'SUPPRESS.LIST'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'TAKE'
            printf '%s\n' 'SERVICE=' 'IDEM='
        case 'TAX.FORM'
            printf '%s\n' 'NAME=' 'ADDRESS=' 'ENTITY=' 'TIN-LAST4=' 'WITHHOLD=' 'IF=' 'IDEM='
        case 'TAX.REMIT'
            printf '%s\n' 'AMOUNT=' 'REF=' 'CURRENCY=' 'AT=' 'NOTE=' 'IDEM='
        case 'TAX.REPORT'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'TERMS.DEL'
            printf '%s\n' 'TYPE=' 'TO=' 'PRODUCT=' 'IDEM='
        case 'TERMS.LIST'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'TERMS.SET'
            printf '%s\n' 'TYPE=' 'TO=' 'PRODUCT=' 'RATE=' 'FIXED=' 'BRACKETS=' 'MODE=' 'RECURS=' 'LATER=' 'HOLD=' 'MINSALE=' 'CAP=' 'PER=' 'OVERRIDE=' 'OF=' 'DUE=' 'SPLIT=' 'IF=' 'IDEM='
        case 'TERRITORY.DEL'
            printf '%s\n' 'COUNTRY=' 'IDEM='
        case 'TERRITORY.GET'
            printf '%s\n' 'COUNTRY='
        case 'TERRITORY.LIST'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'TERRITORY.SET'
            printf '%s\n' 'COUNTRY=' 'FORCE=' 'IDEM='
        case 'TIER.DEL'
            printf '%s\n' 'IDEM='
        case 'TIER.EVALUATE'
            printf '%s\n' 'DRYRUN' 'IDEM='
        case 'TIER.LIST'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'TIER.SET'
            printf '%s\n' 'RANK=' 'RATE=' 'MINWON=' 'MINREVENUE=' 'WINDOW=' 'GRACE=' 'PROTECT=' 'BENEFIT=' 'IDEM='
        case 'TODO'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'TOUCH'
            printf '%s\n' 'AT=' 'IDEM='
        case 'TRAINING.DONE'
            printf '%s\n' 'AT=' 'IDEM='
        case 'TRAINING.LIST'
            printf '%s\n' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'UNASSIGN'
            printf '%s\n' 'REASON=' 'IF=' 'IDEM='
        case 'USER.DISABLE'
            printf '%s\n' 'IF=' 'IDEM='
        case 'USER.ENABLE'
            printf '%s\n' 'IF=' 'IDEM='
        case 'USER.LIST'
            printf '%s\n' 'ROLE=' 'PARTNER=' 'LIMIT=' 'AFTER=' 'COLUMNS='
        case 'USER.NEW'
            printf '%s\n' 'ROLE=' 'PARTNER=' 'REFERRER=' 'IDEM='
        case 'USER.TOKEN'
            printf '%s\n' 'IF=' 'IDEM='
    end
end
function __leadline_values
    switch $argv[1]
        case 'BONUS.LIST STATE'
            printf '%s\n' 'draft' 'ready' 'approved' 'due' 'reserved' 'paid' 'void' 'held'
        case 'CAMPAIGN.LIST STATE'
            printf '%s\n' 'scheduled' 'running' 'ended'
        case 'CLIENT KILL SKIPME'
            printf '%s\n' 'yes' 'no'
        case 'CLIENT KILL TYPE'
            printf '%s\n' 'normal' 'pubsub' 'master' 'replica' 'slave'
        case 'CLIENT NO-EVICT'
            printf '%s\n' 'on' 'off'
        case 'CLIENT NO-TOUCH'
            printf '%s\n' 'on' 'off'
        case 'CLIENT REPLY'
            printf '%s\n' 'on' 'off' 'skip'
        case 'CLIENT SETINFO'
            printf '%s\n' 'lib-name' 'lib-ver'
        case 'CREDIT MODEL'
            printf '%s\n' 'first' 'last' 'linear' 'position'
        case 'DISPUTE.LIST STATE'
            printf '%s\n' 'open' 'withdrawn' 'resolved'
        case 'FLOW'
            printf '%s\n' 'out' 'in'
        case 'FORM.SET TYPE'
            printf '%s\n' 'text' 'number' 'date' 'choice'
        case 'FORMAT'
            printf '%s\n' 'text' 'json' 'resp'
        case 'INVOICE.LIST STATE'
            printf '%s\n' 'open' 'processing' 'paid' 'void'
        case 'INVOICE.PAID METHOD'
            printf '%s\n' 'wire' 'check' 'ach' 'cash'
        case 'LEAD.FIND DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'LEAD.FIND SORT'
            printf '%s\n' 'created' 'updated' 'score' 'due' 'meeting'
        case 'LEAD.LIST DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'LEAD.LIST SORT'
            printf '%s\n' 'created' 'updated' 'score' 'due' 'meeting'
        case 'LEAD.NEW DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'LEAD.NEW ONEXISTS'
            printf '%s\n' 'refuse' 'ignore' 'update'
        case 'LEAD.NEW SOURCE'
            printf '%s\n' 'employee' 'contact' 'vendor' 'partner' 'advertiser' 'nurture' 'import'
        case 'LEAD.SET SOURCE'
            printf '%s\n' 'employee' 'contact' 'vendor' 'partner' 'advertiser' 'nurture' 'import'
        case 'LEAD.TRANSFER DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'LEAD.TRANSFER SOURCE'
            printf '%s\n' 'employee' 'contact' 'vendor' 'partner' 'advertiser' 'nurture' 'import'
        case 'LEDGER.LIST ACCOUNT'
            printf '%s\n' 'expense' 'payable' 'reserved' 'paid' 'debt' 'clearing' 'income' 'withheld'
        case 'NURTURE.QUOTE DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'NURTURE.QUOTE ONEXISTS'
            printf '%s\n' 'refuse' 'ignore' 'update'
        case 'NURTURE.QUOTE SOURCE'
            printf '%s\n' 'employee' 'contact' 'vendor' 'partner' 'advertiser' 'nurture' 'import'
        case 'PARTNER.APPLY KIND'
            printf '%s\n' 'company' 'agent' 'advertiser'
        case 'PARTNER.NEW KIND'
            printf '%s\n' 'company' 'agent' 'advertiser'
        case 'PARTNER.SET KIND'
            printf '%s\n' 'company' 'agent' 'advertiser'
        case 'PAYMENT.LIST STATE'
            printf '%s\n' 'processing' 'approved' 'declined' 'abandoned' 'unknown' 'refused'
        case 'PAYMENT.RESULT BRAND'
            printf '%s\n' 'visa' 'mastercard'
        case 'PAYMENT.REVERSE REASON'
            printf '%s\n' 'refund' 'chargeback'
        case 'PAYOUT.LIST STATE'
            printf '%s\n' 'reserved' 'approved' 'sent' 'paid' 'failed' 'unknown'
        case 'PAYOUT.SEND METHOD'
            printf '%s\n' 'ach' 'check' 'wire' 'card' 'network'
        case 'REFERRER.LIST KIND'
            printf '%s\n' 'contact' 'employee' 'vendor'
        case 'REFERRER.NEW KIND'
            printf '%s\n' 'contact' 'employee' 'vendor'
        case 'REFERRER.SET KIND'
            printf '%s\n' 'contact' 'employee' 'vendor'
        case 'REPORT CAMPAIGNS BY'
            printf '%s\n' 'day' 'week' 'month' 'quarter'
        case 'REPORT CAMPAIGNS DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'REPORT FUNNEL BY'
            printf '%s\n' 'day' 'week' 'month' 'quarter'
        case 'REPORT FUNNEL DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'REPORT LEADERBOARD BY'
            printf '%s\n' 'day' 'week' 'month' 'quarter'
        case 'REPORT LEADERBOARD DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'REPORT PARTNERS BY'
            printf '%s\n' 'day' 'week' 'month' 'quarter'
        case 'REPORT PARTNERS DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'REPORT PAYMENTS BY'
            printf '%s\n' 'day' 'week' 'month' 'quarter'
        case 'REPORT PAYMENTS DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'REPORT RECIPROCITY BY'
            printf '%s\n' 'day' 'week' 'month' 'quarter'
        case 'REPORT RECIPROCITY DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'REPORT REFERRERS BY'
            printf '%s\n' 'day' 'week' 'month' 'quarter'
        case 'REPORT REFERRERS DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'REPORT REPS BY'
            printf '%s\n' 'day' 'week' 'month' 'quarter'
        case 'REPORT REPS DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'REPORT SERVICES BY'
            printf '%s\n' 'day' 'week' 'month' 'quarter'
        case 'REPORT SERVICES DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'REPORT SLA BY'
            printf '%s\n' 'day' 'week' 'month' 'quarter'
        case 'REPORT SLA DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'REPORT SOURCES BY'
            printf '%s\n' 'day' 'week' 'month' 'quarter'
        case 'REPORT SOURCES DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'REPORT TREND BY'
            printf '%s\n' 'day' 'week' 'month' 'quarter'
        case 'REPORT TREND DIRECTION'
            printf '%s\n' 'out' 'in'
        case 'SALE.LIST STATE'
            printf '%s\n' 'new' 'approved' 'refunded' 'cancelled'
        case 'SALE.NEW TYPE'
            printf '%s\n' 'new' 'addon'
        case 'SCORE.SET GROUP'
            printf '%s\n' 'fit' 'engagement' 'qualification'
        case 'SCORE.SET OP'
            printf '%s\n' '=' '~' '>' '<'
        case 'SLA.DEL'
            printf '%s\n' 'review' 'accept' 'contact' 'update'
        case 'SLA.SET'
            printf '%s\n' 'review' 'accept' 'contact' 'update'
        case 'TAX.FORM ENTITY'
            printf '%s\n' 'individual' 'llc' 'partnership' 'corporation'
        case 'TERMS.DEL TO'
            printf '%s\n' 'referrer' 'customer' 'helper'
        case 'TERMS.SET MODE'
            printf '%s\n' 'marginal' 'whole'
        case 'TERMS.SET OF'
            printf '%s\n' 'sale' 'commission'
        case 'TERMS.SET PER'
            printf '%s\n' 'month' 'quarter' 'year'
        case 'TERMS.SET TO'
            printf '%s\n' 'referrer' 'customer' 'helper'
        case 'USER.LIST ROLE'
            printf '%s\n' 'admin' 'manager' 'agent' 'finance' 'partner' 'advertiser' 'gateway' 'auditor'
        case 'USER.NEW ROLE'
            printf '%s\n' 'admin' 'manager' 'agent' 'finance' 'partner' 'advertiser' 'gateway' 'auditor'
    end
end
function __leadline_verb
    switch $argv[1]
        case 'bankfile'
            printf '%s\n' '-h' '--host' '--port' '-p' '--user' '-u' '--askpass' '--profile' '--tls' '--cacert' '--cert' '--key' '--sni' '--insecure' '--accounts' '--file' '-f' '--currency' '--method' '--on' '--format' '--dry-run' '--again' '--help'
        case 'export'
            printf '%s\n' '-h' '--host' '--port' '-p' '--user' '-u' '--askpass' '--profile' '--tls' '--cacert' '--cert' '--key' '--sni' '--insecure' '--file' '-f' '--resume' '--no-notes' '--help'
        case 'hook'
            printf '%s\n' '-h' '--host' '--port' '-p' '--user' '-u' '--askpass' '--profile' '--tls' '--cacert' '--cert' '--key' '--sni' '--insecure' '--type' '--of' '--from-start' '--attempts' '--dead' '--replay' '--help'
        case 'import'
            printf '%s\n' '-h' '--host' '--port' '-p' '--user' '-u' '--askpass' '--profile' '--tls' '--cacert' '--cert' '--key' '--sni' '--insecure' '--kind' '--map' '--set' '--fields' '--delimiter' '--dry-run' '--on-exists' '--force' '--no-state' '--errors' '--tokens' '--verbose' '--help'
    end
end

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
