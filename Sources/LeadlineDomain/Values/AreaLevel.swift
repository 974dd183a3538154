/// How narrow an area is, the narrowest first.
package enum AreaLevel: UInt8, Vocabulary, Comparable {
    // Numbers are on disk: never reuse one, never renumber.
    /// A postal code.
    case zip = 1
    /// A state or province.
    case state = 2
    /// A country.
    case country = 3
    /// Several countries.
    case region = 4
    /// Everywhere.
    case all = 5

    package var word: StaticString {
        switch self {
        case .zip: "zip"
        case .state: "state"
        case .country: "country"
        case .region: "region"
        case .all: "all"
        }
    }

    /// Narrower before wider.
    package static func < (left: AreaLevel, right: AreaLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}
