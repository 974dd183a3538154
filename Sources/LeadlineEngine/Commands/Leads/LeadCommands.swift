import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    static let lead: [Command] = [
        .write(
            "LEAD.NEW", "Registers a customer's request and answers its id.", group: .lead,
            by: .registrants, reach: .customer, kind: .create,
            events: [
                .leadCreated, .leadUpdated, .leadRegistered, .leadExpired, .leadPromoted,
                .leadNoted, .itemAdded, .attachmentAdded,
            ], LeadForm.new, run: leadNew),
        .row(
            "LEAD.GET", "Answers everything kept of one lead.", group: .lead, by: .readers,
            reach: .lead("lead"),
            reply: LeadMap.self, Positional<LeadReference>("lead"), answer: leadGet),
        .write(
            "LEAD.SET", "Changes what is known of a lead.", group: .lead, by: .registrants,
            reach: .lead("lead"), kind: .update,
            events: [.leadUpdated, .leadRegistered, .leadExpired, .leadPromoted],
            Positional<LeadReference>("lead"), LeadForm.set, run: leadSet),
        .scan(
            "LEAD.CHECK", "Answers whether a customer is free to be registered.", group: .lead,
            by: .readers, reach: .customer, RequiredKeyword<Address>("EMAIL"),
            Keyword<Text>("SERVICE"),
            RepeatedKeyword<Text>("PRODUCT"), run: leadCheck),
        .write(
            "LEAD.WITHDRAW", "Withdraws an open lead.", group: .lead, by: .registrants,
            reach: .lead("lead"), kind: .update, events: [.leadWithdrawn, .leadPromoted],
            Positional<LeadReference>("lead"), RequiredKeyword<Phrase>("REASON"),
            run: leadWithdraw),
        .write(
            "TAKE", "Gives the caller the best lead that nobody owns.", group: .lead, by: .staff,
            reach: .leads,
            kind: .create, events: [.leadTaken], Keyword<Text>("SERVICE"), run: take),
    ]
}

// MARK: - Registering

private func leadNew(
    tx: inout Transaction, form: LeadForm
) throws(Rejection) -> CreatedOrDry<LeadID> {
    try form.checkKeywords(for: tx.caller)
    guard !form.isQueueing || form.direction(for: tx.caller) == .in else {
        throw .invalid("queue", "only an inbound lead can wait behind another")
    }
    var parent: Lead?
    if let from = form.from { parent = try tx.parent(from) }
    let number = tx.changes.view.last(IDSequence.lead) + 1
    var lead = try draft(form, LeadID(raw: number), parent: parent, tx)
    if let parent { lead.takeContact(of: parent) }
    try form.apply(to: &lead, &tx)
    lead.setOrigin(form, tx.caller)
    if form.source == nil, let source = tx.source(ofReferrer: lead.referrer) {
        lead.source = source
    }
    lead.remember()
    if let existing = try existing(for: lead, form, &tx) { return existing }
    try tx.requireNoSelfReferral(lead)
    switch lead.direction {
    case .out: try admitOutbound(lead, form, &tx)
    case .in:
        try tx.admit(&lead, form)
        lead.progress = .after(nil, lead.status, .in, at: tx.now)
    }
    lead.forced = form.force?.text
    let related = Registration.liveLeads(ofCustomer: lead, &tx.changes.view)
    try Registration.checkRoom(beside: related)
    linkLead(&lead, with: related + (parent.map { [$0] } ?? []), &tx)
    tx.score(&lead, isNew: true)
    tx.setFollowUp(of: &lead, from: nil)
    _ = tx.changes.next(IDSequence.lead)
    tx.changes.insert(Schema.leads.table, lead)
    var said = EventData()
    if let force = form.force { said.member("force", .text(force.text)) }
    tx.record(
        .leadCreated, lead.subject, LeadFields.table, from: nil, to: lead, said: said)
    if let parent {
        tx.copyItems(from: parent, to: lead)
        tx.copyAttachments(from: parent, to: lead)
    }
    if tx.caller.isOutsider { hintLead(at: lead, &tx) }
    guard form.isDryRun else { return .created(lead.id) }
    tx.isDiscarded = true
    return .dry
}

