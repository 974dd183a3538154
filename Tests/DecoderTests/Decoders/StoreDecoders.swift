import LeadlineDomain
import LeadlineWire
import NIOCore

@testable import LeadlineEngine
@testable import LeadlineStore

extension Decoder {
    /// The records of every table: the first byte chooses the table, the rest is the row's value.
    static let record = Decoder("record") { bytes in
        var visitor = RecordCheck(bytes)
        var view = EmptyStore.shared.engine.store.view(.point)
        Schema.show(&visitor, in: &view)
        if let broken = visitor.broken { throw broken }
    }

    /// The ids of every table as they stand in keys, and the parts that indexes are made of.
    static let key = Decoder("key") { bytes in
        var visitor = KeyCheck(bytes)
        var view = EmptyStore.shared.engine.store.view(.point)
        Schema.show(&visitor, in: &view)
        if let broken = visitor.broken { throw broken }
        let rest = bytes.dropFirst()
        try part(KeyText.self, rest)
        try part(Pair<KeyText, Descending<Int64>>.self, rest)
        try part(Pair<Descending<UInt32>, Pair<UInt16, Nothing>>.self, rest)
        try part(CounterKey.self, rest)
        try part(CounterParty.self, rest)
        try part(FoldedName.self, rest)
        try part(PaymentCounterKey.self, rest)
        try part(PaymentKey.self, rest)
        try part(QueuePart.self, rest)
        try part(TokenKey.self, rest)
        try part(UnpaidKey.self, rest)
    }

    /// Rows that a table maintains beside its records: neighbours, rolls and series.
    static let storeRow = Decoder("store-row") { bytes in
        var choices = Choices(bytes)
        let point = SeriesPoint(
            slot: choices.byte(), first: Int64(bitPattern: choices.number()),
            second: Int64(bitPattern: choices.number()))
        let value = choices.rest
        if let neighbours = Neighbours(value.span) {
            var written = ByteArena()
            neighbours.append(to: &written)
            try hold(written.array, equals: Array(value), "neighbours")
            var rest = neighbours
            var count = 0
            while rest.pop(count % 2 == 0 ? .ascending : .descending) != nil { count += 1 }
            try hold(count, equals: neighbours.bits.nonzeroBitCount, "each is met once")
        }
        if let roll = RollRow(value) {
            var written = ByteArena()
            roll.append(to: &written)
            try hold(written.array, equals: Array(value), "a roll")
            try hold(roll.count > 0, "somebody stands in a roll")
        }
        if var row = SeriesRow(value) {
            var more = ByteArena()
            if SeriesRow.rewrite(Array(value), point, isAdding: true, into: &more) {
                var same = ByteArena()
                let grown = more.array
                try hold(
                    SeriesRow.rewrite(grown, point, isAdding: false, into: &same), "taken again")
                try hold(same.array, equals: Array(value), "a series")
                row.add(point)
                try hold(SeriesRow(grown[...]) == row, "added in place and in memory")
            }
        }
        var less = ByteArena()
        _ = SeriesRow.rewrite(Array(value), point, isAdding: false, into: &less)
    }

    /// Bodies of the log's entries, and the store's own rows.
    static let entry = Decoder("entry") { bytes in
        let body = bytes.span
        var offset = 0
        var count = 0
        while let mutation = Mutation(in: body, at: &offset) {
            try hold(!mutation.key.isEmpty && mutation.key.upperBound <= bytes.count, "a key")
            try hold(mutation.value.map { $0.upperBound <= bytes.count } ?? true, "a value")
            count += 1
        }
        let entry = Entry(
            position: 1, epoch: 1, chain: Entry.chain(after: 0, epoch: 1, body: bytes), body: bytes)
        try hold(entry.size().mutations, equals: count, "mutations")
        let other = Entry.chain(after: 0, epoch: 1, body: bytes + [0])
        try hold(other != entry.chain, "a longer body has another chain")
        if let head = StoreRows.head(bytes) {
            try hold(bytes.count, equals: 24, "a head of \(head.position)")
        }
        if let format = StoreRows.formatNumber(bytes) {
            try hold(StoreRows.row(format), equals: bytes, "a format")
        }
    }
}

/// Tries a part of a key: what is read writes the bytes that were read, and no others are read.
private func part<Part: KeyPart>(_ type: Part.Type, _ bytes: ArraySlice<UInt8>) throws {
    var reader = KeyReader(bytes)
    guard let part = Part.read(&reader) else { return }
    var written: [UInt8] = []
    part.append(to: &written)
    var rest: [UInt8] = []
    while let byte = reader.byte() { rest.append(byte) }
    try hold(written, equals: Array(bytes.dropLast(rest.count)), "\(type) reads what it writes")
}

/// Tries a value as a record of one table.
private struct RecordCheck: TableVisitor {
    private let chosen: Int
    private let value: ArraySlice<UInt8>
    private var seen = 0
    var broken: (any Error)?

    init(_ bytes: [UInt8]) {
        chosen = Int(bytes.first ?? 0)
        value = bytes.dropFirst()
    }

    mutating func visit<Record>(_ table: borrowing Table<Record>, in view: inout View) {
        defer { seen += 1 }
        guard seen == chosen else { return }
        do {
            guard let record = try? table.decode(value) else { return try leaveStoredMap() }
            let written = Self.encoded(record, by: table)
            try hold(try table.decode(written[...]) == record, "\(table.name): written and read")
            try hold(
                Self.encoded(try table.decode(written[...]), by: table), equals: written,
                "\(table.name): written twice")
            // A record that can be read can be entered under its keys.
            var keys = KeyList()
            table.collect(record, &keys)
            if let lead = record as? Lead { try checkMap(of: lead) }
        } catch {
            broken = error
        }
    }

    private static func encoded<Record>(
        _ record: Record, by table: borrowing Table<Record>
    ) -> [UInt8] {
        var writer = RecordWriter()
        table.encode(record, into: &writer)
        return writer.bytes
    }

    /// The map that is written without reading the record, nil where that is left to the decoder.
    private func storedMap() -> [UInt8]? {
        var reply = ReplyWriter(format: .resp3)
        let isWritten = Array(value).withUnsafeBytes { LeadFields.stored.write($0, to: &reply) }
        return isWritten ? Array(reply.buffer.readableBytesView) : nil
    }

    private func checkMap(of lead: Lead) throws {
        guard let stored = storedMap() else { return }
        var reply = ReplyWriter(format: .resp3)
        LeadMap(entity: lead).write(to: &reply)
        try hold(stored, equals: Array(reply.buffer.readableBytesView), "the stored map")
    }

    /// No bytes, however wrong, stop it.
    private func leaveStoredMap() throws {
        if chosen == 0 { _ = storedMap() }
    }
}

/// Tries bytes as an id of one table.
private struct KeyCheck: TableVisitor {
    private let chosen: Int
    private let key: ArraySlice<UInt8>
    private var seen = 0
    var broken: (any Error)?

    init(_ bytes: [UInt8]) {
        chosen = Int(bytes.first ?? 0)
        key = bytes.dropFirst()
    }

    mutating func visit<Record>(_ table: borrowing Table<Record>, in view: inout View) {
        defer { seen += 1 }
        guard seen == chosen else { return }
        do { try part(Record.ID.self, key) } catch { broken = error }
    }
}
