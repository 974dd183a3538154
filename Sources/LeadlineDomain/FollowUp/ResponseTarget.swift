/// How long an answer may take: `4h` of open hours, or `2d` of the calendar.
///
/// Weeks are seven days. What is typed in days is no number of hours: a target in hours, minutes or
/// seconds counts open time, one in days 24 hours each and is then moved into business time
/// (`rules.md` 4).
package struct ResponseTarget: Hashable, Sendable {
    /// From 1 to those of `daysMax` days.
    package let seconds: Int64

    /// Whether closed time counts.
    package let isInDays: Bool

    /// The longest target: a year.
    package static let daysMax: Int64 = 366

    /// Nil when there are no seconds, or too many.
    package init?(seconds: Int64, isInDays: Bool) {
        guard (1...Self.daysMax * 86_400).contains(seconds) else { return nil }
        self.seconds = seconds
        self.isInDays = isInDays
    }

    /// Reads `30m`, `4h`, `2d` or `1w`.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> ResponseTarget {
        let length = try Seconds.parse(bytes)
        let unit = bytes.last?.lowercased
        let isInDays = unit == UInt8(ascii: "d") || unit == UInt8(ascii: "w")
        guard let target = ResponseTarget(seconds: length.count, isInDays: isInDays) else {
            throw ValueFault("\(bytes.quoted) is not from 1s to \(daysMax)d")
        }
        return target
    }

    /// The target as `parse` reads it: `36h`, `2d`.
    package var text: Text {
        if isInDays { return Text("\(seconds / 86_400)d") }
        if seconds % 3600 == 0 { return Text("\(seconds / 3600)h") }
        return seconds % 60 == 0 ? Text("\(seconds / 60)m") : Text("\(seconds)s")
    }
}
