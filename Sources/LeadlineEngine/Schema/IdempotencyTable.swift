import LeadlineDomain
import LeadlineStore

/// What names one repeatable write: who sent it and the key they chose.
struct IdempotencyID: KeyPart, Hashable {
    let user: Text
    let key: Text

    func append(to bytes: inout [UInt8]) {
        KeyText(user.bytes).append(to: &bytes)
        KeyText(key.bytes).append(to: &bytes)
    }

    static func read(_ reader: inout KeyReader) -> IdempotencyID? {
        guard let user = KeyText.read(&reader), let key = KeyText.read(&reader) else { return nil }
        return IdempotencyID(user: Text(user.bytes), key: Text(key.bytes))
    }
}

/// The first committed reply to a write with `IDEM`, kept in the same commit as its effects.
struct IdempotencyRecord: StoredRecord {
    static let recordVersion: UInt8 = 1
    let id: IdempotencyID
    let at: Timestamp
    let fingerprintLow: UInt64
    let fingerprintHigh: UInt64
    /// The reply as a canonical op stream, to be replayed in any dialect.
    let reply: Text

    init(
        id: IdempotencyID, at: Timestamp, fingerprint: ArgumentFingerprint, reply: [UInt8]
    ) {
        self.id = id
        self.at = at
        fingerprintLow = fingerprint.low
        fingerprintHigh = fingerprint.high
        self.reply = Text(reply[...])
    }

    func matches(_ fingerprint: ArgumentFingerprint) -> Bool {
        fingerprintLow == fingerprint.low && fingerprintHigh == fingerprint.high
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(id.user)
        writer.write(id.key)
        writer.write(at)
        writer.write(fingerprintLow)
        writer.write(fingerprintHigh)
        writer.write(reply)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        id = IdempotencyID(user: try reader.read(), key: try reader.read())
        at = try reader.read()
        fingerprintLow = try reader.read()
        fingerprintHigh = try reader.read()
        reply = try reader.read()
    }
}

struct IdempotencyTable: ~Copyable, Sendable {
    private(set) var table = Table<IdempotencyRecord>(tag: Tag.idempotency, name: "idempotency")
    /// Oldest first, for the sweep.
    let byTime: Index<IdempotencyRecord, Nothing, Int64>

    init() {
        byTime = table.index(tag: Tag.idempotencyByTime) { record, emit in
            emit(Nothing(), record.at.milliseconds)
        }
    }
}
