import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    static let assignment: [Command] = [
        .scan(
            "ROUTE", "Shows who could get a lead and why; changes nothing.", group: .assignment,
            by: .house, reach: .lead("lead"), Positional<LeadReference>("lead"), run: route),
        .write(
            "ASSIGN", "Gives a lead to a partner, by routing or by hand, or to an owner.",
            group: .assignment, by: .desk, reach: .lead("lead"), kind: .update,
            events: [.leadAssigned, .leadOwned],
            Positional<LeadReference>("lead"), OptionalPositional<Assignee>("partner"),
            Keyword<Text>("USER"), Keyword<Phrase>("FORCE"), run: assign),
        .write(
            "UNASSIGN", "Takes a lead back from its partner.", group: .assignment, by: .desk,
            reach: .lead("lead"),
            kind: .update, events: [.leadUnassigned], Positional<LeadReference>("lead"),
            RequiredKeyword<Phrase>("REASON"), run: unassign),
        .write(
            "RELEASE", "Offers a reviewed lead to its partner, who may see it from now on.",
            group: .assignment, by: .staff, reach: .lead("lead"), kind: .update,
            events: [.leadOffered],
            Positional<LeadReference>("lead"), run: release),
        .write(
            "ACCEPT", "Accepts an offered lead.", group: .assignment, by: .deskOrPartner,
            reach: .lead("lead"), kind: .update,
            events: [.leadAccepted, .leadExpired, .leadPromoted],
            Positional<LeadReference>("lead"),
            run: accept),
        .write(
            "DECLINE", "Declines an offered lead or hands an accepted one back.",
            group: .assignment, by: .deskOrPartner, reach: .lead("lead"), kind: .update,
            events: [.leadDeclined, .leadAssigned], Positional<LeadReference>("lead"),
            RequiredKeyword<Phrase>("REASON"), run: decline),
    ]
}

/// `AUTO`, or the partner who is to get the lead.
enum Assignee: Argument {
    case auto
    case partner(PartnerReference)

    static var typeName: String { "partner|AUTO" }
    static var naming: RecordNaming { .one }

    init(argument: Bytes) throws(ValueFault) {
        self = argument.matches("AUTO") ? .auto : .partner(try PartnerReference(argument: argument))
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        switch self {
        case .auto: fingerprint.feed("AUTO".utf8)
        case .partner(let reference): reference.feed(&fingerprint)
        }
    }
}

/// What ASSIGN answers: the partner that routing chose, or the lead's new version.
enum AssignReply: ReplyValue {
    static let shape = ReplyShape(.any)
    case chosen(PartnerID)
    case version(UInt32)

    func write(to reply: inout ReplyWriter) {
        switch self {
        case .chosen(let id): reply.string(id.text.bytes)
        case .version(let version): reply.integer(Int64(version))
        }
    }
}

// MARK: - Assigning

private func assign(
    tx: inout Transaction, reference: LeadReference, assignee: Assignee?, user: Text?,
    force: Phrase?
) throws(Rejection) -> AssignReply {
    let lead = try tx.lead(reference)
    try tx.checkVersion(lead.version, of: lead.id.text)
    switch (assignee, user) {
    case (nil, let user?): return .version(try own(lead, user, &tx))
    case (.auto?, nil): return .chosen(try assignAutomatically(lead, &tx))
    case (.partner(let reference)?, nil):
        return .version(try assignByHand(lead, reference, force, &tx))
    case (nil, nil): throw .syntax("wrong number of arguments for 'assign' command")
    case (_?, _?): throw .syntax("ASSIGN takes a partner, AUTO or USER, not two of them")
    }
}

/// Changes only who owns the lead; `NONE` leaves it without an owner.
private func own(_ old: Lead, _ user: Text, _ tx: inout Transaction) throws(Rejection) -> UInt32 {
    var lead = old
    lead.owner =
        user.asciiUppercased == "NONE" ? nil : try tx.changes.view.owner(user, "user")
    guard lead != old else { return old.version }
    guard old.status.isOpen else { throw tx.badState(old) }
    tx.touch(&lead)
    tx.changes.put(Schema.leads.table, lead)
    tx.record(.leadOwned, lead.subject, LeadFields.table, from: old, to: lead)
    return lead.version
}

private func assignAutomatically(
    _ lead: Lead, _ tx: inout Transaction
) throws(Rejection) -> PartnerID {
    try checkAssignable(lead, &tx)
    let routing = RoutingFacts.route(lead, now: tx.now, tx.settings, &tx.changes.view)
    guard let partner = routing.choice else {
        throw Rejection(.notFound, "no candidate: \(routing.whyNobody ?? "nobody")")
    }
    _ = try tx.assign(lead, to: partner, .automatic, routing.candidates)
    return partner
}

