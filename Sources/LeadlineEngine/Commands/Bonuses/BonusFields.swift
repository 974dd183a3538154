import LeadlineDomain

/// A bonus as somebody sees it.
struct BonusEntry: Sendable {
    let bonus: Bonus
    /// Whether what tells of others is left out.
    let isForOutsider: Bool

    init(_ bonus: Bonus, forOutsider isForOutsider: Bool = false) {
        self.bonus = bonus
        self.isForOutsider = isForOutsider
    }

    /// What of it is of the house or of the one below: hidden from outside.
    fileprivate func inside(_ value: FieldValue) -> FieldValue { isForOutsider ? .null : value }

    /// What tells of the sale: hidden from who only stands above its earner.
    fileprivate func ofSale(_ value: FieldValue) -> FieldValue {
        guard case .override? = bonus.recipe?.source else { return value }
        return inside(value)
    }
}

/// The documented fields of a bonus, in the order of BONUS.GET.
enum BonusFields {
    static let table = FieldTable<BonusEntry>([
        EntityField("id") { .id($0.bonus.id) },
        EntityField("version") { .integer(Int64($0.bonus.version)) },
        EntityField("state") { .word(StaticWord($0.bonus.state.word)) },
        EntityField("type") { .word(StaticWord($0.bonus.type.word)) },
        EntityField("earner") { .optional($0.bonus.earner?.text) },
        EntityField("sale") { $0.ofSale(.optional($0.bonus.sale)) },
        EntityField("lead") { $0.ofSale(.optional($0.bonus.lead)) },
        EntityField("currency") { .text($0.bonus.currency.text) },
        EntityField("basis") { $0.ofSale($0.bonus.money($0.bonus.basis)) },
        EntityField("rate") { .optional($0.bonus.recipe?.rate?.text) },
        EntityField("amount") { $0.bonus.money($0.bonus.amount) },
        EntityField("due_event") { .optional($0.bonus.rule?.text) },
        EntityField("due") { .optional($0.bonus.due) },
        EntityField("parent") { $0.inside(.optional($0.bonus.parent)) },
        EntityField("completed_by") { $0.inside(.optional($0.bonus.completer)) },
        EntityField("approved_by") { $0.inside(.optional($0.bonus.approver)) },
        EntityField("payout") { .optional($0.bonus.payout) },
        EntityField("reason") { $0.inside(.optional($0.bonus.reason)) },
        EntityField("created") { .time($0.bonus.created) },
        EntityField("updated") { .time($0.bonus.updated) },
    ])

    /// What events keep: the reason under a name that nobody outside the house is shown, and what a
    /// refund of something paid made a debt.
    static let event = FieldTable<BonusEntry>(
        table.fields.filter { "\($0.name)" != "reason" } + [
            EntityField("remark") { .optional($0.bonus.reason) },
            EntityField("debt") { entry in
                entry.bonus.clawed == 0 ? .null : entry.bonus.money(entry.bonus.clawed)
            },
        ])
}

/// A bonus as a map of all its fields.
struct BonusMap: MappedRecord {
    static let fields = BonusFields.table
    let entity: BonusEntry
}

/// The columns of BONUS.LIST.
enum BonusColumns: PageColumns {
    static let standard = BonusFields.table.columns([
        "id", "state", "type", "earner", "sale", "lead", "currency", "amount", "due_event",
        "due", "created",
    ])
}

/// The columns of what SALE.APPROVE has made.
enum MadeBonusColumns: PageColumns {
    static let standard = BonusFields.table.columns(["id", "type", "earner", "amount", "state"])
}

/// The columns of the parts that BONUS.SPLIT has made.
enum BonusPartColumns: PageColumns {
    static let standard = BonusFields.table.columns(["id", "amount", "due_event"])
}

extension Bonus {
    /// How events name this bonus.
    var subject: EventSubject {
        EventSubject(
            name: id.text, version: version, audience: earner.map { [Outsider($0)] } ?? [])
    }

    /// An amount of it, ready to be shown.
    func money(_ minor: Int64?) -> FieldValue {
        minor.map { .amount(Money(minor: $0, currency: currency)) } ?? .null
    }
}

extension Recipe {
    /// The rate that decides, boosts included; nil of what is no single rate.
    var rate: Rate? {
        switch source {
        case .givenRate(let rate): return rate
        case .override(let terms, let level):
            guard let overrides = terms.overrides, level >= 1, level <= overrides.rates.count
            else { return nil }
            return overrides.rates[Int(level) - 1]
        case .terms(let terms):
            if isLater, let later = terms.later { return later.boosted(by: boost) }
            guard case .rate(let rate) = terms.reward else { return nil }
            return rate.boosted(by: boost)
        case .given: return nil
        }
    }
}

extension EventType {
    static let bonusCreated = EventType("bonus.created")
    static let bonusUpdated = EventType("bonus.updated")
    static let bonusCompleted = EventType("bonus.completed")
    static let bonusApproved = EventType("bonus.approved")
    static let bonusReturned = EventType("bonus.returned")
    static let bonusHeld = EventType("bonus.held")
    static let bonusUnheld = EventType("bonus.unheld")
    static let bonusSplit = EventType("bonus.split", fields: ["parts"])
    static let bonusAdjusted = EventType("bonus.adjusted", fields: ["adjustment"])
    static let bonusVoided = EventType("bonus.voided")
    static let bonusDue = EventType("bonus.due")
    static let bonusRescheduled = EventType("bonus.rescheduled")
    static let bonusReduced = EventType("bonus.reduced", fields: ["debt"])
}
