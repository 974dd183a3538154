import LeadlineDomain
import LeadlineStore

extension CommandTable {
    /// Objections to who has a lead.
    static let dispute: [Command] = [
        .write(
            "DISPUTE.NEW", "Objects to who has a lead or a customer, and answers the dispute's id.",
            group: .assignment, by: .workers, reach: .customer, kind: .create,
            events: [.disputeCreated, .leadDisputed, .bonusHeld],
            OptionalPositional<LeadReference>("lead"), Keyword<Address>("EMAIL"),
            RequiredKeyword<Phrase>("REASON"), run: disputeNew),
        .write(
            "DISPUTE.NOTE", "Remarks on an open dispute.", group: .assignment, by: .workers,
            reach: .record("dispute"), kind: .create, events: [.disputeNoted],
            Positional<Plain<DisputeID>>("dispute"), Positional<LongText>("text"), Flag("SHARED"),
            run: disputeNote),
        .scan(
            "DISPUTE.GET", "Answers everything kept on one dispute.", group: .assignment,
            by: .disputeReaders, reach: .record("dispute"),
            Positional<Plain<DisputeID>>("dispute"), run: disputeGet),
        .write(
            "DISPUTE.WITHDRAW", "Takes an open dispute back.", group: .assignment, by: .workers,
            reach: .record("dispute"), kind: .update,
            events: [.disputeWithdrawn, .leadDisputed, .bonusUnheld, .bonusHeld],
            Positional<Plain<DisputeID>>("dispute"), run: disputeWithdraw),
        .write(
            "DISPUTE.RESOLVE", "Decides a dispute; whom it is decided for is credited.",
            group: .assignment, by: .desk, reach: .record("dispute"), kind: .update,
            events: [
                .disputeResolved, .leadAttributed, .leadDisputed, .bonusUnheld, .bonusHeld,
                .bonusUpdated, .bonusCreated,
            ],
            Positional<Plain<DisputeID>>("dispute"), RequiredKeyword<PayeeReference>("FOR"),
            RequiredKeyword<Phrase>("REASON"), run: disputeResolve),
        .scan(
            "DISPUTE.LIST", "Lists disputes, the newest first.", group: .assignment,
            by: .disputeReaders, reach: .records, Keyword<ListOf<Choice<DisputeState>>>("STATE"),
            Keyword<PartnerReference>("PARTNER"), Keyword<PageLimit>("LIMIT"),
            Keyword<Plain<DisputeID>>("AFTER"), Keyword<WordList>("COLUMNS"), run: disputeList),
    ]
}

extension Roles {
    /// The house, and who may have raised a dispute.
    fileprivate static let disputeReaders: Roles = house.union([.partner])
}

// MARK: - Raising

private func disputeNew(
    tx: inout Transaction, reference: LeadReference?, email: Address?, reason: Phrase
) throws(Rejection) -> Identified<DisputeID> {
    let caller = tx.caller
    let disputant =
        caller.partner.map { Payee.partner($0) } ?? caller.referrer.map { .referrer($0) }
    var lead: Lead?
    switch (reference, email) {
    case (let reference?, nil): lead = try tx.lead(reference)
    case (nil, let email?): lead = tx.lead(ofCustomer: email.key, except: disputant)
    case (nil, nil): throw .syntax("wrong number of arguments for 'dispute.new' command")
    case (_?, _?): throw .syntax("DISPUTE.NEW takes a lead or an EMAIL, not both")
    }
    let dispute = Dispute(
        id: DisputeID(raw: tx.changes.next(IDSequence.dispute)), lead: lead?.id,
        email: email?.text,
        emailKey: email?.key ?? lead?.emailKey, disputant: disputant, author: caller.name,
        reason: reason.text, created: tx.now)
    if email == nil, let lead {
        guard lead.mergedInto == nil else { throw tx.wasMerged(lead) }
    }
    if let open = tx.openDispute(like: dispute) {
        throw Rejection(.exists, "\(open) is open about the same")
    }
    tx.changes.insert(Schema.disputes.table, dispute)
    tx.record(
        .disputeCreated, dispute.subject, DisputeFields.table, from: nil,
        to: DisputeEntry(dispute))
    if let lead { try tx.noteDispute(about: lead.id) }
    return Identified(id: dispute.id)
}

