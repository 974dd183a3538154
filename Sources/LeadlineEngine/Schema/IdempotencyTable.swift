import LeadlineDigest
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

/// The key that a write was sent with, and what it asked.
struct AskedKey {
    let id: IdempotencyID
    let key: IdempotencyKey
    let fingerprint: ArgumentFingerprint
    /// Whether its reply is kept for ever, as that of a command about money is.
    let isKept: Bool
}

/// What names a command in steps that is under way: a digest of the key of what it has yet to do,
/// since that may be an address.
struct StepID: Hashable {
    let text: KeyText

    init<Record>(_ table: borrowing Table<Record>, _ id: Record.ID) {
        var bytes = [table.tag]
        id.append(to: &bytes)
        text = KeyText(Array(Digest256(of: bytes[...]).hex.utf8))
    }

    fileprivate init(_ bytes: ArraySlice<UInt8>) { text = KeyText(bytes) }
}

/// The first committed reply to a write with `IDEM`, kept in the same commit as its effects; or,
/// of a command in steps, that it is under way.
struct IdempotencyRecord: StoredRecord {
    static let recordVersion: UInt8 = 1
    /// What begins a reply that is still owed; no canonical reply begins with it.
    private static let owes: UInt8 = 0

    let id: IdempotencyID
    let at: Timestamp
    let fingerprintLow: UInt64
    let fingerprintHigh: UInt64
    /// The reply as a canonical op stream, to be replayed in any dialect.
    private(set) var reply: Text

    /// A key with its reply.
    init(_ asked: AskedKey, at now: Timestamp, reply: [UInt8]) {
        id = asked.id
        at = asked.isKept ? .latest : now
        fingerprintLow = asked.fingerprint.low
        fingerprintHigh = asked.fingerprint.high
        self.reply = Text(reply[...])
    }

    /// A key whose reply is that of the last of some steps.
    init(_ asked: AskedKey, at now: Timestamp, step: StepID) {
        self.init(asked, at: now, reply: [Self.owes] + step.text.bytes)
    }

    /// What is under way; nil when the reply is there.
    var step: StepID? {
        reply.bytes.first == Self.owes ? StepID(reply.bytes.dropFirst()) : nil
    }

    /// The key with its reply, which was owed.
    func answered(_ reply: [UInt8]) -> IdempotencyRecord {
        var answered = self
        answered.reply = Text(reply[...])
        return answered
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
    /// The keys whose replies are owed, by the command in steps that is to answer.
    let owed: Index<IdempotencyRecord, KeyText, Nothing>
    /// Oldest first, for the sweep.
    let byTime: Index<IdempotencyRecord, Nothing, Int64>

    init() {
        owed = table.index(tag: Tag.idempotencyOwed) { record, emit in
            if let step = record.step { emit(step.text, Nothing()) }
        }
        byTime = table.index(tag: Tag.idempotencyByTime) { record, emit in
            emit(Nothing(), record.at.milliseconds)
        }
    }
}
