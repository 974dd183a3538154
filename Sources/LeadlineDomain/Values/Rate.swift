/// A share in millionths: `12.5%` is 125,000.
///
/// From 0 to 100 %, typed with at most four decimals and a percent sign.
package struct Rate: Hashable, Comparable, Sendable {
    /// From 0 to 1,000,000.
    package let millionths: UInt32

    /// Nil above 100 %.
    package init?(millionths: UInt32) {
        guard millionths <= 1_000_000 else { return nil }
        self.millionths = millionths
    }

    private init(parts: UInt32) {
        millionths = parts
    }

    /// 0 %.
    package static let zero = Rate(parts: 0)

    /// 100 %.
    package static let whole = Rate(parts: 1_000_000)

    package static func < (left: Rate, right: Rate) -> Bool { left.millionths < right.millionths }

    /// Reads `12.5%`.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> Rate {
        guard bytes.last == UInt8(ascii: "%") else {
            throw ValueFault("\(bytes.quoted) is not a rate such as 12.5%")
        }
        let millionths = try Decimal.parse(bytes.dropLast(), decimalsMax: 4, noun: "a rate")
        guard millionths <= 1_000_000, let rate = Rate(millionths: UInt32(millionths)) else {
            throw ValueFault("\(bytes.quoted) is more than 100%")
        }
        return rate
    }

    /// The rate as it is printed, without needless zeros: `12.5%`.
    package var text: Text {
        var bytes = Decimal.bytes(Int64(millionths), decimals: 4)
        while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        return Text(bytes + [UInt8(ascii: "%")])
    }
}
