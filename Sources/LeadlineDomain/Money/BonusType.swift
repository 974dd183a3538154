/// What a bonus is for.
package enum BonusType: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// A contact referred the customer.
    case referralContact = 1
    /// An employee referred the customer.
    case referralEmployee = 2
    /// A vendor or partner referred the customer.
    case referralVendor = 3
    /// An employee helped a contact to refer.
    case employeeGenerated = 4
    /// The customer itself is rewarded.
    case newCustomer = 5
    /// A further sale to a customer we have.
    case addOnSale = 6

    package var word: StaticString {
        switch self {
        case .referralContact: "referral-contact"
        case .referralEmployee: "referral-employee"
        case .referralVendor: "referral-vendor"
        case .employeeGenerated: "employee-generated"
        case .newCustomer: "new-customer"
        case .addOnSale: "add-on-sale"
        }
    }

    /// Whom a bonus of this type goes to.
    package var recipient: Recipient {
        switch self {
        case .employeeGenerated: .helper
        case .newCustomer: .customer
        default: .referrer
        }
    }

    /// What the referrer's bonus on a first sale is called, by what brought the lead.
    ///
    /// Nil where nobody is paid unless the terms of the source name an earner.
    package static func ofReferral(_ source: LeadSource) -> BonusType? {
        switch source {
        case .contact: .referralContact
        case .employee: .referralEmployee
        case .vendor, .partner: .referralVendor
        case .advertiser, .nurture, .import: nil
        }
    }
}

/// In which part somebody is paid for a sale.
package enum Recipient: UInt8, Vocabulary {
    // Numbers are on disk: never reuse one, never renumber.
    /// Who brought the lead.
    case referrer = 1
    /// Who bought.
    case customer = 2
    /// Who helped a contact to refer.
    case helper = 3

    package var word: StaticString {
        switch self {
        case .referrer: "referrer"
        case .customer: "customer"
        case .helper: "helper"
        }
    }
}