/// An outbound lead is complete and in nobody's way, or refused.
private func admitOutbound(
    _ lead: Lead, _ form: LeadForm, _ tx: inout Transaction
) throws(Rejection) {
    if let service = lead.service, let field = tx.form(of: service)?.missing(of: lead).first {
        throw .missing(field, "\(service)")
    }
    try Registration.check(lead, at: tx.now, form, tx.caller, &tx.changes.view)
}

/// What would have warned a person of the house stands on an outsider's lead as a note for them.
func hintLead(at lead: Lead, _ tx: inout Transaction) {
    let found = Registration.lookalike(of: lead, except: lead.from, &tx.changes.view)
    guard let (other, likeness) = found else { return }
    tx.bySystem { tx in
        tx.remark(on: lead, Text("\(likeness.rawValue) as \(other.id)"), isShared: false)
    }
}

extension Transaction {
    /// Refuses to change who is credited with a lead that is there, but for a manager who says why.
    fileprivate func requireAttribution(reason: Phrase?) throws(Rejection) {
        guard Roles.desk.contains(caller.role) else {
            throw Rejection(.noPermission, "attribution is not for the role \(caller.role.text)")
        }
        guard reason != nil else {
            throw .invalid("reason", "attribution changes only by LEAD.SET with a REASON")
        }
    }

    /// Refuses an update without a reason that has changed who is credited.
    fileprivate mutating func requireSameAttribution(as old: Lead) throws(Rejection) {
        guard let new = changes.view.get(Schema.leads.table, old.id),
            (new.source, new.referrer) != (old.source, old.referrer)
                || (new.helper, new.campaign) != (old.helper, old.campaign)
        else { return }
        try requireAttribution(reason: nil)
    }

    /// The lead that another one is spawned from: the caller has to be shown its contact.
    fileprivate mutating func parent(_ reference: LeadReference) throws(Rejection) -> Lead {
        let lead = try lead(reference)
        guard !caller.wall.masksContact(of: lead, settings) else {
            throw Rejection(.noPermission, "FROM is not yours on this lead")
        }
        return lead
    }
}

/// A new lead with what it takes over from the one it is spawned from: contact and place.
private func draft(
    _ form: LeadForm, _ id: LeadID, parent: Lead?, _ tx: borrowing Transaction
) throws(Rejection) -> Lead {
    guard let email = form.email?.text ?? parent?.email,
        let key = form.email?.key ?? parent?.emailKey
    else { throw .syntax("keyword EMAIL is required for LEAD.NEW") }
    return Lead(
        id: id, direction: form.direction(for: tx.caller), email: email, emailKey: key,
        currency: form.currency ?? parent?.currency ?? tx.settings.currency, source: .employee,
        submitter: tx.caller.name, created: tx.now)
}

extension Lead {
    /// Takes over who the customer is and where.
    fileprivate mutating func takeContact(of parent: Lead) {
        from = parent.id
        name = parent.name
        company = parent.company
        phone = parent.phone
        areas = parent.areas
        zip = parent.zip
        country = parent.country
    }
}

/// What ONEXISTS makes of a hit by the caller's own REF or by the customer; nil when there is none.
private func existing(
    for lead: Lead, _ form: LeadForm, _ tx: inout Transaction
) throws(Rejection) -> CreatedOrDry<LeadID>? {
    let mode = form.onExists?.value ?? .refuse
    guard mode != .refuse else {
        if let ref = lead.ref {
            try Registration.checkRef(ref, except: nil, tx.caller, &tx.changes.view)
        }
        return nil
    }
    guard let hit = try hit(by: lead, &tx) else { return nil }
    if mode == .update {
        try tx.caller.wall.requireSettable(hit)
        _ = try tx.update(hit, with: form)
        try tx.requireSameAttribution(as: hit)
    }
    guard form.isDryRun else { return .created(hit.id) }
    tx.isDiscarded = true
    return .dry
}

