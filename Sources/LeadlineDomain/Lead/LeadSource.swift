/// Who or what brought a lead.
package enum LeadSource: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// An employee.
    case employee = 1
    /// A contact who is only paid.
    case contact = 2
    /// A vendor.
    case vendor = 3
    /// A partner.
    case partner = 4
    /// An advertiser.
    case advertiser = 5
    /// A link in our own mail.
    case nurture = 6
    /// A bulk import.
    case `import` = 7

    package var word: StaticString {
        switch self {
        case .employee: "employee"
        case .contact: "contact"
        case .vendor: "vendor"
        case .partner: "partner"
        case .advertiser: "advertiser"
        case .nurture: "nurture"
        case .import: "import"
        }
    }
}
