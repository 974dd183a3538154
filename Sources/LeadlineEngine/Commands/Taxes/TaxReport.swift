import LeadlineDomain
import LeadlineStore

/// What a payee was paid in a calendar year, and what the tax office is to be told of it.
struct TaxRow: Sendable {
    let payee: Payee
    let name: Text?
    let form: TaxForm?
    /// What was paid in US cents, by means that no network reports, with what was withheld of it.
    let paid: Int64
    /// What was paid by card or a third party's network.
    let carried: Int64
    /// What of both was withheld for the tax office.
    let withheld: Int64
    let year: Int
    let verdict: TaxRule.Verdict
    /// The currency for which there was no rate; then nothing can be said.
    let unrated: Currency?
}

/// The columns of TAX.REPORT.
enum TaxReportColumns: PageColumns {
    static let standard: [EntityField<TaxRow>] = [
        EntityField("payee") { .id($0.payee.text) },
        EntityField("name", personal: true) { .optional($0.name) },
        EntityField("form") { $0.form.map { .word(StaticWord($0.kind.word)) } ?? .null },
        EntityField("entity") { $0.form?.entity.map { .word(StaticWord($0.word)) } ?? .null },
        EntityField("tin_last4", personal: true) { .optional($0.form?.tinLast4) },
        EntityField("withhold") { .optional($0.form?.withhold?.text) },
        EntityField("paid") { .amount(Money(minor: $0.paid, currency: .usd)) },
        EntityField("carried") { .amount(Money(minor: $0.carried, currency: .usd)) },
        EntityField("withheld") { .amount(Money(minor: $0.withheld, currency: .usd)) },
        EntityField("threshold") {
            .amount(Money(minor: TaxRule.threshold(of: $0.year), currency: .usd))
        },
        EntityField("due") { .yesNo($0.unrated == nil && $0.verdict == .due) },
        EntityField("why") { row in
            if let currency = row.unrated { return .text(Text("no-rate \(currency.text)")) }
            return row.verdict.reason.map { .word(StaticWord($0)) } ?? .null
        },
    ]
}

/// TAX.REPORT: the payees that were paid in the year, by their ids.
func taxReport(
    reader: inout Reader, year: YearName, limit: PageLimit?, after: Payee?, columns: WordList?
) throws(Rejection) -> RecordPage<TaxRow, TaxReportColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try FieldTable(TaxReportColumns.standard).columns(chosen: list.words)
    }
    let rowsMax = limit?.rows ?? EngineLimits.pageRowsDefault
    var walk = TaxWalk(year: year.year, after: after)
    var rows: [TaxRow] = []
    while rows.count < rowsMax, walk.looked < EngineLimits.scanRowsMax,
        let row = try walk.next(&reader.view)
    {
        rows.append(row)
    }
    let hasMore = walk.payee(after: rows.last?.payee ?? after, &reader.view) != nil
    return RecordPage(
        rows, next: hasMore ? rows.last?.payee.text : nil, columns: columns)
}

/// Walks the payouts of a year, payee by payee.
private struct TaxWalk {
    let year: Int
    private var place: Payee?
    /// How many payouts were looked at.
    private(set) var looked = 0
    private static let rowsPerRead = 500

    init(year: Int, after place: Payee?) {
        self.year = year
        self.place = place
    }

    private var prefix: UInt32 { UInt32(clamping: year) }

    /// The first payee behind another that was paid in the year.
    func payee(after place: Payee?, _ view: inout View) -> Payee? {
        // No payout has the greatest number: behind it are those of the next payee.
        let behind = place.map { (KeyText($0.text.bytes), PayoutID(raw: .max)) }
        let found = view.ids(Schema.payouts.byYear, prefix, after: behind, limit: 1)
        return found.first.flatMap { Payee($0.order.bytes) }
    }

    /// The next payee's row; nil behind the last.
    mutating func next(_ view: inout View) throws(Rejection) -> TaxRow? {
        guard let payee = payee(after: place, &view) else { return nil }
        place = payee
        var sums = TaxSums()
        let order = KeyText(payee.text.bytes)
        var behind: (KeyText, PayoutID)?
        while true {
            let found = view.ids(
                Schema.payouts.byYear, prefix, from: order, after: behind, limit: Self.rowsPerRead)
            let own = found.prefix { $0.order == order }
            for entry in own {
                guard let payout = view.get(Schema.payouts.table, entry.id) else { continue }
                sums.add(payout, &view)
            }
            looked += own.count
            guard own.count == Self.rowsPerRead, let last = own.last else { break }
            behind = (last.order, last.id)
        }
        return try row(payee, sums, &view)
    }

    private func row(
        _ payee: Payee, _ sums: TaxSums, _ view: inout View
    ) throws(Rejection) -> TaxRow {
        let form = view.taxForm(of: payee)
        let (paidCents, carriedCents) = (try sums.paid.total(), try sums.carried.total())
        let subject = TaxRule.Subject(
            form: form?.kind, entity: form?.entity, isEmployee: view.isEmployee(payee))
        let verdict = TaxRule.verdict(
            paid: paidCents, carried: carriedCents, in: year, to: subject)
        // Whom nothing is reported of needs no rate.
        let dependsOnSum = [.due, .belowThreshold, .carried].contains(verdict)
        return TaxRow(
            payee: payee, name: form?.name ?? view.name(of: payee), form: form, paid: paidCents,
            carried: carriedCents, withheld: try sums.withheld.total(), year: year,
            verdict: verdict,
            unrated: dependsOnSum && verdict != .due
                ? sums.paid.unrated ?? sums.carried.unrated : nil)
    }
}

/// What a payee was paid in a year, by how it was sent.
private struct TaxSums {
    private(set) var paid = TaxSum()
    private(set) var carried = TaxSum()
    private(set) var withheld = TaxSum()

    mutating func add(_ payout: Payout, _ view: inout View) {
        if payout.method?.isReportedByOthers ?? false {
            carried.add(payout.gross, of: payout, &view)
        } else {
            paid.add(payout.gross, of: payout, &view)
        }
        withheld.add(payout.withheld, of: payout, &view)
    }
}

/// Payments in US cents: those in other currencies by the rate of their day, each rounded.
private struct TaxSum {
    private var cents: Int128 = 0
    /// The last currency for which there was no rate.
    private(set) var unrated: Currency?

    mutating func add(_ minor: Int64, of payout: Payout, _ view: inout View) {
        guard payout.currency != .usd, minor != 0 else {
            cents += Int128(minor)
            return
        }
        let day = payout.paidOn?.daysSinceEpoch ?? 0
        let rate = view.rate(from: payout.currency, to: .usd, on: Int64(day))?.rate
        guard
            let converted = rate?.convert(
                Int128(minor), from: payout.currency, to: .usd)
        else {
            unrated = payout.currency
            return
        }
        cents += converted
    }

    func total() throws(Rejection) -> Int64 {
        guard let total = Int64(exactly: cents) else {
            throw .invalid("year", "the sum is too large")
        }
        return total
    }
}
