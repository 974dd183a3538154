/// What a record adds to one slot of a series: itself, and two amounts.
package struct SeriesPoint: Hashable, Sendable {
    /// Which part of the row counts it, such as the day of a month.
    package let slot: UInt8
    /// The first amount that is added up.
    package let first: Int64
    /// The second one.
    package let second: Int64

    /// Makes a point of its parts.
    package init(slot: UInt8, first: Int64 = 0, second: Int64 = 0) {
        self.slot = slot
        self.first = first
        self.second = second
    }

    /// How many bytes a point takes behind the key of its row.
    static let byteCount = 17

    /// Appends the point to the key of its row.
    package func append(to entry: inout [UInt8]) {
        slot.append(to: &entry)
        UInt64(bitPattern: first).append(to: &entry)
        UInt64(bitPattern: second).append(to: &entry)
    }

    /// The point behind the key of its row; the entry is one that was made so.
    init(behindKeyOf entry: Span<UInt8>) {
        slot = entry[entry.count - Self.byteCount]
        first = Int64(bitPattern: entry.extracting(droppingLast: 8).lastNumber)
        second = Int64(bitPattern: entry.lastNumber)
    }
}
