import LeadlineDomain
import LeadlineStore

/// A suspension whose leads have not all gone back yet: what was meant, so that it is finished
/// whatever happens in between.
struct SuspensionRecord: StoredRecord {
    static let recordVersion: UInt8 = 1
    let partner: PartnerID
    let reason: Text
    /// Who suspended the partner, and from where.
    let actor: Text
    let origin: Text
    /// The last offered lead that was looked at.
    var last: LeadID?

    var id: PartnerID { partner }

    init(partner: PartnerID, reason: Text, actor: Text, origin: Text) {
        self.partner = partner
        self.reason = reason
        self.actor = actor
        self.origin = origin
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(partner)
        writer.write(reason)
        writer.write(actor)
        writer.write(origin)
        writer.write(last)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        partner = try reader.read()
        reason = try reader.read()
        actor = try reader.read()
        origin = try reader.read()
        last = try reader.read()
    }
}

struct SuspensionTable: ~Copyable, Sendable {
    let table = Table<SuspensionRecord>(tag: Tag.suspension, name: "suspension")
}
