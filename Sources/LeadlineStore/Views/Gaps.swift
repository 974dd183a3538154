/// Stretches of keys in which the database has no row.
///
/// What was deleted stays in LevelDB's files until they are compacted, every state of it, and a
/// walk steps over all of that anew each time: a queue whose head is taken again and again would be
/// the slower the more of it was taken. A gap tells where the first row can be at the earliest.
///
/// Gaps are learnt by the writer, from what it finds in the database, and shrink with each key that
/// it puts, long before that is committed: so they hold whatever becomes of its groups.
package struct Gaps: Sendable {
    /// No row from `lower` up to `upper`, which is outside.
    fileprivate struct Gap {
        var lower: [UInt8]
        var upper: [UInt8]
        /// The position in the log from which on it holds.
        let since: UInt64
    }

    // By tag; in no order, and few.
    private var gaps = [[Gap]](repeating: [], count: 256)
    /// Whether there may be other gaps than at the last `takeNews`.
    private var hasNews = false

    /// So many are known of a tag at most; the one that was learnt first makes room.
    static let countMax = 16

    /// Where the first row at or behind `key` can be; `key` itself where nothing is known.
    ///
    /// - Parameters:
    ///   - key: A key with a tag.
    ///   - position: Up to where the log is certainly in what is read.
    /// - Returns: The end of the gap that the key lies in, or the key.
    func start(at key: [UInt8], asOf position: UInt64 = .max) -> [UInt8] {
        let gap = gaps[Self.tag(key)].first { $0.since <= position && $0.contains(key.span) }
        return gap?.upper ?? key
    }

    /// Whether a gap begins behind `key`, so that only its row is between that and the one before.
    func resumes(behind key: [UInt8]) -> Bool {
        let ofTag = gaps[Self.tag(key)]
        guard !ofTag.isEmpty else { return false }
        let next = key + [0]
        return ofTag.contains { $0.lower == next }
    }

    /// Learns that there is no row from `lower` up to `upper`, in the log up to `position`.
    ///
    /// Both have the same tag, or `upper` is the first key of a later one.
    mutating func note(from lower: [UInt8], to upper: [UInt8], since position: UInt64) {
        var gap = Gap(lower: lower, upper: upper, since: position)
        guard !gap.isEmpty else { return }
        hasNews = true
        let tag = Self.tag(lower)
        gaps[tag].removeAll { other in
            guard gap.touches(other) else { return false }
            gap.cover(other)
            return true
        }
        append(gap, tag)
    }

    /// Learns that a key is put, or will be.
    mutating func put(_ key: Span<UInt8>) {
        let tag = key.isEmpty ? 0 : Int(key[0])
        guard !gaps[tag].isEmpty,
            let index = gaps[tag].firstIndex(where: { $0.contains(key) })
        else { return }
        hasNews = true
        let gap = gaps[tag].remove(at: index)
        let bytes = unsafe key.withUnsafeBytes { unsafe Array($0) }
        append(Gap(lower: gap.lower, upper: bytes, since: gap.since), tag)
        append(Gap(lower: bytes + [0], upper: gap.upper, since: gap.since), tag)
    }

    private mutating func append(_ gap: Gap, _ tag: Int) {
        guard !gap.isEmpty else { return }
        if gaps[tag].count == Self.countMax { gaps[tag].removeFirst() }
        gaps[tag].append(gap)
    }

    /// Forgets all.
    mutating func removeAll() {
        self = Gaps()
        hasNews = true
    }

    /// Whether anything has changed since this was asked last.
    mutating func takeNews() -> Bool {
        defer { hasNews = false }
        return hasNews
    }

    private static func tag(_ key: [UInt8]) -> Int { Int(key.first ?? 0) }
}

extension Gaps.Gap {
    fileprivate var isEmpty: Bool { KeyOrder.compare(lower[...], upper[...]) >= 0 }

    fileprivate func contains(_ key: Span<UInt8>) -> Bool {
        KeyOrder.compare(key, lower.span) >= 0 && KeyOrder.compare(key, upper.span) < 0
    }

    /// Whether no row can be between this one and another.
    fileprivate func touches(_ other: Self) -> Bool {
        KeyOrder.compare(lower[...], other.upper[...]) <= 0
            && KeyOrder.compare(other.lower[...], upper[...]) <= 0
    }

    /// Grows by another one that it touches.
    fileprivate mutating func cover(_ other: Self) {
        if KeyOrder.compare(other.lower[...], lower[...]) < 0 { lower = other.lower }
        if KeyOrder.compare(upper[...], other.upper[...]) < 0 { upper = other.upper }
    }
}
