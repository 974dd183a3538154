/// Which keys of some tags there are, well enough to tell of most others that they do not exist.
///
/// A look for a key that does not exist costs LevelDB most: it seeks its way through a table in
/// memory that is larger than any cache. Every key that is put is noted here first; those from
/// before are read a few at a time, after commits. Nothing is told of a tag until all are.
/// Confined to the writer thread.
struct KeyCensus: ~Copyable {
    private enum Progress: UInt8 {
        /// Nobody asks for its keys.
        case none
        /// What is put is noted, what was there is being read.
        case counting
        case complete
        /// Could not be read.
        case abandoned
    }

    private var filter = KeyFilter()
    private var progress = [Progress](repeating: .none, count: 256)
    /// Tags whose keys are being read; the first of them now.
    private var counting: [UInt8] = []
    /// The last key that was read; empty before the first of a tag.
    private var place: [UInt8] = []
    private var isFull = false

    /// Rows that are read after a commit.
    static let rowsPerStep = 512

    /// Begins with a tag; before the first key of it is put.
    mutating func begin(_ tag: UInt8) {
        guard progress[Int(tag)] == .none, !isFull else { return }
        progress[Int(tag)] = .counting
        counting.append(tag)
    }

    /// Takes note of a key that is put, when its tag was begun.
    mutating func note(_ key: Span<UInt8>, _ hash: UInt64) {
        guard !key.isEmpty, progress[Int(key[0])] != .none else { return }
        insert(hash)
    }

    /// Whether it is certain that a key does not exist, committed or not.
    func lacks(_ key: Span<UInt8>, _ hash: UInt64) -> Bool {
        guard !key.isEmpty, progress[Int(key[0])] == .complete else { return false }
        return !filter.contains(hash)
    }

    /// Reads some of the keys that are there; to be called when no commit is under way.
    mutating func goOn(_ database: LevelDB, _ hash: (Span<UInt8>) -> UInt64) {
        guard let tag = counting.first else { return }
        do throws(StoreFault) {
            guard try readRows(database, tag, hash) else { return }
            end(tag, .complete)
        } catch {
            // Whoever asks for a row of it meets the fault.
            end(tag, .abandoned)
        }
    }

    /// Begins again with all tags, as when another has written.
    mutating func restart() {
        place = []
        for tag in progress.indices where progress[tag] == .complete {
            progress[tag] = .counting
            counting.append(UInt8(tag))
        }
    }

    /// Reads rows of a tag; whether those were the last.
    private mutating func readRows(
        _ database: LevelDB, _ tag: UInt8, _ hash: (Span<UInt8>) -> UInt64
    ) throws(StoreFault) -> Bool {
        let cursor = try LevelDB.Cursor(database, keepsBlocks: false)
        cursor.seek(place.isEmpty ? [tag] : place)
        var key: [UInt8] = []
        var left = Self.rowsPerStep
        while left > 0, cursor.isValid {
            cursor.readKey(into: &key)
            guard key.first == tag else { break }
            insert(hash(key.span))
            left -= 1
            cursor.next()
        }
        try cursor.check()
        place = key
        return left > 0
    }

    private mutating func end(_ tag: UInt8, _ outcome: Progress) {
        // It may be full by now, and nothing is counted any longer.
        guard counting.first == tag else { return }
        counting.removeFirst()
        place = []
        progress[Int(tag)] = outcome
    }

    private mutating func insert(_ hash: UInt64) {
        guard !isFull, !filter.insert(hash) else { return }
        isFull = true
        filter = KeyFilter()
        counting = []
        for tag in progress.indices { progress[tag] = .none }
    }
}
