import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// Money on its way: made by one, approved by another, sent once.
    static let payout: [Command] = [
        .scan(
            "PAYOUT.PREVIEW", "Shows what a run would pay out; changes nothing.", group: .money,
            by: .purseReaders, reach: .house, PayoutForm.preview, Keyword<PageLimit>("LIMIT"),
            Keyword<AccountCursor>("AFTER"), run: payoutPreview),
        .write(
            "PAYOUT.RUN", "Makes payouts of all that is due, less debts; employees have payroll.",
            group: .money, by: .purse, reach: .house, kind: .create,
            events: [.payoutCreated, .bonusReserved, .bonusSetOff], inBlock: .refused,
            PayoutForm.form, run: payoutRun),
        .write(
            "PAYOUT.APPROVE", "Approves payouts that somebody else has run.", group: .money,
            by: .treasury, reach: .house, kind: .update,
            events: [
                .payoutApproved, .payrollApproved, .payoutPaid, .bonusPaid, .bonusSetOff,
            ],
            RequiredWords<Plain<PayoutID>>("payout"), run: payoutApprove),
        .write(
            "PAYOUT.SEND", "Notes that an approved payout was given to the bank or processor.",
            group: .money, by: .purse, reach: .house, kind: .update,
            events: [.payoutSent, .payrollSent],
            Positional<Plain<PayoutID>>("payout"),
            RequiredKeyword<Choice<TaxRule.Method>>("METHOD"), Keyword<ExternalRef>("REF"),
            run: payoutSend),
        .write(
            "PAYOUT.PAID", "Notes that a payout has arrived.", group: .money, by: .purse,
            reach: .house, kind: .update,
            events: [.payoutPaid, .payrollPaid, .bonusPaid, .bonusSetOff],
            Positional<Plain<PayoutID>>("payout"), Keyword<ExternalRef>("REF"), run: payoutPaid),
        .write(
            "PAYOUT.FAIL", "Notes that a payout failed; its money is due again.", group: .money,
            by: .purse, reach: .house, kind: .update,
            events: [.payoutFailed, .payrollFailed, .bonusDue, .bonusSetOff],
            Positional<Plain<PayoutID>>("payout"), RequiredKeyword<Phrase>("REASON"),
            run: payoutFail),
        .write(
            "PAYOUT.UNKNOWN", "Notes that nobody knows what became of a payout.", group: .money,
            by: .purse, reach: .house, kind: .update, events: [.payoutUnknown, .payrollUnknown],
            Positional<Plain<PayoutID>>("payout"), run: payoutUnknown),
        .scan(
            "PAYOUT.GET", "Answers everything kept on a payout, with its lines.", group: .money,
            by: .purseReaders, reach: .house, Positional<Plain<PayoutID>>("payout"),
            run: payoutGet),
        .scan(
            "PAYOUT.LIST", "Lists payouts, the newest first.", group: .money, by: .purseReaders,
            reach: .house, PayoutFilter.form, Keyword<PageLimit>("LIMIT"),
            Keyword<Plain<PayoutID>>("AFTER"), Keyword<WordList>("COLUMNS"), run: payoutList),
    ]
}

/// The keywords of PAYOUT.RUN as they were given.
struct PayoutForm: Sendable {
    var until: TimeInput?
    var currency: Currency?
    var minimum: AmountText?

    private static let common: [Form<PayoutForm>.Field] = [
        .one("UNTIL", \.until), .one("CURRENCY", \.currency),
    ]
    static let preview = Form(PayoutForm(), common)
    static let form = Form(PayoutForm(), common + [.one("MINIMUM", \.minimum)])

    /// The last instant up to which bonuses that are due are taken; nil is now.
    func cutOff(now: Timestamp, zone: HouseZone) throws(Rejection) -> Timestamp? {
        guard let until else { return nil }
        let end = try checking("until") { () throws(ValueFault) in
            try until.resolve(now: now, zone: zone, toward: .past, edge: .end)
        }
        // A date includes its day, and what lies ahead is not due.
        return min(Timestamp(milliseconds: end.milliseconds - 1), now)
    }

    func least(_ currency: Currency) throws(Rejection) -> Int64? {
        try minimum.map { text throws(Rejection) in
            try checking("minimum") { () throws(ValueFault) in
                try Amount.parse(text.text.bytes, in: currency)
            }
        }
    }
}

/// What PAYOUT.RUN has made.
struct PayoutRunMap: ReplyValue {
    static let shape = ReplyShape(.map, fields: ["run", "payouts"])
    let run: PayoutRun

