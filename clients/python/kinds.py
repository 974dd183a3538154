"""What arguments and fields of the language are in Python.

`commands.json` names the types of arguments; of the fields of replies it has the names alone, so
which of them are amounts and times stands here. The vectors, which are all replayed through the
client, find a field that is missing.
"""

OF_CONNECTIONS = {
    "HELLO", "FORMAT", "SELECT", "RESET", "QUIT", "AUTH", "MULTI", "EXEC", "DISCARD", "SUBSCRIBE",
    "PSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "MONITOR", "CLIENT SETNAME", "CLIENT SETINFO",
    "CLIENT REPLY", "CLIENT NO-EVICT", "CLIENT NO-TOUCH",
}
"""Commands about the connection, which the client itself looks after."""

PARAMETERS = {
    "n": "int", "n|-1": "int", "version": "int", "0-25": "int", "1-5": "int", "ms": "int",
    "seq|now": "int | str", "amount": "Amount", "±amount": "Amount", "number": "Amount",
    "time": "Time", "date": "Day | str", "duration": "Duration", "flag": "bool", "bytes": "Word",
    "text": "str", "e-mail": "str", "key": "str", "token": "str", "period": "str", "rate": "str",
}
"""Types of arguments; any other is an id or a word, and may refer into a block."""

AMOUNTS = set(
    "accrued amount available balance basis cap carried charged_back commission cost credit "
    "d0_30 d31_60 d61_90 debit debt earned fees_due fees_owed fixed given_value held max min "
    "minrevenue minsale missing_revenue net next_due_amount over_90 paid pipeline price qty "
    "received_value refunded reserved revenue reversed setoff threshold total value "
    "window_revenue withheld".split())
TIMES = set(
    "accepted at closed created due ended issued lapses meeting next_due_date paid_at "
    "protected_until registered since until updated".split())
DAYS = {"date", "oldest", "signed"}
YESNO = set(
    "disabled external personal pinned required shared suppressed".split())
INTEGERS = set(
    "answered behind bonuses broken_at capacity commit contacted declined dropped events "
    "expired given given_won goal leads lost minwon missed missing_won n needsinfo "
    "negotiation new offered open payouts points proto qualified queued quoted rank rating "
    "received received_won rejected run score seq size unqualified version view waiting "
    "weight window_won withdrawn won".split())
LISTS = set(
    "areas benefits choices fields lines missing modules payments products rates related "
    "sales services tiers".split())
EXCEPTIONS = {
    "SCORE.LIST value": "free", "EXPLAIN value": "free", "EXPLAIN source": "free",
    "EVENT.TYPES since": "text",
    "BACKUP since": "text", "BACKUP event": "integer", "BACKUP position": "integer",
    "BACKUP rows": "integer", "BACKUP bytes": "integer", "BACKUP written": "integer",
    "SCORE.LIST cap": "integer", "CLAIM.GET waiting": "list", "FLOW by": "list",
    "FLOW requires": "list", "FX.LIST at": "day", "FX.LIST rate": "amount", "STATUS next": "list",
    "USER.DISABLE leads": "list", "DISPUTE.GET notes": "list", "INVOICE.GET open": "amount",
    "INVOICE.OPEN open": "amount", "RECEIPT open": "amount", "REPORT PAYMENTS received": "amount",
    "TAX.REPORT due": "yesno", "REPORT LIABILITY due": "amount", "PAYROLL.GET totals": "list",
    "BALANCE due": "amount", "PARTNER.STATS due": "amount", "PAYOUT.PREVIEW due": "amount",
    "PARTNER.STATS accepted": "integer", "PARTNER.STATS meeting": "integer",
    "TERMS.GET due": "text", "TERMS.LIST due": "text",
    "LEAD.GET fields": "map", "SALE.GET bonuses": "list", "EVENTS data": "document",
    "HISTORY data": "document", "PERSON data": "map", "ATTACH.GET data": "octets",
}
"""Fields that are something else in one reply, by command and field."""
ROWS_OF = {"LEAD.FIND": "LEAD.GET", "QUEUE": "LEAD.GET"}
"""Lists with the columns of another command's reply; `X.LIST` has those of `X.GET`."""
COUNTED = {"accepted", "ended", "registered", "sales"}
"""What reports count, and other replies name or know the time of."""

TYPES = {
    "amount": ("Decimal | None", "values.amount"), "time": ("Moment | None", "values.instant"),
    "day": ("Day | None", "values.day"), "yesno": ("bool | None", "values.yes"),
    "integer": ("int | None", ""), "list": ("list[Any]", ""), "map": ("dict[str, Any]", ""),
    "document": ("Any", "values.document"), "octets": ("bytes | None", "values.octets"),
    "text": ("str | None", ""),
    "free": ("str | None", ""),
}
"""Each kind in Python, and what reads it; `free` is text that may look like anything."""
NEVER_NULL = {"id": "str", "version": "int", "seq": "int", "type": "str", "state": "str",
              "n": "int", "created": "Moment"}
"""Fields that every record has which has them at all."""

KINDS = [("amount", AMOUNTS), ("time", TIMES), ("day", DAYS), ("yesno", YESNO),
         ("integer", INTEGERS), ("list", LISTS)]


def whole_of(command):
    """The command that answers all fields of what the command lists."""
    if command.endswith(".LIST"):
        return command.removesuffix("LIST") + "GET"
    return ROWS_OF.get(command)


def field_kind(command, name):
    whole = whole_of(command) or command
    own = EXCEPTIONS.get(f"{command} {name}") or EXCEPTIONS.get(f"{whole} {name}")
    if command.startswith("REPORT ") and name in COUNTED:
        own = "integer"
    return own or next((kind for kind, names in KINDS if name in names), "text")


def field(command, name):
    """The type of a field, and the function that reads it where the wire has something else."""
    kind = field_kind(command, name)
    type_, reader = TYPES[kind]
    return (NEVER_NULL[name] if name in NEVER_NULL and kind != "map" else type_), reader


def is_list(argument):
    return argument["type"].endswith(",…") or "…|" in argument["type"]


def parameter(argument):
    """The type of an argument."""
    if argument["values"] == 2:
        return "Mapping[str, Value]"
    if is_list(argument):
        return "Ids"
    if argument["choices"]:
        kind = "Literal[" + ", ".join(f'"{choice}"' for choice in argument["choices"]) + "]"
        return kind if argument["required"] or argument["keyword"] else kind + " | str"
    kind = PARAMETERS.get(argument["type"], "Id")
    return "Ids" if argument["repeatable"] and argument["keyword"] else kind


def wrapped(argument, name):
    """How the argument is given to the request."""
    if argument["values"] == 2:
        return f"paired({name})"
    if is_list(argument):
        return f"listed({name})"
    return f"repeated({name})" if argument["repeatable"] else name