private func assignByHand(
    _ lead: Lead, _ reference: PartnerReference, _ force: Phrase?, _ tx: inout Transaction
) throws(Rejection) -> UInt32 {
    let partner = try tx.partner(reference)
    try checkAssignable(lead, &tx)
    if force == nil { try checkConflicts(lead, partner, &tx) }
    return try tx.assign(lead, to: partner.id, .byHand, [], force: force?.text).version
}

private func checkAssignable(_ lead: Lead, _ tx: inout Transaction) throws(Rejection) {
    guard lead.direction == .out else {
        throw Rejection(.badState, "\(lead.id) is inbound; what leaves again is spawned with FROM")
    }
    // In review another partner may be chosen; that is no move.
    if lead.status != .review { try tx.checkMove(lead, to: .review, by: .assign) }
}

/// What a person may override with a reason; coverage is theirs to judge anyway.
private func checkConflicts(
    _ lead: Lead, _ partner: Partner, _ tx: inout Transaction
) throws(Rejection) {
    func conflict(_ what: String) -> Rejection {
        Rejection(.conflict, "\(what); FORCE reason to assign it all the same")
    }
    guard partner.state == .active else {
        throw conflict("\(partner.id) is \(partner.state.word)")
    }
    guard !lead.declined.contains(partner.id) else {
        throw conflict("\(partner.id) declined this lead")
    }
    let open = RoutingFacts.open(with: partner.id, &tx.changes.view)
    let own: UInt32 = lead.partner == partner.id && lead.isPartnerLoad ? 1 : 0
    if let capacity = partner.capacity, open - min(own, open) >= capacity {
        throw conflict("\(partner.id) is full; \(open) open of \(capacity)")
    }
    if let owner = RoutingFacts.owner(of: lead, &tx.changes.view), owner != partner.id,
        let zip = RoutedLead(lead).territory
    {
        throw conflict("\(owner) holds ZIP \(zip.code)")
    }
}

private func unassign(
    tx: inout Transaction, reference: LeadReference, reason: Phrase
) throws(Rejection) -> NewVersion {
    let lead = try tx.lead(reference)
    try tx.checkVersion(lead.version, of: lead.id.text)
    return NewVersion(try tx.unassign(lead, reason: reason.text).version)
}

// MARK: - The partner's answer

extension Transaction {
    /// Refuses to offer a lead to a partner that is suspended.
    mutating func requireReleasable(_ lead: Lead) throws(Rejection) {
        let partner = lead.partner.flatMap { changes.view.get(Schema.partners.table, $0) }
        guard let partner, partner.state == .suspended, lead.status == .review else { return }
        throw Rejection(.conflict, "\(partner.id) is suspended")
    }
}

private func release(
    tx: inout Transaction, reference: LeadReference
) throws(Rejection) -> NewVersion {
    let lead = try tx.lead(reference)
    try tx.checkVersion(lead.version, of: lead.id.text)
    try tx.requireReleasable(lead)
    return NewVersion(try tx.move(lead, to: .offered, by: .release).version)
}

private func accept(
    tx: inout Transaction, reference: LeadReference
) throws(Rejection) -> NewVersion {
    let lead = try tx.lead(reference)
    try tx.checkVersion(lead.version, of: lead.id.text)
    return NewVersion(try tx.move(lead, to: .accepted, by: .accept).version)
}

private func decline(
    tx: inout Transaction, reference: LeadReference, reason: Phrase
) throws(Rejection) -> NewVersion {
    let lead = try tx.lead(reference)
    try tx.checkVersion(lead.version, of: lead.id.text)
    return NewVersion(try tx.decline(lead, reason: reason.text).version)
}

// MARK: - Showing the candidates

/// A row of ROUTE.
enum CandidateColumns: PageColumns {
    static let standard: [EntityField<Candidate>] = [
        EntityField("partner") { .id($0.partner) },
        EntityField("rank") { $0.rank.map { .integer(Int64($0)) } ?? .null },
        EntityField("kept") { .yesNo($0.kept) },
        EntityField("reason") { .text($0.reason) },
    ]
}

private func route(
    reader: inout Reader, reference: LeadReference
) throws(Rejection) -> RecordPage<Candidate, CandidateColumns> {
    let lead = try reader.lead(reference)
    let routing = RoutingFacts.route(
        lead, now: reader.now, reader.settings, &reader.view)
    return RecordPage(routing.candidates)
}