    func write(to reply: inout ReplyWriter) {
        reply.beginMap(2)
        reply.key("run")
        reply.integer(Int64(clamping: run.number))
        reply.key("payouts")
        reply.integer(Int64(run.payouts))
        reply.endMap()
    }
}

// MARK: - Making

private func payoutPreview(
    reader: inout Reader, form: PayoutForm, limit: PageLimit?, after: AccountCursor?
) throws(Rejection) -> RecordPage<PayoutDraft, PayoutPreviewColumns> {
    let scope = PayoutScope(
        until: try form.cutOff(now: reader.now, zone: reader.settings.zone) ?? reader.now,
        currency: form.currency, settings: reader.settings)
    var drafts: [PayoutDraft] = []
    let listing = Listing<StandingID, StandingID>(limit: limit, after: after?.id) { $0 }
    let page = listing.page(&reader.view) { view, place, count in
        view.accounts(after: place, limit: count)
    } keep: { view, account in
        guard let draft = view.payoutDraft(of: account, scope) else { return false }
        drafts.append(draft)
        return true
    }
    // The row that told of a next page is that page's.
    return RecordPage(
        Array(drafts.prefix(page.rows.count)), next: page.next.map { AccountCursor($0).text })
}

/// Where a list of earners' accounts goes on: `EUR/P7`.
struct AccountCursor: Argument {
    static var typeName: String { "cursor" }
    let id: StandingID

    init(argument: Bytes) throws(ValueFault) {
        let parts = argument.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let currency = Currency(parts[0]), let payee = Payee(parts[1])
        else { throw ValueFault("\(argument.quoted) is not a cursor of this list") }
        id = StandingID(payee: payee, currency: currency)
    }

    init(_ id: StandingID) { self.id = id }

    var text: Text { Text("\(id.currency.text)/\(id.payee.text)") }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// Works in steps: it is executed again, in further commits, until all earners were looked at.
private func payoutRun(
    tx: inout Transaction, form: PayoutForm
) throws(Rejection) -> PayoutRunMap {
    let until = try form.cutOff(now: tx.now, zone: tx.settings.zone)
    let minimum = try form.least(form.currency ?? tx.settings.currency)
    let run = try tx.run(isPayroll: false) { tx in
        PayoutRun(
            number: tx.changes.next(IDSequence.payoutRun), until: until ?? tx.now,
            currency: form.currency, minimum: minimum, runner: tx.caller.name,
            origin: tx.caller.origin, resumes: tx.now)
    }
    return PayoutRunMap(run: run)
}

extension Transaction {
    /// Makes a step of the caller's run, or of a new one, unless another is under way; answers the
    /// run after it.
    mutating func run(
        isPayroll: Bool, _ begin: (inout Transaction) -> PayoutRun
    ) throws(Rejection) -> PayoutRun {
        let open = openRun()
        if let open, !open.isOf(caller.name, at: caller.origin, isPayroll: isPayroll) {
            throw Rejection(.conflict, "run \(open.number) is under way")
        }
        let after = try step(open ?? begin(&self))
        isUnfinished = after.resumes != nil
        return after
    }
}

// MARK: - Moving

private func payoutApprove(
    tx: inout Transaction, ids: [Plain<PayoutID>]
) throws(Rejection) -> PayoutBatch {
    guard ids.count > 1 else {
        guard let only = ids.first else { throw .syntax("argument 'payout' is missing") }
        return .version(try tx.move(only.id, .approval).version)
    }
    guard tx.expectedVersion == nil else { throw .syntax("IF is for one payout") }
    guard ids.count <= BonusBatch.idsMax else {
        throw Rejection(.limit, "payout: at most \(BonusBatch.idsMax)", field: "payout")
    }
    var results: [PayoutResult] = []
    for id in ids {
        do throws(Rejection) {
            guard tx.changes.view.get(Schema.payrolls.table, id.id) == nil else {
                throw .syntax("a payroll is approved by itself")
            }
            _ = try tx.move(id.id, .approval)
            let state = try tx.changes.view.payout(id.id).state
            results.append(PayoutResult(id: id.id, result: state.text))
        } catch {
            results.append(
                PayoutResult(id: id.id, result: Text("\(error.code.word) \(error.message)")))
        }
    }
    return .page(results)
}

/// How one of several payouts went.
struct PayoutResult: Sendable {
    let id: PayoutID
    let result: Text
}

/// The columns of PAYOUT.APPROVE of several.
enum PayoutResultColumns: PageColumns {
    static let standard: [EntityField<PayoutResult>] = [
        EntityField("id") { .id($0.id) },
        EntityField("result") { .text($0.result) },
    ]
}

/// `:2` of one payout, a page of several.
enum PayoutBatch: ReplyValue {
    static var shape: ReplyShape { ReplyShape(.any, fields: PayoutResultColumns.names) }
    case version(UInt32)
    case page([PayoutResult])

