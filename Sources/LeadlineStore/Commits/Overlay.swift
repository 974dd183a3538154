/// The mutations that are not committed yet, shared by what writes and what reads them.
///
/// In two layers: the group that is being made, and under it the one that is on its way to the
/// disk, if any. Confined to the writer thread.
final class Overlay {
    // Structures, so that exclusive access is proven once per call and not once per field.
    private var pending: PendingMutations
    private var sealed: PendingMutations
    private var hasSealed = false
    private var census = KeyCensus()
    /// Where the database has no rows.
    private(set) var gaps = Gaps()
    /// Up to where the log may be in the database by now.
    private var position: UInt64

    /// Nothing pending over a log that ends at `position`.
    init(at position: UInt64) {
        self.position = position
        // One seed for both, so that a hash that was found in one layer serves in the other.
        let seed = UInt64.random(in: .min ... .max)
        pending = PendingMutations(seed: seed)
        sealed = PendingMutations(seed: seed)
    }

    /// How many mutations the present group has: also a mark to roll back to.
    var count: Int { pending.count }

    /// How many bytes of keys and values the present group has.
    var byteCount: Int { pending.byteCount }

    /// Appends a put, or with no value a delete.
    func set(_ key: Span<UInt8>, _ value: Span<UInt8>?) { set(key, pending.hash(key), value) }

    /// Appends a put, or with no value a delete, of a key whose hash is known.
    func set(_ key: Span<UInt8>, _ hash: UInt64, _ value: Span<UInt8>?) {
        census.note(key, hash)
        if value != nil { gaps.put(key) }
        pending.set(key, hash, value)
    }

    /// Takes back every mutation of the present group behind the first `mark`.
    func rollBack(to mark: Int) { pending.rollBack(to: mark) }

    /// Takes back everything of both layers, keeping the memory.
    func removeAll() {
        pending.removeAll()
        dropSealed()
    }

    // MARK: - The layer under it

    /// Begins a new group over the present one, which is on its way to the disk from now on, as the
    /// entry at `position`.
    ///
    /// The one before it must have been dropped.
    func seal(at position: UInt64) {
        precondition(!hasSealed, "two groups cannot be on their way")
        self.position = position
        swap(&pending, &sealed)
        hasSealed = true
    }

    /// Forgets the group that was on its way.
    func dropSealed() {
        guard hasSealed else { return }
        sealed.removeAll()
        hasSealed = false
    }

    /// Shows each key of a tag that the group on its way has, with its hash and what it was put
    /// last, nil when it was deleted.
    func forEachSealed(
        ofTag tag: UInt8, _ body: (Span<UInt8>, UInt64, Span<UInt8>?) -> Void
    ) {
        if hasSealed { sealed.forEachLatest(ofTag: tag, body) }
    }

    // MARK: - What does not exist

    /// Has the keys of a tag counted, so that one that does not exist need not be looked for.
    ///
    /// To be called before the first key of the tag is put, and as often as one likes.
    func beginCounting(_ tag: UInt8) { census.begin(tag) }

    /// Goes on counting the keys that the database has; when no commit is under way.
    func countKeys(of database: LevelDB) {
        census.goOn(database) { pending.hash($0) }
    }

    /// Forgets what it knows of the database, as when another has written up to `position`.
    func forget(at position: UInt64) {
        census.restart()
        gaps.removeAll()
        self.position = position
    }

    /// Learns that the database has no row from `lower` up to `upper`.
    func note(gapFrom lower: [UInt8], to upper: [UInt8]) {
        gaps.note(from: lower, to: upper, since: position)
    }

    /// The gaps, unless they are as they were at the last call.
    func takeNewGaps() -> Gaps? { gaps.takeNews() ? gaps : nil }

    /// Whether it is certain that the database does not have a key.
    func isMissing(_ key: Span<UInt8>, _ hash: UInt64) -> Bool { census.lacks(key, hash) }

    // MARK: - Reading

    /// The hash that keys are found by here.
    func hash(_ key: Span<UInt8>) -> UInt64 { pending.hash(key) }

    /// The latest mutation of `key`; nil when it has none.
    func latest(_ key: Span<UInt8>) -> Int? {
        pending.count == 0 && !hasSealed ? nil : latest(key, pending.hash(key))
    }

    /// The latest mutation of a key whose hash is known; nil when it has none.
    func latest(_ key: Span<UInt8>, _ hash: UInt64) -> Int? {
        if let index = pending.latest(key, hash) { return index }
        guard hasSealed, let index = sealed.latest(key, hash) else { return nil }
        return Self.place(ofSealed: index)
    }

    /// Lends what a mutation put, nil when it is a delete, to `body`, which writes nothing.
    func read<T>(_ place: Int, _ body: (Span<UInt8>?) -> T) -> T {
        place >= 0
            ? pending.read(place, body) : sealed.read(Self.index(ofSealed: place), body)
    }

    /// The latest mutations of the keys in `range`, in the order of the keys.
    func latest(in range: KeyRange) -> [Int] {
        let newer = pending.latest(in: range)
        guard hasSealed else { return newer }
        let older = sealed.latest(in: range).filter { pending.latest(sealed.key($0).span) == nil }
        guard !older.isEmpty else { return newer }
        let all = newer + older.map { Self.place(ofSealed: $0) }
        return all.sorted { KeyOrder.compare(key($0), key($1)) < 0 }
    }

    /// The key of a mutation.
    func key(_ place: Int) -> ArraySlice<UInt8> {
        place >= 0 ? pending.key(place) : sealed.key(Self.index(ofSealed: place))
    }

    /// Whether a mutation is a put.
    func isPut(_ place: Int) -> Bool {
        place >= 0 ? pending.isPut(place) : sealed.isPut(Self.index(ofSealed: place))
    }

    /// What a mutation put; nil for a delete.
    func value(_ place: Int) -> [UInt8]? { slice(place).map { Array($0) } }

    /// What a mutation put, lent until the next mutation; nil for a delete.
    func slice(_ place: Int) -> ArraySlice<UInt8>? {
        place >= 0 ? pending.slice(place) : sealed.slice(Self.index(ofSealed: place))
    }

    /// The body of the present group's entry: each key's latest mutation, by tag, within a tag in
    /// the order made.
    func body() -> [UInt8] { pending.body() }

    // Places below zero are those of the group on its way.
    private static func place(ofSealed index: Int) -> Int { -1 - index }
    private static func index(ofSealed place: Int) -> Int { -1 - place }
}