/// The lead that has the REF or the customer already, where the caller may be told of it.
private func hit(by lead: Lead, _ tx: inout Transaction) throws(Rejection) -> Lead? {
    let wall = tx.caller.wall
    if let ref = lead.ref, let id = tx.changes.view.holder(Schema.leads.byRef, KeyText(ref.bytes)) {
        let hit = tx.changes.view.get(Schema.leads.table, id)
        if let hit, wall.reaches(hit) { return hit }
        try Registration.checkRef(ref, except: nil, tx.caller, &tx.changes.view)
    }
    let holder = Registration.holder(of: lead, at: tx.now, &tx.changes.view)
    return holder.flatMap { wall.reaches($0) ? $0 : nil }
}

/// Shows the links on both sides.
///
/// A link is no change of what is known of the other lead: its version stays.
func linkLead(_ lead: inout Lead, with others: [Lead], _ tx: inout Transaction) {
    for var other in others where !lead.related.contains(other.id) {
        lead.related.append(other.id)
        other.related = Array((other.related + [lead.id]).suffix(Registration.relatedMax))
        tx.changes.put(Schema.leads.table, other)
    }
    lead.related = Array(lead.related.suffix(Registration.relatedMax))
}

// MARK: - Reading and changing

private func leadGet(
    reader: inout Reader, reply: inout ReplyWriter, lead: LeadReference
) throws(Rejection) {
    if reply.isRESP, Wall.isOpen(to: reader.caller.role), case .id(let id) = lead.target,
        reader.view.withRecord(
            tag: Schema.leads.table.tag, number: id.raw,
            { LeadFields.stored.write($0, to: &reply) })
    {
        return
    }
    let lead = try reader.lead(lead)
    LeadMap(entity: lead).write(to: &reply)
}

private func leadSet(
    tx: inout Transaction, reference: LeadReference, form: LeadForm
) throws(Rejection) -> NewVersion {
    let lead = try tx.lead(reference)
    try tx.checkVersion(lead.version, of: lead.id.text)
    guard form.hasValues else { throw .syntax("nothing to set for LEAD.SET") }
    try form.checkKeywords(for: tx.caller)
    try tx.caller.wall.requireSettable(lead)
    if form.setsAttribution { try tx.requireAttribution(reason: form.reason) }
    return try tx.update(lead, with: form)
}

private func leadCheck(
    reader: inout Reader, email: Address, service: Text?, products: [Text]
) throws(Rejection) -> Word {
    var lead = Lead(
        id: LeadID(raw: .max), direction: .in, email: email.text, emailKey: email.key,
        currency: reader.settings.currency, source: .employee, submitter: reader.caller.name,
        created: reader.now)
    lead.service = service?.trimmed.asciiLowercased.orNil
    lead.products = products
    let live = Registration.liveLeads(ofCustomer: lead, &reader.view).filter {
        $0.isHolding(at: reader.now) && $0.overlaps(lead)
    }
    if let claim = live.compactMap(\.claim).first {
        return Word(Text("registered until \(claim.expires.text)"))
    }
    // An open outbound lead blocks its like and has no end date; outsiders bring none.
    let isTaken = !reader.caller.isOutsider && live.contains { $0.direction == .out }
    return Word(isTaken ? "registered" : "free")
}

private func leadWithdraw(
    tx: inout Transaction, reference: LeadReference, reason: Phrase
) throws(Rejection) -> NewVersion {
    let lead = try tx.lead(reference)
    try tx.checkVersion(lead.version, of: lead.id.text)
    return NewVersion(try tx.move(lead, to: .withdrawn, by: .withdraw, reason: reason.text).version)
}

private func take(tx: inout Transaction, service: Text?) throws(Rejection) -> Identified<LeadID>? {
    let service = service?.trimmed.asciiLowercased
    var after: QueuePlace?
    while true {
        let found = tx.changes.view.untaken(of: service, after: after, limit: 16)
        for entry in found {
            guard let old = tx.changes.view.get(Schema.leads.table, entry.id),
                old.status == .new, old.owner == nil,
                service == nil || old.service == service
            else { continue }
            var lead = old
            lead.owner = tx.caller.name
            tx.touch(&lead)
            tx.changes.put(Schema.leads.table, lead)
            tx.record(.leadTaken, lead.subject, LeadFields.table, from: old, to: lead)
            return Identified(id: lead.id)
        }
        guard let last = found.last else { return nil }
        after = (last.order, last.id)
    }
}
