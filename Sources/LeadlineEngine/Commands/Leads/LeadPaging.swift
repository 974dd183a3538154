import LeadlineDomain
import LeadlineStore

/// Collects one page of leads: the rows that match, and where the next page starts.
struct PageBuilder {
    private let limit: Int
    private let wall: Wall
    private let settings: Settings
    private(set) var rows: [Lead] = []
    /// The last row of a full page, when at least one more follows; or the last one looked at
    /// when the budget ran out.
    private(set) var next: Lead?
    private var looked = 0

    init(rows limit: Int, _ reader: borrowing Reader) {
        self.limit = limit
        wall = reader.caller.wall
        settings = reader.settings
    }

    /// Whether the page has room and the scan budget something left.
    var wantsMore: Bool { next == nil }

    /// Takes the lead if the caller reaches it and what the caller is shown of it matches.
    mutating func look(at lead: Lead, _ matches: (Lead) -> Bool) {
        looked += 1
        if let lead = shown(lead), matches(lead) {
            guard rows.count < limit else {
                next = rows.last
                return
            }
            rows.append(lead)
        }
        if looked >= EngineLimits.scanRowsMax { next = lead }
    }

    /// Looks a lead up and takes it as `look(at:_:)` does; what is not there is passed over.
    mutating func look(at id: LeadID, in view: inout View, _ matches: (Lead) -> Bool) {
        guard let lead = view.get(Schema.leads.table, id) else { return }
        look(at: lead, matches)
    }

    private func shown(_ lead: Lead) -> Lead? {
        guard !wall.isOpen else { return lead }
        return wall.reaches(lead) ? wall.shown(lead, settings) : nil
    }
}

/// The place behind which an id-ordered list goes on: the last id.
func leadCursor(_ text: Text) throws(Rejection) -> LeadID {
    guard let id = LeadID(text.bytes) else {
        throw .invalid("after", "\(text.bytes.quoted) is not a cursor of this list")
    }
    return id
}

/// The place behind which a list in another order goes on: `order-L7`.
func orderedCursor(_ text: Text) throws(Rejection) -> (order: Int64, id: LeadID) {
    let parts = text.bytes.split(separator: UInt8(ascii: "-"), maxSplits: 1)
    guard parts.count == 2, let order = parts[0].decimal, let signed = Int64(exactly: order),
        let id = LeadID(parts[1])
    else {
        throw .invalid("after", "\(text.bytes.quoted) is not a cursor of this list")
    }
    return (signed, id)
}
