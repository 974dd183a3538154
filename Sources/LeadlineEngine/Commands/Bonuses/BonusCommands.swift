import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// What somebody earns, from the draft to the day it is due.
    static let bonus: [Command] = [
        .write(
            "BONUS.NEW", "Makes a draft bonus by hand.", group: .money, by: .treasury,
            reach: .house, kind: .create, events: [.bonusCreated],
            RequiredKeyword<BonusKind>("TYPE"), RequiredKeyword<PayeeReference>("EARNER"),
            Keyword<SaleReference>("SALE"), BonusForm.new, run: bonusNew),
        .write(
            "BONUS.SET", "Changes a draft bonus.", group: .money, by: .treasury, reach: .house,
            kind: .update, events: [.bonusUpdated], Positional<Plain<BonusID>>("bonus"),
            BonusForm.set, run: bonusSet),
        .write(
            "BONUS.COMPLETE", "Declares drafts complete: ready for somebody else's approval.",
            group: .money, by: .treasury, reach: .house, kind: .update,
            events: [.bonusCompleted], RequiredWords<Plain<BonusID>>("bonus"),
            run: bonusComplete),
        .write(
            "BONUS.APPROVE", "Approves bonuses that somebody else has completed.",
            group: .money, by: .treasury, reach: .house, kind: .update,
            events: [.bonusApproved], RequiredWords<Plain<BonusID>>("bonus"), run: bonusApprove),
        .write(
            "BONUS.RETURN", "Gives a bonus back to be changed instead of approving it.",
            group: .money, by: .treasury, reach: .house, kind: .update,
            events: [.bonusReturned], Positional<Plain<BonusID>>("bonus"),
            RequiredKeyword<Phrase>("REASON"), run: bonusReturn),
        .write(
            "BONUS.HOLD", "Stops a bonus that was not paid.", group: .money, by: .treasury,
            reach: .house, kind: .update, events: [.bonusHeld],
            Positional<Plain<BonusID>>("bonus"), RequiredKeyword<Phrase>("REASON"),
            run: bonusHold),
        .write(
            "BONUS.UNHOLD", "Lets a bonus go on where it was stopped.", group: .money,
            by: .treasury, reach: .house, kind: .update, events: [.bonusUnheld],
            Positional<Plain<BonusID>>("bonus"), RequiredKeyword<Phrase>("REASON"),
            run: bonusUnhold),
        .write(
            "BONUS.SPLIT", "Puts parts in the place of a bonus; not a cent is lost.",
            group: .money, by: .treasury, reach: .house, kind: .update,
            events: [.bonusSplit, .bonusCreated], Positional<Plain<BonusID>>("bonus"),
            Positional<Text>("parts"), run: bonusSplit),
        .write(
            "BONUS.ADJUST", "Changes an amount: of a draft, or by a new bonus beside one.",
            group: .money, by: .treasury, reach: .house, kind: .update,
            events: [.bonusUpdated, .bonusAdjusted, .bonusCreated],
            Positional<Plain<BonusID>>("bonus"), RequiredKeyword<SignedAmountText>("AMOUNT"),
            RequiredKeyword<Phrase>("REASON"), run: bonusAdjust),
        .write(
            "BONUS.VOID", "Takes a bonus back that was not paid.", group: .money, by: .treasury,
            reach: .house, kind: .update, events: [.bonusVoided],
            Positional<Plain<BonusID>>("bonus"), RequiredKeyword<Phrase>("REASON"),
            run: bonusVoid),
        .row(
            "BONUS.GET", "Answers everything kept on a bonus.", group: .money, by: .earners,
            reach: .record("bonus"), Positional<Plain<BonusID>>("bonus"), run: bonusGet),
        .scan(
            "BONUS.LIST", "Lists bonuses, the newest first; outsiders their own.",
            group: .money, by: .earners, reach: .earnings, BonusFilter.form,
            Keyword<PageLimit>("LIMIT"), Keyword<Plain<BonusID>>("AFTER"),
            Keyword<WordList>("COLUMNS"), run: bonusList),
    ]
}

/// The keywords of BONUS.NEW and BONUS.SET as they were given.
struct BonusForm: Sendable {
    var earner: PayeeReference?
    var amount: AmountText?
    var rate: Rate?
    var due: DueRule?
    var reason: Phrase?
    /// Whether any keyword was given at all.
    var hasValues = false

