/// An amount in millionths of a minor unit: what a rate makes of an amount, before it is rounded.
package struct ExactAmount: Hashable, Sendable {
    /// The minor units times 1,000,000.
    package let millionths: Int128

    /// The scale of a rate and so of this.
    private static let scale: Int128 = 1_000_000

    /// Makes an amount of its millionths; at most Int64 minor units either way.
    package init(millionths: Int128) {
        self.millionths = millionths
    }

    /// The whole minor units nearest, halves away from zero.
    package var rounded: Int64 {
        let half = millionths < 0 ? -Self.scale / 2 : Self.scale / 2
        return Int64(clamping: (millionths + half) / Self.scale)
    }

    /// Whether rounding changes nothing.
    package var isWhole: Bool { millionths % Self.scale == 0 }

    /// Decimal text in the currency's major unit, without needless zeros after its minor digits.
    package func text(in currency: Currency) -> Text {
        let decimals = Int(currency.minorDigits) + 6
        var digits: [UInt8] = []
        var rest = millionths.magnitude
        while rest > 0 || digits.count <= decimals {
            digits.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
        let needless = digits.prefix(6).prefix { $0 == UInt8(ascii: "0") }.count
        let whole = digits[decimals...]
        let fraction = digits[needless..<decimals]
        var bytes: [UInt8] = millionths < 0 ? [UInt8(ascii: "-")] : []
        bytes.append(contentsOf: whole.reversed())
        if !fraction.isEmpty {
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: fraction.reversed())
        }
        return Text(bytes)
    }
}
