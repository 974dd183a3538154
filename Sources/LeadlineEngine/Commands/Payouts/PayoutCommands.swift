import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// Money on its way: made by one, approved by another, sent once.
    static let payout: [Command] = [
        .scan(
            "PAYOUT.PREVIEW", "Shows what a run would pay out; changes nothing.", group: .money,
            by: .purseReaders, reach: .house, PayoutForm.preview, run: payoutPreview),
        .write(
            "PAYOUT.RUN", "Makes payouts of all that is due, less debts; employees have payroll.",
            group: .money, by: .purse, reach: .house, kind: .create,
            events: [.payoutCreated, .bonusReserved, .bonusSetOff], inBlock: .refused,
            PayoutForm.form, run: payoutRun),
        .write(
            "PAYOUT.APPROVE", "Approves payouts that somebody else has run.", group: .money,
            by: .treasury, reach: .house, kind: .update, events: [.payoutApproved],
            RequiredWords<Plain<PayoutID>>("payout"), run: payoutApprove),
        .write(
            "PAYOUT.SEND", "Notes that an approved payout was given to the bank or processor.",
            group: .money, by: .purse, reach: .house, kind: .update, events: [.payoutSent],
            Positional<Plain<PayoutID>>("payout"),
            RequiredKeyword<Choice<TaxRule.Method>>("METHOD"), Keyword<ExternalRef>("REF"),
            run: payoutSend),
        .write(
            "PAYOUT.PAID", "Notes that a payout has arrived.", group: .money, by: .purse,
            reach: .house, kind: .update, events: [.payoutPaid, .bonusPaid, .bonusSetOff],
            Positional<Plain<PayoutID>>("payout"), Keyword<ExternalRef>("REF"), run: payoutPaid),
        .write(
            "PAYOUT.FAIL", "Notes that a payout failed; its money is due again.", group: .money,
            by: .purse, reach: .house, kind: .update,
            events: [.payoutFailed, .bonusDue, .bonusSetOff],
            Positional<Plain<PayoutID>>("payout"), RequiredKeyword<Phrase>("REASON"),
            run: payoutFail),
        .write(
            "PAYOUT.UNKNOWN", "Notes that nobody knows what became of a payout.", group: .money,
            by: .purse, reach: .house, kind: .update, events: [.payoutUnknown],
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
    reader: inout Reader, form: PayoutForm
) throws(Rejection) -> RecordPage<PayoutDraft, PayoutPreviewColumns> {
    let until = try form.cutOff(now: reader.now, zone: reader.settings.zone) ?? reader.now
    var drafts: [PayoutDraft] = []
    let accounts = reader.view.accounts(after: nil, limit: EngineLimits.scanRowsMax)
    for account in accounts where form.currency == nil || account.currency == form.currency {
        guard drafts.count < EngineLimits.pageRowsMax else { break }
        if let draft = reader.view.payoutDraft(of: account, until: until, minimum: nil) {
            drafts.append(draft)
        }
    }
    return RecordPage(drafts)
}

/// Works in steps: it is executed again, in further commits, until all earners were looked at.
private func payoutRun(
    tx: inout Transaction, form: PayoutForm
) throws(Rejection) -> PayoutRunMap {
    let until = try form.cutOff(now: tx.now, zone: tx.settings.zone)
    let minimum = try form.least(form.currency ?? tx.settings.currency)
    let run: PayoutRun
    if let open = tx.openRun() {
        guard
            open.asks(
                until: until, currency: form.currency, minimum: minimum, runner: tx.caller.name)
        else { throw Rejection(.conflict, "run \(open.number) is under way") }
        run = open
    } else {
        run = PayoutRun(
            number: tx.changes.next(IDSequence.payoutRun), until: until ?? tx.now,
            currency: form.currency, minimum: minimum, runner: tx.caller.name, resumes: tx.now)
    }
    let after = try tx.step(run)
    tx.isUnfinished = after.resumes != nil
    return PayoutRunMap(run: after)
}

// MARK: - Moving

private func payoutApprove(
    tx: inout Transaction, ids: [Plain<PayoutID>]
) throws(Rejection) -> PayoutBatch {
    guard ids.count > 1 else {
        guard let only = ids.first else { throw .syntax("argument 'payout' is missing") }
        let old = try tx.changes.view.payout(only.id)
        try tx.checkVersion(old.version, of: old.id.text)
        return .version(try tx.approve(old).version)
    }
    guard tx.expectedVersion == nil else { throw .syntax("IF is for one payout") }
    guard ids.count <= BonusBatch.idsMax else {
        throw Rejection(.limit, "payout: at most \(BonusBatch.idsMax)", field: "payout")
    }
    var results: [PayoutResult] = []
    for id in ids {
        do throws(Rejection) {
            let done = try tx.approve(try tx.changes.view.payout(id.id))
            results.append(PayoutResult(id: id.id, result: done.state.text))
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
    try tx.move(id.id, from: [.approved], to: .sent, .payoutSent) { payout in
        payout.method = method.value
        payout.ref = ref?.text.orNil
    }
}

private func payoutPaid(
    tx: inout Transaction, id: Plain<PayoutID>, ref: ExternalRef?
) throws(Rejection) -> NewVersion {
    try tx.move(id.id, from: [.sent, .unknown], to: .paid, .payoutPaid, settling: .paid) {
        if let ref = ref?.text.orNil { $0.ref = ref }
    }
}

private func payoutFail(
    tx: inout Transaction, id: Plain<PayoutID>, reason: Phrase
) throws(Rejection) -> NewVersion {
    try tx.move(
        id.id, from: [.reserved, .approved, .sent, .unknown], to: .failed, .payoutFailed,
        settling: .due
    ) { $0.reason = reason.text }
}

private func payoutUnknown(
    tx: inout Transaction, id: Plain<PayoutID>
) throws(Rejection) -> NewVersion {
    try tx.move(id.id, from: [.sent], to: .unknown, .payoutUnknown)
}

extension Transaction {
    fileprivate mutating func approve(_ old: Payout) throws(Rejection) -> Payout {
        guard old.state == .reserved else { throw old.badState([.reserved]) }
        try requireFourEyes(besides: old.runner)
        var payout = old
        payout.state = .approved
        payout.approver = caller.name
        return try update(old, to: payout, .payoutApproved)
    }

    /// Moves a payout on, with its bonuses where it has come to an end.
    fileprivate mutating func move(
        _ id: PayoutID, from states: [PayoutState], to state: PayoutState, _ type: EventType,
        settling bonuses: BonusState? = nil, _ change: (inout Payout) -> Void = { _ in }
    ) throws(Rejection) -> NewVersion {
        let old = try changes.view.payout(id)
        try checkVersion(old.version, of: old.id.text)
        guard states.contains(old.state) else { throw old.badState(states) }
        var payout = old
        payout.state = state
        change(&payout)
        let version = try update(old, to: payout, type).version
        if let bonuses { try settle(payout, as: bonuses) }
        return NewVersion(version)
    }
}

extension Payout {
    /// What to answer where the payout's state does not allow it.
    fileprivate func badState(_ states: [PayoutState]) -> Rejection {
        let words = states.map { "\($0.word)" }.joined(separator: " or ")
        return Rejection(.badState, "payout is \(state.word), not \(words)")
    }
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
    var earner: Payee?
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
    let listing = Listing<Payout, PayoutID>(limit: limit, after: start) { $0.id }
    let page = listing.page(&reader.view) { view, place, count in
        let behind = place.map { (Nothing(), $0) }
        if let earner = filter.earner {
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
