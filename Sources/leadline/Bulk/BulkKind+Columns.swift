extension BulkKind {
    /// The columns, positional ones in the command's order.
    package var columns: [BulkColumn] {
        switch self {
        case .service: [Self.nameColumn, .word("text")]
        case .rate: Self.rateColumns
        case .form: Self.formColumns
        case .tier: Self.tierColumns
        case .score: Self.scoreColumns
        case .sla: Self.slaColumns
        case .collateral:
            [
                .init(name: "name", place: .keyword("NAME"), isRequired: true), .word("url"),
                .word("service"), .word("tier"),
            ]
        case .user:
            [Self.nameColumn, .word("role"), .reference("partner"), .reference("referrer")]
        case .referrer: Self.referrerColumns
        case .campaign: Self.campaignColumns
        case .partner: Self.partnerColumns
        case .holiday:
            [
                .init(name: "date", place: .positional, synonyms: ["day"], isRequired: true),
                .word("name"), .reference("partner"), .word("country"),
            ]
        case .training:
            [
                Self.partnerColumn, .init(name: "course", place: .positional, isRequired: true),
                .word("at"),
            ]
        case .terms: Self.termsColumns
        case .coverage: [Self.partnerColumn, .word("service"), .word("area")]
        case .territory:
            [
                .init(
                    name: "zip", place: .positional, synonyms: Self.zipWords, isRequired: true),
                Self.partnerColumn, .word("country"),
            ]
        case .lead: Self.leadColumns
        case .suspension: [Self.partnerColumn, .word("reason")]
        }
    }

    private static let nameColumn = BulkColumn(name: "name", place: .positional, isRequired: true)
    private static let partnerColumn = BulkColumn(
        name: "partner", place: .positional, isReference: true, isRequired: true)

    private static let rateColumns: [BulkColumn] = [
        .init(name: "from", place: .positional, isRequired: true),
        .init(name: "to", place: .positional, isRequired: true),
        .init(name: "rate", place: .positional, isRequired: true),
        .word("at"),
    ]

    private static let scoreColumns: [BulkColumn] = [
        .init(name: "rule", place: .positional, synonyms: ["name"], isRequired: true),
        .word("field"), .word("op"), .word("value"), .word("points"), .word("group"),
        .word("cap"), .word("halflife"),
    ]

    private static let slaColumns: [BulkColumn] = [
        .init(name: "stage", place: .positional, isRequired: true),
        .init(name: "target", place: .positional, isRequired: true),
        .word("warn"), .word("service"), .word("tier"),
    ]

    private static let termsColumns: [BulkColumn] = [
        .init(name: "scope", place: .positional, isReference: true, isRequired: true),
        .word("type"), .word("to"), .word("rate"), .word("fixed"), .word("brackets"),
        .word("mode"), .word("recurs"), .word("later"), .word("hold"), .word("minsale"),
        .init(name: "products", place: .each("PRODUCT")), .word("cap"), .word("per"),
        .word("override"), .word("of"), .word("due"), .word("split"),
    ]

    private static let tierColumns: [BulkColumn] = [
        .init(name: "name", place: .positional, synonyms: ["tier"], isRequired: true),
        .word("rank"), .word("rate"), .word("minwon"), .word("minrevenue"), .word("window"),
        .word("grace"), .word("protect"), .init(name: "benefits", place: .each("BENEFIT")),
    ]

    private static let referrerColumns: [BulkColumn] = [
        .word("kind"),
        .init(name: "name", place: .keyword("NAME"), isRequired: true),
        .init(name: "email", place: .keyword("EMAIL"), synonyms: emailWords),
        .word("rate"), .word("fixed"), .word("ref", "externalid", "externalref"),
    ]

    private static let campaignColumns: [BulkColumn] = [
        .init(name: "name", place: .keyword("NAME"), synonyms: ["campaign"], isRequired: true),
        .init(name: "services", place: .each("SERVICE")),
        .init(name: "areas", place: .each("AREA")),
        .init(name: "tiers", place: .each("TIER")),
        .init(name: "products", place: .each("PRODUCT")),
        .word("since"), .word("until"), .word("boost"), .word("protect"), .word("owner"),
        .word("goal"),
    ]

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
