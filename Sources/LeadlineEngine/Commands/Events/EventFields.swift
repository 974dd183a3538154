import LeadlineDomain
import LeadlineStore

/// An event as it is shown: its erasable part joined to the rest, as long as it is there.
struct EventEntry: Sendable {
    let event: EventRecord
    let data: Text
    /// The user; nil where that is not the caller's to know.
    let actor: Text?
    /// Address and port that the command came from; likewise.
    let address: Text?
}

/// The documented fields of an event.
enum EventFields {
    static let table = FieldTable<EventEntry>([
        EntityField("seq") { .integer(Int64(clamping: $0.event.sequence)) },
        EntityField("at") { .time($0.event.at) },
        EntityField("type") { .text($0.event.type) },
        EntityField("subject") { .id($0.event.subject) },
        EntityField("ref") { .optional($0.event.ref) },
        EntityField("version") { entry in
            entry.event.subjectVersion == 0 ? .null : .integer(Int64(entry.event.subjectVersion))
        },
        EntityField("actor") { .optional($0.actor) },
        EntityField("from") { .optional($0.address) },
        EntityField("data") { .text($0.data) },
    ])
}

/// The columns of EVENTS.
enum EventColumns: PageColumns {
    static let standard = EventFields.table.columns([
        "seq", "at", "type", "subject", "ref", "version", "actor", "data",
    ])
}

/// The columns of HISTORY, which leaves out what is the same in every row.
enum HistoryColumns: PageColumns {
    static let standard = EventFields.table.columns([
        "seq", "at", "type", "version", "actor", "from", "data",
    ])
}

extension EventRecord {
    /// Address and port that the command came from: the origin without the connection's number.
    fileprivate var address: Text {
        Text(origin.bytes.prefix { $0 != UInt8(ascii: "#") })
    }
}

extension EventEntry {
    /// The event as it is shown.
    init(_ event: EventRecord) {
        self.event = event
        actor = event.actor
        address = event.address
        guard case .kept(_, let personal) = event.personal else {
            data = event.data
            return
        }
        var joined = EventData()
        joined.merge(event.data.bytes)
        joined.merge(personal.bytes)
        data = joined.closed()
    }
}
