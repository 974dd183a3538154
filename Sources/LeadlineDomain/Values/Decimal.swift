/// Decimal text and scaled integers, exactly: no floating point on the way.
enum Decimal {
    /// The largest scaled value: 10^15.
    static let scaledMax: Int64 = 1_000_000_000_000_000

    /// Reads digits with at most so many decimals and answers the value times 10^decimals.
    ///
    /// No sign, exponent, blank or separator but one point with digits on both sides; at most
    /// `scaledMax`. The noun names what was expected.
    static func parse(
        _ bytes: ArraySlice<UInt8>, decimalsMax: Int, noun: String
    ) throws(ValueFault) -> Int64 {
        let point = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
        let whole = bytes[..<point]
        let fraction = bytes[point...].dropFirst()
        guard !whole.isEmpty, whole.allSatisfy(\.isDigit), fraction.allSatisfy(\.isDigit),
            point == bytes.endIndex || !fraction.isEmpty
        else { throw ValueFault("\(bytes.quoted) is not \(noun): digits and at most one point") }
        guard fraction.count <= decimalsMax else {
            throw ValueFault("\(bytes.quoted) has too many decimals: at most \(decimalsMax)")
        }
        var value: Int64 = 0
        for index in 0..<(whole.count + decimalsMax) {
            let digit = digit(at: index, whole, fraction)
            // Bounded before each step: ten times the bound and a digit still fit in 64 bits.
            value = value * 10 + digit
            guard value <= scaledMax else { throw ValueFault("\(bytes.quoted) is too large") }
        }
        return value
    }

    private static func digit(
        at index: Int, _ whole: ArraySlice<UInt8>, _ fraction: ArraySlice<UInt8>
    ) -> Int64 {
        if index < whole.count { return Int64(whole[whole.startIndex + index] - 0x30) }
        let offset = index - whole.count
        guard offset < fraction.count else { return 0 }
        return Int64(fraction[fraction.startIndex + offset] - 0x30)
    }

    /// Prints a scaled value with exactly so many decimals: −5 with two is `-0.05`.
    static func bytes(_ scaled: Int64, decimals: Int) -> [UInt8] {
        var digits: [UInt8] = []
        var rest = scaled.magnitude
        while rest > 0 || digits.count <= decimals {
            if decimals > 0, digits.count == decimals { break }
            digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        }
        if decimals > 0 {
            digits.append(UInt8(ascii: "."))
            repeat {
                digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
                rest /= 10
            } while rest > 0
        }
        if scaled < 0 { digits.append(UInt8(ascii: "-")) }
        return digits.reversed()
    }
}
