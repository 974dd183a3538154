import LeadlineDomain
import LeadlineStore

/// A sale with the bonuses that it has brought.
struct SaleEntry: Sendable {
    let sale: Sale
    let bonuses: [BonusID]

    init(_ sale: Sale, bonuses: [BonusID] = []) {
        self.sale = sale
        self.bonuses = bonuses
    }
}

/// The documented fields of a sale, in the order of SALE.GET.
enum SaleFields {
    static let table = FieldTable<SaleEntry>([
        EntityField("id") { .id($0.sale.id) },
        EntityField("version") { .integer(Int64($0.sale.version)) },
        EntityField("state") { .word(StaticWord($0.sale.state.word)) },
        EntityField("type") { .word(StaticWord($0.sale.type.word)) },
        EntityField("lead") { .id($0.sale.lead) },
        EntityField("currency") { .text($0.sale.currency.text) },
        EntityField("amount") { $0.sale.money($0.sale.amount) },
        EntityField("refunded") { $0.sale.money($0.sale.refunded) },
        EntityField("net") { $0.sale.money($0.sale.net) },
        EntityField("cost") { entry in entry.sale.cost.map { entry.sale.money($0) } ?? .null },
        EntityField("signed") { .optional($0.sale.signed?.text) },
        EntityField("approved_by") { .optional($0.sale.approver) },
        EntityField("ref") { .optional($0.sale.ref) },
        EntityField("bonuses") { .texts($0.bonuses.map(\.text)) },
        EntityField("created") { .time($0.sale.created) },
        EntityField("updated") { .time($0.sale.updated) },
    ])
}

/// A sale as a map of all its fields.
struct SaleMap: MappedRecord {
    static let fields = SaleFields.table
    let entity: SaleEntry
}

/// The columns of SALE.LIST.
enum SaleColumns: PageColumns {
    static let standard = SaleFields.table.columns([
        "id", "state", "type", "lead", "currency", "amount", "refunded", "net", "signed",
        "created",
    ])
}

extension Sale {
    /// How events name this sale.
    var subject: EventSubject { EventSubject(name: id.text, ref: ref, version: version) }

    fileprivate func money(_ minor: Int64) -> FieldValue {
        .amount(Money(minor: minor, currency: currency))
    }

    /// What to answer where the sale's state does not allow it.
    func badState(_ deed: String, from states: String) -> Rejection {
        let article = states.hasPrefix("a") ? "an" : "a"
        return Rejection(
            .badState, "sale is \(state.word); only \(article) \(states) one is \(deed)")
    }
}

extension Transaction {
    /// Writes a changed sale with its event.
    mutating func update(
        _ old: Sale, to changed: Sale, _ type: EventType, extra: EventData = EventData()
    ) throws(Rejection) -> NewVersion {
        guard old.version < .max else {
            throw Rejection(.limit, "\(old.id) has no version left")
        }
        var new = changed
        new.version = old.version + 1
        new.updated = now
        changes.put(Schema.sales.table, new)
        book(new)
        record(
            type, new.subject, SaleFields.table, from: SaleEntry(old), to: SaleEntry(new),
            extra: extra)
        return NewVersion(new.version)
    }

    /// The day it is for the house.
    var today: CivilDate { settings.zone.day(of: now) }

    /// The day that was given, for the house; a time is the day it lies in.
    func date(_ input: TimeInput?, _ field: String) throws(Rejection) -> CivilDate? {
        guard let input else { return nil }
        if case .date(let date) = input { return date }
        let (now, zone) = (now, settings.zone)
        let instant = try checking(field) { () throws(ValueFault) in
            try input.resolve(now: now, zone: zone, toward: .past, edge: .start)
        }
        return zone.day(of: instant)
    }

    /// Refuses what somebody would approve that it has brought about itself (`rules.md` 12).
    ///
    /// The one place for every approval of money, whatever the role.
    mutating func requireFourEyes(besides first: Text?) throws(Rejection) {
        guard changes.view.hasUsers else {
            throw Rejection(.noPermission, "four eyes need users")
        }
        guard first != caller.name else {
            throw Rejection(.noPermission, "four eyes: somebody else has to approve")
        }
    }
}

extension HouseZone {
    /// The day it is at this instant; at the very edge of the calendar its last one.
    func day(of instant: Timestamp) -> CivilDate {
        instant.date(in: self) ?? CivilDate.first
    }
}

extension CivilDate {
    /// The first day of 1970, where a count of days has no other.
    fileprivate static var first: CivilDate {
        guard let date = CivilDate(daysSinceEpoch: 0) else {
            preconditionFailure("the calendar has no 1970")
        }
        return date
    }
}

extension AmountText {
    /// The amount in minor units, which has to be above 0.
    func positive(_ field: String, _ currency: Currency) throws(Rejection) -> Int64 {
        let minor = try checking(field) { () throws(ValueFault) in
            try Amount.parse(text.bytes, in: currency)
        }
        guard minor > 0 else { throw .invalid(field, "must be above 0") }
        return minor
    }
}
