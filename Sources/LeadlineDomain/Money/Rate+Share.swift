extension Rate {
    /// What this rate of an amount is, in the amount's minor units.
    ///
    /// The product is taken in 128 bits and rounds half away from zero, so that a refund mirrors
    /// its sale (`rules.md` 6). A rate is at most 100 %, so the result fits whatever the amount.
    package func share(of minor: Int64) -> Int64 { product(with: minor).rounded }

    /// The amount times the rate before it is rounded.
    func product(with minor: Int64) -> ExactAmount {
        ExactAmount(millionths: Int128(minor) * Int128(millionths))
    }

    /// This rate with percentage points added; 100 % where the sum would be more.
    package func boosted(by points: Rate) -> Rate {
        Rate(millionths: millionths + points.millionths) ?? .whole
    }
}
