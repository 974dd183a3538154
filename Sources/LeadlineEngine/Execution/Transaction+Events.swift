import LeadlineDigest
import LeadlineDomain
import LeadlineStore

/// The newest link of the event chain.
struct EventHead: Equatable, Sendable {
    var sequence: UInt64 = 0
    var at = Timestamp(milliseconds: 0)
    var hash = Digest256.zero
    private static let version: UInt8 = 1

    init() {}

    init(sequence: UInt64, at: Timestamp, hash: Digest256) {
        self.sequence = sequence
        self.at = at
        self.hash = hash
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        sequence = try reader.read()
        at = try reader.read()
        hash = try reader.read()
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(Self.version)
        writer.write(sequence)
        writer.write(at)
        writer.write(hash)
    }
}

extension View {
    /// The newest event's place in the chain; before the first event, zero.
    ///
    /// One that cannot be read is a fault, so that no new chain is begun over an old one.
    mutating func eventHead() -> EventHead {
        guard let bytes = getBytes(cell: Cell.eventHead) else { return EventHead() }
        do throws(RecordFault) {
            var reader = try RecordReader(bytes[...])
            let head = try EventHead(from: &reader)
            try reader.finish()
            return head
        } catch {
            fail(.undecodable(table: "event head", fault: error))
            return EventHead()
        }
    }
}

/// What an event is about and how it is numbered.
struct EventSubject {
    let name: Text
    var ref: Text?
    /// Nil where the subject has no versions.
    var version: UInt32?
    /// Those outside the house whom the event concerns.
    var audience: [Outsider] = []
}

extension Transaction {
    /// Appends an event that holds what differs between `old` and `new`, plus `extra`, and
    /// `said`, which is erasable.
    mutating func record<Entity: Sendable>(
        _ type: EventType, _ subject: EventSubject, _ fields: FieldTable<Entity>,
        from old: Entity?, to new: Entity, extra: EventData = EventData(),
        said: EventData = EventData()
    ) {
        var open = extra
        var personal = said
        if let old {
            for field in fields.fields where !field.isBookkeeping {
                let after = field.value(new)
                let before = field.value(old)
                if before != after { Self.add(field, before, after, to: &open, or: &personal) }
            }
        } else {
            for field in fields.fields where !field.isBookkeeping {
                let value = field.value(new)
                if !value.isUnset { Self.add(field, nil, value, to: &open, or: &personal) }
            }
        }
        append(type, subject, data: open, personal: personal)
    }

    /// Appends an event that changed no record's fields.
    mutating func record(
        _ type: EventType, _ subject: EventSubject, data: EventData = EventData(),
        personal: EventData = EventData()
    ) {
        append(type, subject, data: data, personal: personal)
    }

    private static func add<Entity>(
        _ field: EntityField<Entity>, _ before: FieldValue?, _ after: FieldValue,
        to open: inout EventData, or personal: inout EventData
    ) {
        switch (before, field.isPersonal) {
        case (let before?, true): personal.member(field.name, from: before, to: after)
        case (let before?, false): open.member(field.name, from: before, to: after)
        case (nil, true): personal.member(field.name, after)
        case (nil, false): open.member(field.name, after)
        }
    }

    private mutating func append(
        _ type: EventType, _ subject: EventSubject, data: EventData, personal: EventData
    ) {
        let sequence = eventHead.sequence + 1
        let part: EventPersonal =
            personal.isEmpty
            ? .none : .kept(salt: randomNumber(), data: personal.closed())
        let event = EventRecord(
            sequence: sequence, at: now, type: type, subject: subject.name, ref: subject.ref,
            subjectVersion: subject.version ?? 0, actor: caller.name, origin: caller.origin,
            data: data.closed(), personal: part, audience: subject.audience.map(\.text)
        ).linked(after: eventHead.hash)
        changes.insert(Schema.events.table, event)
        eventHead = EventHead(sequence: sequence, at: now, hash: event.hash)
        changes.put(cell: Cell.eventHead) { eventHead.encode(into: &$0) }
    }
}
