import LeadlineDomain
import LeadlineStore

/// LEAD.MERGE: what is known of one lead becomes part of another, and it is closed.
///
/// Its record, its number and its history stay. Answers the version of the lead that remains, which
/// `IF` compares.
func mergeLead(
    tx: inout Transaction, reference: LeadReference, into target: LeadReference, reason: Phrase
) throws(Rejection) -> NewVersion {
    let named = try tx.lead(reference)
    let target = try tx.lead(target)
    try tx.checkVersion(target.version, of: target.id.text)
    tx.endLapsedClaims(ofCustomer: target)
    // Its claim may have ended just now.
    let source = tx.changes.view.anyLead(named.id) ?? named
    try tx.checkMerge(source, into: target)
    return NewVersion(try tx.merge(source, into: target, reason: reason.text).version)
}

extension Transaction {
    fileprivate mutating func checkMerge(
        _ source: Lead, into target: Lead
    ) throws(Rejection) {
        guard source.id != target.id else { throw .invalid("into", "is the same lead") }
        guard source.direction == target.direction else {
            throw .invalid(
                "into", "\(target.id) is \(target.direction.word), \(source.id) is not")
        }
        for lead in [source, target] where lead.mergedInto != nil { throw wasMerged(lead) }
        guard source.status != .won else { throw Rejection(.badState, "\(source.id) is won") }
        guard target.status.isOpen else {
            throw Rejection(.badState, "\(target.id) is \(target.status.word); REOPEN it first")
        }
        if let dispute = source.dispute {
            throw Rejection(.badState, "\(dispute) about \(source.id) is open; resolve it first")
        }
        let isCredited = source.referrer != nil || source.helper != nil || !source.credit.isEmpty
        guard !isCredited || Roles.desk.contains(caller.role) else {
            throw Rejection(
                .noPermission, "attribution is not for the role \(caller.role.text)")
        }
    }

    /// Merges; the lead that remains is written before anybody who waited is let up.
    fileprivate mutating func merge(
        _ source: Lead, into target: Lead, reason: Text
    ) throws(Rejection) -> Lead {
        let wasHolding = source.isHolding(at: now)
        close(source, into: target, reason: reason)
        var lead = target
        lead.absorb(
            source, wasHolding: wasHolding, isPriced: changes.view.hasApprovedSale(target))
        try review(&lead, from: target)
        try requireNoSelfReferral(lead)
        if lead.isHolding(at: now),
            let holder = Registration.holder(of: lead, at: now, &changes.view)
        {
            throw Registration.taken(by: holder, caller)
        }
        setFollowUp(of: &lead, from: target)
        touch(&lead)
        changes.put(Schema.leads.table, lead)
        var extra = EventData()
        extra.member("merged", .id(source.id))
        var said = EventData()
        said.member("reason", .text(reason))
        record(
            .leadMerged, lead.subject, LeadFields.table, from: target, to: lead, extra: extra,
            said: said)
        try carryOver(from: source, to: lead)
        guard lead.direction == .in else { return lead }
        promoteQueued(ofCustomer: source.emailKey, after: lead.id)
        if source.emailKey != lead.emailKey {
            promoteQueued(ofCustomer: lead.emailKey, after: lead.id)
        }
        return lead
    }

    /// Closes the lead that is merged; one that was closed stays as it was closed.
    private mutating func close(_ old: Lead, into target: Lead, reason: Text) {
        var lead = old
        lead.mergedInto = target.id
        // The other one bears the external name from now on, unless it has its own.
        if target.ref == nil { lead.ref = nil }
        if old.status.isOpen {
            lead.status = .withdrawn
            lead.since = now
            lead.closed = now
            lead.reason = reason
            lead.claim = nil
            if old.workingPartner == nil {
                // The partner was never told, and shall not find it now.
                lead.partner = nil
                lead.assignment = nil
            }
        }
        lead.link(target.id)
        setFollowUp(of: &lead, from: old)
        touch(&lead)
        changes.put(Schema.leads.table, lead)
        var extra = EventData()
        extra.member("into", .id(target.id))
        var said = EventData()
        if !old.status.isOpen { said.member("reason", .text(reason)) }
        record(
            .leadMerged, lead.subject, LeadFields.table, from: old, to: lead, extra: extra,
            said: said)
    }

    /// Says that a lead is part of another one; of which, outside the house to nobody.
    func wasMerged(_ lead: Lead) -> Rejection {
        let into = caller.wall.isHouse ? lead.mergedInto?.description : nil
        return Rejection(
            .badState, "\(lead.id) was merged into \(into ?? "another lead") and stays closed")
    }

