/// A day on which somebody does not work.
package struct Holiday: Equatable, Sendable {
    /// The day, in the zone of whoever it is a holiday for.
    package let date: CivilDate

    /// Whose holiday it is.
    package let scope: HolidayScope

    /// What it is called.
    package var name: Text?

    /// Makes a holiday of its parts.
    package init(date: CivilDate, scope: HolidayScope, name: Text?) {
        self.date = date
        self.scope = scope
        self.name = name
    }
}

/// Whose holidays are meant.
package enum HolidayScope: Hashable, Sendable {
    /// The house's, which are everybody's.
    case house
    /// A partner's own.
    case partner(PartnerID)
    /// A country's: the house's and those partners' who are in it.
    case country(CountryCode)

    /// Nothing, `P7` or `US`: no two scopes have the same.
    package var text: Text {
        switch self {
        case .house: ""
        case .partner(let id): id.text
        case .country(let code): code.text
        }
    }

    /// The scope with that text; nil when there is none.
    package init?(text: Text) {
        if text.isEmpty {
            self = .house
        } else if let code = CountryCode(text.bytes) {
            self = .country(code)
        } else if let id = PartnerID(text.bytes) {
            self = .partner(id)
        } else {
            return nil
        }
    }
}
