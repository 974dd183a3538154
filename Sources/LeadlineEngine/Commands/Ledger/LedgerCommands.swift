import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// Where the money is, to the cent.
    static let ledger: [Command] = [
        .scan(
            "BALANCE", "Shows what an earner has earned, was paid and is owed, per currency.",
            group: .money, by: .earners, reach: .record("payee"),
            Positional<PayeeReference>("payee"),
            run: balance),
        .scan(
            "STATEMENT", "Lists an earner's entries, the oldest first, with what is owed after.",
            group: .money, by: .earners, reach: .record("payee"),
            Positional<PayeeReference>("payee"),
            SpanForm.form, Keyword<PageLimit>("LIMIT"), Keyword<Number>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: statement),
        .scan(
            "LEDGER.LIST", "Lists the entries of the ledger, the oldest first.", group: .money,
            by: .treasuryReaders, reach: .house, Keyword<Choice<LedgerAccount>>("ACCOUNT"),
            Keyword<Text>("OF"), SpanForm.form, Keyword<PageLimit>("LIMIT"),
            Keyword<Number>("AFTER"), Keyword<WordList>("COLUMNS"), run: ledgerList),
        .scan(
            "LEDGER.TRIAL", "Sums the debits and credits of each account, per currency.",
            group: .money, by: .treasuryReaders, reach: .house, Keyword<TimeInput>("AT"),
            run: ledgerTrial),
        .write(
            "LEDGER.CLOSE", "Closes a month; later facts are entered in the first open one.",
            group: .money, by: .purse, reach: .house, kind: .create, events: [.ledgerClosed],
            Positional<MonthName>("month"), run: ledgerClose),
        .scan(
            "LEDGER.CHECK", "Proves the ledger from its entries alone; empty when sound.",
            group: .money, by: .treasuryReaders, reach: .house, run: ledgerCheck),
    ]
}

extension EventType {
    static let ledgerClosed = EventType("ledger.closed")
}

/// `SINCE`, `UNTIL`, `IN`, as any list takes them.
struct SpanForm: Sendable {
    var since: TimeInput?
    var until: TimeInput?
    var period: CalendarPeriod?

    static let form = Form(
        SpanForm(),
        [.one("SINCE", \.since), .one("UNTIL", \.until), .one("IN", \.period)])
}

/// A calendar month: `2026-11`.
struct MonthName: Argument {
    static var typeName: String { "month" }
    let month: CivilDate

    init(argument: Bytes) throws(ValueFault) {
        guard argument.count == 7, let date = CivilDate(argument + Array("-01".utf8)) else {
            throw ValueFault("\(argument.quoted) is not a month such as 2026-11")
        }
        month = date
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(month.text.bytes) }
}

// MARK: - Of one earner

private func balance(
    reader: inout Reader, reference: PayeeReference
) throws(Rejection) -> RecordPage<BalanceRow, BalanceColumns> {
    let payee = try reader.view.payee(reference, reader.caller.wall)
    return RecordPage(reader.view.balances(of: payee))
}

extension View {
    /// What a payee has and is owed, a row for each of its currencies.
    mutating func balances(of payee: Payee) -> [BalanceRow] {
        var rows: [BalanceRow] = []
        for currency in currencies(of: payee) {
            let id = StandingID(payee: payee, currency: currency)
            guard let record = get(Schema.standings.table, id) else { continue }
            rows.append(
                BalanceRow(
                    currency: currency, standing: record.standing,
                    next: nextDue(of: payee, currency)))
        }
        return rows
    }

    /// The currencies that a payee has a standing in, by their codes.
    private mutating func currencies(of payee: Payee) -> [Currency] {
        let found = ids(
            Schema.standings.byPayee, KeyText(payee.text.bytes), limit: EngineLimits.pageRowsMax)
        return found.map(\.id.currency)
    }

