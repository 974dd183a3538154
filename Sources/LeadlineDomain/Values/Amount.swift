/// Reads and prints amounts of money, held as Int64 minor units: `19.99` is 1999.
package enum Amount {
    /// The largest amount that can be typed, in minor units: 10^15.
    package static let minorMax: Int64 = Decimal.scaledMax

    /// Reads decimal text with at most the currency's minor digits; answers minor units.
    ///
    /// Never negative: no sign, exponent, blank or thousands separator is read.
    package static func parse(
        _ bytes: ArraySlice<UInt8>, in currency: Currency
    ) throws(ValueFault) -> Int64 {
        do {
            return try Decimal.parse(
                bytes, decimalsMax: Int(currency.minorDigits), noun: "an amount")
        } catch {
            throw ValueFault("\(error.reason) (\(currency.text))")
        }
    }

    /// The amount as decimal text with exactly the currency's minor digits: `1200.50`.
    package static func text(_ minor: Int64, in currency: Currency) -> Text {
        Text(Decimal.bytes(minor, decimals: Int(currency.minorDigits)))
    }
}
