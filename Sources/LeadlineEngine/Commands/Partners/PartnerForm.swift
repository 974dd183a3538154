import LeadlineDomain

/// The keywords of PARTNER.NEW and PARTNER.SET as they were given: nil is "not given".
struct PartnerForm: Sendable {
    var name: Phrase?
    var kind: Choice<PartnerKind>?
    var email: Clearable<Address>?
    var phone: Text?
    var contact: Text?
    var contact2: Text?
    var manager: Text?
    var tier: Text?
    var isPinned = false
    var parent: Clearable<PartnerReference>?
    var weight: Clearable<Number>?
    var capacity: Clearable<Number>?
    var timezone: Text?
    var hours: Text?
    var rate: Clearable<Rate>?
    var fixed: Text?
    var currency: Clearable<Currency>?
    var profile: Text?
    var ref: Text?
    /// Whether any keyword was given at all.
    var hasValues = false

    private static let common: [Form<PartnerForm>.Field] = [
        .one("KIND", \.kind),
        .one("EMAIL", \.email, isSensitive: true),
        .one("PHONE", \.phone, isSensitive: true),
        .one("CONTACT", \.contact, isSensitive: true),
        .one("CONTACT2", \.contact2, isSensitive: true),
        .one("MANAGER", \.manager),
        .one("TIER", \.tier),
        .one("PARENT", \.parent),
        .one("WEIGHT", \.weight),
        .one("CAPACITY", \.capacity),
        .one("TIMEZONE", \.timezone),
        .one("HOURS", \.hours),
        .one("RATE", \.rate),
        .one("FIXED", \.fixed),
        .one("CURRENCY", \.currency),
        .one("PROFILE", \.profile),
        .one("REF", \.ref),
    ]

    /// What PARTNER.NEW takes beside NAME, which it requires.
    static let new = Form(PartnerForm(), common)

    /// What PARTNER.APPLY takes beside NAME and EMAIL.
    static let application = Form(
        PartnerForm(),
        [
            .one("KIND", \.kind),
            .one("PHONE", \.phone, isSensitive: true),
            .one("CONTACT", \.contact, isSensitive: true),
            .one("TIMEZONE", \.timezone),
            .one("PARENT", \.parent),
        ])

    /// What PARTNER.SET takes.
    static let set = Form(
        PartnerForm(), [.one("NAME", \.name)] + common + [.flag("PIN", \.isPinned)],
        given: \.hasValues)

    /// Whether what the partner is paid was given, which is for finance to say.
    var setsTerms: Bool { rate != nil || fixed != nil }
}