    private mutating func nextDue(
        of payee: Payee, _ currency: Currency
    ) -> (amount: Int64, at: Timestamp)? {
        let prefix = Pair(KeyText(payee.text.bytes), KeyText(currency.text.bytes))
        let entries = ids(Schema.bonuses.next, prefix, limit: EngineLimits.pageRowsMax)
        guard let first = entries.first?.order else { return nil }
        var sum: Int64 = 0
        for entry in entries.prefix(while: { $0.order == first }) {
            let amount = get(Schema.bonuses.table, entry.id)?.amount ?? 0
            sum = sum.addingReportingOverflow(amount).partialValue
        }
        return (sum, Timestamp(milliseconds: first))
    }

    /// The currency that a payee is paid in when nothing else says.
    mutating func currency(of payee: Payee, _ settings: Settings) -> Currency {
        switch payee {
        case .partner(let id):
            get(Schema.partners.table, id)?.currency ?? settings.currency
        case .referrer(let id):
            get(Schema.referrers.table, id)?.currency ?? settings.currency
        }
    }
}

private func statement(
    reader: inout Reader, reference: PayeeReference, span: SpanForm, limit: PageLimit?,
    after: Number?, columns: WordList?
) throws(Rejection) -> RecordPage<LedgerLine, StatementColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try FieldTable(StatementColumns.standard).columns(chosen: list.words)
    }
    let payee = try reader.view.payee(reference, reader.caller.wall)
    let span = try TimeSpan.of(span.since, span.until, span.period, reader)
    let listing = Listing<LedgerLine, UInt64>(limit: limit, after: after?.value) { $0.sequence }
    let page = listing.page(&reader.view) { view, place, count in
        view.ids(
            Schema.ledger.byPayee, KeyText(payee.text.bytes), after: place.map { (Nothing(), $0) },
            limit: count
        ).compactMap { view.get(Schema.ledger.table, $0.id) }
    } keep: { _, line in
        line.account.isShownToPayee && span.contains(line.at)
    }
    return RecordPage(page.rows, next: page.next.map { Text("\($0)") }, columns: columns)
}

extension LedgerAccount {
    /// Whether a statement shows it: the other side of each entry is the house's.
    fileprivate var isShownToPayee: Bool {
        switch self {
        case .payable, .debt, .withheld: true
        case .expense, .reserved, .paid, .clearing, .income: false
        }
    }
}

// MARK: - Of everything

extension Reader {
    /// What entries are of, as they name it: `ref:TEXT` is whoever is paid under that REF.
    fileprivate mutating func ledgerSubject(_ name: Text) throws(Rejection) -> Text {
        guard name.bytes.count > 4, name.bytes.prefix(4).matches("ref:") else {
            return name.asciiUppercased
        }
        let reference = try checking("of") { () throws(ValueFault) in
            try PayeeReference(argument: name.bytes)
        }
        return try view.payee(reference, caller.wall).text
    }
}

private func ledgerList(
    reader: inout Reader, account: Choice<LedgerAccount>?, of subject: Text?, span: SpanForm,
    limit: PageLimit?, after: Number?, columns: WordList?
) throws(Rejection) -> RecordPage<LedgerLine, LedgerColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try FieldTable(LedgerColumns.standard).columns(chosen: list.words)
    }
    let span = try TimeSpan.of(span.since, span.until, span.period, reader)
    let name = try subject.map { name throws(Rejection) in try reader.ledgerSubject(name) }
    let listing = Listing<LedgerLine, UInt64>(limit: limit, after: after?.value) { $0.sequence }
    let page = listing.page(&reader.view) { view, place, count in
        let behind = place.map { (Nothing(), $0) }
        if let name {
            // A payee's id is one, too: everything of it is wanted then.
            let found =
                Payee(name.bytes) == nil
                ? view.ids(
                    Schema.ledger.bySubject, KeyText(name.bytes), after: behind, limit: count)
                : view.ids(
                    Schema.ledger.byPayee, KeyText(name.bytes), after: behind, limit: count)
            return found.compactMap { view.get(Schema.ledger.table, $0.id) }
        }
        if let account {
            return view.ids(
                Schema.ledger.byAccount, account.value, after: behind, limit: count
            ).compactMap { view.get(Schema.ledger.table, $0.id) }
        }
        return view.rows(of: Schema.ledger.table, after: place, limit: count)
    } keep: { _, line in
        span.contains(line.at) && account.map { $0.value == line.account } ?? true
    }
    return RecordPage(page.rows, next: page.next.map { Text("\($0)") }, columns: columns)
}

