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
        var rowsLeft = EngineLimits.reportRowsMax
        for source in sources {
            read(source, &reader.view, &rowsLeft, visit)
            guard rowsLeft >= 0 else { throw Self.tooManyRows }
        }
    }

    /// What to answer when there are more rows of the counters than a report reads.
    static let tooManyRows = Rejection(
        .limit,
        """
        a report reads at most \(EngineLimits.reportRowsMax) counters; narrow it with SINCE, \
        UNTIL or IN
        """)

    private func read(
        _ source: CounterSource, _ view: inout View, _ rowsLeft: inout Int,
        _ visit: (Count) -> Void
    ) {
        guard let first = Self.month(of: query.days.lowerBound),
            let last = Self.month(of: query.days.upperBound)
        else { return }
        let take = { (key: CounterKey, row: SeriesRow) -> Bool in
            guard key.month <= last.number else { return false }
            rowsLeft -= 1
            guard rowsLeft >= 0 else { return false }
            show(key, row, of: source, visit)
            return true
        }
        if let party = source.party.map({ CounterParty($0) }) {
            let prefix = Pair(source.book, party)
            view.rows(
                of: Schema.leads.counters, under: prefix, from: Pair(prefix, first.number), take)
        } else {
            view.rows(
                of: Schema.leads.counters, under: source.book,
                from: Pair(source.book, first.number), take)
        }
    }

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

    /// The month that a day lies in, with its number.
    static func month(of day: Int64) -> (number: UInt32, date: CivilDate)? {
        CivilDate(daysSinceEpoch: day).map { (UInt32($0.year * 12 + $0.month - 1), $0) }
    }
}
