import LeadlineDomain
import LeadlineStore
import LeadlineWire

/// A place in a list of leads, behind which its next page starts.
struct LeadPlace: Sendable {
    let id: LeadID
    /// What the list is sorted by; nil where that is the id.
    let order: Int64?

    /// As `AFTER` takes it: `L7`, or `order-L7`.
    var cursor: Text { order.map { Text("\($0)-\(id)") } ?? id.text }
}

/// The rows of a page of leads: decoded, or as they are stored.
struct LeadRows: Sendable {
    /// How rows are kept until they are written.
    enum Form: Sendable {
        case decoded
        /// Only where everything of a lead may be shown as it is.
        case stored
    }

    let form: Form
    /// Of decoded rows.
    private(set) var leads: [Lead] = []
    /// Of stored rows: one behind the other, and where each ends.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// About how many bytes the rows hold that a caller may have made long.
    private(set) var byteCount = 0

    init(_ form: Form) { self.form = form }

    var count: Int { form == .decoded ? leads.count : ends.count }

    mutating func append(_ lead: Lead) {
        leads.append(lead)
        byteCount += lead.notes?.count ?? 0
        for field in lead.fields { byteCount += field.value.count }
    }

    mutating func append(_ record: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: record)
        ends.append(bytes.count)
        byteCount = bytes.count
    }

    /// Lends one stored row.
    func withStored(_ place: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
        let start = place == 0 ? 0 : ends[place - 1]
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<ends[place]])) }
    }

    /// Lends each stored row in turn, until `body` says no; false when it did.
    func eachStored(_ body: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var start = 0
            for end in ends {
                guard body(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) else {
                    return false
                }
                start = end
            }
            return true
        }
    }
}

/// Collects one page of leads: the rows that match, and where the next page starts.
struct PageBuilder {
    /// What a lead has to satisfy; nil when all do.
    typealias Test = ((Lead) -> Bool)?

    private let limit: Int
    private let wall: Wall
    private let settings: Settings
    private(set) var rows: LeadRows
    /// The last row of a full page, when at least one more follows; or the last one looked at
    /// when the budget ran out.
    private(set) var next: LeadPlace?
    /// In a walk to ever older leads: those before are not looked at any more.
    var oldest: Timestamp?
    private var isPastOldest = false
    private var last: LeadPlace?
    private var looked = 0

    init(rows limit: Int, _ form: LeadRows.Form, _ reader: borrowing Reader) {
        self.limit = limit
        rows = LeadRows(form)
        wall = reader.caller.wall
        settings = reader.settings
    }

    /// Whether the page has room and the scan budget something left.
    var wantsMore: Bool { next == nil && !isPastOldest }

    /// Looks a lead up, and takes it if the caller reaches it and what the caller is shown of it
    /// matches; what is not there is passed over.
    mutating func look(
        at id: LeadID, order: Int64? = nil, in view: inout View, _ test: Test
    ) {
        let place = LeadPlace(id: id, order: order)
        guard rows.form == .stored, test == nil, oldest == nil else {
            guard let lead = view.get(Schema.leads.table, id) else { return }
            return look(at: lead, place, in: &view, test)
        }
        let isFull = isFull
        let isThere = Self.withRecord(id, &view) { record in
            if !isFull { rows.append(record) }
        }
        if isThere { note(place, isTaken: true, wasFull: isFull) }
    }

    /// The same of a lead that was read.
    mutating func look(
        at lead: Lead, order: Int64? = nil, in view: inout View, _ test: Test
    ) {
        look(at: lead, LeadPlace(id: lead.id, order: order), in: &view, test)
    }

    private mutating func look(
        at lead: Lead, _ place: LeadPlace, in view: inout View, _ test: Test
    ) {
        if let oldest, lead.created < oldest {
            isPastOldest = true
            return
        }
        let isFull = isFull
        guard let lead = shown(lead), test?(lead) ?? true else {
            return note(place, isTaken: false, wasFull: isFull)
        }
        if !isFull {
            switch rows.form {
            case .decoded: rows.append(lead)
            case .stored: _ = Self.withRecord(lead.id, &view) { rows.append($0) }
            }
        }
        note(place, isTaken: true, wasFull: isFull)
    }

    /// Looks at leads whose ids fall, as at each in turn; no further than the page wants.
    ///
    /// Rows that are taken as they are stored are read from the last to the first: LevelDB walks
    /// forwards in half the time that it takes to walk back.
    ///
    /// - Parameters:
    ///   - next: The ids, each less than the one before; nil at the end.
    ///   - view: Where.
    ///   - test: What a lead has to satisfy.
    mutating func look(
        atFalling next: (inout View) -> LeadID?, in view: inout View, _ test: Test
    ) {
        guard rows.form == .stored, test == nil, oldest == nil else {
            while wantsMore, let id = next(&view) { look(at: id, in: &view, test) }
            return
        }
        var run: [LeadID] = []
        repeat {
            run.removeAll(keepingCapacity: true)
            let room = min(limit - rows.count + 1, Self.runMax)
            while run.count < room, let id = next(&view) { run.append(id) }
            take(falling: run, &view)
        } while wantsMore && !run.isEmpty
    }

    /// So many rows are read ahead; all of them may be as long as records become.
    private static let runMax = 64

    private mutating func take(falling ids: [LeadID], _ view: inout View) {
        var read = LeadRows(.stored)
        var found: [LeadID] = []
        for id in ids.reversed() where Self.withRecord(id, &view, { read.append($0) }) {
            found.append(id)
        }
        for place in found.indices.reversed() where wantsMore {
            let isFull = isFull
            if !isFull { read.withStored(place) { rows.append($0) } }
            note(LeadPlace(id: found[place], order: nil), isTaken: true, wasFull: isFull)
        }
    }

    /// Has the next page start behind a place where the search was ended, if it was.
    mutating func goOn(behind id: LeadID?) {
        guard next == nil, let id else { return }
        next = LeadPlace(id: id, order: nil)
    }

    private var isFull: Bool {
        rows.count >= limit || rows.byteCount >= EngineLimits.pageBytesMax
    }

    /// Notes that a lead was looked at, and whether it matched.
    private mutating func note(_ place: LeadPlace, isTaken: Bool, wasFull: Bool) {
        looked += 1
        if isTaken {
            guard !wasFull else {
                next = last
                return
            }
            last = place
        }
        if looked >= EngineLimits.scanRowsMax { next = place }
    }

    private static func withRecord(
        _ id: LeadID, _ view: inout View, _ body: (UnsafeRawBufferPointer) -> Void
    ) -> Bool {
        view.withRecord(tag: Schema.leads.table.tag, number: id.raw) { record in
            body(record)
            return true
        }
    }

    private func shown(_ lead: Lead) -> Lead? {
        guard !wall.isOpen else { return lead }
        return wall.reaches(lead) ? wall.shown(lead, settings) : nil
    }
}

extension PageBuilder {
    /// Writes a page of stored rows in RESP, with these columns.
    ///
    /// False when one of them is not understood and has to be decoded: then nothing was written.
    func writeStored(_ columns: StoredMap, to reply: inout ReplyWriter) -> Bool {
        let start = reply.mark()
        reply.beginPage(columns: columns.names, rows: rows.count, next: next?.cursor.bytes)
        guard rows.eachStored({ columns.writeRow($0, to: &reply) }) else {
            reply.rewind(to: start)
            return false
        }
        reply.endPage()
        return true
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
