/// Keys one after the other in one piece of memory, reused from record to record.
///
/// They may stand in groups: the keys of one index after those of another.
package struct KeyList {
    /// All bytes; between `begin` and `end` the parts of a key are appended here.
    package var bytes: [UInt8] = []
    private var id: [UInt8] = []
    private var start = 0
    private var ranges: [Range<Int>] = []
    private var groupStarts: [Int] = []

    /// How many keys there are.
    var count: Int { ranges.count }

    /// One key, sharing the list's memory.
    func slice(_ index: Int) -> ArraySlice<UInt8> { bytes[ranges[index]] }

    /// One key, lent until the list changes.
    subscript(index: Int) -> Span<UInt8> {
        @_lifetime(borrow self) get { bytes.span.extracting(ranges[index]) }
    }

    /// Begins a key with its tag.
    package mutating func begin(_ tag: UInt8) {
        start = bytes.count
        bytes.append(tag)
    }

    /// Ends the key that was begun.
    package mutating func end() { ranges.append(start..<bytes.count) }

    /// Ends the key that was begun with the id of the record.
    package mutating func endEntry() {
        unsafe id.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        end()
    }

    /// Has the keys that follow be those of the record with that id.
    mutating func beginRecord(_ id: some KeyPart) {
        self.id.removeAll(keepingCapacity: true)
        id.append(to: &self.id)
    }

    /// Adds the key that `write` appends to what it is given.
    mutating func append(_ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        ranges.append(start..<bytes.count)
    }

    /// Has the keys that follow stand in a group of their own.
    mutating func beginGroup() { groupStarts.append(ranges.count) }

    /// Where the keys of a group stand; of the groups begun, the first is 0.
    func group(_ group: Int) -> Range<Int> {
        let next = group + 1
        return groupStarts[group]..<(next < groupStarts.count ? groupStarts[next] : count)
    }

    /// Empties the list, keeping its storage.
    mutating func removeAll() {
        guard !groupStarts.isEmpty || !bytes.isEmpty else { return }
        bytes.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
        groupStarts.removeAll(keepingCapacity: true)
    }

    /// Makes of an entry the key of its row of neighbours; answers the entry's place there.
    mutating func splitNeighbour(_ index: Int) -> UInt8 {
        let last = ranges[index].upperBound - 1
        let byte = bytes[last]
        bytes[last] = byte & ~Neighbours.byteMask
        return byte & Neighbours.byteMask
    }

    /// Sorts the keys by their bytes, equal ones staying.
    mutating func sort() { sort(0..<count) }

    private mutating func sort(_ part: Range<Int>) {
        guard part.count > 1 else { return }
        let bytes = bytes
        ranges[part].sort {
            KeyOrder.compare(bytes.span.extracting($0), bytes.span.extracting($1)) < 0
        }
    }

    /// Sorts a part of the keys by their bytes and brings one of each to its front; answers where
    /// those stand.
    mutating func sortDistinct(_ part: Range<Int>) -> Range<Int> {
        guard part.count > 1 else { return part }
        sort(part)
        var kept = part.lowerBound + 1
        for index in part.dropFirst() where !(self[index] == self[kept - 1]) {
            ranges[kept] = ranges[index]
            kept += 1
        }
        return part.lowerBound..<kept
    }

    /// Sorts the keys by their bytes and keeps one of each.
    mutating func sortDistinct() {
        ranges.removeLast(count - sortDistinct(0..<count).count)
    }
}

/// The one order of keys: byte by byte, the shorter first.
enum KeyOrder {
    /// Below zero, zero or above it as `left` sorts before, with or behind `right`.
    static func compare(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
        let order = left.order(right, min(left.count, right.count))
        return order == 0 ? left.count - right.count : order
    }

    /// Below zero, zero or above it as `left` sorts before, with or behind `right`.
    static func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        compare(left.span, right.span)
    }
}

/// The keys from `lower` to just before `upper`, all of one tag.
struct KeyRange {
    /// The first key that is inside.
    var lower: [UInt8]
    /// The first key behind the range.
    var upper: [UInt8]

    /// The keys that begin with `prefix`, which begins with a tag.
    init(prefix: [UInt8]) {
        lower = prefix
        upper = Self.end(of: prefix)
    }

    /// Leaves out what a scan in `direction` meets before the keys that begin with `start`.
    mutating func begin(at start: [UInt8], _ direction: Direction) {
        switch direction {
        case .ascending: lower = Self.later(lower, start)
        case .descending: upper = Self.earlier(upper, Self.end(of: start))
        }
    }

    /// Leaves out what a scan in `direction` meets up to and with `key`.
    mutating func begin(after key: [UInt8], _ direction: Direction) {
        switch direction {
        case .ascending: lower = Self.later(lower, key + [0])
        case .descending: upper = Self.earlier(upper, key)
        }
    }

    /// Whether a key is inside.
    func contains(_ key: Span<UInt8>) -> Bool {
        KeyOrder.compare(key, lower.span) >= 0 && KeyOrder.compare(key, upper.span) < 0
    }

    /// Whether no key can be inside.
    var isEmpty: Bool { KeyOrder.compare(lower[...], upper[...]) >= 0 }

    /// The first key behind all that begin with `prefix`; a tag is never 0xFF, so there is one.
    private static func end(of prefix: [UInt8]) -> [UInt8] {
        var end = prefix
        while end.last == .max { end.removeLast() }
        if let last = end.popLast() { end.append(last + 1) }
        return end
    }

    private static func later(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        KeyOrder.compare(left[...], right[...]) < 0 ? right : left
    }

    private static func earlier(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        KeyOrder.compare(left[...], right[...]) < 0 ? left : right
    }
}
