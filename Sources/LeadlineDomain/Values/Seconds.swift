/// A length of time in whole seconds.
///
/// Typed as a number and one unit: `30s`, `15m`, `36h`, `7d` or `2w`.
package struct Seconds: Hashable, Comparable, Sendable {
    /// The number of seconds; negative leads back.
    package let count: Int64

    /// Makes a length of so many seconds.
    package init(_ count: Int64) {
        self.count = count
    }

    /// The longest length that can be typed: 9,999 years of 366 days.
    package static let longest = Seconds(9999 * 366 * 86_400)

    package static func < (left: Seconds, right: Seconds) -> Bool { left.count < right.count }

    /// Reads a number from 0 with its unit, letter case apart.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> Seconds {
        guard let unit = bytes.last.flatMap(secondsPerUnit), let number = bytes.dropLast().decimal
        else {
            throw ValueFault("\(bytes.quoted) is not a duration such as 7d, 36h, 15m or 30s")
        }
        let (product, lost) = number.multipliedReportingOverflow(by: unit)
        guard !lost, product <= UInt64(longest.count) else {
            throw ValueFault("\(bytes.quoted) is too long")
        }
        return Seconds(Int64(product))
    }

    private static func secondsPerUnit(_ letter: UInt8) -> UInt64? {
        switch letter.lowercased {
        case UInt8(ascii: "s"): 1
        case UInt8(ascii: "m"): 60
        case UInt8(ascii: "h"): 3600
        case UInt8(ascii: "d"): 86_400
        case UInt8(ascii: "w"): 604_800
        default: nil
        }
    }

    /// The length in the largest unit that divides it: `7d`, `36h`, `90s`.
    package var text: Text {
        let units: [(Int64, String)] = [(86_400, "d"), (3600, "h"), (60, "m")]
        for (size, letter) in units where count != 0 && count % size == 0 {
            return Text("\(count / size)\(letter)")
        }
        return Text("\(count)s")
    }
}
