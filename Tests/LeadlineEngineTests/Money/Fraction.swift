/// An exact fraction, in which the reference reckons: no scaled integers, no shortcuts.
struct Fraction {
    let numerator: Int128
    let denominator: Int128

    init(_ numerator: Int128, over denominator: Int128 = 1) {
        precondition(denominator > 0)
        self.numerator = numerator
        self.denominator = denominator
    }

    static func * (left: Fraction, right: Fraction) -> Fraction {
        Fraction(
            left.numerator * right.numerator, over: left.denominator * right.denominator)
    }

    /// The whole number nearest; of two as near the one farther from 0.
    var nearest: Int64 {
        let isNegative = numerator < 0
        let magnitude = isNegative ? -numerator : numerator
        var whole = magnitude / denominator
        let rest = magnitude - whole * denominator
        if rest + rest >= denominator { whole += 1 }
        return Int64(isNegative ? -whole : whole)
    }
}