private func ledgerTrial(
    reader: inout Reader, at: TimeInput?
) throws(Rejection) -> RecordPage<TrialRow, TrialColumns> {
    let zone = reader.settings.zone
    let now = reader.now
    var end: Timestamp?
    if let at {
        end = try checking("at") { () throws(ValueFault) in
            try at.resolve(now: now, zone: zone, toward: .past, edge: .end)
        }
    }
    let lastMonth = end.map { zone.day(of: $0).month0 }
    var sums: [AccountBalanceID: (debit: Int64, credit: Int64)] = [:]
    func add(_ id: AccountBalanceID, _ debit: Int64, _ credit: Int64) throws(Rejection) {
        let key = AccountBalanceID(account: id.account, currency: id.currency, month: 0)
        let before = sums[key] ?? (0, 0)
        sums[key] = (try before.debit.adding(debit), try before.credit.adding(credit))
    }
    let months = reader.view.rows(
        of: Schema.accountBalances.table, limit: LedgerProof.monthsMax)
    for month in months where lastMonth.map({ month.id.month < $0 }) ?? true {
        try add(month.id, month.debit, month.credit)
    }
    if let end, let lastMonth {
        // Of the month that the time lies in, its entries are looked at.
        try reader.view.eachEntry(ofMonth: lastMonth, zone) { line throws(Rejection) in
            guard line.at < end else { return }
            let id = AccountBalanceID(
                account: line.account, currency: line.currency.text, month: 0)
            try add(id, max(line.amount, 0), max(-line.amount, 0))
        }
    }
    let rows = sums.compactMap { id, sum in
        Currency(id.currency.bytes).map {
            TrialRow(account: id.account, currency: $0, debit: sum.debit, credit: sum.credit)
        }
    }
    return RecordPage(
        rows.sorted {
            ($0.currency.text, $0.account.rawValue) < ($1.currency.text, $1.account.rawValue)
        })
}

extension View {
    /// Shows the entries of one month, however many they are.
    fileprivate mutating func eachEntry(
        ofMonth month: UInt32, _ zone: HouseZone,
        show: (LedgerLine) throws(Rejection) -> Void
    ) throws(Rejection) {
        var place: (Int64, UInt64)?
        guard
            let first = CivilDate(year: Int(month / 12), month: Int(month % 12) + 1, day: 1)
        else { return }
        let start = zone.start(of: first).milliseconds
        while true {
            let found = ids(
                Schema.ledger.byTime, Nothing(), from: start, after: place,
                limit: EngineLimits.pageRowsMax)
            for entry in found {
                guard let line = get(Schema.ledger.table, entry.id) else { continue }
                guard zone.day(of: line.at).month0 == month else { return }
                try show(line)
            }
            guard found.count == EngineLimits.pageRowsMax, let last = found.last else { return }
            place = (last.order, last.id)
        }
    }
}

private func ledgerClose(tx: inout Transaction, month: MonthName) throws(Rejection) -> Done {
    let number = month.month.month0
    guard number <= tx.today.month0 else {
        throw .invalid("month", "it has not begun")
    }
    if let closed = tx.changes.view.closedMonth(), closed >= number { return Done() }
    var bytes: [UInt8] = []
    number.append(to: &bytes)
    tx.changes.putBytes(cell: Cell.ledgerClosed, bytes)
    tx.record(.ledgerClosed, EventSubject(name: Text(month.month.text.bytes.prefix(7))))
    return Done()
}

private func ledgerCheck(reader: inout Reader) throws(Rejection) -> ProblemPage {
    var proof = LedgerProof()
    proof.run(&reader.view)
    return ProblemPage(proof.problems)
}
