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
    /// What we owe the partner, and what it owes us, now.
    var owed = ReportMoney()
    var due = ReportMoney()
}

/// REPORT RECIPROCITY: what was given to each partner and received from it in the span.
func reportReciprocity(
    reader: inout Reader, form: ReportForm
) throws(Rejection) -> ReportPage<ReciprocityColumns> {
    let query = try ReportQuery(form, &reader)
    let house = reader.settings.currency
    var sums = ReportSums(reader.settings.reportLimits, ReciprocitySums())
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
    let showsFees = query.isOfPartnersAlone && reader.caller.seesFees
    if showsFees { try addFees(to: &sums, query, &reader) }
    var rates = RateBook(house)
    var rows: [ReportRow] = []
    for row in try sums.sorted() {
        let owed = try row.sums.owed.total(&rates, &reader.view)
        let due = try row.sums.due.total(&rates, &reader.view)
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
                received.value, try balance(given, received), .text(house.text),
                showsFees ? owed.value : .null, showsFees ? due.value : .null,
                given.rates.union(received.rates).union(owed.rates).union(due.rates).texts,
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

extension Caller {
    /// Whether the caller is told what is owed between a partner and the house.
    fileprivate var seesFees: Bool { wall.isOpen || role == .partner && partner != nil }
}

/// Adds what is owed both ways now: commission that is not paid yet, against debts after refunds
/// and fees that the partner was billed for.
private func addFees(
    to sums: inout ReportSums<ReciprocitySums>, _ query: ReportQuery, _ reader: inout Reader
) throws(Rejection) {
    let (house, today) = (reader.settings.currency, reader.now.day)
    let accounts = try OwedQuery(OwedForm(), &reader)
    try accounts.forEachOpenBill(&reader.view) { id, bill in
        guard query.includes(id) else { return }
        sums.change(ReportPlace(period: nil, group: .partner(id))) { sums in
            sums.due.add(Int128(bill.open), bill.currency, on: today, in: house)
        }
    }
    try accounts.forEachStanding(&reader.view) { account in
        let (standing, currency) = (account.standing, account.id.currency)
        let owed = Int128(standing.earned) - Int128(standing.paid)
        guard case .partner(let id) = account.id.payee, query.includes(id),
            owed != 0 || standing.debt != 0
        else { return }
        sums.change(ReportPlace(period: nil, group: .partner(id))) { sums in
            sums.owed.add(owed, currency, on: today, in: house)
            sums.due.add(Int128(standing.debt), currency, on: today, in: house)
        }
    }
}