extension Transaction {
    /// The lead that a dispute about a customer is about: the one that holds it and that others
    /// have, else the oldest open one, else the one that was closed last.
    fileprivate mutating func lead(ofCustomer key: Text, except payee: Payee?) -> Lead? {
        let open = Registration.openLeads(ofCustomer: key, &changes.view)
        let now = now
        let foreign = open.filter { lead in
            payee == nil || lead.referrer != payee && lead.partner.map { .partner($0) } != payee
        }
        if let holder = foreign.first(where: { $0.isHolding(at: now) }) { return holder }
        if let first = foreign.first ?? open.first { return first }
        let closed = changes.view.ids(
            Schema.leads.closedByEmail, Fingerprint64(key).raw, .descending,
            limit: Registration.evidenceMax)
        for entry in closed {
            guard let lead = changes.view.anyLead(entry.id), lead.emailKey == key
            else { continue }
            guard let into = lead.mergedInto else { return lead }
            return changes.view.anyLead(into)
        }
        return nil
    }

    /// The open dispute that the same has raised about the same.
    fileprivate mutating func openDispute(like dispute: Dispute) -> DisputeID? {
        if dispute.email != nil, let key = dispute.emailKey {
            let place = Dispute.customerKey(key, disputedBy: dispute.raiser)
            let found = changes.view.ids(
                Schema.disputes.open, place, limit: Registration.evidenceMax)
            // The key holds a fingerprint: a hit may be another customer.
            return found.first {
                changes.view.get(Schema.disputes.table, $0.id)?.emailKey == key
            }?.id
        }
        guard let lead = dispute.lead else { return nil }
        return changes.view.openDisputes(about: lead)
            .first { $0.email == nil && $0.raiser == dispute.raiser }?.id
    }

    /// Has a lead say which dispute about it is open, the oldest; its version stays.
    fileprivate mutating func noteDispute(about id: LeadID) throws(Rejection) {
        guard let old = changes.view.anyLead(id) else { return }
        var lead = old
        lead.dispute = changes.view.openDispute(about: id)
        guard lead != old else { return }
        changes.put(Schema.leads.table, lead)
        var subject = lead.subject
        // Who has the lead is not told that somebody objects.
        subject.audience = []
        record(.leadDisputed, subject, LeadFields.table, from: old, to: lead)
        if old.dispute == nil {
            try holdBonuses(of: id, reason: Bonus.disputeReason)
        } else if lead.dispute == nil {
            try unholdBonuses(of: id, reason: Bonus.disputeReason)
        }
    }

    /// Whether somebody objects to who has the lead: what it would pay waits.
    mutating func hasOpenDispute(_ lead: LeadID) -> Bool {
        changes.view.openDispute(about: lead) != nil
    }
}

// MARK: - Remarks

private func disputeNote(
    tx: inout Transaction, id: Plain<DisputeID>, text: LongText, isShared: Bool
) throws(Rejection) -> Done {
    let dispute = try tx.changes.view.dispute(id.id, tx.caller.wall)
    try dispute.requireOpen()
    guard let text = text.text.trimmed.orNil else { throw .invalid("text", "must not be empty") }
    let last = tx.changes.view.notes(on: dispute.id).last?.number ?? 0
    guard last < DisputeNote.countMax else {
        throw Rejection(.limit, "at most \(DisputeNote.countMax) notes on a dispute")
    }
    let note = DisputeNote(
        dispute: dispute.id, number: last + 1, at: tx.now, author: tx.caller.name,
        shared: isShared || tx.caller.isOutsider, text: text)
    tx.changes.insert(Schema.disputes.notes, note)
    var data = EventData()
    data.member("n", .integer(Int64(note.number)))
    data.member("shared", .yesNo(note.shared))
    var personal = EventData()
    personal.member("text", .text(note.text))
    var subject = dispute.subject
    if !note.shared { subject.audience = [] }
    tx.record(.disputeNoted, subject, data: data, personal: personal)
    return Done()
}

// MARK: - Ending

private func disputeWithdraw(
    tx: inout Transaction, id: Plain<DisputeID>
) throws(Rejection) -> NewVersion {
    let old = try tx.changes.view.dispute(id.id, tx.caller.wall)
    try tx.checkVersion(old.version, of: old.id.text)
    try old.requireOpen()
    return try tx.close(old, .withdrawn, .disputeWithdrawn)
}

private func disputeResolve(
    tx: inout Transaction, id: Plain<DisputeID>, payee: PayeeReference, reason: Phrase
) throws(Rejection) -> NewVersion {
    let old = try tx.changes.view.dispute(id.id, tx.caller.wall)
    try tx.checkVersion(old.version, of: old.id.text)
    try old.requireOpen()
    let winner = try tx.changes.view.contributor(payee, tx.caller.wall)
    if let lead = old.lead.flatMap({ tx.changes.view.anyLead($0) }) {
        try tx.attribute(lead, to: winner, by: old.id)
    }
    return try tx.close(old, .resolved, .disputeResolved) { dispute in
        dispute.winner = winner
        dispute.resolution = reason.text
    }
}