    private static let common: [Form<BonusForm>.Field] = [
        .one("AMOUNT", \.amount), .one("RATE", \.rate), .one("DUE", \.due),
        .one("REASON", \.reason, isSensitive: true),
    ]
    static let new = Form(BonusForm(), common)
    static let set = Form(
        BonusForm(), [.one("EARNER", \.earner)] + common, given: \.hasValues)

    /// How the amount that was given comes about; nil when none was.
    func recipe(
        _ currency: Currency, hasSale: Bool
    ) throws(Rejection) -> Recipe? {
        guard amount == nil || rate == nil else {
            throw .syntax("AMOUNT and RATE exclude each other")
        }
        if let amount {
            return Recipe(
                .given(
                    try checking("amount") { () throws(ValueFault) in
                        try Amount.parse(amount.text.bytes, in: currency)
                    }))
        }
        guard let rate else { return nil }
        guard hasSale else { throw .invalid("rate", "a rate needs a SALE that it is of") }
        return Recipe(.givenRate(rate))
    }
}

// MARK: - Drafts

private func bonusNew(
    tx: inout Transaction, type: BonusKind, payee: PayeeReference, reference: SaleReference?,
    form: BonusForm
) throws(Rejection) -> Identified<BonusID> {
    let earner = try tx.changes.view.payee(payee, tx.caller.wall)
    let sale = try reference.map { name throws(Rejection) in try tx.changes.view.sale(name) }
    if let sale, sale.state == .refunded || sale.state == .cancelled {
        throw sale.badState("paid for", from: "new or approved")
    }
    let currency = sale?.currency ?? tx.changes.view.currency(of: earner, tx.settings)
    guard let recipe = try form.recipe(currency, hasSale: sale != nil) else {
        throw .invalid("amount", "BONUS.NEW requires AMOUNT or RATE")
    }
    let day = sale?.invoices.first?.date ?? tx.today
    var bonus = Bonus(
        id: BonusID(raw: tx.changes.next(IDSequence.bonus)), type: type.type, earner: earner,
        sale: sale?.id, invoice: 0, lead: sale?.lead, currency: currency,
        earned: tx.settings.zone.start(of: day), created: tx.now)
    bonus.recipe = recipe
    bonus.basis = recipe.basis(beside: sale?.invoices.first?.net)
    bonus.amount = recipe.reckon(bonus.reckonedOn, in: currency).amount
    bonus.rule = form.due ?? .standard
    bonus.reason = form.reason?.text
    try tx.make(bonus)
    return Identified(id: bonus.id)
}

private func bonusSet(
    tx: inout Transaction, id: Plain<BonusID>, form: BonusForm
) throws(Rejection) -> NewVersion {
    let old = try tx.bonus(id.id)
    try tx.checkVersion(old.version, of: old.id.text)
    guard form.hasValues else { throw .syntax("nothing to set for BONUS.SET") }
    guard old.state == .draft else { throw old.badState("changed", [.draft]) }
    var bonus = old
    if let earner = form.earner {
        bonus.earner = try tx.changes.view.payee(earner, tx.caller.wall)
        var rooms: [CappedAward: Int64] = [:]
        if bonus.earner != old.earner { tx.capAnew(&bonus, &rooms) }
    }
    if let recipe = try form.recipe(old.currency, hasSale: old.sale != nil) {
        bonus.recipe = recipe
        bonus.amount = recipe.reckon(bonus.reckonedOn, in: old.currency).amount
    }
    if let due = form.due { bonus.rule = due }
    if let reason = form.reason { bonus.reason = reason.text }
    guard bonus != old else { return NewVersion(old.version) }
    let version = try tx.keep(bonus, from: old, .bonusUpdated).version
    if bonus.earner != old.earner, bonus.recipe?.room != old.recipe?.room {
        try tx.followCap(of: bonus, reason: form.reason?.text)
    }
    return NewVersion(version)
}

