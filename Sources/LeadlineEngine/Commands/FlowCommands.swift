import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    static let flow: [Command] = [
        .either(
            "STATUS", "Shows where a lead stands and may go, or moves it.", group: .assignment,
            by: .readers, reach: .lead("lead"), kind: .update,
            events: [
                .leadContacted, .leadQuoted, .leadWon, .leadLost, .leadRejected, .leadWithdrawn,
                .leadOffered, .leadAccepted, .leadUnassigned, .leadReopened,
            ],
            Positional<LeadReference>("lead"), OptionalPositional<StateWord>("state"),
            StatusForm.form, read: status, write: setStatus),
        .local(
            "FLOW", "Shows every move of a lead's life, who makes it, and what it requires.",
            group: .assignment, by: .everyone, OptionalPositional<ServedDirection>("direction"),
            run: showFlow),
        .write(
            "REOPEN", "Opens a closed lead again, as a new epoch of it.", group: .assignment,
            by: .desk, reach: .lead("lead"), kind: .update, events: [.leadReopened],
            Positional<LeadReference>("lead"), RequiredKeyword<Phrase>("REASON"), run: reopen),
    ]
}

/// A status as STATUS takes it.
struct StateWord: Argument {
    static var typeName: String { "state" }
    static var choices: [String] { LeadStatus.allCases.map { "\($0.word)" } }
    let status: LeadStatus

    init(argument: Bytes) throws(ValueFault) {
        guard let status = LeadStatus(word: argument) else {
            throw ValueFault("\(argument.quoted) is not one of: \(LeadStatus.words)")
        }
        self.status = status
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(CollectionOfOne(status.rawValue))
    }
}

/// What may be told with a move.
struct StatusForm: Sendable {
    var value: AmountText?
    var reason: Phrase?
    var at: TimeInput?
    var fields: [(name: Text, value: CustomValue)]?
    var hasValues = false

    static let form = Form(
        StatusForm(),
        [
            .one("VALUE", \.value),
            .one("REASON", \.reason, isSensitive: true),
            .one("AT", \.at),
            .pairs("FIELD", \.fields),
        ], given: \.hasValues)
}

/// Where a lead stands, and what the caller can make of it.
struct StatusMap: ReplyValue {
    static let shape = ReplyShape(
        .map, fields: ["id", "status", "since", "partner", "owner", "due", "next"])
    let lead: Lead
    let next: [LeadStatus]

    /// What the caller behind `wall` is shown of it.
    init(_ lead: Lead, _ wall: Wall, _ settings: Settings) {
        self.lead = wall.shown(lead, settings)
        next = wall.next(of: lead, in: Flow.out)
    }

    private static let fields = FieldTable<StatusMap>([
        EntityField("id") { .id($0.lead.id) },
        EntityField("status") { .word(StaticWord($0.lead.status.word)) },
        EntityField("since") { .time($0.lead.since) },
        EntityField("partner") { .optional($0.lead.partner) },
        EntityField("owner") { .optional($0.lead.owner) },
        EntityField("due") { _ in .null },
        EntityField("next") { .texts($0.next.map(\.text)) },
    ])

    func write(to reply: inout ReplyWriter) { Self.fields.writeMap(self, to: &reply) }
}

private func status(
    reader: inout Reader, reference: LeadReference, state: StateWord?, form: StatusForm
) throws(Rejection) -> StatusMap {
    guard !form.hasValues else { throw .invalid("state", "which one is meant") }
    return StatusMap(try reader.lead(reference), reader.caller.wall, reader.settings)
}

private func setStatus(
    tx: inout Transaction, reference: LeadReference, state: StateWord?, form: StatusForm
) throws(Rejection) -> StatusMap {
    let lead = try tx.lead(reference)
    try tx.checkVersion(lead.version, of: lead.id.text)
    guard let status = state?.status else { throw .invalid("state", "which one is meant") }
    guard status != lead.status,
        let move = Flow.out.moves(from: lead.status, to: status).first(where: {
            $0.by.contains(tx.caller.role)
        })
    else { throw tx.badState(lead) }
    let moved = try follow(move, lead, form, &tx)
    return StatusMap(moved, tx.caller.wall, tx.settings)
}

