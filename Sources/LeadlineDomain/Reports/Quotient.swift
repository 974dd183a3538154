/// Prints what reports divide, exactly: no floating point on the way.
package enum Quotient {
    /// A part of a whole as a percentage with one decimal, rounded half up: `62.5%`.
    ///
    /// Nil when there is no whole.
    package static func percent(_ part: Int64, of whole: Int64) -> Text? {
        guard whole > 0, let tenths = rounded(Int128(part) * 1000, by: Int128(whole)) else {
            return nil
        }
        return Text(Decimal.bytes(tenths, decimals: 1) + [UInt8(ascii: "%")])
    }

    /// The mean of a sum of seconds in units of so many seconds, with one decimal: `3.5`.
    ///
    /// Nil when there is nothing to take a mean of, or it cannot be printed.
    package static func mean(_ seconds: Int128, of count: Int64, unit: Int64) -> Text? {
        guard count > 0, unit > 0 else { return nil }
        let (raised, isTooLarge) = seconds.multipliedReportingOverflow(by: 10)
        guard !isTooLarge, let tenths = rounded(raised, by: Int128(count) * Int128(unit)) else {
            return nil
        }
        return Text(Decimal.bytes(tenths, decimals: 1))
    }

    private static func rounded(_ number: Int128, by divisor: Int128) -> Int64? {
        Int64(exactly: number.dividedRoundingHalfAway(by: divisor))
    }
}
