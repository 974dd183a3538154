/// By how much the clocks of a time zone differ from UTC, at every instant (RFC 8536).
///
/// Made from the bytes of a file of zones. Behind the last change that the file tells, its rule for
/// the years to come holds.
package final class ZoneRules: Sendable {
    /// The name of the zone, which tells two of them apart.
    package let name: Text

    /// Seconds since 1970 at which the clocks change, ascending.
    private let changes: [Int64]
    /// Seconds east of UTC from each change on.
    private let offsets: [Int32]
    /// What holds before the first.
    private let firstOffset: Int32
    /// What holds from the last change on; nil when that stays as it is.
    private let rule: ZoneYearRule?

    init(
        name: Text, changes: [Int64], offsets: [Int32], firstOffset: Int32, rule: ZoneYearRule?
    ) {
        self.name = name
        self.changes = changes
        self.offsets = offsets
        self.firstOffset = firstOffset
        self.rule = rule
    }

    /// How many seconds east of UTC the clocks stand, at most 18 hours.
    package func offset(at instant: Timestamp) -> Int32 {
        let milliseconds = instant.milliseconds
        let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        if low == changes.count, let rule { return rule.offset(at: seconds) }
        return low == 0 ? firstOffset : offsets[low - 1]
    }

    /// The furthest that clocks may stand from UTC.
    static let offsetMax: Int32 = 64_800
}
