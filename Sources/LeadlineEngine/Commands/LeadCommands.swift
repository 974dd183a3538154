import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    static let lead: [Command] = [
        .write(
            "LEAD.NEW", "Registers a customer's request and answers its id.", group: .lead,
            by: .registrants, kind: .create, events: [.leadCreated, .leadUpdated], LeadForm.new,
            run: leadNew),
        .row(
            "LEAD.GET", "Answers everything kept of one lead.", group: .lead, by: .readers,
            reply: LeadMap.self, Positional<LeadReference>("lead"), answer: leadGet),
        .write(
            "LEAD.SET", "Changes what is known of a lead.", group: .lead, by: .registrants,
            kind: .update, events: [.leadUpdated], Positional<LeadReference>("lead"),
            LeadForm.set, run: leadSet),
        .row(
            "LEAD.CHECK", "Answers whether a customer is free to be registered.", group: .lead,
            by: .readers, RequiredKeyword<Address>("EMAIL"), Keyword<Text>("SERVICE"),
            RepeatedKeyword<Text>("PRODUCT"), run: leadCheck),
        .write(
            "LEAD.WITHDRAW", "Withdraws an open lead.", group: .lead, by: .registrants,
            kind: .update, events: [.leadWithdrawn], Positional<LeadReference>("lead"),
            RequiredKeyword<Phrase>("REASON"), run: leadWithdraw),
        .write(
            "TAKE", "Gives the caller the best lead that nobody owns.", group: .lead, by: .staff,
            kind: .create, events: [.leadTaken], Keyword<Text>("SERVICE"), run: take),
    ]
}

// MARK: - Registering

private func leadNew(
    tx: inout Transaction, form: LeadForm
) throws(Rejection) -> CreatedOrDry<LeadID> {
    guard !form.isQueueing else {
        throw .invalid("queue", "only an inbound lead can wait behind another")
    }
    var parent: Lead?
    if let from = form.from { parent = try tx.changes.view.lead(from) }
    let number = tx.changes.view.last(IDSequence.lead) + 1
    var lead = try draft(form, LeadID(raw: number), parent: parent, tx)
    try form.apply(to: &lead, &tx.changes.view, tx.settings)
    lead.remember()
    if let existing = try existing(for: lead, form, &tx) { return existing }
    try Registration.check(
        lead, from: parent?.id, isForced: form.force != nil, &tx.changes.view)
    lead.forced = form.force?.text
    let related = Registration.liveLeads(ofCustomer: lead, &tx.changes.view)
    link(&lead, with: related + (parent.map { [$0] } ?? []), &tx)
    _ = tx.changes.next(IDSequence.lead)
    tx.changes.insert(Schema.leads.table, lead)
    var extra = EventData()
    if let force = form.force { extra.member("force", .text(force.text)) }
    tx.record(
        .leadCreated, lead.subject, LeadFields.table, from: nil, to: lead, extra: extra)
    guard form.isDryRun else { return .created(lead.id) }
    tx.isDiscarded = true
    return .dry
}

/// A new lead with what it takes over from the one it is spawned from: contact and place.
private func draft(
    _ form: LeadForm, _ id: LeadID, parent: Lead?, _ tx: borrowing Transaction
) throws(Rejection) -> Lead {
    guard let email = form.email?.text ?? parent?.email,
        let key = form.email?.key ?? parent?.emailKey
    else { throw .syntax("keyword EMAIL is required for LEAD.NEW") }
    var lead = Lead(
        id: id, direction: .out, email: email, emailKey: key,
        currency: form.currency ?? parent?.currency ?? tx.settings.currency, source: .employee,
        submitter: tx.caller.name, created: tx.now)
    guard let parent else { return lead }
    lead.from = parent.id
    lead.name = parent.name
    lead.company = parent.company
    lead.phone = parent.phone
    lead.areas = parent.areas
    lead.zip = parent.zip
    lead.country = parent.country
    return lead
}

