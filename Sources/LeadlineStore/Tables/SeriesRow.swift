/// The row of a series: for each slot how many points there are, and their amounts added up.
///
/// On disk, in rising order of the slots: the slot, the count, the first and the second sum; the
/// last three seven bits a byte, lowest first, the sums with their sign in the lowest bit. A slot
/// without points is left out, and a row without slots is none. Sums of 128 bits cannot overflow:
/// there are fewer than 2⁶³ points of 64 bits.
package struct SeriesRow: Equatable, Sendable {
    /// What one slot holds.
    package struct Sum: Equatable, Sendable {
        /// The slot.
        package let slot: UInt8
        /// How many points there are; never 0 in a stored row.
        package fileprivate(set) var count: Int64
        /// Their first amounts added up.
        package fileprivate(set) var first: Int128
        /// Their second amounts added up.
        package fileprivate(set) var second: Int128
    }

    /// The slots with points, in rising order.
    package private(set) var sums: [Sum] = []

    /// How many points there are in all slots.
    var pointCount: Int64 { sums.reduce(0) { $0 &+ $1.count } }

    /// A row without points.
    init() {}

    /// The row that `value` is; nil when it is not one that is written here.
    init?(_ value: ArraySlice<UInt8>) {
        var reader = SumReader(value)
        while !reader.isAtEnd {
            guard let sum = reader.sum(), sum.count > 0,
                sums.last.map({ $0.slot < sum.slot }) ?? true
            else { return nil }
            sums.append(sum)
        }
        guard !sums.isEmpty else { return nil }
    }

    /// Adds a point.
    mutating func add(_ point: SeriesPoint) {
        let place = sums.firstIndex { $0.slot >= point.slot } ?? sums.count
        if place == sums.count || sums[place].slot != point.slot {
            sums.insert(Sum(slot: point.slot, count: 0, first: 0, second: 0), at: place)
        }
        _ = sums[place].change(by: point, isAdding: true)
    }

    /// Appends a row's value with a point added to it or taken from it; false when it is no row
    /// or has no such point.
    ///
    /// Looks at one slot, and copies the others as they are.
    static func rewrite(
        _ old: [UInt8], _ point: SeriesPoint, isAdding: Bool, into value: inout ByteArena
    ) -> Bool {
        var reader = SumReader(old[...])
        var sum = Sum(slot: point.slot, count: 0, first: 0, second: 0)
        var before = 0
        while let slot = reader.nextSlot, slot <= point.slot {
            guard let found = reader.sum() else { return false }
            if slot == point.slot {
                sum = found
                break
            }
            before = reader.index
        }
        guard sum.change(by: point, isAdding: isAdding) else { return false }
        value.append(old[..<before])
        if sum.count > 0 { sum.append(to: &value) }
        value.append(old[reader.index...])
        return true
    }
}

extension SeriesRow.Sum {
    /// Adds a point or takes one away; false when there is none to be taken, or no room.
    fileprivate mutating func change(by point: SeriesPoint, isAdding: Bool) -> Bool {
        let (count, isTooMany) = count.addingReportingOverflow(isAdding ? 1 : -1)
        // Points alone never overflow a sum; bytes that are no row's may.
        let sign: Int128 = isAdding ? 1 : -1
        let (first, isFirstLost) = first.addingReportingOverflow(sign * Int128(point.first))
        let (second, isSecondLost) = second.addingReportingOverflow(sign * Int128(point.second))
        guard !isTooMany, count >= 0, !isFirstLost, !isSecondLost else { return false }
        self.count = count
        self.first = first
        self.second = second
        return count > 0 || first == 0 && second == 0
    }

    fileprivate func append(to value: inout ByteArena) {
        value.append(slot)
        value.append(sum: UInt128(count))
        value.append(sum: Self.folded(first))
        value.append(sum: Self.folded(second))
    }

    /// The number with its sign in the lowest bit.
    private static func folded(_ number: Int128) -> UInt128 {
        UInt128(bitPattern: number << 1) ^ UInt128(bitPattern: number >> 127)
    }
}

/// Reads the slots of a row one after the other.
private struct SumReader {
    private let bytes: ArraySlice<UInt8>
    /// Where the next slot begins.
    private(set) var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    var isAtEnd: Bool { index == bytes.endIndex }

    /// The slot that comes next; nil at the end.
    var nextSlot: UInt8? { isAtEnd ? nil : bytes[index] }

    /// The next slot with what it holds; nil when the bytes are none.
    mutating func sum() -> SeriesRow.Sum? {
        guard let slot = nextSlot else { return nil }
        index += 1
        guard let count = number(), let first = number(), let second = number(),
            let count = Int64(exactly: count)
        else { return nil }
        return SeriesRow.Sum(
            slot: slot, count: count, first: Self.unfolded(first), second: Self.unfolded(second))
    }

    private mutating func number() -> UInt128? {
        var number: UInt128 = 0
        var shift: UInt128 = 0
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            let bits = UInt128(byte & 0x7F)
            // 128 bits are eighteen times seven and two.
            guard shift < 126 || shift == 126 && bits <= 3 else { return nil }
            number |= bits << shift
            // Only the shortest form is one.
            if byte < 0x80 { return byte == 0 && shift > 0 ? nil : number }
            shift += 7
        }
        return nil
    }

    private static func unfolded(_ number: UInt128) -> Int128 {
        Int128(bitPattern: number >> 1) ^ -Int128(bitPattern: number & 1)
    }
}

extension ByteArena {
    /// Appends a number: seven bits a byte, lowest first, the high bit set on all but the last.
    fileprivate mutating func append(sum number: UInt128) {
        var left = number
        while left >= 0x80 {
            append(UInt8(truncatingIfNeeded: left) | 0x80)
            left >>= 7
        }
        append(UInt8(truncatingIfNeeded: left))
    }
}