/// Makes one move of the table, as the command that owns it.
private func follow(
    _ move: Move, _ lead: Lead, _ form: StatusForm, _ tx: inout Transaction
) throws(Rejection) -> Lead {
    if move.command == .assign { throw .invalid("partner", "use ASSIGN") }
    for keyword in move.requires where !form.has(keyword) {
        throw .invalid(
            keyword.rawValue.lowercased(), "\(move.to.word) requires \(keyword.rawValue)")
    }
    if form.at != nil { throw .invalid("at", "only a meeting takes a time") }
    let old = try enrich(lead, form, tx)
    let reason = form.reason?.text
    if move.command != .status, old != lead {
        throw .invalid("value", "\(move.to.word) takes neither VALUE nor FIELD")
    }
    switch move.command {
    case .release, .accept, .status, .withdraw:
        return try tx.move(lead, to: move.to, by: move.command, reason: reason) { lead in
            lead.value = old.value
            lead.fields = old.fields
        }
    case .unassign: return try tx.unassign(lead, reason: reason ?? "")
    case .reopen: return try tx.reopen(lead, reason: reason ?? "")
    case .decline: return try tx.decline(lead, reason: reason ?? "")
    case .assign: throw .invalid("partner", "use ASSIGN")
    }
}

/// The lead with the value and custom fields that came with the move.
private func enrich(
    _ lead: Lead, _ form: StatusForm, _ tx: borrowing Transaction
) throws(Rejection) -> Lead {
    var enriched = lead
    let currency = lead.currency
    if let value = form.value {
        enriched.value = try checking("value") { () throws(ValueFault) in
            try Amount.parse(value.text.bytes, in: currency)
        }
    }
    if let fields = form.fields { try enriched.set(fields) }
    return enriched
}

extension StatusForm {
    fileprivate func has(_ keyword: Move.Keyword) -> Bool {
        switch keyword {
        case .partner: false
        case .reason: reason != nil
        case .value: value != nil
        case .meetingTime: at != nil
        }
    }
}

private func reopen(
    tx: inout Transaction, reference: LeadReference, reason: Phrase
) throws(Rejection) -> NewVersion {
    let lead = try tx.lead(reference)
    try tx.checkVersion(lead.version, of: lead.id.text)
    return NewVersion(try tx.reopen(lead, reason: reason.text).version)
}

extension Transaction {
    /// Opens a closed lead again; its customer's key must be free.
    fileprivate mutating func reopen(_ lead: Lead, reason: Text) throws(Rejection) -> Lead {
        try checkMove(lead, to: .new, by: .reopen)
        if let holder = Registration.holder(of: lead, &changes.view) {
            throw Rejection(.exists, "\(holder.id) customer is registered")
        }
        return try move(lead, to: .new, by: .reopen, reason: reason) { lead in
            lead.epoch &+= 1
            lead.partner = nil
            lead.assignment = nil
        }
    }
}

/// A row of FLOW.
enum FlowColumns: PageColumns {
    static let standard: [EntityField<Move>] = [
        EntityField("from") { .word(StaticWord($0.from.word)) },
        EntityField("to") { .word(StaticWord($0.to.word)) },
        EntityField("by") { .texts($0.by.members.map(\.text)) },
        EntityField("command") { .text(Text($0.command.rawValue)) },
        EntityField("requires") { .texts($0.requires.map { Text($0.rawValue) }) },
        EntityField("timer") { .optional($0.timer.map { Text($0.rawValue) }) },
    ]
}

private func showFlow(
    context: inout LocalContext, direction: ServedDirection?
) throws(Rejection) -> RecordPage<Move, FlowColumns> {
    RecordPage(Flow.out.moves)
}
