import LeadlineDomain
import LeadlineStore

extension CommandTable {
    /// Partners: who works leads, how much of them, and on what terms.
    static let partner: [Command] = [
        .write(
            "PARTNER.NEW", "Creates a partner and answers its id.",
            group: .partner, by: .desk, reach: .house, kind: .create, events: [.partnerCreated],
            RequiredKeyword<Phrase>("NAME"), PartnerForm.new, run: partnerNew),
        .write(
            "PARTNER.SET", "Changes a partner; empty text clears a field.",
            group: .partner, by: [.admin, .manager, .finance], reach: .house, kind: .update,
            events: [.partnerUpdated],
            Positional<PartnerReference>("partner"), PartnerForm.set, run: partnerSet),
        .row(
            "PARTNER.GET", "Answers everything kept on a partner.",
            group: .partner, by: .partnerReaders, reach: .partner("partner"),
            Positional<PartnerReference>("partner"), run: partnerGet),
        .scan(
            "PARTNER.LIST", "Lists partners, the newest first.",
            group: .partner, by: .house, reach: .house,
            PartnerFilter.form, Keyword<PageLimit>("LIMIT"), Keyword<Plain<PartnerID>>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: partnerList),
        .write(
            "PARTNER.PAUSE", "Lets a partner get no new leads for a while.",
            group: .partner, by: .deskOrPartner, reach: .partner("partner"), kind: .update,
            events: [.partnerPaused],
            Positional<PartnerReference>("partner"), run: partnerPause),
        .write(
            "PARTNER.RESUME", "Lets a paused or suspended partner get leads again.",
            group: .partner, by: .deskOrPartner, reach: .partner("partner"), kind: .update,
            events: [.partnerResumed],
            Positional<PartnerReference>("partner"), run: partnerResume),
    ]
}

private func partnerNew(
    tx: inout Transaction, name: Phrase, form: PartnerForm
) throws(Rejection) -> Identified<PartnerID> {
    try form.requireRight(of: tx.caller)
    let id = PartnerID(raw: tx.changes.next(IDSequence.partner))
    var partner = Partner(
        id: id, name: name.text, currency: tx.settings.currency, created: tx.now)
    try form.apply(to: &partner, &tx.changes.view, tx.settings, tx.caller.wall)
    tx.changes.insert(Schema.partners.table, partner)
    tx.record(
        .partnerCreated, partner.subject, PartnerFields.table, from: nil,
        to: PartnerEntry(partner))
    return Identified(id: id)
}

private func partnerSet(
    tx: inout Transaction, reference: PartnerReference, form: PartnerForm
) throws(Rejection) -> NewVersion {
    guard form.hasValues else { throw .syntax("nothing to set for PARTNER.SET") }
    try form.requireRight(of: tx.caller)
    let old = try tx.partner(reference)
    try tx.checkVersion(old.version, of: old.id.text)
    var new = old
    try form.apply(to: &new, &tx.changes.view, tx.settings, tx.caller.wall)
    if new.tier != old.tier { tx.forgetLapse(of: old.id) }
    return try tx.update(old, to: new, .partnerUpdated)
}

private func partnerGet(
    reader: inout Reader, reference: PartnerReference
) throws(Rejection) -> PartnerMap {
    let partner = try reader.partner(reference)
    // What is open with it counts leads that it is not told of yet.
    guard reader.caller.wall.isHouse else { return PartnerMap(entity: PartnerEntry(partner)) }
    return PartnerMap(entity: reader.view.entry(partner))
}

private func partnerPause(
    tx: inout Transaction, reference: PartnerReference
) throws(Rejection) -> NewVersion {
    try tx.move(reference, to: .paused, .partnerPaused)
}

private func partnerResume(
    tx: inout Transaction, reference: PartnerReference
) throws(Rejection) -> NewVersion {
    try tx.move(reference, to: .active, .partnerResumed)
}

extension Transaction {
    /// Moves a partner between active and paused; nothing else begins or ends here.
    fileprivate mutating func move(
        _ reference: PartnerReference, to state: PartnerState, _ type: EventType
    ) throws(Rejection) -> NewVersion {
        let old = try partner(reference)
        try checkVersion(old.version, of: old.id.text)
        let isLifted = old.state == .suspended && state == .active
        guard old.state == .active || old.state == .paused || isLifted else {
            throw Rejection(
                .badState, "partner is \(old.state.text); only active and paused ones move")
        }
        guard !isLifted || changes.view.get(Schema.suspensions.table, old.id) == nil else {
            throw Rejection(.conflict, "\(old.id) is being suspended")
        }
        var new = old
        new.state = state
        return try update(old, to: new, type)
    }

    /// Writes a changed partner with its event; what changes nothing keeps its version.
    mutating func update(
        _ old: Partner, to changed: Partner, _ type: EventType, reason: Text? = nil
    ) throws(Rejection) -> NewVersion {
        guard changed != old else { return NewVersion(old.version) }
        guard old.version < .max else {
            throw Rejection(.limit, "\(old.id) has no version left")
        }
        var new = changed
        new.version = old.version + 1
        new.updated = now
        changes.put(Schema.partners.table, new)
        var extra = EventData()
        if let reason { extra.member("reason", .text(reason)) }
        record(
            type, new.subject, PartnerFields.table, from: PartnerEntry(old), to: PartnerEntry(new),
            extra: extra)
        return NewVersion(new.version)
    }
}

extension PartnerForm {
    /// What a partner is paid is for finance to say, or for an admin.
    fileprivate func requireRight(of caller: Caller) throws(Rejection) {
        guard setsTerms, caller.role != .admin, caller.role != .finance else { return }
        throw Rejection(.noPermission, "RATE and FIXED are for finance")
    }
}

extension Reference {
    /// The reference as a message names it.
    var shown: String {
        switch target {
        case .id(let id): "\(id)"
        case .ref(let ref): "ref:\(ref)"
        }
    }
}

extension Roles {
    /// The house, and a partner's users for their own partner.
    fileprivate static let partnerReaders: Roles = house.union([.partner])
}