    /// Copies what was said and done about the merged lead; the originals stay with it.
    private mutating func carryOver(from source: Lead, to lead: Lead) throws(Rejection) {
        let notes = changes.view.ids(
            Schema.notes.byLead, source.id, limit: EngineLimits.stepRecordsMax + 1)
        guard notes.count <= EngineLimits.stepRecordsMax else {
            throw Rejection(
                .limit, "\(source.id) has more than \(EngineLimits.stepRecordsMax) notes")
        }
        for note in notes.compactMap({ changes.view.get(Schema.notes.table, $0.id) }) {
            copy(note, to: lead)
        }
        let known = changes.view.touches(of: lead.id)
        let touches = changes.view.touches(of: source.id).filter { touch in
            !known.contains { $0.contributor == touch.contributor && $0.at == touch.at }
        }
        guard known.count + touches.count <= Touch.countMax else {
            throw Rejection(.limit, "at most \(Touch.countMax) touches of a lead")
        }
        try carryOverGoods(from: source, to: lead)
        for (index, touch) in touches.enumerated() {
            self.touch(
                lead, touch.contributor, at: touch.at, number: UInt32(known.count + index) + 1)
        }
    }

    /// Copies what is ordered and attached.
    private mutating func carryOverGoods(from source: Lead, to lead: Lead) throws(Rejection) {
        let items =
            changes.view.items(of: source.id).count + changes.view.items(of: lead.id).count
        guard items <= EngineLimits.itemsPerLeadMax else {
            throw Rejection(.limit, "item: at most \(EngineLimits.itemsPerLeadMax) of one lead")
        }
        copyItems(from: source, to: lead)
        let files =
            changes.view.attachments(of: source.id.text).count
            + changes.view.attachments(of: lead.id.text).count
        guard files <= EngineLimits.attachmentsPerRecordMax else {
            throw Rejection(
                .limit, "attachment: at most \(EngineLimits.attachmentsPerRecordMax) of one record")
        }
        copyAttachments(from: source, to: lead)
    }

    /// Copies a note with its author and time; who could not read it still cannot.
    private mutating func copy(_ note: Note, to lead: Lead) {
        let last = changes.view.ids(Schema.notes.byLead, lead.id, .descending, limit: 1).first
        changes.insert(
            Schema.notes.table,
            Note(
                lead: lead.id, number: (last?.id.number ?? 0) + 1, at: note.at,
                author: note.author, shared: note.shared, text: note.text,
                partner: note.partner))
    }
}

extension Lead {
    /// Names another lead of the same customer.
    fileprivate mutating func link(_ other: LeadID) {
        guard !related.contains(other) else { return }
        related = Array((related + [other]).suffix(Registration.relatedMax))
    }

    /// Takes over what is known of a merged lead and not of this one.
    ///
    /// What it held it holds on: the earlier registration of the same claimant, and its products.
    fileprivate mutating func absorb(_ other: Lead, wasHolding: Bool, isPriced: Bool) {
        title = title ?? other.title
        name = name ?? other.name
        company = company ?? other.company
        phone = phone ?? other.phone
        notes = notes ?? other.notes
        owner = owner ?? other.owner
        // Who is paid for an approved sale, and by which terms, was settled with it.
        if !isPriced {
            campaign = campaign ?? other.campaign
            absorbCredit(other)
        }
        ref = ref ?? other.ref
        meeting = meeting ?? other.meeting
        if areas.isEmpty { areas = other.areas }
        if zip == nil, country == nil || country == other.country {
            zip = other.zip
            country = country ?? other.country
        }
        if value == nil, currency == other.currency { value = other.value }
        if service == other.service {
            let names = fields.map(\.name)
            let room = max(EngineLimits.fieldsPerLeadMax - names.count, 0)
            fields += other.fields.filter { !names.contains($0.name) }.prefix(room)
        }
        absorbClaim(other, wasHolding: wasHolding)
        link(other.id)
    }

    /// Who is credited stays so; where nobody is, it is whoever was with the other.
    private mutating func absorbCredit(_ other: Lead) {
        guard referrer == nil, helper == nil, credit.isEmpty else { return }
        if direction == .in {
            guard partner == nil else { return }
            partner = other.partner
        }
        referrer = other.referrer
        helper = other.helper
        credit = other.credit
    }

    private mutating func absorbClaim(_ other: Lead, wasHolding: Bool) {
        guard direction == .in, wasHolding, let held = other.claim else { return }
        guard emailKey == other.emailKey, status != .queued || partner == other.partner else {
            return
        }
        if products.isEmpty || other.products.isEmpty {
            products = []
        } else {
            products += other.products.filter { !products.contains(spelledLike: $0) }
        }
        guard let claim, partner == other.partner else { return }
        let areAccepted = claim.accepted != nil && held.accepted != nil
        var merged = Claim(
            registered: min(claim.registered, held.registered), accepted: claim.accepted,
            expires: areAccepted ? max(claim.expires, held.expires) : claim.expires)
        merged.isLapsed = claim.isLapsed
        self.claim = merged
    }
}
