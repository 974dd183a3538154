import LeadlineDomain
import LeadlineStore

/// What of the counters a report reads, and how it adds it up.
struct ReportScan {
    private let query: ReportQuery
    private let sources: [CounterSource]
    private let facts: Set<CounterFact>

    /// - Parameters:
    ///   - query: The filters.
    ///   - group: The book that parts the leads as the report does.
    ///   - facts: What the report counts.
    init(_ query: ReportQuery, by group: CounterBook, _ facts: Set<CounterFact>) {
        self.query = query
        self.facts = facts
        sources = query.sources(grouping: group)
    }

    /// One day's count of one row.
    struct Count {
        let book: CounterBook
        let facet: CounterFacet
        /// Whose part of the book it stands in.
        let party: Outsider?
        /// Days since 1970 in UTC.
        let day: Int64
        /// The first day of the stretch of BY; nil without.
        let period: Int64?
        let sum: SeriesRow.Sum
    }

    /// Shows `visit` everything that passes the filters.
    ///
    /// - Throws: `LIMIT` when there are more rows of the counters than a report reads.
    func forEach(_ reader: inout Reader, _ visit: (Count) -> Void) throws(Rejection) {
        var rowsLeft = reader.settings.reportLimits.rowsMax
        for source in sources {
            if !facts.isSubset(of: Self.money) {
                query.read(Schema.leads.counters, source, &reader.view, &rowsLeft) {
                    show($0, $1, of: source, visit)
                }
            }
            if rowsLeft >= 0, !facts.isDisjoint(with: Self.money) {
                query.read(Schema.revenues.counters, source, &reader.view, &rowsLeft) {
                    show($0, $1, of: source, visit)
                }
            }
            guard rowsLeft >= 0 else { throw reader.settings.reportLimits.tooManyCounters }
        }
    }

    /// What is counted of sales, not of leads.
    private static let money: Set<CounterFact> = [.sold, .renewed, .commission, .earned]

    private func show(
        _ key: CounterKey, _ row: SeriesRow, of source: CounterSource, _ visit: (Count) -> Void
    ) {
        let facet = key.facet
        guard facts.contains(facet.fact),
            source.roles.isEmpty || !source.roles.isDisjoint(with: facet.roles),
            query.includes(facet, of: key.book, key.party),
            let date = CivilDate(
                year: Int(key.month / 12), month: Int(key.month % 12) + 1, day: 1)
        else { return }
        let before = date.daysSinceEpoch - 1
        for sum in row.sums {
            let day = before + Int64(sum.slot)
            guard query.days.contains(day) else { continue }
            visit(
                Count(
                    book: key.book, facet: facet, party: key.party, day: day,
                    period: query.period?.start(of: day), sum: sum))
        }
    }
}
