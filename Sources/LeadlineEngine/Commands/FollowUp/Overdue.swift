import LeadlineDomain
import LeadlineStore

/// The filters and page of OVERDUE.
struct OverdueQuery: Sendable {
    var owners: WordList?
    var partners: ListOf<PartnerReference>?
    var columns: WordList?
    var limit: PageLimit?
    var after: Text?

    static let form = Form(
        OverdueQuery(),
        [
            .one("OWNER", \.owners),
            .one("PARTNER", \.partners),
            .one("COLUMNS", \.columns),
            .one("LIMIT", \.limit),
            .one("AFTER", \.after),
        ])

    /// The same filters as LEAD.LIST has them.
    fileprivate var leads: LeadQuery {
        var query = LeadQuery()
        query.owners = owners
        query.partners = partners
        return query
    }
}

/// A lead whose answer is late.
struct Overdue: Sendable {
    let lead: Lead
    let clock: FollowUp
    let due: Timestamp
    let lateBy: Seconds

    /// Nil of a lead that is not late.
    init?(_ lead: Lead, at now: Timestamp) {
        guard let clock = lead.followUp, let due = clock.due, due <= now else { return nil }
        self.lead = lead
        self.clock = clock
        self.due = due
        lateBy = Seconds((now.milliseconds - due.milliseconds) / 1000)
    }
}

/// The columns of OVERDUE.
enum OverdueColumns: PageColumns {
    static let standard: [EntityField<Overdue>] = [
        EntityField("id") { .id($0.lead.id) },
        EntityField("stage") { .word(StaticWord($0.clock.stage.word)) },
        EntityField("due") { .time($0.due) },
        EntityField("late_by") { .text($0.lateBy.text) },
        EntityField("partner") { .optional($0.lead.partner) },
        EntityField("owner") { .optional($0.lead.owner) },
    ]
}

/// OVERDUE: walks the leads that wait by when their answer is due, up to now; with `PARTNER`,
/// `OWNER` or for somebody outside the house only theirs.
func overdue(
    reader: inout Reader, query: OverdueQuery
) throws(Rejection) -> RecordPage<Overdue, OverdueColumns> {
    let columns = try query.columns.map { list throws(Rejection) in
        try FieldTable(OverdueColumns.standard).columns(chosen: list.words)
    }
    let filter = try LeadFilter(query.leads, words: nil, &reader)
    let now = reader.now
    let limit = query.limit?.rows ?? EngineLimits.pageRowsDefault
    var list = LeadsByTime(
        .due, filter, until: now, of: reader.caller.wall.outsiders, rows: limit, .decoded,
        reader)
    let page = try list.page(after: query.after, &reader.view)
    return RecordPage(
        page.rows.leads.compactMap { Overdue($0, at: now) }, next: page.next?.cursor,
        columns: columns)
}
