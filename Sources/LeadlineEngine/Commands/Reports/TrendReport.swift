import LeadlineDomain
import LeadlineStore

/// The columns of REPORT TREND.
enum TrendColumns: ReportColumns {
    static let titles: [StaticString] =
        [
            "period", "registered", "offered", "accepted", "contacted", "won", "lost", "dropped",
            "value",
        ] + SoldSums.titles + ["currency", "days", "rates"]
}

/// What happened in one stretch.
private struct TrendSums {
    var happened: [CounterFact: Int64] = [:]
    var outcomes: [LeadOutcome: Int64] = [:]
    var won = ReportMoney()
    /// Seconds from registration to win.
    var seconds: Int128 = 0
    var sold = SoldSums()

    mutating func add(_ count: ReportScan.Count, in house: Currency) {
        happened[count.facet.fact, default: 0] += count.sum.count
        sold.add(count, in: house)
        guard count.facet.fact == .closed else { return }
        outcomes[count.facet.outcome, default: 0] += count.sum.count
        guard count.facet.outcome == .won else { return }
        won.add(count.sum.first, count.facet.currency, on: count.day, in: house)
        seconds += count.sum.second
    }
}

/// REPORT TREND: what happened in each stretch of time, whenever the leads were registered.
func reportTrend(
    reader: inout Reader, form: ReportForm
) throws(Rejection) -> ReportPage<TrendColumns> {
    let query = try ReportQuery(form, by: .month, &reader)
    let house = reader.settings.currency
    var sums = ReportSums(reader.settings.reportLimits, TrendSums())
    let facts: Set<CounterFact> = [.registered, .offered, .accepted, .contacted, .closed]
    let scan = ReportScan(
        query, by: .overall, facts.union(SoldSums.facts(for: query.wall)))
    try scan.forEach(&reader) { count in
        sums.change(ReportPlace(period: count.period, group: .nothing)) {
            $0.add(count, in: house)
        }
    }
    var rates = RateBook(house)
    var rows: [ReportRow] = []
    for row in try sums.sorted() {
        let won = try row.sums.won.total(&rates, &reader.view)
        let facts: [CounterFact] = [.registered, .offered, .accepted, .contacted]
        let outcomes: [LeadOutcome] = [.won, .lost, .dropped]
        let sold = try row.sums.sold.cells(&rates, &reader.view)
        let wins = row.sums.outcomes[.won] ?? 0
        var cells: [FieldValue] = [query.text(row.place.period)]
        cells += facts.map { .integer(row.sums.happened[$0] ?? 0) }
        cells += outcomes.map { .integer(row.sums.outcomes[$0] ?? 0) }
        cells.append(won.value)
        cells += sold.cells
        cells += [
            .text(won.currency.text),
            .ratio(Quotient.mean(row.sums.seconds, of: wins, unit: 86_400)),
            won.rates.union(sold.rates).texts,
        ]
        rows.append(ReportRow(cells: cells))
    }
    return try ReportPage(rows, form)
}
