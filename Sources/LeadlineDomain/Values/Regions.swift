/// Regions by name, each with the countries in it.
///
/// A region's name is 2 to 20 letters, digits or underscores, begins with a letter, and is not a
/// country's code: `NA` is Namibia, North America is `NORAM`.
package struct Regions: Hashable, Sendable {
    private var countriesByName: [Text: Set<CountryCode>]

    /// The longest name of a region, in bytes.
    package static let nameBytesMax = 20

    /// No region at all.
    package init() {
        countriesByName = [:]
    }

    /// The names in alphabetical order.
    package var names: [Text] { countriesByName.keys.sorted() }

    /// The countries of a region named in upper case; nil when there is no such region.
    package func countries(of name: Text) -> Set<CountryCode>? { countriesByName[name] }

    /// Makes the name mean these countries, whatever it meant before.
    package mutating func define(
        _ name: ArraySlice<UInt8>, as countries: Set<CountryCode>
    ) throws(ValueFault) {
        guard Self.isName(name) else {
            throw ValueFault("\(name.quoted) cannot name a region: letters, digits and _")
        }
        guard CountryCode(name) == nil else {
            throw ValueFault("\(name.quoted) is a country and cannot name a region")
        }
        countriesByName[Text(name).asciiUppercased] = countries
    }

    /// Whether the bytes have the form of a region's name.
    package static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= 2, bytes.count <= nameBytesMax, bytes.first?.isLetter == true
        else { return false }
        return bytes.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
    }

    /// The usual regions of the partner trade.
    package static let usual: Regions = {
        var regions = Regions()
        for (name, members) in RegionTable.rows {
            let words = members.split(whereSeparator: \.isWhitespace)
            regions.countriesByName[Text(name)] = words.reduce(into: []) { countries, word in
                let text = Text(String(word))
                if let country = CountryCode(text.bytes) {
                    countries.insert(country)
                } else {
                    countries.formUnion(regions.countriesByName[text] ?? [])
                }
            }
        }
        return regions
    }()
}
