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
                .leadOffered, .leadAccepted, .leadUnassigned, .leadReopened, .leadAsked,
                .leadQualified, .leadScheduled, .leadNegotiated, .leadUnqualified,
                .leadRegistered, .leadPromoted, .leadExpired,
            ],
            Positional<LeadReference>("lead"), OptionalPositional<StateWord>("state"),
            StatusForm.form, read: status, readAlone: showStatus, write: setStatus),
        .local(
            "FLOW", "Shows every move of a lead's life, who makes it, and what it requires.",
            group: .assignment, by: .everyone,
            OptionalPositional<Choice<LeadlineDomain.Direction>>("direction"),
            run: showFlow),
        .write(
            "REOPEN", "Opens a closed lead again, as a new epoch of it.", group: .assignment,
            by: .desk, reach: .lead("lead"), kind: .update,
            events: [.leadReopened, .leadExpired, .leadPromoted],
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
        next = wall.next(of: lead, in: Flow.of(lead.direction))
    }

    /// The fields; for a role, with what may come next as it is read off an encoded lead.
    private static func fields(_ next: StoredForm = .emptyList) -> FieldTable<StatusMap> {
        FieldTable([
            EntityField("id", .id(LeadSlot.id, LeadID.self)) { .id($0.lead.id) },
            EntityField("status", .word(LeadSlot.status, LeadStatus.self)) {
                .word(StaticWord($0.lead.status.word))
            },
            EntityField("since", .time(LeadSlot.since)) { .time($0.lead.since) },
            EntityField("partner", .id(LeadSlot.partner, PartnerID.self)) {
                .optional($0.lead.partner)
            },
            EntityField("owner", .text(LeadSlot.owner)) { .optional($0.lead.owner) },
            EntityField("due", .time(LeadSlot.due)) { .optional($0.lead.followUp?.due) },
            EntityField("next", next) { .texts($0.next.map(\.text)) },
        ])
    }

    private static let decoded = fields()

    /// The map as it is read off an encoded lead, by the number of a role before which the wall is
    /// open.
    static let stored = (0...(Role.allCases.map(\.rawValue).max() ?? 0)).map { number in
        StoredMap(
            fields(Role(rawValue: number).map { .choice(next(for: $0)) } ?? .emptyList),
            version: Lead.recordVersion, LeadSlot.allCases.map(\.shape))
    }

    private static func next(for role: Role) -> StoredChoice {
        var lists: [UInt8: [UInt8: [StaticString]]] = [:]
        for direction in LeadlineDomain.Direction.allCases {
            for status in LeadStatus.allCases {
                lists[direction.rawValue, default: [:]][status.rawValue] =
                    Wall.next(from: status, in: Flow.of(direction), for: role).map(\.word)
            }
        }
        return StoredChoice(
            first: LeadSlot.direction.rawValue, second: LeadSlot.status.rawValue,
            unless: LeadSlot.mergedInto.rawValue, lists: lists)
    }

    func write(to reply: inout ReplyWriter) { Self.decoded.writeMap(self, to: &reply) }
}

/// STATUS of a lead, without more.
private func showStatus(
    reader: inout Reader, reply: inout ReplyWriter, reference: LeadReference
) throws(Rejection) {
    let role = reader.caller.role
    if reply.isRESP, Wall.isOpen(to: role), case .id(let id) = reference.target {
        let map = StatusMap.stored[Int(role.rawValue)]
        if reader.view.withRecord(
            tag: Schema.leads.table.tag, number: id.raw, { map.write($0, to: &reply) })
        {
            return
        }
    }
    StatusMap(try reader.lead(reference), reader.caller.wall, reader.settings).write(to: &reply)
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
        let move = Flow.of(lead.direction).moves(from: lead.status, to: status).first(where: {
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
    if form.at != nil, !move.requires.contains(.meetingTime) {
        throw .invalid("at", "only a meeting takes a time")
    }
    if move.command == .set { return try complete(lead, form, &tx) }
    let told = try enrich(lead, form, &tx)
    let reason = form.reason?.text
    if move.command != .status, told != lead {
        throw .invalid("value", "\(move.to.word) takes neither VALUE nor FIELD")
    }
    if move.command == .release { try tx.requireReleasable(lead) }
    switch move.command {
    case .release, .accept, .status, .withdraw:
        return try tx.move(
            lead, to: move.to, by: move.command ?? .status, reason: reason
        ) { lead in
            lead.value = told.value
            lead.meeting = told.meeting
            lead.fields = told.fields
        }
    case .unassign: return try tx.unassign(lead, reason: reason ?? "")
    case .reopen: return try tx.reopen(lead, reason: reason ?? "")
    case .decline: return try tx.decline(lead, reason: reason ?? "")
    case .assign: throw .invalid("partner", "use ASSIGN")
    case .set, nil: throw tx.badState(lead)
    }
}

/// Gives a lead that waits for information what it lacks, as LEAD.SET does.
private func complete(
    _ lead: Lead, _ form: StatusForm, _ tx: inout Transaction
) throws(Rejection) -> Lead {
    try tx.caller.wall.requireSettable(lead)
    guard form.value == nil else { throw .invalid("value", "new takes no VALUE") }
    var given = LeadForm()
    given.fields = form.fields
    given.reason = form.reason
    _ = try tx.update(lead, with: given)
    let completed = tx.changes.view.get(Schema.leads.table, lead.id) ?? lead
    if let field = completed.missing.first { throw .missing(field, "new") }
    return completed
}

/// The lead with the value, time and custom fields that came with the move.
private func enrich(
    _ lead: Lead, _ form: StatusForm, _ tx: inout Transaction
) throws(Rejection) -> Lead {
    var enriched = lead
    let currency = lead.currency
    if let value = form.value {
        enriched.value = try checking("value") { () throws(ValueFault) in
            try Amount.parse(value.text.bytes, in: currency)
        }
    }
    if let at = form.at {
        let (now, zone) = (tx.now, tx.settings.zone)
        enriched.meeting = try checking("at") { () throws(ValueFault) in
            try at.resolve(now: now, zone: zone, toward: .future, edge: .start)
        }
    }
    if let fields = form.fields {
        try enriched.set(fields, tx.form(of: lead.service))
        var reviewed = enriched
        try tx.review(&reviewed, from: lead)
    }
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
        switch lead.direction {
        case .out:
            if let holder = Registration.holder(of: lead, at: now, &changes.view) {
                throw Registration.taken(by: holder, caller)
            }
        case .in:
            if let field = form(of: lead.service)?.missing(of: lead).first {
                throw .missing(field, "REOPEN")
            }
        }
        return try move(lead, to: .new, by: .reopen, reason: reason) { lead in
            lead.epoch &+= 1
            lead.missing = []
            lead.progress = nil
            guard lead.direction == .out else { return }
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
        EntityField("command") { .optional($0.command.map { Text($0.rawValue) }) },
        EntityField("requires") { .texts($0.requires.map { Text($0.rawValue) }) },
        EntityField("timer") { .optional($0.timer.map { Text($0.rawValue) }) },
    ]
}

private func showFlow(
    context: inout LocalContext, direction: Choice<LeadlineDomain.Direction>?
) throws(Rejection) -> RecordPage<Move, FlowColumns> {
    RecordPage(Flow.of(direction?.value ?? .out).moves)
}
