/// A postal code in its country, in the one form that keys use.
package struct Zip: Hashable, Sendable {
    /// The country the code is in.
    package let country: CountryCode

    /// The code: five digits in the United States, elsewhere upper case without blanks.
    package let code: Text

    private init(country: CountryCode, code: Text) {
        self.country = country
        self.code = code
    }

    /// The longest code kept outside the United States, in bytes.
    package static let codeBytesMax = 12

    /// Reads a postal code as it is typed in the country.
    ///
    /// United States: five digits, of a ZIP+4 the first five. Elsewhere: 1 to 12 of A–Z, 0–9,
    /// space and dash, with at least one letter or digit; blanks are dropped.
    package static func parse(
        _ bytes: ArraySlice<UInt8>, in country: CountryCode
    ) throws(ValueFault) -> Zip {
        let typed = bytes.trimmed
        return country == .us ? try parseUS(typed) : try parseAbroad(typed, country)
    }

    private static func parseUS(_ typed: ArraySlice<UInt8>) throws(ValueFault) -> Zip {
        let five = typed.prefix(5)
        let rest = typed.dropFirst(5)
        let dash = rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: " ")
        let four = dash ? rest.dropFirst() : rest
        if typed.count == 4, typed.allSatisfy(\.isDigit) {
            throw ValueFault(
                "\(typed.quoted) has 4 digits, a ZIP has 5; did it lose a leading zero?")
        }
        guard five.count == 5, five.allSatisfy(\.isDigit),
            rest.isEmpty || (four.count == 4 && four.allSatisfy(\.isDigit))
        else { throw ValueFault("\(typed.quoted) is not a ZIP such as 90210 or 90210-1234") }
        return Zip(country: .us, code: Text(five))
    }

    private static func parseAbroad(
        _ typed: ArraySlice<UInt8>, _ country: CountryCode
    ) throws(ValueFault) -> Zip {
        let code = typed.filter { $0 != 0x20 }.map(\.uppercased)
        let dash = UInt8(ascii: "-")
        guard !typed.isEmpty, typed.count <= codeBytesMax,
            code.allSatisfy({ $0.isDigit || $0.isLetter || $0 == dash }),
            code.contains(where: { $0 != dash })
        else {
            throw ValueFault(
                "\(typed.quoted) is not a postal code: 1 to 12 of A-Z, 0-9, blank and dash")
        }
        return Zip(country: country, code: Text(code))
    }

    /// The code behind its country, as an area is printed: `US-90210`.
    var areaText: Text {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(3 + code.count)
        append(to: &bytes)
        return Text(bytes)
    }

    /// Appends the code behind its country.
    func append(to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: country.packed >> 8))
        bytes.append(UInt8(truncatingIfNeeded: country.packed))
        bytes.append(UInt8(ascii: "-"))
        bytes.append(contentsOf: code.bytes)
    }

    /// The state that a ZIP of the United States lies in, by its first three digits.
    ///
    /// Nil elsewhere, and for digits that no ZIP begins with.
    package var state: Text? {
        guard country == .us, let prefix = code.bytes.prefix(3).decimal else { return nil }
        return ZipStates.state(ofPrefix: Int(prefix))
    }
}
