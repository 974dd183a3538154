/// What the lines of a bulk file are about, in the order in which they need each other.
package enum BulkKind: String, CaseIterable, Sendable {
    /// A word of the catalogue.
    case service
    /// A custom field of a service.
    case form
    /// Who may log in.
    case user
    /// A firm or agent that works leads with us.
    case partner
    /// A service in an area, as a partner offers it.
    case coverage
    /// A ZIP that belongs to one partner.
    case territory
    /// A customer's need.
    case lead

    /// The kind that a word means, in the singular or the plural.
    package init?(word: String) {
        let plain = word.lowercased()
        guard
            let kind = Self.allCases.first(where: {
                [$0.rawValue, "\($0.rawValue)s", "\($0.rawValue.dropLast())ies"].contains(plain)
            })
        else { return nil }
        self = kind
    }

    /// The command that makes a record.
    package var command: String {
        switch self {
        case .service: "SERVICE.SET"
        case .form: "FORM.SET"
        case .user: "USER.NEW"
        case .partner: "PARTNER.NEW"
        case .coverage: "COVER.ADD"
        case .territory: "TERRITORY.SET"
        case .lead: "LEAD.NEW"
        }
    }

    /// Whether repeating the command would make a second record, so that it needs a key.
    package var isKeyed: Bool { self == .partner || self == .lead }

    /// The command that lists the newest record of a kind whose ids tell old from new.
    package var newest: [String]? {
        switch self {
        case .partner: ["PARTNER.LIST", "COLUMNS", "id", "LIMIT", "1"]
        case .lead: ["LEAD.LIST", "COLUMNS", "id", "LIMIT", "1"]
        case .service, .form, .user, .coverage, .territory: nil
        }
    }

    /// The columns, positional ones in the command's order.
    package var columns: [BulkColumn] {
        switch self {
        case .service:
            [.init(name: "name", place: .positional, isRequired: true), .word("text")]
        case .form: Self.formColumns
        case .user:
            [
                .init(name: "name", place: .positional, isRequired: true), .word("role"),
                .reference("partner"), .reference("referrer"),
            ]
        case .partner: Self.partnerColumns
        case .coverage:
            [
                .init(name: "partner", place: .positional, isReference: true, isRequired: true),
                .word("service"), .word("area"),
            ]
        case .territory:
            [
                .init(
                    name: "zip", place: .positional, synonyms: Self.zipWords, isRequired: true),
                .init(name: "partner", place: .positional, isReference: true, isRequired: true),
                .word("country"),
            ]
        case .lead: Self.leadColumns
        }
    }

    private static let zipWords = ["zipcode", "postalcode", "postcode", "plz"]
    private static let emailWords = ["emailaddress", "mail", "workemail", "contactemail"]
    private static let phoneWords = ["phonenumber", "telephone", "tel", "mobile", "workphone"]

    private static let formColumns: [BulkColumn] = [
        .init(name: "service", place: .positional, isRequired: true),
        .word("field"), .word("type"), .word("choices"),
        .init(name: "required", place: .flag("REQUIRED")),
        .init(name: "personal", place: .flag("PERSONAL")),
        .word("min"), .word("max"),
    ]

    private static let partnerColumns: [BulkColumn] = [
        .init(
            name: "name", place: .keyword("NAME"),
            synonyms: ["company", "companyname", "partner", "partnername"], isRequired: true),
        .word("kind"),
        .init(name: "email", place: .keyword("EMAIL"), synonyms: emailWords),
        .init(name: "phone", place: .keyword("PHONE"), synonyms: phoneWords),
        .word("contact"), .word("contact2"), .word("manager"), .word("tier"),
        .reference("parent"), .word("weight"), .word("capacity"), .word("timezone"),
        .word("hours"), .word("rate"), .word("fixed"), .word("currency"), .word("profile"),
        .word("ref", "externalid", "externalref"),
    ]

    private static let leadColumns: [BulkColumn] = [
        .init(
            name: "email", place: .keyword("EMAIL"), synonyms: emailWords, isRequired: true),
        .word("title", "subject"),
        .word("name", "fullname", "contact", "contactname", "customer", "customername"),
        .init(name: "firstname", place: .namePart(0), synonyms: ["givenname", "forename"]),
        .init(name: "lastname", place: .namePart(1), synonyms: ["surname", "familyname"]),
        .word("company", "companyname", "organization", "organisation", "account", "accountname"),
        .init(name: "phone", place: .keyword("PHONE"), synonyms: phoneWords),
        .word("service", "servicename"),
        .init(name: "areas", place: .each("AREA")),
        .init(name: "zip", place: .keyword("ZIP"), synonyms: zipWords),
        .word("country", "countrycode"),
        .word("value", "amount", "dealvalue", "estimatedvalue", "dealamount"),
        .word("currency", "currencycode"),
        .word("notes", "note", "description", "comment", "comments", "message"),
        .word("direction"), .word("source", "leadsource"),
        .reference("referrer"), .reference("helper"), .reference("campaign"),
        .init(name: "products", place: .each("PRODUCT")),
        .word("owner"), .word("ref", "externalid", "externalref"), .reference("from"),
        .init(name: "fields", place: .field(nil)),
    ]
}
