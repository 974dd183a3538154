import LeadlineDomain
import LeadlineStore

/// What an evaluation found of one partner.
struct TierMove: RecordField, Equatable {
    /// Which way it goes.
    enum Way: UInt8, Vocabulary {
        // Numbers are on disk: never reuse one, never renumber.
        case up = 1
        case down = 2
        case grace = 3

        var word: StaticString {
            switch self {
            case .up: "up"
            case .down: "down"
            case .grace: "grace"
            }
        }
    }

    let partner: PartnerID
    let way: Way
    let from: Text?
    let to: Text?
    /// What it has done, in the window of the tier that decided.
    let won: Int64
    let revenue: Int64
    let currency: Currency
    /// When the grace ends.
    let until: Timestamp?

    func encode(into writer: inout RecordWriter) {
        writer.write(partner)
        writer.write(way)
        writer.write(from)
        writer.write(to)
        writer.write(won)
        writer.write(revenue)
        writer.write(currency)
        writer.write(until)
    }
}

extension TierMove {
    init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            partner: try reader.read(), way: try reader.read(), from: try reader.read(),
            to: try reader.read(), won: try reader.read(), revenue: try reader.read(),
            currency: try reader.read(), until: try reader.read())
    }
}

extension TierMove.Way: RecordField {}

/// An evaluation of all partners that is not through yet: what was meant, so that it is finished
/// whatever happens in between.
struct TierRun: StoredRecord {
    static let recordVersion: UInt8 = 1
    /// Whose it is: who asked, or the day's own.
    let key: Text
    let isDryRun: Bool
    let actor: Text
    /// The last partner that was looked at.
    var last: PartnerID?
    /// What was found so far, as far as it is answered.
    var moves: [TierMove] = []

    var id: KeyText { KeyText(key.bytes) }

    init(key: Text, isDryRun: Bool, actor: Text) {
        self.key = key
        self.isDryRun = isDryRun
        self.actor = actor
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(key)
        writer.write(isDryRun)
        writer.write(actor)
        writer.write(last)
        writer.write(moves)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        key = try reader.read()
        isDryRun = try reader.read()
        actor = try reader.read()
        last = try reader.read()
        moves = try reader.read()
    }
}

struct TierRunTable: ~Copyable, Sendable {
    let table = Table<TierRun>(tag: Tag.tierRun, name: "tier run")
}