private func bonusSplit(
    tx: inout Transaction, id: Plain<BonusID>, text: Text
) throws(Rejection) -> RecordPage<BonusEntry, BonusPartColumns> {
    let old = try tx.bonus(id.id)
    try tx.checkVersion(old.version, of: old.id.text)
    try old.requireMove(.split, "split")
    guard let amount = old.amount, let recipe = old.recipe else {
        throw .invalid("amount", "\(old.id) has no amount to split")
    }
    guard recipe.parts.count < Recipe.partsMax else {
        throw Rejection(.limit, "parts: at most \(Recipe.partsMax) splits", field: "parts")
    }
    let plan = try checking("parts") { () throws(ValueFault) in
        try PartPlan.parse(text.bytes, of: amount, in: old.currency)
    }
    var void = old
    void.state = .void
    void.reason = Bonus.splitReason
    var parts: [BonusEntry] = []
    for (index, part) in plan.parts.enumerated() {
        var bonus = Bonus(
            id: BonusID(raw: tx.changes.next(IDSequence.bonus)), type: old.type,
            earner: old.earner, sale: old.sale, invoice: old.invoice, lead: old.lead,
            currency: old.currency, earned: old.earned, created: tx.now)
        bonus.recipe = recipe
        if let portion = Portion(weights: plan.weights, index: index) {
            bonus.recipe?.parts.append(portion)
        }
        bonus.basis = old.basis
        bonus.amount = bonus.recipe?.reckon(bonus.reckonedOn, in: old.currency).amount
        bonus.rule = part.due ?? old.rule
        bonus.hold = old.hold
        bonus.parent = old.id
        parts.append(BonusEntry(bonus))
    }
    var extra = EventData()
    extra.member("parts", .texts(parts.map(\.bonus.id.text)))
    try tx.keep(void, from: old, .bonusSplit, extra: extra)
    for part in parts { try tx.make(part.bonus) }
    return RecordPage(parts)
}

private func bonusAdjust(
    tx: inout Transaction, id: Plain<BonusID>, amount: SignedAmountText, reason: Phrase
) throws(Rejection) -> VersionOrID {
    let old = try tx.bonus(id.id)
    try tx.checkVersion(old.version, of: old.id.text)
    let change = try amount.minor(in: old.currency)
    if old.state == .draft {
        let sum = try (old.amount ?? 0).adding(change)
        guard sum >= 0, sum <= Amount.minorMax else {
            throw .invalid("amount", "\(Money(minor: sum, currency: old.currency).text) is left")
        }
        var bonus = old
        bonus.recipe = Recipe(.given(sum))
        bonus.amount = sum
        bonus.reason = reason.text
        return .version(try tx.keep(bonus, from: old, .bonusUpdated).version)
    }
    guard old.standing.isOwed else { throw old.badState("adjusted", [.draft, .approved, .due]) }
    var bonus = Bonus(
        id: BonusID(raw: tx.changes.next(IDSequence.bonus)), type: old.type, earner: old.earner,
        sale: old.sale, invoice: old.invoice, lead: old.lead, currency: old.currency,
        earned: tx.settings.zone.start(of: tx.today), created: tx.now)
    let recipe = Recipe(.given(change))
    bonus.recipe = recipe
    bonus.basis = recipe.basis(beside: old.basis)
    bonus.amount = change
    bonus.rule = .standard
    bonus.parent = old.id
    bonus.reason = reason.text
    var extra = EventData()
    extra.member("adjustment", .id(bonus.id))
    try tx.keep(old, from: old, .bonusAdjusted, extra: extra)
    try tx.make(bonus)
    return .id(bonus.id)
}

// MARK: - Approval

private func bonusComplete(
    tx: inout Transaction, ids: [Plain<BonusID>]
) throws(Rejection) -> BonusBatch {
    try tx.each(ids) { (tx: inout Transaction, old: Bonus) throws(Rejection) in
        try old.requireMove(.complete, "completed")
        guard old.earner != nil else { throw .invalid("earner", "COMPLETE requires EARNER") }
        guard old.amount != nil else { throw .invalid("amount", "COMPLETE requires AMOUNT") }
        guard old.rule != nil else { throw .invalid("due", "COMPLETE requires DUE") }
        if let earner = old.earner, tx.changes.view.lacksTaxForm(earner, tx.settings) {
            throw .invalid("form", "COMPLETE requires a tax form of \(earner.text): TAX.FORM")
        }
        var bonus = old
        bonus.state = .ready
        bonus.completer = tx.caller.name
        return try tx.keep(bonus, from: old, .bonusCompleted)
    }
}