/// What ONEXISTS makes of a hit by the caller's own REF or by the customer; nil when there is none.
private func existing(
    for lead: Lead, _ form: LeadForm, _ tx: inout Transaction
) throws(Rejection) -> CreatedOrDry<LeadID>? {
    let mode = form.onExists?.value ?? .refuse
    var hit: LeadID?
    if let ref = lead.ref { hit = tx.changes.view.holder(Schema.leads.byRef, KeyText(ref.bytes)) }
    guard mode != .refuse else {
        if let ref = lead.ref { try Registration.checkRef(ref, except: nil, &tx.changes.view) }
        return nil
    }
    if hit == nil { hit = Registration.holder(of: lead, &tx.changes.view)?.id }
    guard let hit else { return nil }
    if mode == .update {
        _ = try update(try tx.changes.view.lead(hit), with: form, &tx)
    }
    guard form.isDryRun else { return .created(hit) }
    tx.isDiscarded = true
    return .dry
}

/// Shows the links on both sides.
///
/// A link is no change of what is known of the other lead: its version stays.
private func link(_ lead: inout Lead, with others: [Lead], _ tx: inout Transaction) {
    for var other in others where !lead.related.contains(other.id) {
        lead.related.append(other.id)
        other.related = Array((other.related + [lead.id]).suffix(Registration.relatedMax))
        tx.changes.put(Schema.leads.table, other)
    }
    lead.related = Array(lead.related.suffix(Registration.relatedMax))
}

// MARK: - Reading and changing

private func leadGet(
    reader: inout Reader, lead: LeadReference, reply: inout ReplyWriter
) throws(Rejection) {
    if reply.isRESP, case .id(let id) = lead.target,
        reader.view.withRecord(
            tag: Schema.leads.table.tag, number: id.raw,
            { LeadFields.stored.write($0, to: &reply) })
    {
        return
    }
    let lead = try reader.view.lead(lead)
    LeadMap(entity: lead).write(to: &reply)
}

private func leadSet(
    tx: inout Transaction, reference: LeadReference, form: LeadForm
) throws(Rejection) -> NewVersion {
    let lead = try tx.changes.view.lead(reference)
    try tx.checkVersion(lead.version, of: lead.id.text)
    guard form.hasValues else { throw .syntax("nothing to set for LEAD.SET") }
    let isAttribution =
        form.source != nil || form.referrer != nil || form.helper != nil || form.campaign != nil
    guard !isAttribution || form.reason != nil else {
        throw .invalid("reason", "attribution changes only with a REASON")
    }
    return try update(lead, with: form, &tx)
}

private func update(
    _ old: Lead, with form: LeadForm, _ tx: inout Transaction
) throws(Rejection) -> NewVersion {
    var lead = old
    try form.apply(to: &lead, &tx.changes.view, tx.settings)
    guard lead != old else { return NewVersion(old.version) }
    if let ref = lead.ref, ref != old.ref {
        try Registration.checkRef(ref, except: lead.id, &tx.changes.view)
    }
    if lead.status.isOpen, lead.isRegisteredDifferently(from: old) {
        try Registration.check(
            lead, from: lead.from, isForced: form.force != nil, since: old, &tx.changes.view)
    }
    if let force = form.force { lead.forced = force.text }
    tx.touch(&lead)
    tx.changes.put(Schema.leads.table, lead)
    var extra = EventData()
    if let reason = form.reason { extra.member("reason", .text(reason.text)) }
    tx.record(
        .leadUpdated, lead.subject, LeadFields.table, from: old, to: lead, extra: extra)
    return NewVersion(lead.version)
}

private func leadCheck(
    reader: inout Reader, email: Address, service: Text?, products: [Text]
) throws(Rejection) -> Word {
    var lead = Lead(
        id: LeadID(raw: .max), direction: .out, email: email.text, emailKey: email.key,
        currency: reader.settings.currency, source: .employee, submitter: reader.caller.name,
        created: reader.now)
    lead.service = service?.trimmed.asciiLowercased.orNil
    lead.products = products
    // An open outbound lead blocks its like and has no end date.
    return Word(Registration.holder(of: lead, &reader.view) == nil ? "free" : "registered")
}

private func leadWithdraw(
    tx: inout Transaction, reference: LeadReference, reason: Phrase
) throws(Rejection) -> NewVersion {
    let lead = try tx.changes.view.lead(reference)
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

extension Lead {
    /// Whether what a registration is judged by has changed.
    fileprivate func isRegisteredDifferently(from old: Lead) -> Bool {
        emailKey != old.emailKey || service != old.service || products != old.products
            || phone != old.phone || company != old.company || zip != old.zip
    }
}
