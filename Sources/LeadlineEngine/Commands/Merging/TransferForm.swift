import LeadlineDomain
import LeadlineStore
import LeadlineWire

/// Who gives or gets leads: a partner, by id or `ref:TEXT`, or a user, by its login name.
enum TransferParty: Argument {
    case partner(PartnerReference)
    case user(Text)

    static var typeName: String { "partner|user" }
    static var naming: RecordNaming { .one }

    init(argument: Bytes) throws(ValueFault) {
        let isReference = argument.count > 4 && argument.prefix(4).matches("ref:")
        if isReference || PartnerID(argument) != nil {
            self = .partner(try PartnerReference(argument: argument))
        } else {
            self = .user(Text(argument.trimmed))
        }
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        switch self {
        case .partner(let reference): reference.feed(&fingerprint)
        case .user(let name): fingerprint.feed(name.asciiLowercased.bytes)
        }
    }
}

/// The filters of LEAD.TRANSFER, as LEAD.LIST has them.
struct TransferForm: Sendable {
    var statuses: StatusSet?
    var directions: ListOf<Choice<LeadlineDomain.Direction>>?
    var services: WordList?
    var areas: WordList?
    var sources: ListOf<Choice<LeadSource>>?
    var campaigns: ListOf<Plain<CampaignID>>?
    var zips: WordList?
    var since: TimeInput?
    var until: TimeInput?
    var period: CalendarPeriod?

    static let form = Form(
        TransferForm(),
        [
            .one("STATUS", \.statuses),
            .one("DIRECTION", \.directions),
            .one("SERVICE", \.services),
            .one("AREA", \.areas),
            .one("SOURCE", \.sources),
            .one("CAMPAIGN", \.campaigns),
            .one("ZIP", \.zips),
            .one("SINCE", \.since),
            .one("UNTIL", \.until),
            .one("IN", \.period),
        ])

    /// The filters with everything decided that depends on the moment.
    func scope(at now: Timestamp, _ settings: Settings) throws(Rejection) -> TransferScope {
        var scope = TransferScope()
        scope.statuses = statuses?.statuses.sorted { $0.rawValue < $1.rawValue } ?? []
        scope.directions = directions?.values.map(\.value) ?? []
        scope.services = services?.words.map(\.asciiLowercased) ?? []
        scope.sources = sources?.values.map(\.value) ?? []
        scope.campaigns = campaigns?.values.map(\.id) ?? []
        scope.zips = zips?.words.map { Text($0.bytes.prefix { $0 != UInt8(ascii: "-") }) } ?? []
        if let areas {
            scope.areas = try checking("area") { () throws(ValueFault) in
                try areas.words.map { (word: Text) throws(ValueFault) in
                    try Area.parse(word.bytes, regions: settings.regions)
                }
            }
        }
        let span = try span(at: now, settings.zone)
        scope.since = span.since
        scope.until = span.until
        return scope
    }

    private func span(at now: Timestamp, _ zone: HouseZone) throws(Rejection) -> TimeSpan {
        guard let period else {
            return try checking(since == nil ? "until" : "since") { () throws(ValueFault) in
                try TimeSpan.between(since, until, now: now, zone: zone)
            }
        }
        guard since == nil, until == nil else {
            throw .syntax("IN and SINCE or UNTIL exclude each other")
        }
        return period.span(now: now, zone: zone)
    }
}
