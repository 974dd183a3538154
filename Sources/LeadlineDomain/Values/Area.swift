/// A part of the world that a partner covers or a lead is about.
package enum Area: Hashable, Sendable {
    /// Everywhere: `*`.
    case all

    /// A region by its upper-case name: `EMEA`.
    case region(Text)

    /// A country: `US`.
    case country(CountryCode)

    /// A state or province by its upper-case name: `US-CA`.
    case state(CountryCode, Text)

    /// A postal code: `US-90210`.
    case zip(Zip)

    /// Reads an area; a region must be one of those given.
    ///
    /// After a country and a dash stand one to three letters for a state, else a postal code.
    package static func parse(
        _ bytes: ArraySlice<UInt8>, regions: Regions
    ) throws(ValueFault) -> Area {
        let area = try parse(bytes)
        if case .region(let name) = area, regions.countries(of: name) == nil {
            throw ValueFault("\(bytes.quoted) is neither a country nor a region")
        }
        return area
    }

    /// Reads an area as it was stored: any word that names no country is a region.
    package static func parse(_ bytes: ArraySlice<UInt8>) throws(ValueFault) -> Area {
        if bytes.count == 1, bytes.first == UInt8(ascii: "*") { return .all }
        if let country = CountryCode(bytes) { return .country(country) }
        if Regions.isName(bytes) { return .region(Text(bytes).asciiUppercased) }
        let rest = bytes.dropFirst(3)
        guard bytes.dropFirst(2).first == UInt8(ascii: "-"), !rest.isEmpty else {
            throw ValueFault(
                "\(bytes.quoted) is not an area: *, EMEA, US, US-CA or US-90210")
        }
        guard let country = CountryCode(bytes.prefix(2)) else {
            throw ValueFault("\(bytes.prefix(2).quoted) is not a country")
        }
        guard isState(rest) else {
            let zip = try Zip.parse(rest, in: country)
            // Without its blanks it would be read as a state when it is printed.
            guard !isState(zip.code.bytes) else {
                throw ValueFault("\(bytes.quoted) is not an area: a state has no blanks")
            }
            return .zip(zip)
        }
        let state = Text(rest).asciiUppercased
        guard country != .us || ZipStates.isState(state.bytes) else {
            throw ValueFault("\(rest.quoted) is not a state of the US")
        }
        return .state(country, state)
    }

    /// Whether what stands behind a country and a dash is a state and no postal code.
    private static func isState(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.count <= 3 && rest.allSatisfy(\.isLetter)
    }

    /// The area as it is printed, in upper case.
    package var text: Text {
        switch self {
        case .all: "*"
        case .region(let name): name
        case .country(let country): country.text
        case .state(let country, let state):
            Text(country.text.bytes + [UInt8(ascii: "-")] + state.bytes)
        case .zip(let zip): zip.areaText
        }
    }

    /// How narrow the area is.
    package var level: AreaLevel {
        switch self {
        case .all: .all
        case .region: .region
        case .country: .country
        case .state: .state
        case .zip: .zip
        }
    }

    /// The country it lies in; nil for regions and everywhere.
    package var country: CountryCode? {
        switch self {
        case .all, .region: nil
        case .country(let country), .state(let country, _): country
        case .zip(let zip): zip.country
        }
    }

    /// Whether the other area is this one or lies inside it.
    ///
    /// A region lies inside another when each of its countries does; an unknown one in none.
    package func covers(_ other: Area, regions: Regions) -> Bool {
        switch self {
        case .all:
            return true
        case .region(let name):
            if self == other { return true }
            guard let countries = regions.countries(of: name) else { return false }
            if case .region(let inner) = other {
                return regions.countries(of: inner)?.isSubset(of: countries) ?? false
            }
            return other.country.map(countries.contains) ?? false
        case .country(let country):
            return other.country == country
        case .state(let country, let state):
            guard case .zip(let zip) = other else { return self == other }
            return zip.country == country && zip.state == state
        case .zip:
            return self == other
        }
    }
}
