#!/usr/bin/env bash
# The story of clients/EXAMPLE.md. usage: example.bash HOST PORT, with a new and empty store
set -euo pipefail
. "${BASH_SOURCE[0]%/*}/leadline.bash"
host=$1 port=$2

# ask VARIABLE COMMAND…: the value of a reply, or the end.
ask() {
    local variable=$1
    if ! leadline_call "${@:2}"; then
        echo "$2: $leadline_code $leadline_message" >&2
        exit 1
    fi
    printf -v "$variable" '%s' "$leadline_value"
}

# refused COMMAND…: the code of its error, and the id in the way.
refused() {
    if leadline_call "$@"; then exit 1; fi
    if [[ $leadline_code == EXISTS ]]; then echo "EXISTS ${leadline_message%% *}"; else echo "$leadline_code"; fi
}

# login USER TOKEN: a connection of that user.
login() { LEADLINE_USER=$1 LEADLINE_TOKEN=$2 leadline_open "$host" "$port"; }

# first FIELD…: remembers the row that leadline_each is at.
first() { local name; for name in "${!leadline_row[@]}"; do row[$name]=${leadline_row[$name]}; done; }
declare -A row=()

leadline_open "$host" "$port"
house=$leadline_fd
ask _ USER.NEW root ROLE admin
ask fay_token USER.NEW fay ROLE finance
ask partner PARTNER.NEW NAME 'Northwind Payroll' EMAIL desk@northwind.example
ask pia_token USER.NEW pia ROLE partner PARTNER "$partner"
ask _ COVER.ADD "$partner" SERVICE payroll AREA US
ask referrer REFERRER.NEW KIND contact NAME 'Rita Reed' RATE 10%
echo "partner $partner covers payroll in US"

ann=(EMAIL ann@acme.example NAME 'Ann Lee' COMPANY Acme SERVICE payroll ZIP 90210 VALUE 1200
    REFERRER "$referrer" IDEM example-1)
leadline_once LEAD.NEW "${ann[@]}"
lead=$leadline_value
echo "lead $lead"
leadline_once LEAD.NEW "${ann[@]}"
echo "lead $leadline_value again, by its key"
refused LEAD.NEW EMAIL 'Ann Lee <ANN+web@acme.example>' SERVICE payroll

leadline_begin
leadline_queue ASSIGN "$lead" AUTO
leadline_queue RELEASE "$lead"
leadline_commit
leadline_result chosen 1
leadline_result version 2
echo "assigned to $chosen, version $version"

login pia "$pia_token"
ask _ ACCEPT "$lead"
ask _ STATUS "$lead" contacted
leadline_field status status
leadline_field next next
next=${next//[\[\]\"]/}
echo "$status; next: ${next//,/ }"
refused PARTNER.LIST
leadline_close

leadline_fd=$house
amount=1150.50
leadline_once SALE.NEW "$lead" AMOUNT "$amount" IDEM example-2
sale=$leadline_value
ask _ LEAD.GET "$lead"
leadline_field currency currency
leadline_field status status
echo "sale $sale of $amount $currency, the lead is $status"

login fay "$fay_token"
leadline_each first SALE.APPROVE "$sale"
bonus=${row[id]}
echo "bonus $bonus of ${row[amount]} for ${row[earner]} is ${row[state]}"
ask _ BONUS.COMPLETE "$bonus"
leadline_close

leadline_fd=$house
ask _ BONUS.APPROVE "$bonus"
leadline_each first BALANCE "$referrer"
echo "balance of $referrer: earned ${row[earned]} due ${row[due]} ${row[currency]}"
leadline_each echo EVENTS OF "$lead" LIMIT 2 COLUMNS seq,type
leadline_close
