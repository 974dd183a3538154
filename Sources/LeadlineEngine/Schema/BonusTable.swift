import LeadlineDomain
package import LeadlineStore

extension Recipe.Source: RecordField {
    // Numbers are on disk: never reuse one, never renumber.
    private static let termsKind: UInt8 = 1
    private static let overrideKind: UInt8 = 2
    private static let givenKind: UInt8 = 3
    private static let givenRateKind: UInt8 = 4

    package func encode(into writer: inout RecordWriter) {
        switch self {
        case .terms(let terms):
            writer.write(Self.termsKind)
            writer.write(terms)
        case .override(let terms, let level):
            writer.write(Self.overrideKind)
            writer.write(terms)
            writer.write(level)
        case .given(let minor):
            writer.write(Self.givenKind)
            writer.write(minor)
        case .givenRate(let rate):
            writer.write(Self.givenRateKind)
            writer.write(rate)
        }
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        switch try reader.read(UInt8.self) {
        case Self.termsKind: self = .terms(try reader.read())
        case Self.overrideKind: self = .override(try reader.read(), level: try reader.read())
        case Self.givenKind: self = .given(try reader.read())
        case Self.givenRateKind: self = .givenRate(try reader.read())
        default: throw .invalid
        }
    }
}

extension Recipe: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(source)
        writer.write(boost)
        writer.write(isLater)
        writer.write(share)
        writer.write(room)
        writer.write(parts)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(try reader.read())
        boost = try reader.read()
        isLater = try reader.read()
        share = try reader.read()
        room = try reader.read()
        parts = try reader.read()
    }
}

extension Bonus {
    /// What older versions took for made by a dispute.
    fileprivate var seemsFromDispute: Bool {
        if case .given? = recipe?.source { parent != nil } else { false }
    }
}

extension Bonus: StoredRecord {
    // 2: what was forgiven. 3: whether a dispute made it.
    package static var recordVersion: UInt8 { 3 }

    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(type)
        writer.write(earner)
        writer.write(sale)
        writer.write(invoice)
        writer.write(lead)
        writer.write(currency)
        writer.write(earned)
        writer.write(created)
        writer.write(version)
        writer.write(state)
        writer.write(heldFrom)
        writer.write(recipe)
        writer.write(basis)
        writer.write(amount)
        writer.write(clawed)
        writer.write(recovering)
        writer.write(recovered)
        writer.write(rule)
        writer.write(hold)
        writer.write(due)
        writer.write(parent)
        writer.write(completer)
        writer.write(approver)
        writer.write(approved)
        writer.write(payout)
        writer.write(reason)
        writer.write(updated)
        writer.write(forgiven)
        writer.write(isFromDispute)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            id: try reader.read(), type: try reader.read(), earner: try reader.read(),
            sale: try reader.read(), invoice: try reader.read(), lead: try reader.read(),
            currency: try reader.read(), earned: try reader.read(), created: try reader.read())
        version = try reader.read()
        state = try reader.read()
        heldFrom = try reader.read()
        recipe = try reader.read()
        basis = try reader.read()
        amount = try reader.read()
        clawed = try reader.read()
        recovering = try reader.read()
        recovered = try reader.read()
        rule = try reader.read()
        hold = try reader.read()
        due = try reader.read()
        parent = try reader.read()
        completer = try reader.read()
        approver = try reader.read()
        approved = try reader.read()
        payout = try reader.read()
        reason = try reader.read()
        updated = try reader.read()
        if reader.version >= 2 { forgiven = try reader.read() }
        isFromDispute = reader.version >= 3 ? try reader.read() : seemsFromDispute
        guard (state == .held) == (heldFrom != nil), areAmountsPlain else { throw .invalid }
    }

    /// Whether what is left of its amounts can be reckoned: damaged ones would be too large for it.
    private var areAmountsPlain: Bool {
        [amount ?? 0, clawed, recovering, recovered, forgiven].allSatisfy {
            (-Self.storedMax...Self.storedMax).contains($0)
        }
    }

    /// A thousand times what an amount may be, and five of them are no overflow.
    private static var storedMax: Int64 { .max / 8 }
}

struct BonusTable: ~Copyable, Sendable {
    private(set) var table = Table<Bonus>(tag: Tag.bonus, name: "bonus", sequence: IDSequence.bonus)
    /// Per sale, in the order of its invoices.
    let bySale: Index<Bonus, SaleID, UInt16>
    let byLead: Index<Bonus, LeadID, Nothing>
    let byEarner: Index<Bonus, KeyText, Nothing>
    let byState: Index<Bonus, BonusState, Nothing>
    /// Per earner and currency what is due, by when.
    let payable: Index<Bonus, Pair<KeyText, KeyText>, Int64>
    /// Per earner and currency what left a debt, the oldest first.
    let indebted: Index<Bonus, Pair<KeyText, KeyText>, Nothing>
    let byPayout: Index<Bonus, UInt64, Nothing>
    /// Per earner what can be stopped: what is stopped leaves it.
    let stoppable: Index<Bonus, KeyText, Nothing>
    /// What is approved and becomes due by itself.
    let due: Index<Bonus, Nothing, Int64>
    /// The same per earner and currency.
    let next: Index<Bonus, Pair<KeyText, KeyText>, Int64>
    /// What is due and not paid, per earner, currency and month, a slot for each day that it became
    /// due on.
    let unpaid: Series<Bonus, UnpaidKey>

