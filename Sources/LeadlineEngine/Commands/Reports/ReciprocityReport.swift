import LeadlineDomain
import LeadlineStore

/// The columns of REPORT RECIPROCITY.
enum ReciprocityColumns: ReportColumns {
    static let titles: [StaticString] = [
        "period", "partner", "name", "given", "given_won", "given_value", "received",
        "received_won", "received_value", "balance", "currency", "fees_owed", "fees_due", "rates",
    ]
}

/// What went one way.
private struct Flowed {
    var leads: Int64 = 0
    var won: Int64 = 0
    var money = ReportMoney()

    mutating func add(_ count: ReportScan.Count, in house: Currency) {
        if count.facet.fact == .offered { leads += count.sum.count }
        guard count.facet.fact == .closed, count.facet.outcome == .won else { return }
        won += count.sum.count
        money.add(count.sum.first, count.facet.currency, on: count.day, in: house)
    }
}

private struct ReciprocitySums {
    var given = Flowed()
    var received = Flowed()
}

/// REPORT RECIPROCITY: what was given to each partner and received from it in the span.
func reportReciprocity(
    reader: inout Reader, form: ReportForm
) throws(Rejection) -> ReportPage<ReciprocityColumns> {
    let query = try ReportQuery(form, &reader)
    let house = reader.settings.currency
    var sums = ReportSums(ReciprocitySums())
    try ReportScan(query, by: .partner, [.offered, .closed]).forEach(&reader) { count in
        guard count.facet.fact == .offered || count.facet.outcome == .won,
            let id = CohortReport.partner(of: count, query)
        else { return }
        sums.change(ReportPlace(period: count.period, group: .partner(id))) { sums in
            switch count.facet.direction {
            case .out: sums.given.add(count, in: house)
            case .in: sums.received.add(count, in: house)
            }
        }
    }
    var rates = RateBook(house)
    var rows: [ReportRow] = []
    for row in try sums.sorted() {
        let given = try row.sums.given.money.total(&rates, &reader.view)
        let received = try row.sums.received.money.total(&rates, &reader.view)
        let partner = row.place.group.partner.flatMap {
            reader.view.get(Schema.partners.table, $0)
        }
        rows.append(
            ReportRow(cells: [
                query.text(row.place.period), row.place.group.value, .optional(partner?.name),
                .integer(row.sums.given.leads), .integer(row.sums.given.won), given.value,
                .integer(row.sums.received.leads), .integer(row.sums.received.won),
                received.value, try balance(given, received), .text(house.text), .null, .null,
                given.rates.union(received.rates).texts,
            ]))
    }
    return try ReportPage(rows, form)
}

/// What we gave beyond what we received; null where one of the two cannot be told.
private func balance(
    _ given: ReportTotal, _ received: ReportTotal
) throws(Rejection) -> FieldValue {
    guard given.isWhole, received.isWhole else { return .null }
    let (minor, isTooLarge) = given.minor.subtractingReportingOverflow(received.minor)
    guard !isTooLarge else { throw .invalid("balance", "the sum is too large") }
    return .amount(Money(minor: minor, currency: given.currency))
}
