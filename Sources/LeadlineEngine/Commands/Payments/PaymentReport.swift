import LeadlineDomain
import LeadlineStore

/// The columns of REPORT PAYMENTS.
enum PaymentReportColumns: ReportColumns {
    static let titles: [StaticString] = [
        "period", "method", "attempts", "approved", "declined", "abandoned", "unknown", "refused",
        "processing", "rate", "received", "refunded", "charged_back", "net", "currency", "rates",
    ]
}

/// What was paid in one way in one stretch.
private struct PaymentSums {
    private var states: [PaymentState: Int64] = [:]
    private var received = ReportMoney()
    private var refunded = ReportMoney()
    private var chargedBack = ReportMoney()

    mutating func add(
        _ key: PaymentCounterKey, _ sum: SeriesRow.Sum, on day: Int64, in house: Currency
    ) {
        switch key.fact {
        case .attempted: states[key.state, default: 0] += sum.count
        case .received: received.add(sum.first, key.facet.currency, on: day, in: house)
        case .refunded: refunded.add(sum.first, key.facet.currency, on: day, in: house)
        case .chargedBack: chargedBack.add(sum.first, key.facet.currency, on: day, in: house)
        }
    }

    func cells(_ rates: inout RateBook, _ view: inout View) throws(Rejection) -> [FieldValue] {
        let attempts = states.values.reduce(0, +)
        let shown: [PaymentState] = [
            .approved, .declined, .abandoned, .unknown, .refused, .processing,
        ]
        let sums = [
            try received.total(&rates, &view), try refunded.total(&rates, &view),
            try chargedBack.total(&rates, &view),
        ]
        var used: Set<RateBook.Used> = []
        for sum in sums { used.formUnion(sum.rates) }
        var cells: [FieldValue] = [.integer(attempts)]
        for state in shown { cells.append(.integer(states[state] ?? 0)) }
        cells.append(.ratio(Quotient.percent(states[.approved] ?? 0, of: attempts)))
        for sum in sums { cells.append(sum.value) }
        cells.append(try Self.net(sums))
        cells.append(.text(rates.house.text))
        cells.append(used.texts)
        return cells
    }

    /// What is left of what came in; null where a part cannot be told.
    private static func net(_ sums: [ReportTotal]) throws(Rejection) -> FieldValue {
        guard sums.allSatisfy(\.isWhole) else { return .null }
        let left = sums.dropFirst().reduce(Int128(sums[0].minor)) { $0 - Int128($1.minor) }
        guard let minor = Int64(exactly: left) else {
            throw .invalid("net", "the sum is too large")
        }
        return .amount(Money(minor: minor, currency: sums[0].currency))
    }
}

/// REPORT PAYMENTS: attempts on the day they began, money on the day it came or went, by method.
func reportPayments(
    reader: inout Reader, form: ReportForm
) throws(Rejection) -> ReportPage<PaymentReportColumns> {
    let query = try ReportQuery(form, &reader)
    let house = reader.settings.currency
    var sums = ReportSums(reader.settings.reportLimits, PaymentSums())
    var rowsLeft = reader.settings.reportLimits.rowsMax
    for source in query.sources(grouping: .overall) {
        query.read(source, &reader.view, &rowsLeft) { key, sum, day in
            let place = ReportPlace(
                period: query.period?.start(of: day), group: .text("\(key.howPaid)"))
            sums.change(place) { $0.add(key, sum, on: day, in: house) }
        }
        guard rowsLeft >= 0 else { throw reader.settings.reportLimits.tooManyCounters }
    }
    var rates = RateBook(house)
    var rows: [ReportRow] = []
    for row in try sums.sorted() {
        let cells = try row.sums.cells(&rates, &reader.view)
        rows.append(
            ReportRow(cells: [query.text(row.place.period), row.place.group.value] + cells))
    }
    return try ReportPage(rows, form)
}

extension PaymentCounterKey {
    /// The card's brand, or else the method.
    fileprivate var howPaid: StaticString { brand?.word ?? method.word }
}

extension ReportQuery {
    /// Shows `visit` the days of a part of the counters that pass the filters.
    fileprivate func read(
        _ source: CounterSource, _ view: inout View, _ rowsLeft: inout Int,
        _ visit: (PaymentCounterKey, SeriesRow.Sum, _ day: Int64) -> Void
    ) {
        read(Schema.payments.counters, source, &view, &rowsLeft) {
            show($0, $1, of: source, visit)
        }
    }

    private func show(
        _ key: PaymentCounterKey, _ row: SeriesRow, of source: CounterSource,
        _ visit: (PaymentCounterKey, SeriesRow.Sum, _ day: Int64) -> Void
    ) {
        guard source.roles.isEmpty || !source.roles.isDisjoint(with: key.facet.roles),
            includes(key.facet, of: key.book, key.party),
            let date = CivilDate(
                year: Int(key.month / 12), month: Int(key.month % 12) + 1, day: 1)
        else { return }
        for sum in row.sums {
            let day = date.daysSinceEpoch - 1 + Int64(sum.slot)
            if days.contains(day) { visit(key, sum, day) }
        }
    }
}
