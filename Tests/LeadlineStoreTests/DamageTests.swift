import Foundation
import Testing

@testable import LeadlineStore

/// What became of an opening of damaged files.
private enum Outcome: String {
    /// Refused, and everything left as it was found.
    case refused
    /// Opened, and reading told of the damage.
    case told
    /// As before the damage.
    case same
}

@Suite("Damaged files")
struct DamageTests {
    private let directory: TemporaryDirectory
    private static let schema = Schema()
    private let whole: [String: Data]
    private let digest: UInt64
    private let position: UInt64

    /// So many places of each file are damaged; thousands with LEADLINE_FLIPS.
    private static let flipsPerFile =
        ProcessInfo.processInfo.environment["LEADLINE_FLIPS"].flatMap { Int($0) } ?? 40

    /// A store with tables on two levels, and a log.
    init() throws {
        directory = try TemporaryDirectory()
        let store = try directory.open()
        for round in 0..<3 as Range<UInt64> {
            for id in 1...60 as ClosedRange<UInt64> {
                let name = "\(round)-\(id)@\(String(repeating: "x", count: Int(round * 7)))"
                store.commit {
                    $0.put(
                        Self.schema.table,
                        Referral(id: round * 40 + id, partner: UInt32(id % 5), email: name))
                }
            }
            if round == 0 { store.compact() }
            if round == 1 { store.database.flush() }
        }
        digest = try store.contentDigest()
        position = store.position
        store.close()
        whole = try directory.contents()
    }

    private func restore(_ contents: [String: Data]) throws {
        try? FileManager.default.removeItem(atPath: directory.data)
        try FileManager.default.createDirectory(
            atPath: directory.data, withIntermediateDirectories: false)
        for (name, bytes) in contents {
            try bytes.write(to: URL(fileURLWithPath: directory.data + "/" + name))
        }
    }

    /// Opens the damaged files and reads everything; a wrong answer is a failure of the test.
    private func outcome(_ damaged: [String: Data], _ what: String) throws -> Outcome {
        try restore(damaged)
        let store: Store
        do throws(StoreFault) {
            store = try directory.open()
        } catch {
            #expect(try directory.contents() == damaged, "\(what): refused and touched")
            #expect(!"\(error)".isEmpty)
            return .refused
        }
        defer { store.close() }
        do throws(StoreFault) {
            let found = try store.contentDigest()
            #expect(found == digest && store.position == position, "\(what): wrong answers")
            return .same
        } catch {
            return .told
        }
    }

    private var files: [String] { whole.keys.filter { $0 != "lock" && $0 != "LOCK" }.sorted() }

