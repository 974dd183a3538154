/// A decimal number with at most four decimals, exactly: what a custom field of type number holds.
package struct FieldNumber: Hashable, Comparable, Sendable {
    /// The number times ten thousand, at most 10^15 either way.
    package let scaled: Int64

    /// How many decimals a number has at most.
    package static let decimalsMax = 4
    /// What a whole one is in ten-thousandths.
    static let scale: Int64 = 10_000

    /// Makes a number of its ten-thousandths.
    package init(scaled: Int64) {
        self.scaled = scaled
    }

    /// A whole number; as much as a number can hold where it is larger.
    package init(whole: Int) {
        let most = Decimal.scaledMax / Self.scale
        scaled = min(max(Int64(whole), -most), most) * Self.scale
    }

    /// Reads digits with at most one point, and a minus in front of what is below zero.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> FieldNumber {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let magnitude = try Decimal.parse(
            isNegative ? bytes.dropFirst() : bytes, decimalsMax: decimalsMax, noun: "a number")
        return FieldNumber(scaled: isNegative ? -magnitude : magnitude)
    }

    /// The number with no more decimals than it needs.
    package var text: Text {
        var bytes = Decimal.bytes(scaled, decimals: Self.decimalsMax)
        while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        return Text(bytes)
    }

    package static func < (left: FieldNumber, right: FieldNumber) -> Bool {
        left.scaled < right.scaled
    }
}
