import Foundation
import LeadlineStore
import Testing

/// A directory that is gone when the test is.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "leadline-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// A path inside that does not exist yet.
    var data: String { path + "/data" }

    /// Opens the store at `data`, with small limits on free space so that any disk will do.
    func open(
        _ create: StoreOptions.Creation = .ifAbsent,
        durability: StoreOptions.Durability = .always
    ) throws(StoreFault) -> Store {
        try Store.open(options(create, durability: durability))
    }

    func options(
        _ create: StoreOptions.Creation = .ifAbsent,
        durability: StoreOptions.Durability = .always
    ) -> StoreOptions {
        var options = StoreOptions(
            path: data, create: create, durability: durability, freeBytesMin: 0, freePercentMin: 0)
        // Every gap is learnt.
        options.slowSeek = .zero
        return options
    }

    /// Every file's name and bytes.
    func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: data) {
            contents[name] = try Data(contentsOf: URL(fileURLWithPath: data + "/" + name))
        }
        return contents
    }

    /// The names in `data` that end with `suffix`, sorted.
    func files(_ suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: data).filter { $0.hasSuffix(suffix) }
            .sorted()
    }
}

/// A record with every kind of field.
struct Referral: StoredRecord {
    static let recordVersion: UInt8 = 2

    var id: UInt64
    var partner: UInt32
    var amount: Int64 = 0
    var email: ArraySlice<UInt8>?
    var words: [ArraySlice<UInt8>] = []
    var isOpen = true

    init(id: UInt64, partner: UInt32, email: String? = nil, words: [String] = []) {
        self.id = id
        self.partner = partner
        self.email = email.map { Array($0.utf8)[...] }
        self.words = words.map { Array($0.utf8)[...] }
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(partner)
        writer.write(amount)
        writer.write(email)
        writer.write(words)
        writer.write(isOpen)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        id = try reader.read()
        partner = try reader.read()
        amount = try reader.read()
        email = try reader.read()
        words = try reader.read()
        isOpen = reader.version >= 2 ? try reader.read() : true
    }
}

/// A table that maintains one of everything.
struct Schema: ~Copyable, Sendable {
    var table: Table<Referral>
    let byPartner: Index<Referral, UInt32, Descending<UInt64>>
    let byWord: Index<Referral, Nothing, KeyText>
    let byEmail: UniqueIndex<Referral, KeyText>
    let perPair: Roll<Referral, UInt32>
    let perPartner: Tally<Referral, UInt32>

    init() {
        var table = Table<Referral>(tag: 0x10, name: "referrals")
        byPartner = table.index(tag: 0x11) { record, emit in
            emit(record.partner, Descending(record.id % 7))
        }
        byWord = table.index(tag: 0x12) { record, emit in
            for word in record.words { emit(Nothing(), KeyText(word)) }
        }
        byEmail = table.unique(tag: 0x13) { record, emit in
            if let email = record.email { emit(KeyText(email)) }
        }
        perPair = table.roll(tag: 0x15) { record, emit in
            if record.isOpen { emit(record.partner / 2) }
        }
        perPartner = table.tally(tag: 0x14) { record, emit in
            if record.isOpen { emit(record.partner) }
        }
        self.table = table
    }
}

/// Why a test's command fails.
enum Refusal: Error {
    case refused
}

/// A generator whose numbers follow from its seed alone (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

extension Store {
    /// Commits what `body` changes as one group of one command.
    @discardableResult
    func commit(_ body: (inout Changes) throws -> Void) rethrows -> Outcome? {
        let group = Group(store: self)
        try group.transact(body)
        guard let entry = group.seal(epoch: epoch) else { return nil }
        return LevelDBJournal(store: self).append(entry)
    }

    /// The next entry with a body made by hand.
    func entry(body: [UInt8]) throws -> Entry {
        let head = try chainHead()
        return Entry(
            position: position + 1, epoch: epoch,
            chain: Entry.chain(after: head, epoch: epoch, body: body), body: body)
    }

    private func chainHead() throws -> UInt64 {
        let text = statistics().first { $0.0 == "chain" }?.1 ?? ""
        return try #require(UInt64(text, radix: 16))
    }
}
