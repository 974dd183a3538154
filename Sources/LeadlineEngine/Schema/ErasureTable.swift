import LeadlineDomain
import LeadlineStore

extension Tag {
    static let erasure: UInt8 = 0x79
}

/// Whom an erasure is about.
enum ErasureTarget: Hashable, Sendable, RecordField {
    /// Everything that is held on the customer with this normalised address.
    case customer(Text)
    /// One lead, and the customer's mail when no other lead of the customer is left.
    case lead(LeadID)
    /// One referrer.
    case referrer(ReferrerID)

    /// No two targets have the same: an address holds an at sign, an id none.
    var key: KeyText {
        switch self {
        case .customer(let key): KeyText(key.bytes)
        case .lead(let id): KeyText(id.text.bytes)
        case .referrer(let id): KeyText(id.text.bytes)
        }
    }

    // Numbers are on disk: never reuse one, never renumber.
    private static let customerKind: UInt8 = 1
    private static let leadKind: UInt8 = 2
    private static let referrerKind: UInt8 = 3

    func encode(into writer: inout RecordWriter) {
        switch self {
        case .customer(let key):
            writer.write(Self.customerKind)
            writer.write(key)
        case .lead(let id):
            writer.write(Self.leadKind)
            writer.write(id)
        case .referrer(let id):
            writer.write(Self.referrerKind)
            writer.write(id)
        }
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        switch try reader.read(UInt8.self) {
        case Self.customerKind: self = .customer(try reader.read())
        case Self.leadKind: self = .lead(try reader.read())
        case Self.referrerKind: self = .referrer(try reader.read())
        default: throw .invalid
        }
    }
}

/// An erasure that is not finished: what was meant, so that it is finished whatever happens.
///
/// It goes with the last step, and with it the address.
struct ErasureRecord: StoredRecord {
    static let recordVersion: UInt8 = 1
    let target: ErasureTarget
    let reason: Text
    /// Who erases, and from where.
    let actor: Text
    let origin: Text
    /// The record whose events are under way, and the last of them that was looked at.
    var subject: Text = ""
    var lastEvent: UInt64 = 0
    /// Leads that are done.
    var leadCount: UInt32 = 0
    /// Referrers that are done.
    var referrerCount: UInt32 = 0
    /// Mails that are gone.
    var mailCount: UInt32 = 0
    /// The address of the lead that it is about, kept until the mail is looked at.
    var customer: Text?

    var id: KeyText { target.key }

    init(target: ErasureTarget, reason: Text, actor: Text, origin: Text) {
        self.target = target
        self.reason = reason
        self.actor = actor
        self.origin = origin
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(target)
        writer.write(reason)
        writer.write(actor)
        writer.write(origin)
        writer.write(subject)
        writer.write(lastEvent)
        writer.write(leadCount)
        writer.write(referrerCount)
        writer.write(mailCount)
        writer.write(customer)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        target = try reader.read()
        reason = try reader.read()
        actor = try reader.read()
        origin = try reader.read()
        subject = try reader.read()
        lastEvent = try reader.read()
        leadCount = try reader.read()
        referrerCount = try reader.read()
        mailCount = try reader.read()
        customer = try reader.read()
    }
}

/// The erasures that are under way.
struct ErasureTable: ~Copyable, Sendable {
    let table = Table<ErasureRecord>(tag: Tag.erasure, name: "erasure")
}
