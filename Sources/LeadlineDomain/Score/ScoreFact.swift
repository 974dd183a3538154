/// What a score rule may look at, beside custom fields.
///
/// Rules keep the words; the numbers are nowhere.
package enum ScoreFact: UInt8, Vocabulary {
    case title, email, name, company, phone, service, areas, zip, country, value, currency, notes
    case source, direction, status, external, submitter, owner, partner, referrer, helper
    case campaign, products, ref, created, meeting
    // What QUALIFY says.
    case budget, authority, need, timeline
    // What the customer has done, or was done with it: how often, and when last.
    case remarks, quotes

    package var word: StaticString {
        switch self {
        case .title: "title"
        case .email: "email"
        case .name: "name"
        case .company: "company"
        case .phone: "phone"
        case .service: "service"
        case .areas: "areas"
        case .zip: "zip"
        case .country: "country"
        case .value: "value"
        case .currency: "currency"
        case .notes: "notes"
        case .source: "source"
        case .direction: "direction"
        case .status: "status"
        case .external: "external"
        case .submitter: "submitter"
        case .owner: "owner"
        case .partner: "partner"
        case .referrer: "referrer"
        case .helper: "helper"
        case .campaign: "campaign"
        case .products: "products"
        case .ref: "ref"
        case .created: "created"
        case .meeting: "meeting"
        case .budget: "budget"
        case .authority: "authority"
        case .need: "need"
        case .timeline: "timeline"
        case .remarks: "remarks"
        case .quotes: "quotes"
        }
    }

    /// What can be compared with it.
    package enum Kind: Equatable, Sendable {
        /// Any text, or several.
        case text
        /// One of some words.
        case word([Text])
        /// A number.
        case number
        /// A point in time.
        case time
    }

    /// What can be compared with it.
    package var kind: Kind {
        switch self {
        case .value, .budget, .authority, .need, .timeline, .remarks, .quotes: .number
        case .created, .meeting: .time
        case .source: .word(LeadSource.allCases.map(\.text))
        case .direction: .word(Direction.allCases.map(\.text))
        case .status: .word(LeadStatus.allCases.map(\.text))
        case .external: .word(["yes", "no"])
        case .title, .email, .name, .company, .phone, .service, .areas, .zip, .country, .currency,
            .notes, .submitter, .owner, .partner, .referrer, .helper, .campaign, .products, .ref:
            .text
        }
    }

    /// Whether it has a time, from which its points can fade.
    package var isDated: Bool {
        switch self {
        case .status, .created, .meeting, .remarks, .quotes: true
        default: false
        }
    }

    /// The group of a rule that names none.
    package var group: ScoreGroup {
        switch self {
        case .budget, .authority, .need, .timeline: .qualification
        case .remarks, .quotes, .meeting, .status: .engagement
        default: .fit
        }
    }
}
