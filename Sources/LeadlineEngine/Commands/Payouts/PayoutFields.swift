import LeadlineDomain
import LeadlineStore

/// A payout with its lines, where they are shown.
struct PayoutEntry: Sendable {
    let payout: Payout
    let lines: [Text]

    init(_ payout: Payout, lines: [Text] = []) {
        self.payout = payout
        self.lines = lines
    }
}

/// The documented fields of a payout, in the order of PAYOUT.GET.
enum PayoutFields {
    static let table = FieldTable<PayoutEntry>([
        EntityField("id") { .id($0.payout.id) },
        EntityField("version") { .integer(Int64($0.payout.version)) },
        EntityField("state") { .word(StaticWord($0.payout.state.word)) },
        EntityField("run") { .integer(Int64(clamping: $0.payout.run)) },
        EntityField("payroll") { .optional($0.payout.payroll) },
        EntityField("earner") { .id($0.payout.earner.text) },
        EntityField("currency") { .text($0.payout.currency.text) },
        EntityField("amount") { entry in
            .amount(Money(minor: entry.payout.amount, currency: entry.payout.currency))
        },
        EntityField("withheld") { entry in
            .amount(Money(minor: entry.payout.withheld, currency: entry.payout.currency))
        },
        EntityField("bonuses") { .integer(Int64($0.payout.bonuses)) },
        EntityField("lines") { .texts($0.lines) },
        EntityField("run_by") { .text($0.payout.runner) },
        EntityField("approved_by") { .optional($0.payout.approver) },
        EntityField("method") { $0.payout.method.map { .word(StaticWord($0.word)) } ?? .null },
        EntityField("ref") { .optional($0.payout.ref) },
        EntityField("reason") { .optional($0.payout.reason) },
        EntityField("created") { .time($0.payout.created) },
        EntityField("updated") { .time($0.payout.updated) },
    ])
}

/// A payout as a map of all its fields.
struct PayoutMap: MappedRecord {
    static let fields = PayoutFields.table
    let entity: PayoutEntry
}

/// The columns of PAYOUT.LIST.
enum PayoutColumns: PageColumns {
    static let standard = PayoutFields.table.columns([
        "id", "state", "run", "earner", "currency", "amount", "bonuses", "method", "ref",
        "created",
    ])
}

/// The columns of PAYOUT.PREVIEW.
enum PayoutPreviewColumns: PageColumns {
    static let standard: [EntityField<PayoutDraft>] = [
        EntityField("earner") { .id($0.earner.text) },
        EntityField("currency") { .text($0.currency.text) },
        EntityField("due") { .amount(Money(minor: $0.due, currency: $0.currency)) },
        EntityField("setoff") { .amount(Money(minor: $0.setOff, currency: $0.currency)) },
        EntityField("withheld") { .amount(Money(minor: $0.withheld, currency: $0.currency)) },
        EntityField("amount") { .amount(Money(minor: $0.amount, currency: $0.currency)) },
        EntityField("bonuses") { .integer(Int64($0.bonuses.count)) },
    ]
}

extension Payout {
    /// How events name this payout.
    var subject: EventSubject { EventSubject(name: id.text, version: version) }
}

extension View {
    /// The payout with its lines: the bonuses that are in it, and what is set off and withheld,
    /// below 0.
    mutating func entry(_ payout: Payout) -> PayoutEntry {
        var lines: [Text] = []
        let found = ids(Schema.bonuses.byPayout, payout.id.raw, limit: Payout.bonusesMax)
        for entry in found {
            let amount = get(Schema.bonuses.table, entry.id)?.amount ?? 0
            lines.append(Text("\(entry.id) \(Amount.text(amount, in: payout.currency))"))
        }
        for setOff in payout.setOffs {
            lines.append(
                Text("\(setOff.bonus) \(Amount.text(-setOff.amount, in: payout.currency)) debt"))
        }
        if payout.withheld > 0 {
            lines.append(
                Text("tax \(Amount.text(-payout.withheld, in: payout.currency)) withheld"))
        }
        return PayoutEntry(payout, lines: lines)
    }

    /// The payout with that id; payouts are the house's.
    mutating func payout(_ id: PayoutID) throws(Rejection) -> Payout {
        if let payout = get(Schema.payouts.table, id) { return payout }
        guard get(Schema.payrolls.table, id) == nil else {
            throw Rejection(.notFound, "no payout '\(id)': it is a payroll; use PAYROLL.GET")
        }
        throw absent(PayoutID.noun, "\(id)")
    }
}

extension EventType {
    static let payoutCreated = EventType("payout.created")
    static let payoutApproved = EventType("payout.approved")
    static let payoutSent = EventType("payout.sent")
    static let payoutPaid = EventType("payout.paid")
    static let payoutFailed = EventType("payout.failed")
    static let payoutUnknown = EventType("payout.unknown")
    static let bonusReserved = EventType("bonus.reserved")
    static let bonusPaid = EventType("bonus.paid")
    static let bonusSetOff = EventType("bonus.setoff", fields: ["setoff", "recovered"])
}
