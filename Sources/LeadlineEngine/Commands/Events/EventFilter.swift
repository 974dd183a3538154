import LeadlineDomain
import LeadlineStore
import LeadlineWire

/// Where EVENTS begins: behind a number, or behind what there is.
enum EventPosition: Argument {
    static var typeName: String { "seq|now" }
    case after(UInt64)
    case now

    init(argument: Bytes) throws(ValueFault) {
        if argument.matches("now") {
            self = .now
        } else if let sequence = argument.decimal {
            self = .after(sequence)
        } else {
            throw ValueFault("\(argument.quoted) is not the number of an event, nor now")
        }
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        switch self {
        case .after(let sequence): fingerprint.feed("\(sequence)".utf8)
        case .now: fingerprint.feed("now".utf8)
        }
    }
}

/// How long EVENTS waits for the next event, in milliseconds; 0 for ever.
struct BlockTime: Argument {
    static var typeName: String { "ms" }
    /// Nil waits for ever.
    let milliseconds: Int64?

    init(argument: Bytes) throws(ValueFault) {
        guard let value = argument.decimal, let number = Int64(exactly: value),
            number <= EngineLimits.eventBlockMillisecondsMax
        else {
            throw ValueFault(
                "\(argument.quoted) is not 0 to \(EngineLimits.eventBlockMillisecondsMax) ms")
        }
        milliseconds = number == 0 ? nil : number
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed("\(milliseconds ?? 0)".utf8)
    }
}

/// What an event may be about, as callers name it: an id, `ref:TEXT`, a ZIP or a service.
struct SubjectName: Argument {
    static var typeName: String { "id" }
    static var naming: RecordNaming { .one }
    let text: Text
    init(argument: Bytes) throws(ValueFault) { text = Text(argument.trimmed) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// A pattern of event types in which `*` stands for any bytes.
struct TypePattern {
    private let pattern: [UInt8]

    init(_ pattern: Text) { self.pattern = Array(pattern.asciiLowercased.bytes) }

    /// Whether the pattern is the whole of the name.
    ///
    /// Goes back to the last star only, so that no pattern takes more than pattern × name steps.
    func matches(_ name: Text) -> Bool {
        let name = Array(name.bytes)
        var place = 0
        var index = 0
        var star: (place: Int, index: Int)?
        while index < name.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, index)
                place += 1
            } else if place < pattern.count, pattern[place] == name[index] {
                place += 1
                index += 1
            } else if let last = star {
                place = last.place + 1
                index = last.index + 1
                star = (last.place, index)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// The filters of EVENTS, read and ready to judge events by.
struct EventSelection {
    private let patterns: [TypePattern]?
    private let actor: Text?
    /// What the events are about; nil is "anything".
    let subject: Text?

    /// Filters that are nil let everything pass.
    init(types: WordList?, not actor: Text?, subject: Text?) {
        patterns = types?.words.map { TypePattern($0) }
        self.actor = actor?.asciiLowercased
        self.subject = subject
    }

    /// Whether the event passes every filter.
    func includes(_ event: EventRecord) -> Bool {
        // The index of subjects holds fingerprints: a hit may be another subject.
        if let subject, event.subject != subject { return false }
        if let actor, event.actor.asciiLowercased == actor { return false }
        return patterns?.contains { $0.matches(event.type) } ?? true
    }
}

extension Reader {
    /// The subject as events name it.
    ///
    /// - Throws: `INVALID field` for what can be no subject, `NOTFOUND` for a row that is missing.
    mutating func subject(_ name: SubjectName, _ field: String) throws(Rejection) -> Text {
        let bytes = name.text.bytes
        if LeadID(bytes) != nil { return try lead(Self.reference(bytes)).id.text }
        if PartnerID(bytes) != nil { return try partner(Self.reference(bytes)).id.text }
        if let id = CampaignID(bytes), caller.wall.isHouse { return try view.campaign(id).id.text }
        if let id = SaleID(bytes), caller.wall.isHouse {
            return try view.sale(Self.reference(Text("\(id)").bytes)).id.text
        }
        if let id = PayoutID(bytes), caller.wall.isHouse {
            if let payroll = view.get(Schema.payrolls.table, id) { return payroll.id.text }
            return try view.payout(id).id.text
        }
        if let id = RemittanceID(bytes), caller.wall.isHouse {
            return try view.remittance(id).id.text
        }
        if let id = BonusID(bytes) { return try view.bonus(id, caller.wall).id.text }
        if let id = InvoiceID(bytes) { return try view.invoice(id, caller.wall).id.text }
        if let id = PaymentID(bytes) { return try view.payment(id, caller.wall).id.text }
        if ReferrerID(bytes) != nil { return try referrer(Self.reference(bytes)).id.text }
        if let id = DisputeID(bytes) { return try view.dispute(id, caller.wall).id.text }
        if bytes.count > 4, bytes.prefix(4).matches("ref:") { return try subject(ref: bytes) }
        if let area = try? Area.parse(bytes), case .zip = area { return area.text }
        if let tier = try tierSubject(name.text) { return tier }
        let service = name.text.asciiLowercased
        guard view.get(Schema.services.table, FoldedName(service)) != nil else {
            throw .invalid(
                field, "\(bytes.quoted) is no id, ref:TEXT, ZIP such as US-90210, or service")
        }
        return service
    }

    private mutating func subject(ref bytes: Bytes) throws(Rejection) -> Text {
        let ref = KeyText(bytes.dropFirst(4))
        let wall = caller.wall
        let lead = view.holder(Schema.leads.byRef, ref)
        // What nobody holds costs the same reads.
        if let row = view.get(Schema.leads.table, lead ?? LeadID(raw: 0)), wall.reaches(row) {
            return row.id.text
        }
        let partner = view.holder(Schema.partners.byRef, ref)
        if let row = view.get(Schema.partners.table, partner ?? PartnerID(raw: 0)),
            wall.reaches(row)
        {
            return row.id.text
        }
        let sale = view.holder(Schema.sales.byRef, ref)
        if let row = view.get(Schema.sales.table, sale ?? SaleID(raw: 0)), wall.isHouse {
            return row.id.text
        }
        let referrer = view.holder(Schema.referrers.byRef, ref)
        if let row = view.get(Schema.referrers.table, referrer ?? ReferrerID(raw: 0)),
            wall.reaches(row)
        {
            return row.id.text
        }
        throw Rejection(.notFound, "no lead, partner, sale or referrer '\(Text(bytes))'")
    }

    private static func reference<ID: EntityID>(
        _ bytes: Bytes
    ) throws(Rejection) -> Reference<ID> {
        try checking("id") { () throws(ValueFault) in try Reference<ID>(argument: bytes) }
    }
}