    // Fault 118: one bit flipped anywhere is a refusal, an error or the same answers.
    // Guarantee G4: damage never gives a short or wrong answer.
    @Test("One flipped bit anywhere is a refusal, an error, or changes nothing")
    func flips() throws {
        let seed = UInt64.random(in: 0...999_999)
        print("damage seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        var seen: [Outcome: Int] = [:]
        for name in files {
            let size = whole[name]?.count ?? 0
            for _ in 0..<min(Self.flipsPerFile, size * 8) {
                var damaged = whole
                let place = Int.random(in: 0..<size, using: &generator)
                damaged[name]?[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
                seen[try outcome(damaged, "seed \(seed), \(name) at \(place)"), default: 0] += 1
            }
        }
        #expect(seen[.refused, default: 0] > 0 && seen[.told, default: 0] > 0)
    }

    // Fault 119: each file truncated, emptied, deleted or swapped: the same.
    @Test("A file cut, emptied, deleted or in another's place is told or harmless")
    func files119() throws {
        for name in files {
            guard let bytes = whole[name] else { continue }
            for count in [0, 1, bytes.count / 2, bytes.count - 1] {
                var damaged = whole
                damaged[name] = bytes.prefix(count)
                _ = try outcome(damaged, "\(name) cut to \(count)")
            }
            var without = whole
            without[name] = nil
            _ = try outcome(without, "\(name) deleted")
            for other in files where other > name {
                var swapped = whole
                swapped[name] = whole[other]
                swapped[other] = bytes
                _ = try outcome(swapped, "\(name) and \(other) swapped")
            }
        }
    }

    // Fault 120, 104: CURRENT lost, empty, without its newline or naming a missing manifest is
    // refused, the directory as it was.
    @Test("A CURRENT that does not lead to a list of tables is refused")
    func current() throws {
        for text in ["", "MANIFEST-000002", "MANIFEST-000099\n", "nonsense\n", "\n"] {
            var damaged = whole
            damaged["CURRENT"] = Data(text.utf8)
            #expect(try outcome(damaged, "CURRENT \(text)") == .refused)
        }
        var damaged = whole
        damaged["CURRENT"] = nil
        #expect(try outcome(damaged, "no CURRENT") == .refused)
    }

    // Fault 121: a list of tables cut at any byte opens as before or is refused.
    @Test("A list of tables that was cut at any byte never opens an older store")
    func manifest() throws {
        let name = try #require(files.first { $0.hasPrefix("MANIFEST-") })
        let bytes = try #require(whole[name])
        var refused = 0
        for count in 0..<bytes.count {
            var damaged = whole
            damaged[name] = bytes.prefix(count)
            if try outcome(damaged, "\(name) cut at \(count)") == .refused { refused += 1 }
        }
        #expect(refused > bytes.count / 2)
    }

    /// Takes the row away that says what the database is.
    private func deleteFormatRow() throws {
        let lock = try #require(try FileLock(directory.data + "/lock"))
        let settings = LevelDB.Settings(
            creates: false, writeBufferBytes: 1 << 20, cacheBytes: 1 << 20)
        let database = try LevelDB(path: directory.data, settings, lock)
        var batch = LevelDB.Batch()
        let key = StoreRows.formatKey
        batch.delete(key.span)
        try database.write(batch, sync: true)
        database.close(within: .zero)
    }

    // Fault 122: a valid LevelDB with foreign rows is refused by the identity row.
    @Test("A database without the store's own rows is refused, whatever the file says")
    func foreign() throws {
        try restore(whole)
        try deleteFormatRow()
        let before = try directory.contents()
        #expect(throws: StoreFault.foreign(path: directory.data)) { try directory.open() }
        #expect(try directory.contents() == before)
    }
}

@Suite("A log that lost its end")
struct CutLogTests {
    private let directory: TemporaryDirectory
    /// What was in the store after so many commits.
    private var digests: [UInt64] = []
    private let log: String
    private let bytes: Data

    init() throws {
        directory = try TemporaryDirectory()
        let store = try directory.open()
        digests.append(try store.contentDigest())
        for number in 1...4 as ClosedRange<UInt8> {
            store.commit { $0.putBytes(cell: number, [number, number]) }
            digests.append(try store.contentDigest())
        }
        store.close()
        log = directory.data + "/" + (try #require(try directory.files(".log").last))
        bytes = try Data(contentsOf: URL(fileURLWithPath: log))
    }

    /// Opens the store with these bytes as its log; how many commits it has, or nil when refused.
    ///
    /// Unmarked, what was noted last is of before the commits, as after a crash within a second.
    private func commits(_ log: Data, isMarked: Bool) throws -> UInt64? {
        let copy = try TemporaryDirectory()
        try FileManager.default.copyItem(atPath: directory.data, toPath: copy.data)
        let name = URL(fileURLWithPath: self.log).lastPathComponent
        try log.write(to: URL(fileURLWithPath: copy.data + "/" + name))
        if !isMarked {
            try Data("0\n".utf8).write(to: URL(fileURLWithPath: copy.data + "/high-water"))
        }
        let before = try copy.contents()
        do throws(StoreFault) {
            let store = try copy.open()
            defer { store.close() }
            #expect(try store.contentDigest() == digests[Int(store.position)])
            return store.position
        } catch {
            #expect(try copy.contents() == before)
            return nil
        }
    }

    // Fault 69: a log cut at any byte opens with whole commits, or is refused below the high-water.
    @Test("A log cut at any byte opens with whole commits; below what was noted it is refused")
    func everyByte() throws {
        var last: UInt64 = 0
        for count in 0..<bytes.count {
            #expect(try commits(bytes.prefix(count), isMarked: true) == nil)
            guard let found = try commits(bytes.prefix(count), isMarked: false) else { continue }
            #expect(found >= last && found < 4)
            last = found
        }
        #expect(last == 3)
        #expect(try commits(bytes, isMarked: true) == 4)
    }

    // Fault 70: a tail of zeros opens; one of noise opens or is refused with a hint, without loss.
    @Test("Zeros behind a log are nothing; noise is refused or nothing")
    func tails() throws {
        for count in [1, 6, 7, 100, 1024, 32 << 10] {
            let zeros = Data(repeating: 0, count: count)
            #expect(try commits(bytes + zeros, isMarked: true) == 4, "\(count) zeros")
            var generator = SeededGenerator(seed: UInt64(count))
            let noise = Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
            let found = try commits(bytes + noise, isMarked: true)
            #expect(found == nil || found == 4, "\(count) of noise")
        }
    }
}
