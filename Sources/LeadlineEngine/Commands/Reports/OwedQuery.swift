import LeadlineDomain
import LeadlineStore

/// The keywords of the reports on what is owed now: those have no span, and payees, not leads.
struct OwedForm: Sendable {
    var partners: ListOf<PartnerReference>?
    var tiers: WordList?
    var columns: WordList?
    var limit: PageLimit?
    var after: Number?

    static let form = Form(
        OwedForm(),
        [
            .one("PARTNER", \.partners), .one("TIER", \.tiers), .one("COLUMNS", \.columns),
            .one("LIMIT", \.limit), .one("AFTER", \.after),
        ])
}

/// Whose accounts such a report reads.
struct OwedQuery {
    /// Nil is everybody's.
    let payees: [Payee]?
    private let limits: ReportLimits

    init(_ form: OwedForm, _ reader: inout Reader) throws(Rejection) {
        limits = reader.settings.reportLimits
        let named = try ReportQuery.partners(form.partners, &reader)
        let ofTiers = try ReportQuery.partners(ofTiers: form.tiers, &reader)
        var wanted: Set<PartnerID>?
        wanted = named ?? ofTiers
        if let named, let ofTiers { wanted = named.intersection(ofTiers) }
        let caller = reader.caller
        guard !caller.wall.isOpen else {
            payees = wanted?.sorted().map { .partner($0) }
            return
        }
        let own = caller.partner.map { Payee.partner($0) } ?? caller.referrer.map { .referrer($0) }
        guard let own, wanted.map({ $0.contains { .partner($0) == own } }) ?? true else {
            payees = []
            return
        }
        payees = [own]
    }

    /// Shows `visit` the standings that are asked for, by payee and currency.
    ///
    /// - Throws: `LIMIT` when there are more than a report reads.
    func forEachStanding(
        _ view: inout View, _ visit: (StandingRecord) -> Void
    ) throws(Rejection) {
        var rowsLeft = limits.rowsMax
        guard let payees else {
            var place: StandingID?
            while true {
                let rows = view.rows(
                    of: Schema.standings.table, after: place, limit: Self.rowsPerRead)
                rowsLeft -= rows.count
                guard rowsLeft >= 0 else { throw limits.tooManyAccounts }
                for row in rows { visit(row) }
                guard rows.count == Self.rowsPerRead else { return }
                place = rows.last?.id
            }
        }
        for payee in payees {
            let found = view.ids(
                Schema.standings.byPayee, KeyText(payee.text.bytes),
                limit: EngineLimits.pageRowsMax)
            rowsLeft -= found.count
            guard rowsLeft >= 0 else { throw limits.tooManyAccounts }
            for entry in found {
                if let row = view.get(Schema.standings.table, entry.id) { visit(row) }
            }
        }
    }

    /// Shows `visit` the fees that partners were billed for and have not paid whole, by partner.
    ///
    /// - Throws: `LIMIT` when there are more than a report reads.
    func forEachOpenBill(
        _ view: inout View, _ visit: (PartnerID, Invoice) -> Void
    ) throws(Rejection) {
        let partners = payees.map { payees in
            Set(payees.compactMap { if case .partner(let id) = $0 { id } else { nil } })
        }
        var rowsLeft = limits.rowsMax
        var place: (PartnerID, InvoiceID)?
        while partners?.isEmpty != true {
            let found = view.ids(
                Schema.invoices.openBills, Nothing(), from: partners?.min(), after: place,
                limit: Self.rowsPerRead)
            rowsLeft -= found.count
            guard rowsLeft >= 0 else { throw limits.tooManyAccounts }
            for entry in found where partners?.contains(entry.order) ?? true {
                guard let bill = view.get(Schema.invoices.table, entry.id) else { continue }
                visit(entry.order, bill)
            }
            guard found.count == Self.rowsPerRead, let last = found.last,
                partners?.max().map({ last.order <= $0 }) ?? true
            else { return }
            place = (last.order, last.id)
        }
    }

    /// Shows `visit` the months in which money became due that was not paid.
    ///
    /// - Throws: `LIMIT` when there are more than a report reads.
    func forEachUnpaid(
        _ view: inout View, _ visit: (UnpaidKey, SeriesRow) -> Void
    ) throws(Rejection) {
        var rowsLeft = limits.rowsMax
        let take = { (key: UnpaidKey, row: SeriesRow) -> Bool in
            rowsLeft -= 1
            guard rowsLeft >= 0 else { return false }
            visit(key, row)
            return true
        }
        if let payees {
            for payee in payees {
                let place = KeyText(payee.text.bytes)
                view.rows(of: Schema.bonuses.unpaid, under: place, from: place, take)
            }
        } else {
            view.rows(of: Schema.bonuses.unpaid, under: Nothing(), from: Nothing(), take)
        }
        guard rowsLeft >= 0 else { throw limits.tooManyAccounts }
    }

    private static let rowsPerRead = 500
}
