import LeadlineDomain
import LeadlineStore

extension Tag {
    static let transfer: UInt8 = 0x67
}

/// A transfer whose leads have not all been moved yet: what was meant, so that it is finished
/// whatever happens in between.
struct TransferRecord: StoredRecord {
    static let recordVersion: UInt8 = 1
    let plan: TransferPlan
    /// Who transfers, and from where.
    let actor: Text
    let origin: Text
    /// Which of the walks is under way, and the last lead that it looked at.
    var walk: UInt8 = 0
    var last: LeadID?
    /// How many leads were moved.
    var moved: UInt64 = 0

    var id: KeyText { plan.from.key }

    init(_ plan: TransferPlan, actor: Text, origin: Text) {
        self.plan = plan
        self.actor = actor
        self.origin = origin
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(plan)
        writer.write(actor)
        writer.write(origin)
        writer.write(walk)
        writer.write(last)
        writer.write(moved)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        plan = try reader.read()
        actor = try reader.read()
        origin = try reader.read()
        walk = try reader.read()
        last = try reader.read()
        moved = try reader.read()
    }
}

struct TransferTable: ~Copyable, Sendable {
    let table = Table<TransferRecord>(tag: Tag.transfer, name: "transfer")
}
