/// What sort of referrer it is: the source of what it brings, and by that the bonus it earns.
package enum ReferrerKind: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// A customer or friend of the house.
    case contact = 1
    /// Somebody who works here.
    case employee = 2
    /// A firm that is only paid; one that receives leads is a partner.
    case vendor = 3

    package var word: StaticString {
        switch self {
        case .contact: "contact"
        case .employee: "employee"
        case .vendor: "vendor"
        }
    }

    /// The source of a lead that such a referrer brought.
    package var source: LeadSource {
        switch self {
        case .contact: .contact
        case .employee: .employee
        case .vendor: .vendor
        }
    }
}