    init() {
        bySale = table.index(tag: Tag.bonusBySale) { bonus, emit in
            if let sale = bonus.sale { emit(sale, bonus.invoice) }
        }
        byLead = table.index(tag: Tag.bonusByLead) { bonus, emit in
            if let lead = bonus.lead { emit(lead, Nothing()) }
        }
        byEarner = table.index(tag: Tag.bonusByEarner) { bonus, emit in
            if let earner = bonus.earner { emit(KeyText(earner.text.bytes), Nothing()) }
        }
        byState = table.index(tag: Tag.bonusByState) { bonus, emit in
            emit(bonus.state, Nothing())
        }
        payable = table.index(tag: Tag.bonusPayable) { bonus, emit in
            guard bonus.state == .due, let due = bonus.due, let place = bonus.account else {
                return
            }
            emit(place, due.milliseconds)
        }
        indebted = table.index(tag: Tag.bonusIndebted) { bonus, emit in
            guard bonus.openDebt > 0, let place = bonus.account else { return }
            emit(place, Nothing())
        }
        byPayout = table.index(tag: Tag.bonusByPayout) { bonus, emit in
            if let payout = bonus.payout { emit(payout.raw, Nothing()) }
        }
        stoppable = table.index(tag: Tag.bonusStoppable) { bonus, emit in
            guard bonus.isStoppable, let earner = bonus.earner else { return }
            emit(KeyText(earner.text.bytes), Nothing())
        }
        due = table.deadlines(tag: Tag.bonusDue) { $0.pendingDue }
        next = table.index(tag: Tag.bonusNext) { bonus, emit in
            guard let due = bonus.pendingDue, let place = bonus.account else { return }
            emit(place, due.milliseconds)
        }
        unpaid = table.series(tag: Tag.bonusUnpaid) { bonus, emit in
            guard bonus.state == .due, let due = bonus.due, let earner = bonus.earner else {
                return
            }
            let (month, day) = due.monthAndDay
            let account = StandingID(payee: earner, currency: bonus.currency)
            emit(
                UnpaidKey(account: account, month: month),
                SeriesPoint(slot: day, first: bonus.amount ?? 0))
        }
    }
}

extension Bonus {
    /// Whose account it stands in; nil without an earner.
    fileprivate var account: Pair<KeyText, KeyText>? {
        earner.map { Pair(KeyText($0.text.bytes), KeyText(currency.text.bytes)) }
    }

    /// When it becomes due by itself; nil where it does not.
    fileprivate var pendingDue: Timestamp? { state == .approved ? due : nil }
}

/// An account and a month, counted from the year 0.
struct UnpaidKey: KeyPart, Hashable {
    let account: StandingID
    let month: UInt32

    func append(to key: inout [UInt8]) {
        account.append(to: &key)
        month.append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> UnpaidKey? {
        guard let account = StandingID.read(&key), let month = UInt32.read(&key) else {
            return nil
        }
        return UnpaidKey(account: account, month: month)
    }

    /// The month's first day, since 1970.
    var firstDay: Int64? {
        CivilDate(year: Int(month / 12), month: Int(month % 12) + 1, day: 1)?.daysSinceEpoch
    }
}

/// What of a cap was used in a period.
struct CapUse: StoredRecord {
    static var recordVersion: UInt8 { 1 }
    let id: CapUseID
    /// In minor units.
    var used: Int64

    init(id: CapUseID, used: Int64) {
        self.id = id
        self.used = used
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(id.whose)
        writer.write(id.period)
        writer.write(used)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        id = CapUseID(whose: try reader.read(), period: try reader.read())
        used = try reader.read()
    }
}

/// Whose cap it is, by which terms, and the period's number.
struct CapUseID: KeyPart, Hashable {
    let whose: Text
    let period: UInt32

    init(whose: Text, period: UInt32) {
        self.whose = whose
        self.period = period
    }

    /// The use of some terms' cap by an earner in the period of a day; nil without a cap.
    init?(_ terms: Terms, _ earner: Payee, on date: CivilDate) {
        guard let cap = terms.cap else { return nil }
        let id = terms.id
        let whose = "\(earner.text)/\(id.scope)/\(id.type)/\(id.recipient)/\(id.products)"
        self.init(
            whose: Text("\(whose)/\(cap.period.word)"), period: cap.period.number(of: date))
    }

    func append(to key: inout [UInt8]) {
        KeyText(whose.bytes).append(to: &key)
        period.append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> CapUseID? {
        guard let whose = KeyText.read(&key), let period = UInt32.read(&key) else { return nil }
        return CapUseID(whose: Text(whose.bytes), period: period)
    }
}

struct CapUseTable: ~Copyable, Sendable {
    private(set) var table = Table<CapUse>(tag: Tag.capUse, name: "cap use")
}
