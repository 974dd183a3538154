/// Keys one after the other in one piece of memory, reused from record to record.
struct KeyList {
    private var bytes: [UInt8] = []
    private var ranges: [Range<Int>] = []

    /// How many keys there are.
    var count: Int { ranges.count }

    /// One key.
    subscript(index: Int) -> ArraySlice<UInt8> { bytes[ranges[index]] }

    /// Adds the key that `write` appends to what it is given.
    mutating func append(_ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        ranges.append(start..<bytes.count)
    }

    /// Empties the list, keeping its storage.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
    }

    /// Sorts the keys by their bytes, equal ones staying.
    mutating func sort() {
        guard ranges.count > 1 else { return }
        let bytes = bytes
        ranges.sort { KeyOrder.compare(bytes[$0], bytes[$1]) < 0 }
    }

    /// Sorts the keys by their bytes and keeps one of each.
    mutating func sortDistinct() {
        guard ranges.count > 1 else { return }
        sort()
        var kept = 1
        for index in 1..<ranges.count where self[index] != self[kept - 1] {
            ranges[kept] = ranges[index]
            kept += 1
        }
        ranges.removeLast(ranges.count - kept)
    }
}

/// The one order of keys: byte by byte, the shorter first.
enum KeyOrder {
    /// Below zero, zero or above it as `left` sorts before, with or behind `right`.
    static func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        var leftIndex = left.startIndex
        var rightIndex = right.startIndex
        while leftIndex < left.endIndex, rightIndex < right.endIndex {
            let leftByte = left[leftIndex]
            let rightByte = right[rightIndex]
            guard leftByte == rightByte else { return leftByte < rightByte ? -1 : 1 }
            leftIndex += 1
            rightIndex += 1
        }
        return left.count - right.count
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

/// Which way a scan goes.
package enum Direction: Sendable {
    /// From the lowest key up.
    case ascending
    /// From the highest key down.
    case descending
}
