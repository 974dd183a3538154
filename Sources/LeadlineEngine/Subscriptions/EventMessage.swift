package import LeadlineDomain
import LeadlineStore
package import LeadlineWire

/// One event as subscribers are told it: its type is the channel, its row of EVENTS the payload.
package struct EventMessage: Sendable {
    /// The event's number.
    package let sequence: UInt64
    /// The event's type.
    package let channel: Text
    /// The row, one JSON object.
    package let payload: [UInt8]

    private let event: EventRecord
    /// The lead that it is about, as it is now; nil when it is about none.
    private let lead: Lead?
    private let settings: Settings

    /// The message as a caller is told it; nil when it is not.
    package func shown(to caller: Caller) -> EventMessage? {
        let wall = caller.wall
        guard !wall.isOpen else { return self }
        let sight = wall.sight(of: event, about: lead, settings)
        guard sight != .whole else { return self }
        return EventEntry(event, sight, wall).map { EventMessage($0, about: lead, settings) }
    }

    /// Writes the message as a subscriber of the channel, or of `pattern`, gets it.
    package func write(pattern: Text?, to reply: inout ReplyWriter) {
        if let pattern {
            reply.push("pmessage", [pattern.bytes, channel.bytes, payload[...]])
        } else {
            reply.push("message", [channel.bytes, payload[...]])
        }
    }
}

extension Engine {
    /// The number of the newest durable event; 0 before the first.
    package var lastEvent: UInt64 {
        var view = store.view(.point)
        return view.eventHead().sequence
    }

    /// The durable events behind a number that somebody subscribed to, the oldest first, each
    /// rendered once for everybody.
    ///
    /// Nil when they could not be read.
    package func messages(after sequence: UInt64) -> [EventMessage]? {
        var view = store.view(.scan)
        var messages: [EventMessage] = []
        var last = sequence
        while true {
            let events = view.rows(
                of: Schema.events.table, after: last, limit: EngineLimits.scanRowsMax)
            for event in events where channels.isWanted(event.type) {
                let lead = LeadID(event.subject.bytes)
                    .flatMap { view.get(Schema.leads.table, $0) }
                messages.append(EventMessage(EventEntry(event), about: lead, settings))
            }
            guard view.fault == nil else { return nil }
            guard let newest = events.last else { return messages }
            last = newest.sequence
        }
    }
}

extension EventMessage {
    fileprivate init(_ entry: EventEntry, about lead: Lead?, _ settings: Settings) {
        event = entry.event
        self.lead = lead
        self.settings = settings
        sequence = entry.event.sequence
        channel = entry.event.type
        let columns = EventColumns.standard
        payload = ReplyWriter.json { writer in
            writer.beginMap(columns.count)
            for column in columns {
                writer.key(column.name)
                column.value(entry).write(to: &writer)
            }
            writer.endMap()
        }
    }
}
