import LeadlineDomain
import LeadlineWire

/// A value that `""` clears.
struct Clearable<V: Argument>: Argument {
    static var typeName: String { V.typeName }
    static var choices: [String] { V.choices }
    static var naming: RecordNaming { V.naming }
    static var isSensitive: Bool { V.isSensitive }
    /// Nil when the field is to be cleared.
    let value: V?

    init(argument: Bytes) throws(ValueFault) {
        value = argument.isEmpty ? nil : try V(argument: argument)
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        if let value { value.feed(&fingerprint) } else { fingerprint.feed(EmptyCollection()) }
    }
}

/// An e-mail address as typed, with the key that tells customers apart.
struct Address: Argument {
    static var typeName: String { "e-mail" }
    static var isSensitive: Bool { true }
    let text: Text
    let key: Text

    init(argument: Bytes) throws(ValueFault) {
        let address = try EmailAddress.parse(argument)
        text = address.text
        key = try address.key(ascii: AsciiDomain.of).text
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

/// What LEAD.NEW does when the customer or the REF is there already.
enum OnExists: UInt8, Vocabulary {
    case refuse = 1
    case ignore = 2
    case update = 3

    var word: StaticString {
        switch self {
        case .refuse: "refuse"
        case .ignore: "ignore"
        case .update: "update"
        }
    }
}

/// The keywords of LEAD.NEW and LEAD.SET as they were given: nil is "not given".
struct LeadForm: Sendable {
    var email: Address?
    var title: Text?
    var name: Text?
    var company: Text?
    var phone: Text?
    var service: FoldedText?
    var areas: [Text]?
    var zip: ZipText?
    var country: Clearable<CountryCode>?
    var value: AmountText?
    var currency: Currency?
    var notes: LongText?
    var direction: Choice<LeadlineDomain.Direction>?
    var source: Choice<LeadSource>?
    var referrer: Clearable<PayeeReference>?
    var helper: Clearable<ReferrerReference>?
    var campaign: Clearable<Plain<CampaignID>>?
    var products: [Text]?
    var owner: Text?
    var ref: ExternalRef?
    var fields: [(name: Text, value: CustomValue)]?
    var from: LeadReference?
    var onExists: Choice<OnExists>?
    var force: Phrase?
    var reason: Phrase?
    var isQueueing = false
    var isDryRun = false
    /// Whether any keyword was given at all.
    var hasValues = false

    /// What both commands take.
    private static let common: [Form<LeadForm>.Field] = [
        .one("EMAIL", \.email, isSensitive: true),
        .one("TITLE", \.title, isSensitive: true),
        .one("NAME", \.name, isSensitive: true),
        .one("COMPANY", \.company, isSensitive: true),
        .one("PHONE", \.phone, isSensitive: true),
        .one("SERVICE", \.service),
        .many("AREA", \.areas),
        .one("ZIP", \.zip),
        .one("COUNTRY", \.country),
        .one("NOTES", \.notes, isSensitive: true),
        .one("SOURCE", \.source),
        .one("REFERRER", \.referrer),
        .one("HELPER", \.helper),
        .one("CAMPAIGN", \.campaign),
        .many("PRODUCT", \.products),
        .one("OWNER", \.owner),
        .one("REF", \.ref),
        .pairs("FIELD", \.fields),
        .one("FORCE", \.force, isSensitive: true),
    ]

    static let new = Form(
        LeadForm(),
        common + [
            .one("VALUE", \.value),
            .one("CURRENCY", \.currency),
            .one("DIRECTION", \.direction),
            .one("FROM", \.from),
            .one("ONEXISTS", \.onExists),
            .flag("QUEUE", \.isQueueing),
            .flag("DRYRUN", \.isDryRun),
        ], given: \.hasValues)

    static let set = Form(
        LeadForm(), common + [.one("REASON", \.reason, isSensitive: true)],
        given: \.hasValues)
}