extension Dispute {
    /// Throws when it has ended.
    fileprivate func requireOpen() throws(Rejection) {
        guard state == .open else { throw Rejection(.badState, "dispute is \(state.word)") }
    }
}

extension Transaction {
    fileprivate mutating func close(
        _ old: Dispute, _ state: DisputeState, _ type: EventType,
        _ change: (inout Dispute) -> Void = { _ in }
    ) throws(Rejection) -> NewVersion {
        guard old.version < .max else {
            throw Rejection(.limit, "\(old.id) has no version left")
        }
        var dispute = old
        dispute.state = state
        dispute.version = old.version + 1
        dispute.updated = now
        dispute.closed = now
        change(&dispute)
        changes.put(Schema.disputes.table, dispute)
        record(
            type, dispute.subject, DisputeFields.table, from: DisputeEntry(old),
            to: DisputeEntry(dispute))
        if let lead = dispute.lead { try noteDispute(about: lead) }
        return NewVersion(dispute.version)
    }

    /// Credits a payee alone with a lead; an inbound one was brought by it from now on, and so was
    /// its claim.
    fileprivate mutating func attribute(
        _ old: Lead, to payee: Payee, by dispute: DisputeID
    ) throws(Rejection) {
        var lead = old
        lead.referrer = payee
        lead.credit = []
        if lead.direction == .in {
            if case .partner(let id) = payee { lead.partner = id } else { lead.partner = nil }
        }
        guard lead != old else { return }
        try requireNotOwn(lead, payee)
        touch(&lead)
        changes.put(Schema.leads.table, lead)
        attributeRevenue(of: lead)
        for loser in old.earners where loser != payee {
            try moveBonuses(of: lead.id, from: loser, to: payee, reason: dispute.text)
        }
        var extra = EventData()
        extra.member("dispute", .id(dispute))
        if !old.credit.isEmpty { extra.member("credit", .texts(old.credit.lines)) }
        record(.leadAttributed, lead.subject, LeadFields.table, from: old, to: lead, extra: extra)
    }
}

// MARK: - Reading

private func disputeGet(
    reader: inout Reader, id: Plain<DisputeID>
) throws(Rejection) -> DisputeMap {
    let dispute = try reader.view.dispute(id.id, reader.caller.wall)
    var entry = reader.entry(dispute)
    let wall = reader.caller.wall
    entry.notes = reader.view.notes(on: dispute.id).filter { wall.reaches($0) }
    return DisputeMap(entity: entry)
}

private func disputeList(
    reader: inout Reader, states: ListOf<Choice<DisputeState>>?, reference: PartnerReference?,
    limit: PageLimit?, after: Plain<DisputeID>?, columns: WordList?
) throws(Rejection) -> RecordPage<DisputeEntry, DisputeColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try DisputeFields.table.columns(chosen: list.words)
    }
    let wall = reader.caller.wall
    let partner = try reference.map { reference throws(Rejection) in
        Payee.partner(try reader.claimant(reference))
    }
    let states = states.map { Set($0.values.map(\.value)) }
    let listing = Listing<Dispute, DisputeID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        view.disputes(raisedBy: wall.raisers(partner), after: position, limit: count)
    } keep: { _, dispute in
        wall.reaches(dispute) && (partner == nil || dispute.disputant == partner)
            && (states?.contains(dispute.state) ?? true)
    }
    let rows = page.rows.map { reader.entry($0) }
    return RecordPage(rows, next: page.next?.text, columns: columns)
}

extension Wall {
    /// Under whom the disputes stand that the caller reaches and asks for; nil is everybody.
    fileprivate func raisers(_ partner: Payee?) -> [Outsider]? {
        if !isHouse { return outsiders }
        return partner.map { [Outsider($0)] }
    }
}

extension View {
    fileprivate mutating func disputes(
        raisedBy raisers: [Outsider]?, after position: DisputeID?, limit: Int
    ) -> [Dispute] {
        guard let raisers else {
            return rows(of: Schema.disputes.table, after: position, .descending, limit: limit)
        }
        var found: Set<DisputeID> = []
        for raiser in raisers {
            let own = ids(
                Schema.disputes.byDisputant, raiser.key, after: position.map { (Nothing(), $0) },
                .descending, limit: limit)
            found.formUnion(own.map(\.id))
        }
        return found.sorted(by: >).prefix(limit).compactMap { get(Schema.disputes.table, $0) }
    }
}
