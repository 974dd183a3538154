import LeadlineDomain
import LeadlineStore

/// The columns of REPORT LIABILITY.
enum LiabilityColumns: ReportColumns {
    static let titles: [StaticString] = [
        "payee", "name", "currency", "accrued", "due", "reserved", "held", "debt", "total",
    ]
}

/// REPORT LIABILITY: what is owed to whom now, an account a row; who is owed nothing has none.
func reportLiability(
    reader: inout Reader, form: OwedForm
) throws(Rejection) -> ReportPage<LiabilityColumns> {
    let query = try OwedQuery(form, &reader)
    var accounts: [StandingRecord] = []
    let most = reader.settings.reportLimits.groupsMax
    try query.forEachStanding(&reader.view) { account in
        if account.standing.isOpen, accounts.count <= most { accounts.append(account) }
    }
    guard accounts.count <= most else { throw reader.settings.reportLimits.tooManyRows }
    let rows = accounts.sorted { $0.id < $1.id }.map { account in
        account.row(named: reader.view.name(of: account.id.payee))
    }
    return try ReportPage(rows, form)
}

extension Standing {
    /// Whether anything of it is not paid or not given back.
    fileprivate var isOpen: Bool {
        accrued != 0 || due != 0 || reserved != 0 || held != 0 || debt != 0
    }

    /// What is approved and not due yet.
    ///
    /// Sums of amounts that each fit: beyond Int64 it stays at the limit.
    fileprivate var accrued: Int64 {
        Int64(
            clamping: Int128(earned) - Int128(paid) - Int128(due) - Int128(reserved)
                - Int128(held))
    }

    /// What is still to be paid in all, less what is to be given back.
    var outstanding: Int64 {
        Int64(clamping: Int128(earned) - Int128(paid) - Int128(debt))
    }
}

extension StandingRecord {
    fileprivate func row(named name: Text?) -> ReportRow {
        let standing = standing
        let amounts = [
            standing.accrued, standing.due, standing.reserved, standing.held, standing.debt,
            standing.outstanding,
        ]
        let currency = id.currency
        return ReportRow(
            cells: [.id(id.payee.text), .optional(name), .text(currency.text)]
                + amounts.map { .amount(Money(minor: $0, currency: currency)) })
    }
}

extension StandingID: Comparable {
    /// By payee, partners first, and then by currency.
    package static func < (left: StandingID, right: StandingID) -> Bool {
        let (one, other) = (ReportGroup(left.payee), ReportGroup(right.payee))
        return one == other ? left.currency.text < right.currency.text : one < other
    }
}
