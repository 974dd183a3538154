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

    /// Reads definitions such as `ALPS=DE,AT,CH; HOME=ALPS,US`, laid over the usual regions.
    ///
    /// Members are countries and regions, the usual ones or those defined before. What is defined
    /// anew does not change the regions that it is part of. Nothing at all is no definition.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> Regions {
        var regions = usual
        var names: Set<Text> = []
        guard !bytes.trimmed.isEmpty else { return regions }
        for part in bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
            let sides = part.split(
                separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
            guard sides.count == 2 else {
                throw ValueFault("\(part.trimmed.quoted) is no definition such as ALPS=DE,AT,CH")
            }
            let name = sides[0].trimmed
            guard names.insert(Text(name).asciiUppercased).inserted else {
                throw ValueFault("region \(name.quoted) is defined twice")
            }
            let countries = try regions.members(sides[1])
            try regions.define(name, as: countries)
        }
        return regions
    }

    /// The countries of a list of countries and regions.
    private func members(_ list: ArraySlice<UInt8>) throws(ValueFault) -> Set<CountryCode> {
        var found: Set<CountryCode> = []
        for part in list.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let word = part.trimmed
            if let country = CountryCode(word) {
                found.insert(country)
            } else if let inner = countriesByName[Text(word).asciiUppercased] {
                found.formUnion(inner)
            } else {
                throw ValueFault("\(word.quoted) is neither a country nor a region")
            }
        }
        return found
    }

    /// What differs from the usual regions, as `parse` reads it: by name, each with its countries.
    package var text: Text {
        let changed = names.filter { countriesByName[$0] != Self.usual.countriesByName[$0] }
        var bytes: [UInt8] = []
        for name in changed {
            if !bytes.isEmpty { bytes += "; ".utf8 }
            bytes += name.bytes
            bytes.append(UInt8(ascii: "="))
            let countries = (countriesByName[name] ?? []).sorted()
            bytes += countries.map(\.text.bytes).joined(separator: [UInt8(ascii: ",")])
        }
        return Text(bytes)
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
