/// Keys that the database does not have, for as long as nobody else commits.
struct MissingKeys: ~Copyable {
    private var bytes = ByteArena()
    private var keys: [(hash: UInt64, place: Range<Int>)] = []

    /// More than a common command asks for; those beyond are looked up again.
    static let countMax = 16

    /// Whether the key with this hash is one of them.
    func contains(_ key: Span<UInt8>, _ hash: UInt64) -> Bool {
        for index in keys.indices where keys[index].hash == hash {
            if bytes[keys[index].place] == key { return true }
        }
        return false
    }

    /// Takes note of a key, unless there are too many.
    mutating func insert(_ key: Span<UInt8>, _ hash: UInt64) {
        guard keys.count < Self.countMax else { return }
        let start = bytes.count
        bytes.append(key)
        keys.append((hash, start..<bytes.count))
    }

    /// Forgets all of them, keeping the memory.
    mutating func removeAll() {
        guard !keys.isEmpty else { return }
        bytes.removeAll()
        keys.removeAll(keepingCapacity: true)
    }
}
