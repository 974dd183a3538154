import LeadlineDomain
import LeadlineStore

/// What has become of the leads of one row that were registered in the span, and what was sold in
/// it.
struct CohortSums {
    private(set) var leads: Int64 = 0
    private var reached = [Int64](repeating: 0, count: LeadStage.allCases.count)
    private var outcomes = [Int64](repeating: 0, count: LeadOutcome.allCases.count)
    /// Leads that the row's partner declined; they are no leads of it.
    private var declined: Int64 = 0
    private var won = ReportMoney()
    private var open = ReportMoney()
    /// Seconds from registration to win.
    private var seconds: Int128 = 0
    private var sold = SoldSums()

    mutating func add(_ count: ReportScan.Count, in house: Currency) {
        let facet = count.facet
        guard facet.fact == .registered else {
            if facet.fact == .declined { declined += count.sum.count }
            return sold.add(count, in: house)
        }
        leads += count.sum.count
        reached[Int(facet.reached.rawValue)] += count.sum.count
        outcomes[Int(facet.outcome.rawValue)] += count.sum.count
        switch facet.outcome {
        case .won:
            won.add(count.sum.first, facet.currency, on: count.day, in: house)
            seconds += count.sum.second
        case .open: open.add(count.sum.first, facet.currency, on: count.day, in: house)
        case .lost, .dropped: break
        }
    }

    /// How many got to a stage or farther.
    private func passed(_ stage: LeadStage) -> Int64 {
        reached[Int(stage.rawValue)...].reduce(0, +)
    }

    private func outcome(_ outcome: LeadOutcome) -> Int64 { outcomes[Int(outcome.rawValue)] }

    /// The names of the columns that every such report has behind its own.
    static let titles: [StaticString] =
        [
            "leads", "offered", "accepted", "contacted", "quoted", "won", "lost", "dropped",
            "open", "declined", "conversion", "value", "pipeline",
        ] + SoldSums.titles + ["currency", "days", "rates"]

    /// Their cells.
    func cells(
        _ rates: inout RateBook, _ view: inout View
    ) throws(Rejection) -> [FieldValue] {
        let won = try won.total(&rates, &view)
        let open = try open.total(&rates, &view)
        let sold = try sold.cells(&rates, &view)
        let wins = outcome(.won)
        let stages: [LeadStage] = [.offered, .accepted, .contacted, .quoted]
        let counts =
            [leads] + stages.map(passed) + [
                wins, outcome(.lost), outcome(.dropped), outcome(.open), declined,
            ]
        var cells: [FieldValue] = counts.map { .integer($0) }
        cells += [.ratio(Quotient.percent(wins, of: leads)), won.value, open.value]
        cells += sold.cells
        cells += [
            .text(rates.house.text), .ratio(Quotient.mean(seconds, of: wins, unit: 86_400)),
            won.rates.union(open.rates).union(sold.rates).texts,
        ]
        return cells
    }
}

/// A report on what has become of leads, a row for each partner, service and so on.
struct CohortReport {
    /// The book that parts the leads as the report does.
    let book: CounterBook
    /// Whether leads of nothing have a row, the last one.
    let showsNothing: Bool
    /// Which row a count belongs to.
    let group: @Sendable (ReportQuery, ReportScan.Count) -> ReportGroup
    /// The cells between the row's name and the sums.
    let details: @Sendable (ReportGroup, inout Reader) -> [FieldValue]

    init(
        _ book: CounterBook, showsNothing: Bool = false,
        details: @escaping @Sendable (ReportGroup, inout Reader) -> [FieldValue] = { _, _ in [] },
        group: @escaping @Sendable (ReportQuery, ReportScan.Count) -> ReportGroup
    ) {
        self.book = book
        self.showsNothing = showsNothing
        self.details = details
        self.group = group
    }

    /// The rows: by stretch of BY, then the most leads first, then by name.
    func rows(_ reader: inout Reader, _ form: ReportForm) throws(Rejection) -> [ReportRow] {
        let query = try ReportQuery(form, &reader)
        let house = reader.settings.currency
        var sums = ReportSums(reader.settings.reportLimits, CohortSums())
        let facts = SoldSums.facts(for: query.wall).union([.registered, .declined])
        let scan = ReportScan(query, by: book, facts)
        try scan.forEach(&reader) { count in
            let group = group(query, count)
            guard showsNothing || group != .nothing else { return }
            // Only a partner declines.
            guard count.facet.fact != .declined || book == .partner else { return }
            sums.change(ReportPlace(period: count.period, group: group)) {
                $0.add(count, in: house)
            }
        }
        var rates = RateBook(house)
        var rows: [ReportRow] = []
        for row in try sums.sorted(by: Self.precedes) {
            let own = [query.text(row.place.period), row.place.group.value]
            let details = details(row.place.group, &reader)
            rows.append(
                ReportRow(cells: try own + details + row.sums.cells(&rates, &reader.view)))
        }
        return rows
    }

    private static func precedes(
        _ left: ReportSums<CohortSums>.Row, _ right: ReportSums<CohortSums>.Row
    ) -> Bool {
        guard left.place.period == right.place.period else {
            return (left.place.period ?? .min) < (right.place.period ?? .min)
        }
        let (isLeftLast, isRightLast) = (
            left.place.group == .nothing, right.place.group == .nothing
        )
        guard isLeftLast == isRightLast else { return isRightLast }
        guard left.sums.leads == right.sums.leads else { return left.sums.leads > right.sums.leads }
        return left.place.group < right.place.group
    }
}
