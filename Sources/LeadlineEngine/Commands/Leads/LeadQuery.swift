import LeadlineDomain
import LeadlineWire

/// How a list of leads is ordered.
enum LeadOrder: UInt8, Vocabulary {
    case created = 1
    case updated = 2
    case score = 3
    case due = 4
    case meeting = 5

    var word: StaticString {
        switch self {
        case .created: "created"
        case .updated: "updated"
        case .score: "score"
        case .due: "due"
        case .meeting: "meeting"
        }
    }

    /// The time that leads are sorted by; nil of what is no time to come.
    var time: LeadsByTime.Key? {
        switch self {
        case .due: .due
        case .meeting: .meeting
        case .created, .updated, .score: nil
        }
    }
}

/// Statuses as a filter takes them: `new,review`, `open` or `closed`.
struct StatusSet: Argument {
    static var typeName: String { "status,…|open|closed" }
    let statuses: Set<LeadStatus>

    init(argument: Bytes) throws(ValueFault) {
        var statuses: Set<LeadStatus> = []
        for word in try WordList(argument: argument).words {
            if let status = LeadStatus(word: word.bytes) {
                statuses.insert(status)
            } else if word.bytes.matches("open") {
                statuses.formUnion(LeadStatus.allCases.filter(\.isOpen))
            } else if word.bytes.matches("closed") {
                statuses.formUnion(LeadStatus.allCases.filter { !$0.isOpen })
            } else {
                throw ValueFault(
                    "\(word.bytes.quoted) is not open, closed or one of: \(LeadStatus.words)")
            }
        }
        self.statuses = statuses
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(statuses.map(\.rawValue).sorted())
    }
}

/// A stretch of the calendar, as `IN` names it.
extension CalendarPeriod: Argument {
    static var typeName: String { "period" }
    init(argument: Bytes) throws(ValueFault) {
        self = try CalendarPeriod.parse(argument)
    }
    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(String(describing: self).utf8)
    }
}

/// The filters, order, columns and page of `LEAD.LIST`, `LEAD.FIND` and `QUEUE`.
struct LeadQuery: Sendable {
    var statuses: StatusSet?
    var directions: ListOf<Choice<LeadlineDomain.Direction>>?
    var owners: WordList?
    var submitters: WordList?
    var partners: ListOf<PartnerReference>?
    var referrers: ListOf<PayeeReference>?
    var services: WordList?
    var areas: WordList?
    var sources: WordList?
    var campaigns: ListOf<Plain<CampaignID>>?
    var zips: WordList?
    var name: Text?
    var title: Text?
    var match: Text?
    var since: TimeInput?
    var until: TimeInput?
    var period: CalendarPeriod?
    var email: Address?
    var ref: Text?
    var phone: Text?
    var order: Choice<LeadOrder>?
    var columns: WordList?
    var limit: PageLimit?
    var after: Text?
    var hasValues = false

    private static let filters: [Form<LeadQuery>.Field] = [
        .one("STATUS", \.statuses),
        .one("DIRECTION", \.directions),
        .one("OWNER", \.owners),
        .one("SUBMITTER", \.submitters),
        .one("PARTNER", \.partners),
        .one("REFERRER", \.referrers),
        .one("SERVICE", \.services),
        .one("AREA", \.areas),
        .one("SOURCE", \.sources),
        .one("CAMPAIGN", \.campaigns),
        .one("ZIP", \.zips),
        .one("NAME", \.name, isSensitive: true),
        .one("TITLE", \.title, isSensitive: true),
        .one("MATCH", \.match, isSensitive: true),
        .one("SINCE", \.since),
        .one("UNTIL", \.until),
        .one("IN", \.period),
        .one("SORT", \.order),
    ]

    private static let paging: [Form<LeadQuery>.Field] = [
        .one("COLUMNS", \.columns),
        .one("LIMIT", \.limit),
        .one("AFTER", \.after),
    ]

    static let list = Form(LeadQuery(), filters + paging, given: \.hasValues)

    static let find = Form(
        LeadQuery(),
        [
            .one("EMAIL", \.email, isSensitive: true),
            .one("REF", \.ref),
            .one("PHONE", \.phone, isSensitive: true),
        ] + filters + paging, given: \.hasValues)

    static let queue = Form(
        LeadQuery(), [.one("SERVICE", \.services)] + paging, given: \.hasValues)

    var rows: Int { limit?.rows ?? EngineLimits.pageRowsDefault }

    /// The columns asked for, or nil for the documented ones.
    func chosenColumns() throws(Rejection) -> [EntityField<Lead>]? {
        guard let columns else { return nil }
        return try LeadFields.table.columns(chosen: columns.words)
    }
}
