import LeadlineDomain
import LeadlineStore

/// The columns of REPORT LEADERBOARD.
enum LeaderboardColumns: ReportColumns {
    static let titles: [StaticString] =
        ["period", "rank", "partner", "name", "won", "lost", "rate", "value"]
        + SoldSums.titles + ["currency", "rates"]
}

private struct LeaderboardSums {
    var won: Int64 = 0
    var lost: Int64 = 0
    var money = ReportMoney()
    var sold = SoldSums()
}

/// A row of the board before it has its rank.
private struct Standing {
    let place: ReportPlace
    let sums: LeaderboardSums
    let total: ReportTotal

    /// The highest value first, what cannot be told last; then the most wins.
    static func precedes(_ left: Standing, _ right: Standing) -> Bool {
        guard left.place.period == right.place.period else {
            return (left.place.period ?? .min) < (right.place.period ?? .min)
        }
        guard left.total.isWhole == right.total.isWhole else { return left.total.isWhole }
        guard left.total.minor == right.total.minor || !left.total.isWhole else {
            return left.total.minor > right.total.minor
        }
        guard left.sums.won == right.sums.won else { return left.sums.won > right.sums.won }
        return left.place.group < right.place.group
    }
}

/// REPORT LEADERBOARD: the partners by the value they won in the span, whenever it was registered.
func reportLeaderboard(
    reader: inout Reader, form: ReportForm
) throws(Rejection) -> ReportPage<LeaderboardColumns> {
    let query = try ReportQuery(form, &reader)
    let house = reader.settings.currency
    var sums = ReportSums(reader.settings.reportLimits, LeaderboardSums())
    let facts = SoldSums.facts(for: query.wall).union([.closed])
    try ReportScan(query, by: .partner, facts).forEach(&reader) { count in
        guard count.facet.outcome != .dropped, let id = CohortReport.partner(of: count, query)
        else { return }
        sums.change(ReportPlace(period: count.period, group: .partner(id))) { sums in
            sums.sold.add(count, in: house)
            guard count.facet.fact == .closed else { return }
            if count.facet.outcome == .lost { sums.lost += count.sum.count }
            guard count.facet.outcome == .won else { return }
            sums.won += count.sum.count
            sums.money.add(count.sum.first, count.facet.currency, on: count.day, in: house)
        }
    }
    var rates = RateBook(house)
    var standings: [Standing] = []
    for row in try sums.sorted() where row.sums.won > 0 || row.sums.sold.sales > 0 {
        let total = try row.sums.money.total(&rates, &reader.view)
        standings.append(Standing(place: row.place, sums: row.sums, total: total))
    }
    standings.sort(by: Standing.precedes)
    var rows: [ReportRow] = []
    var rank: Int64 = 0
    var period: Int64?
    for standing in standings {
        rank = standing.place.period == period ? rank + 1 : 1
        period = standing.place.period
        let partner = standing.place.group.partner.flatMap {
            reader.view.get(Schema.partners.table, $0)
        }
        let sold = try standing.sums.sold.cells(&rates, &reader.view)
        let decided = standing.sums.won + standing.sums.lost
        var cells: [FieldValue] = [
            query.text(period), .integer(rank), standing.place.group.value,
            .optional(partner?.name), .integer(standing.sums.won), .integer(standing.sums.lost),
            .ratio(Quotient.percent(standing.sums.won, of: decided)), standing.total.value,
        ]
        cells += sold.cells
        cells += [.text(house.text), standing.total.rates.union(sold.rates).texts]
        rows.append(ReportRow(cells: cells))
    }
    return try ReportPage(rows, form)
}
