import LeadlineDomain
import LeadlineStore

/// The columns of REPORT AGEING.
enum AgeingColumns: ReportColumns {
    static let titles: [StaticString] = [
        "payee", "name", "currency", "d0_30", "d31_60", "d61_90", "over_90", "total", "oldest",
    ]
}

/// What is due on one account, by how long it has been.
private struct AgeingSums {
    /// By band.
    var bands = [Int128](repeating: 0, count: AgeBand.allCases.count)
    /// The first day that something became due on.
    var oldest: Int64 = .max

    mutating func add(_ minor: Int128, dueOn day: Int64, today: Int64) {
        bands[AgeBand(days: today - day).rawValue] += minor
        oldest = min(oldest, day)
    }
}

/// REPORT AGEING: what is due and was not paid, by how long it has been due, an account a row.
func reportAgeing(
    reader: inout Reader, form: OwedForm
) throws(Rejection) -> ReportPage<AgeingColumns> {
    let query = try OwedQuery(form, &reader)
    let today = reader.now.day
    var accounts: [StandingID: AgeingSums] = [:]
    try query.forEachUnpaid(&reader.view) { key, row in
        guard let first = key.firstDay else { return }
        for sum in row.sums {
            accounts[key.account, default: AgeingSums()].add(
                sum.first, dueOn: first + Int64(sum.slot) - 1, today: today)
        }
    }
    guard accounts.count <= reader.settings.reportLimits.groupsMax else {
        throw reader.settings.reportLimits.tooManyRows
    }
    var rows: [ReportRow] = []
    for (account, sums) in accounts.sorted(by: { $0.key < $1.key }) {
        let name = reader.view.name(of: account.payee)
        rows.append(try sums.row(of: account, named: name))
    }
    return try ReportPage(rows, form)
}

extension AgeingSums {
    fileprivate func row(
        of account: StandingID, named name: Text?
    ) throws(Rejection) -> ReportRow {
        var amounts: [FieldValue] = []
        for minor in bands + [bands.reduce(0, +)] {
            guard let minor = Int64(exactly: minor) else {
                throw .invalid("total", "the sum is too large")
            }
            amounts.append(.amount(Money(minor: minor, currency: account.currency)))
        }
        let names: [FieldValue] = [
            .id(account.payee.text), .optional(name), .text(account.currency.text),
        ]
        return ReportRow(
            cells: names + amounts
                + [.optional(CivilDate(daysSinceEpoch: oldest).map(\.text))])
    }
}