private func bonusApprove(
    tx: inout Transaction, ids: [Plain<BonusID>]
) throws(Rejection) -> BonusBatch {
    try tx.each(ids) { (tx: inout Transaction, old: Bonus) throws(Rejection) in
        try old.requireMove(.approve, "approved")
        try tx.requireFourEyes(besides: old.completer)
        var bonus = old
        bonus.state = .approved
        bonus.approver = tx.caller.name
        bonus.approved = tx.now
        let sale = old.sale.flatMap { tx.changes.view.get(Schema.sales.table, $0) }
        bonus.due = tx.dueDate(of: bonus, sale)
        tx.settleDue(&bonus)
        return try tx.keep(tx.stopped(bonus), from: old, .bonusApproved)
    }
}

private func bonusReturn(
    tx: inout Transaction, id: Plain<BonusID>, reason: Phrase
) throws(Rejection) -> NewVersion {
    try tx.move(id.id, .giveBack, "returned", reason, .bonusReturned) { _, bonus in
        bonus.state = .draft
        bonus.completer = nil
    }
}

private func bonusHold(
    tx: inout Transaction, id: Plain<BonusID>, reason: Phrase
) throws(Rejection) -> NewVersion {
    try reason.requireOther(than: Bonus.disputeReason)
    return try tx.move(id.id, .hold, "held", reason, .bonusHeld) { _, bonus in
        bonus.heldFrom = bonus.state
        bonus.state = .held
    }
}

private func bonusUnhold(
    tx: inout Transaction, id: Plain<BonusID>, reason: Phrase
) throws(Rejection) -> NewVersion {
    let old = try tx.bonus(id.id)
    if old.state == .held, let stop = tx.stop(of: old) {
        throw Rejection(.badState, "\(old.id) is still \(stop): that has to end first")
    }
    return try tx.move(id.id, .unhold, "let go on", reason, .bonusUnheld) { tx, bonus in
        bonus.state = bonus.heldFrom ?? .draft
        bonus.heldFrom = nil
        tx.settleDue(&bonus)
    }
}

private func bonusVoid(
    tx: inout Transaction, id: Plain<BonusID>, reason: Phrase
) throws(Rejection) -> NewVersion {
    try reason.requireOther(than: Bonus.splitReason)
    let old = try tx.bonus(id.id)
    guard old.clawed == 0 else {
        throw Rejection(.badState, "\(old.id) was refunded and set off; adjust it instead")
    }
    return try tx.move(id.id, .void, "voided", reason, .bonusVoided) { _, bonus in
        bonus.state = .void
        bonus.heldFrom = nil
    }
}

extension Transaction {
    /// Makes a move that needs nothing but a reason.
    fileprivate mutating func move(
        _ id: BonusID, _ command: BonusMove.Command, _ deed: String, _ reason: Phrase,
        _ type: EventType, _ change: (borrowing Transaction, inout Bonus) -> Void
    ) throws(Rejection) -> NewVersion {
        let old = try bonus(id)
        try checkVersion(old.version, of: old.id.text)
        try old.requireMove(command, deed)
        var bonus = old
        change(self, &bonus)
        bonus.reason = reason.text
        return NewVersion(try keep(bonus, from: old, type).version)
    }

    /// Does the same with each bonus: of one the new version, of several how each went.
    fileprivate mutating func each(
        _ ids: [Plain<BonusID>],
        _ body: (inout Transaction, Bonus) throws(Rejection) -> Bonus
    ) throws(Rejection) -> BonusBatch {
        guard ids.count > 1, let first = ids.first else {
            guard let only = ids.first else { throw .syntax("argument 'bonus' is missing") }
            let old = try bonus(only.id)
            try checkVersion(old.version, of: old.id.text)
            return .version(try body(&self, old).version)
        }
        guard ids.count <= BonusBatch.idsMax else {
            throw Rejection(.limit, "bonus: at most \(BonusBatch.idsMax)", field: "bonus")
        }
        guard expectedVersion == nil else {
            throw .syntax("IF is for one bonus; \(first.id) is not the only one")
        }
        var results: [BonusResult] = []
        for id in ids {
            do throws(Rejection) {
                let done = try body(&self, try bonus(id.id))
                results.append(BonusResult(id: id.id, result: done.state.text))
            } catch {
                results.append(
                    BonusResult(id: id.id, result: Text("\(error.code.word) \(error.message)")))
            }
        }
        return .page(results)
    }
}

// MARK: - Reading

private func bonusGet(
    reader: inout Reader, id: Plain<BonusID>
) throws(Rejection) -> BonusMap {
    let wall = reader.caller.wall
    return BonusMap(entity: wall.shown(try reader.view.bonus(id.id, wall)))
}
