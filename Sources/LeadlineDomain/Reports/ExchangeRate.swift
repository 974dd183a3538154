/// What one unit of a currency is worth in another, exactly: a decimal number.
package struct ExchangeRate: Hashable, Sendable {
    /// The rate times 10^12; from 1 to `unitsMax`.
    package let units: Int64

    /// How many decimals a rate may have.
    package static let decimalsMax = 12

    /// The largest rate: nine million.
    package static let unitsMax: Int64 = 9_000_000 * one

    private static let one: Int64 = 1_000_000_000_000

    /// Nil when the rate is not positive, or too large.
    package init?(units: Int64) {
        guard (1...Self.unitsMax).contains(units) else { return nil }
        self.units = units
    }

    /// Reads decimal text such as `1.0842`: digits with at most one point, no sign.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> ExchangeRate {
        let point = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
        let whole = bytes[..<point]
        let fraction = bytes[point...].dropFirst()
        guard !whole.isEmpty, whole.allSatisfy(\.isDigit), fraction.allSatisfy(\.isDigit),
            point == bytes.endIndex || !fraction.isEmpty
        else { throw ValueFault("\(bytes.quoted) is not a number such as 1.0842") }
        guard fraction.count <= decimalsMax else {
            throw ValueFault("\(bytes.quoted) has too many decimals: at most \(decimalsMax)")
        }
        var units: Int64 = 0
        let zeros = repeatElement(UInt8(ascii: "0"), count: decimalsMax - fraction.count)
        for digit in [UInt8](whole) + fraction + zeros {
            let (raised, isTooLarge) = units.multipliedReportingOverflow(by: 10)
            let (next, isAtEnd) = raised.addingReportingOverflow(Int64(digit - 0x30))
            guard !isTooLarge, !isAtEnd, next <= unitsMax else {
                throw ValueFault("\(bytes.quoted) is more than 9000000")
            }
            units = next
        }
        guard let rate = ExchangeRate(units: units) else {
            throw ValueFault("a rate must be more than 0")
        }
        return rate
    }

    /// The rate as it is printed, without needless zeros: `1.0842`.
    package var text: Text {
        var bytes = Decimal.bytes(units, decimals: Self.decimalsMax)
        while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        return Text(bytes)
    }

    /// An amount of minor units in another currency's minor units, rounded half away from zero
    /// (`rules.md` 6); nil when it does not fit.
    package func convert(_ minor: Int128, from: Currency, to: Currency) -> Int128? {
        // Only by as much as the two differ, so that as little as possible does not fit.
        let (less, more) = (from.minorDigits, to.minorDigits)
        let raised = more > less ? Self.power(more - less) : 1
        let divisor = Int128(Self.one) * (less > more ? Self.power(less - more) : 1)
        let (product, isTooLarge) = minor.multipliedReportingOverflow(by: Int128(units))
        guard !isTooLarge else { return nil }
        let (scaled, isTooLargeScaled) = product.multipliedReportingOverflow(by: raised)
        guard !isTooLargeScaled else { return nil }
        return scaled.dividedRoundingHalfAway(by: divisor)
    }

    private static func power(_ digits: UInt8) -> Int128 {
        (0..<digits).reduce(Int128(1)) { power, _ in power * 10 }
    }
}

extension Int128 {
    /// The quotient, rounded half away from zero; the divisor is more than 0.
    func dividedRoundingHalfAway(by divisor: Int128) -> Int128 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        // Compared so that doubling cannot overflow.
        guard rest.magnitude >= divisor.magnitude - rest.magnitude else { return quotient }
        return self < 0 ? quotient - 1 : quotient + 1
    }
}
