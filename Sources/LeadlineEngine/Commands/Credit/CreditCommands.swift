import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// Who influenced a customer, and who is credited with it.
    static let credit: [Command] = [
        .write(
            "TOUCH", "Records who or what influenced a lead's customer.", group: .lead, by: .desk,
            reach: .lead("lead"), kind: .create, events: [.leadTouched],
            Positional<LeadReference>("lead"), Positional<ContributorReference>("contributor"),
            Keyword<TimeInput>("AT"), run: touchLead),
        .either(
            "CREDIT", "Shows who is credited with a lead, as it is or by a model; or says who is.",
            group: .lead, by: .readers, reach: .lead("lead"), kind: .update,
            events: [.leadCredited], writingWith: ["SHARES", "APPLY"],
            Positional<LeadReference>("lead"), Keyword<Choice<CreditModel>>("MODEL"),
            Flag("APPLY"), Keyword<ShareList>("SHARES"), read: showCredit, write: setCredit),
    ]
}

/// A row of CREDIT.
enum CreditColumns: PageColumns {
    static let standard: [EntityField<CreditShare>] = [
        EntityField("earner") { .id($0.contributor.text) },
        EntityField("share") { .text($0.rate) },
        EntityField("source") { .word(StaticWord($0.source.word)) },
    ]
}

extension [CreditShare] {
    /// Each share as `P7 70%`.
    var lines: [Text] { map { Text("\($0.contributor.text) \($0.rate)") } }
}

extension Lead {
    /// Who is credited with it: as was said, else its referrer, else the partner that brought it.
    var effectiveCredit: [CreditShare] {
        guard credit.isEmpty else { return credit }
        let whole = CreditShare.wholeMillionths
        if let referrer {
            return [
                CreditShare(contributor: .payee(referrer), millionths: whole, source: .referrer)
            ]
        }
        guard direction == .in, let partner else { return [] }
        return [
            CreditShare(
                contributor: .payee(.partner(partner)), millionths: whole, source: .partner)
        ]
    }
}

// MARK: - Touches

private func touchLead(
    tx: inout Transaction, reference: LeadReference, name: ContributorReference, at: TimeInput?
) throws(Rejection) -> Done {
    let lead = try tx.lead(reference)
    let contributor = try tx.contributor(name)
    let (now, zone) = (tx.now, tx.settings.zone)
    let time = try checking("at") { () throws(ValueFault) in
        try at?.resolve(now: now, zone: zone, toward: .past, edge: .start) ?? now
    }
    guard time <= now else { throw .invalid("at", "lies in the future") }
    let touches = tx.changes.view.touches(of: lead.id)
    if touches.contains(where: { $0.contributor == contributor && $0.at == time }) {
        return Done()
    }
    guard touches.count < Touch.countMax else {
        throw Rejection(.limit, "at most \(Touch.countMax) touches of a lead")
    }
    tx.touch(lead, contributor, at: time, number: UInt32(touches.count) + 1)
    return Done()
}

extension Transaction {
    /// Notes a touch; its number is one that the lead has not used.
    mutating func touch(_ lead: Lead, _ contributor: Contributor, at: Timestamp, number: UInt32) {
        changes.insert(
            Schema.touches.table,
            Touch(lead: lead.id, number: number, contributor: contributor, at: at))
        var data = EventData()
        data.member("contributor", .id(contributor.text))
        data.member("at", .time(at))
        var subject = lead.subject
        // It tells of others who had a part in it.
        subject.audience = []
        record(.leadTouched, subject, data: data)
    }

    /// The contributor of that name.
    fileprivate mutating func contributor(
        _ name: ContributorReference
    ) throws(Rejection) -> Contributor {
        switch name {
        case .payee(let reference):
            .payee(try changes.view.contributor(reference, caller.wall))
        case .campaign(let id): .campaign(try changes.view.campaign(id).id)
        }
    }

    /// The credit that a list of shares is, whatever its earners are called in it.
    fileprivate mutating func credit(_ list: ShareList) throws(Rejection) -> [CreditShare] {
        var credit: [CreditShare] = []
        for share in list.shares {
            let payee = try changes.view.contributor(share.earner, caller.wall)
            guard !credit.contains(where: { $0.contributor == .payee(payee) }) else {
                throw .invalid("shares", "\(payee.text) stands there twice")
            }
            credit.append(
                CreditShare(
                    contributor: .payee(payee), millionths: share.millionths, source: .shares))
        }
        return credit
    }
}

// MARK: - Credit

private func showCredit(
    reader: inout Reader, reference: LeadReference, model: Choice<CreditModel>?, isApplied: Bool,
    shares: ShareList?
) throws(Rejection) -> RecordPage<CreditShare, CreditColumns> {
    let wall = reader.caller.wall
    let lead = try reader.view.lead(reference, wall)
    guard let model else {
        return RecordPage(lead.effectiveCredit.filter { wall.mayBeTold(of: $0) })
    }
    guard wall.isHouse else { throw Rejection(.noPermission, "MODEL is for the house") }
    let touches = reader.view.touches(of: lead.id)
    return RecordPage(model.value.credit(of: touches.map(\.contributor)))
}

extension Wall {
    /// Whether the caller may be told of a share: outside the house only of its own.
    fileprivate func mayBeTold(of share: CreditShare) -> Bool {
        isHouse || share.contributor.payee.map { isOwn(Outsider($0)) } ?? false
    }
}

private func setCredit(
    tx: inout Transaction, reference: LeadReference, model: Choice<CreditModel>?, isApplied: Bool,
    shares: ShareList?
) throws(Rejection) -> NewVersion {
    let old = try tx.lead(reference)
    guard Roles.desk.contains(tx.caller.role) else {
        throw Rejection(.noPermission, "attribution is not for the role \(tx.caller.role.text)")
    }
    try tx.checkVersion(old.version, of: old.id.text)
    var lead = old
    switch (model, shares) {
    case (let model?, nil):
        let touches = tx.changes.view.touches(of: old.id)
        guard !touches.isEmpty else { throw Rejection(.badState, "nobody has touched the lead") }
        lead.credit = model.value.credit(of: touches.map(\.contributor))
    case (nil, let shares?):
        guard !isApplied else { throw .syntax("APPLY is of a MODEL") }
        lead.credit = try tx.credit(shares)
    case (nil, nil): throw .syntax("APPLY is of a MODEL")
    case (_?, _?): throw .syntax("MODEL and SHARES exclude each other")
    }
    guard lead != old else { return NewVersion(old.version) }
    try tx.changes.view.requireOpenAttribution(of: old)
    try tx.requireNoSelfReferral(lead)
    tx.touch(&lead)
    tx.changes.put(Schema.leads.table, lead)
    var data = EventData()
    data.member("credit", from: .texts(old.effectiveCredit.lines), to: .texts(lead.credit.lines))
    tx.record(.leadCredited, lead.subject, data: data)
    return NewVersion(lead.version)
}