    func write(to reply: inout ReplyWriter) {
        switch self {
        case .version(let version): reply.integer(Int64(version))
        case .page(let results):
            RecordPage<PayoutResult, PayoutResultColumns>(results).write(to: &reply)
        }
    }
}

private func payoutSend(
    tx: inout Transaction, id: Plain<PayoutID>, method: Choice<TaxRule.Method>, ref: ExternalRef?
) throws(Rejection) -> NewVersion {
    try tx.move(id.id, .sending) { course in
        course.method = method.value
        course.ref = ref?.text.orNil
    }
}

private func payoutPaid(
    tx: inout Transaction, id: Plain<PayoutID>, ref: ExternalRef?
) throws(Rejection) -> NewVersion {
    try tx.move(id.id, .payment) { if let ref = ref?.text.orNil { $0.ref = ref } }
}

private func payoutFail(
    tx: inout Transaction, id: Plain<PayoutID>, reason: Phrase
) throws(Rejection) -> NewVersion {
    try tx.move(id.id, .failure) { $0.reason = reason.text }
}

private func payoutUnknown(
    tx: inout Transaction, id: Plain<PayoutID>
) throws(Rejection) -> NewVersion {
    try tx.move(id.id, .doubt)
}

// MARK: - Reading

private func payoutGet(
    reader: inout Reader, id: Plain<PayoutID>
) throws(Rejection) -> PayoutMap {
    let payout = try reader.view.payout(id.id)
    return PayoutMap(entity: reader.view.entry(payout))
}

/// The filters of PAYOUT.LIST, combined with AND; nil is "not given".
struct PayoutFilter: Sendable {
    var states: ListOf<Choice<PayoutState>>?
    var earner: PayeeReference?
    var run: Number?
    var since: TimeInput?
    var until: TimeInput?
    var period: CalendarPeriod?

    static let form = Form(
        PayoutFilter(),
        [
            .one("STATE", \.states), .one("EARNER", \.earner), .one("RUN", \.run),
            .one("SINCE", \.since), .one("UNTIL", \.until), .one("IN", \.period),
        ])
}

private func payoutList(
    reader: inout Reader, filter: PayoutFilter, limit: PageLimit?, after: Plain<PayoutID>?,
    columns: WordList?
) throws(Rejection) -> RecordPage<PayoutEntry, PayoutColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try PayoutFields.table.columns(chosen: list.words)
    }
    let span = try TimeSpan.of(filter.since, filter.until, filter.period, reader)
    let states = filter.states.map { Set($0.values.map(\.value)) }
    var start = after?.id
    if let run = filter.run?.value {
        // A run's payouts follow one another: the list begins behind the last of them.
        let found = reader.view.get(Schema.payoutRuns.table, run)
        guard let found, let first = found.first else { return RecordPage([], columns: columns) }
        let behind = PayoutID(raw: first.raw + UInt64(found.payouts))
        start = start.map { min($0, behind) } ?? behind
    }
    let earner = filter.earner.map { reader.view.anyPayee($0) }
    let listing = Listing<Payout, PayoutID>(limit: limit, after: start) { $0.id }
    let page = listing.page(&reader.view) { view, place, count in
        let behind = place.map { (Nothing(), $0) }
        if let earner {
            return view.ids(
                Schema.payouts.byEarner, KeyText(earner.text.bytes), after: behind, .descending,
                limit: count
            ).compactMap { view.get(Schema.payouts.table, $0.id) }
        }
        if let states, states.count == 1, let state = states.first {
            return view.ids(
                Schema.payouts.byState, state, after: behind, .descending, limit: count
            ).compactMap { view.get(Schema.payouts.table, $0.id) }
        }
        return view.rows(of: Schema.payouts.table, after: place, .descending, limit: count)
    } keep: { _, payout in
        span.contains(payout.created) && (states?.contains(payout.state) ?? true)
            && (filter.run.map { $0.value == payout.run } ?? true)
    }
    let needsLines = columns?.contains { "\($0.name)" == "lines" } ?? false
    let entries = page.rows.map { needsLines ? reader.view.entry($0) : PayoutEntry($0) }
    return RecordPage(entries, next: page.next?.text, columns: columns)
}
