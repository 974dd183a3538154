import LeadlineDomain
import LeadlineStore

extension CommandTable {
    /// What holds a customer, for how long, and the proof of it.
    static let claim: [Command] = [
        .scan(
            "CLAIM.GET", "Answers what an inbound lead holds of its customer, and until when.",
            group: .assignment, by: .readers, reach: .lead("lead"),
            Positional<LeadReference>("lead"), run: claimGet),
        .write(
            "CLAIM.EXTEND", "Protects a claim for longer, before it has ended.",
            group: .assignment, by: .desk, reach: .lead("lead"), kind: .update,
            events: [.claimExtended], Positional<LeadReference>("lead"),
            Positional<Seconds>("duration"), RequiredKeyword<Phrase>("REASON"), run: claimExtend),
        .scan(
            "CLAIM.LIST", "Lists the claims that live, the first to end first.",
            group: .assignment, by: .readers, reach: .leads, Keyword<PartnerReference>("PARTNER"),
            Keyword<TimeInput>("EXPIRING"), Keyword<PageLimit>("LIMIT"), Keyword<Text>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: claimList),
        .write(
            "PROOF", "Answers a text that proves what a lead holds and since when.", group: .lead,
            by: .registrants, reach: .lead("lead"), kind: .create, events: [.claimProved],
            Positional<LeadReference>("lead"), run: prove),
    ]
}

private func claimGet(
    reader: inout Reader, reference: LeadReference
) throws(Rejection) -> ClaimMap {
    let lead = try reader.lead(reference)
    guard lead.claim != nil else {
        throw Rejection(.notFound, "\(lead.id) holds no claim")
    }
    return ClaimMap(entity: reader.claimEntry(lead))
}

private func claimExtend(
    tx: inout Transaction, reference: LeadReference, duration: Seconds, reason: Phrase
) throws(Rejection) -> NewVersion {
    let old = try tx.lead(reference)
    try tx.checkVersion(old.version, of: old.id.text)
    guard let claim = old.claim else {
        throw Rejection(.badState, "lead is \(old.status.word) and holds no claim")
    }
    guard claim.isAlive(at: tx.now) else {
        throw Rejection(.badState, "the claim ended at \(claim.expires.text)")
    }
    guard duration.count > 0 else { throw .invalid("duration", "must be longer than nothing") }
    guard let extended = claim.extended(by: duration) else {
        throw .invalid("duration", "'\(duration.text)' leads beyond the years 1 to 9999")
    }
    var lead = old
    lead.claim = extended
    tx.touch(&lead)
    tx.changes.put(Schema.leads.table, lead)
    var extra = EventData()
    extra.member("reason", .text(reason.text))
    tx.record(.claimExtended, lead.subject, LeadFields.table, from: old, to: lead, extra: extra)
    return NewVersion(lead.version)
}

private func claimList(
    reader: inout Reader, reference: PartnerReference?, expiring: TimeInput?, limit: PageLimit?,
    after: Text?, columns: WordList?
) throws(Rejection) -> RecordPage<ClaimEntry, ClaimColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try ClaimFields.table.columns(chosen: list.words)
    }
    let end = try expiring.map { time throws(Rejection) in
        let (now, zone) = (reader.now, reader.settings.zone)
        return try checking("expiring") { () throws(ValueFault) in
            try time.resolve(now: now, zone: zone, toward: .future, edge: .end)
        }
    }
    let partner = try reference.map { reference throws(Rejection) in
        try reader.claimant(reference)
    }
    let walk = ClaimWalk(of: partner, until: end, reader)
    let start = try after.map { (text: Text) throws(Rejection) in try orderedCursor(text) }
    let page = walk.page(limit: limit, after: start.map { ($0.order, $0.id) }, &reader.view)
    let next = page.next.map { Text("\($0.order)-\($0.id)") }
    let rows = page.rows.map { reader.claimEntry($0) }
    return RecordPage(rows, next: next, columns: columns)
}

extension Reader {
    /// The partner of a filter; one that the caller does not reach has no claims.
    mutating func claimant(
        _ reference: PartnerReference
    ) throws(Rejection) -> PartnerID {
        if case .id(let id) = reference.target { return id }
        do {
            return try partner(reference).id
        } catch {
            guard error.code == .notFound else { throw error }
            return PartnerID(raw: .max)
        }
    }
}
