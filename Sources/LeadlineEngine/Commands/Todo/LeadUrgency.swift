import LeadlineDomain
import LeadlineStore

/// What of a lead tells how urgent it is.
///
/// It is read off the encoded record, whose other fields are stepped over: a tenth of what it takes
/// to read all of them.
struct LeadUrgency {
    private(set) var status = LeadStatus.new
    /// Until when something is to be heard of it.
    private(set) var due: Timestamp?
    /// Until when its claim protects it.
    private(set) var protectedUntil: Timestamp?

    private init?(_ record: UnsafeRawBufferPointer) {
        guard record.first == Lead.recordVersion else { return nil }
        var cursor = StoredCursor(record, at: 1)
        for (slot, shape) in Self.slots {
            switch slot {
            case .status:
                guard let status = cursor.byte().flatMap(LeadStatus.init(rawValue:)) else {
                    return nil
                }
                self.status = status
            case .protectedUntil:
                guard cursor.read(&protectedUntil) else { return nil }
            case .due:
                guard cursor.read(&due) else { return nil }
                return
            default:
                guard cursor.skip(shape) else { return nil }
            }
        }
        return nil
    }

    private init(_ lead: Lead) {
        status = lead.status
        due = lead.followUp?.due
        protectedUntil = lead.claim?.expires
    }

    private static let slots = LeadSlot.allCases.map { ($0, $0.shape) }
}

extension StoredCursor {
    /// Reads a time that may be absent; false when it does not lie there.
    fileprivate mutating func read(_ time: inout Timestamp?) -> Bool {
        guard let isThere = flag() else { return false }
        guard isThere else { return true }
        time = number().map { Timestamp(milliseconds: Int64(bitPattern: $0)) }
        return time != nil
    }
}

extension LeadUrgency {
    /// How urgent a lead is; nil when there is none.
    static func at(_ id: LeadID, in view: inout View) -> LeadUrgency? {
        var urgency: LeadUrgency?
        let isThere = view.withRecord(tag: Schema.leads.table.tag, number: id.raw) { record in
            urgency = unsafe LeadUrgency(record)
            return true
        }
        // An older version's record lies otherwise, and what is damaged is reported by reading it.
        guard isThere, urgency == nil else { return urgency }
        return view.get(Schema.leads.table, id).map(LeadUrgency.init)
    }
}
