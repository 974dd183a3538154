/// The mutations of a group that are not committed yet, shared by what writes and what reads them.
///
/// Confined to the writer thread.
final class Overlay {
    // A structure, so that exclusive access is proven once per call and not once per field.
    private var pending = PendingMutations()

    /// How many mutations there are: also a mark to roll back to.
    var count: Int { pending.count }

    /// How many bytes of keys and values there are.
    var byteCount: Int { pending.byteCount }

    /// Appends a put, or with no value a delete.
    func set(_ key: Span<UInt8>, _ value: Span<UInt8>?) { pending.set(key, value) }

    /// Appends a put, or with no value a delete, of a key whose hash is known.
    func set(_ key: Span<UInt8>, _ hash: UInt64, _ value: Span<UInt8>?) {
        pending.set(key, hash, value)
    }

    /// Takes back every mutation behind the first `mark`.
    func rollBack(to mark: Int) { pending.rollBack(to: mark) }

    /// Takes back everything, keeping the memory.
    func removeAll() { pending.removeAll() }

    /// The hash that keys are found by here.
    func hash(_ key: Span<UInt8>) -> UInt64 { pending.hash(key) }

    /// The latest mutation of `key`; nil when it has none.
    func latest(_ key: Span<UInt8>) -> Int? { pending.latest(key) }

    /// The latest mutation of a key whose hash is known; nil when it has none.
    func latest(_ key: Span<UInt8>, _ hash: UInt64) -> Int? { pending.latest(key, hash) }

    /// Lends what a mutation put, nil when it is a delete, to `body`, which writes nothing.
    func read<T>(_ index: Int, _ body: (Span<UInt8>?) -> T) -> T {
        pending.read(index, body)
    }

    /// Shows each key of a tag with its hash and what it was put last, nil when it was deleted.
    func forEachLatest(
        ofTag tag: UInt8, _ body: (Span<UInt8>, UInt64, Span<UInt8>?) -> Void
    ) {
        pending.forEachLatest(ofTag: tag, body)
    }

    /// The latest mutations of the keys in `range`, in the order of the keys.
    func latest(in range: KeyRange) -> [Int] { pending.latest(in: range) }

    /// The key of a mutation.
    func key(_ index: Int) -> ArraySlice<UInt8> { pending.key(index) }

    /// Whether a mutation is a put.
    func isPut(_ index: Int) -> Bool { pending.isPut(index) }

    /// What a mutation put; nil for a delete.
    func value(_ index: Int) -> [UInt8]? { pending.slice(index).map { Array($0) } }

    /// What a mutation put, lent until the next mutation; nil for a delete.
    func slice(_ index: Int) -> ArraySlice<UInt8>? { pending.slice(index) }

    /// The body of an entry: each key's latest mutation, by tag, within a tag in the order made.
    func body() -> [UInt8] { pending.body() }
}
