/// An instant: milliseconds since 1970-01-01T00:00:00Z.
///
/// Bounded to the years 1 to 9999 so that every instant can be printed.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, within the bounds.
    package let milliseconds: Int64

    /// Brings a number of milliseconds within the bounds.
    package init(milliseconds: Int64) {
        self.milliseconds = min(
            max(milliseconds, Self.earliestMilliseconds), Self.latestMilliseconds)
    }

    /// The first instant of the year 1.
    package static let earliest = Timestamp(milliseconds: earliestMilliseconds)

    /// The last millisecond of the year 9999.
    package static let latest = Timestamp(milliseconds: latestMilliseconds)

    private static let earliestMilliseconds = CivilDate.dayRange.lowerBound * 86_400_000
    private static let latestMilliseconds = (CivilDate.dayRange.upperBound + 1) * 86_400_000 - 1

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The instant so much later, or earlier when negative; nil beyond the bounds.
    package func advanced(by seconds: Seconds) -> Timestamp? {
        let (change, lost) = seconds.count.multipliedReportingOverflow(by: 1000)
        let (sum, carried) = milliseconds.addingReportingOverflow(change)
        guard !lost, !carried, sum >= Self.earliestMilliseconds, sum <= Self.latestMilliseconds
        else { return nil }
        return Timestamp(milliseconds: sum)
    }

    /// The day it is at this instant in the zone.
    ///
    /// At the very edge of the calendar the day stays within it.
    package func date(in zone: HouseZone) -> CivilDate? {
        CivilDate(daysSinceEpoch: localDays(east: zone.offset(at: self)))
    }

    private func localDays(east seconds: Int32) -> Int64 {
        let local = milliseconds + Int64(seconds) * 1000
        let days = local >= 0 ? local / 86_400_000 : (local - 86_399_999) / 86_400_000
        return min(max(days, CivilDate.dayRange.lowerBound), CivilDate.dayRange.upperBound)
    }

    /// How many bytes `text` is.
    package static var textByteCount: Int { pattern.utf8CodeUnitCount }

    private static var pattern: StaticString { "0000-00-00T00:00:00Z" }

    /// Puts the bytes of `text` into memory, where there must be room for them.
    package func write(at place: UnsafeMutableRawPointer) {
        let days = localDays(east: 0)
        let seconds = Int((milliseconds - days * 86_400_000) / 1000)
        var date = (year: 0, month: 0, day: 0)
        if let day = CivilDate(daysSinceEpoch: days) { date = (day.year, day.month, day.day) }
        func put(_ value: Int, _ offset: Int) {
            let tens = UInt16(truncatingIfNeeded: value / 10)
            let ones = UInt16(truncatingIfNeeded: value % 10)
            let digits = (0x3030 + tens + (ones << 8)).littleEndian
            place.storeBytes(of: digits, toByteOffset: offset, as: UInt16.self)
        }
        Self.pattern.withUTF8Buffer {
            UnsafeMutableRawBufferPointer(start: place, count: $0.count)
                .copyMemory(from: UnsafeRawBufferPointer($0))
        }
        put(date.year / 100, 0)
        put(date.year % 100, 2)
        put(date.month, 5)
        put(date.day, 8)
        put(seconds / 3600, 11)
        put(seconds / 60 % 60, 14)
        put(seconds % 60, 17)
    }

    /// RFC 3339 in UTC with whole seconds: `2026-11-21T17:00:00Z`.
    package var text: Text {
        let days = localDays(east: 0)
        let seconds = Int((milliseconds - days * 86_400_000) / 1000)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20)
        CivilDate(daysSinceEpoch: days)?.append(to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        bytes.append(decimal: seconds / 3600, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(decimal: seconds / 60 % 60, width: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(decimal: seconds % 60, width: 2)
        bytes.append(UInt8(ascii: "Z"))
        return Text(bytes)
    }
}
