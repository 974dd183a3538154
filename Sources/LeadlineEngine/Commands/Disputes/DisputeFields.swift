import LeadlineDomain
import LeadlineStore

/// A dispute as somebody is shown it.
struct DisputeEntry: Sendable {
    let dispute: Dispute
    /// The lead, where the reader reaches it.
    var lead: LeadID?
    /// Who raised it, decided for whom and why, where the reader may know.
    var author: Text?
    var winner: Payee?
    var resolution: Text?
    /// What was remarked, as far as the reader may read it; nil where it was not asked.
    var notes: [DisputeNote] = []

    /// The dispute with all that is kept.
    init(_ dispute: Dispute) {
        self.dispute = dispute
        lead = dispute.lead
        author = dispute.author
        winner = dispute.winner
        resolution = dispute.resolution
    }
}

/// The documented fields of a dispute, in the order of `DISPUTE.GET`.
enum DisputeFields {
    static let table = FieldTable<DisputeEntry>([
        EntityField("id") { .id($0.dispute.id) },
        EntityField("version") { .integer(Int64($0.dispute.version)) },
        EntityField("state") { .word(StaticWord($0.dispute.state.word)) },
        EntityField("lead") { .optional($0.lead) },
        EntityField("email", personal: true) { .optional($0.dispute.email) },
        EntityField("partner") { .optional($0.dispute.disputant?.text) },
        EntityField("by") { .optional($0.author) },
        EntityField("reason", personal: true) { .text($0.dispute.reason) },
        EntityField("for") { .optional($0.winner?.text) },
        EntityField("resolution", personal: true) { .optional($0.resolution) },
        EntityField("notes", personal: true) { .texts($0.notes.map(\.line)) },
        EntityField("created") { .time($0.dispute.created) },
        EntityField("updated") { .time($0.dispute.updated) },
        EntityField("closed") { .optional($0.dispute.closed) },
    ])
}

/// A dispute as a map of all its fields.
struct DisputeMap: MappedRecord {
    static let fields = DisputeFields.table
    let entity: DisputeEntry
}

/// The columns of DISPUTE.LIST.
enum DisputeColumns: PageColumns {
    static let standard = DisputeFields.table.columns([
        "id", "state", "lead", "email", "partner", "by", "for", "created", "closed",
    ])
}

extension DisputeNote {
    /// The note as one text: when, who, what.
    fileprivate var line: Text { Text("\(at.text) \(author): \(text)") }
}

extension Dispute {
    /// How events name this dispute; outside the house they concern whoever raised it.
    var subject: EventSubject {
        EventSubject(
            name: id.text, version: version, audience: disputant.map { [Outsider($0)] } ?? [])
    }
}

extension Wall {
    /// What the caller is shown of a dispute that it reaches, given the lead if there is one.
    ///
    /// Outside the house a lead is told only to who reaches it, and of a decision whether it was
    /// for the caller.
    func shown(_ dispute: Dispute, about lead: Lead?) -> DisputeEntry {
        var entry = DisputeEntry(dispute)
        guard !isHouse else { return entry }
        if !(lead.map { reaches($0) } ?? false) { entry.lead = nil }
        if !isOwn(.user(dispute.author)) { entry.author = nil }
        if !(dispute.winner.map { isOwn(Outsider($0)) } ?? false) {
            entry.winner = nil
            entry.resolution = nil
        }
        return entry
    }

    /// Whether the caller reads a note on a dispute that it reaches.
    func reaches(_ note: DisputeNote) -> Bool {
        isHouse || note.shared || isOwn(.user(note.author))
    }
}

extension Reader {
    /// The dispute as the caller is shown it, without its notes.
    mutating func entry(_ dispute: Dispute) -> DisputeEntry {
        let lead = dispute.lead.flatMap { view.anyLead($0) }
        return caller.wall.shown(dispute, about: lead)
    }
}

extension View {
    /// The dispute, if it stands before that wall.
    mutating func dispute(_ id: DisputeID, _ wall: Wall) throws(Rejection) -> Dispute {
        if let dispute = get(Schema.disputes.table, id), wall.reaches(dispute) { return dispute }
        throw absent(DisputeID.noun, "\(id)")
    }
}
