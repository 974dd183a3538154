import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension EventType {
    static let feedbackGiven = EventType(
        "feedback.given", fields: ["about", "rating", "by", "text"])
}

extension CommandTable {
    /// What partners think of leads, and the house of their work.
    static let feedback: [Command] = [
        .write(
            "FEEDBACK", "Rates a lead as its partner, or the partner's work on it as the house.",
            group: .lead, by: .workers, reach: .lead("lead"), kind: .create,
            events: [.feedbackGiven], Positional<LeadReference>("lead"),
            RequiredKeyword<Rating>("RATING"), Keyword<LongText>("TEXT"), run: feedbackGive),
        .scan(
            "FEEDBACK.LIST", "Lists feedback on a lead, of and on a partner, or all, newest first.",
            group: .lead, by: .readers, reach: .leads,
            OptionalPositional<LeadOrPartner>("record"), Keyword<PageLimit>("LIMIT"),
            Keyword<Text>("AFTER"), Keyword<WordList>("COLUMNS"), run: feedbackList),
    ]
}

/// From 1 to 5.
struct Rating: Argument {
    static var typeName: String { "1-5" }
    let value: UInt8

    init(argument: Bytes) throws(ValueFault) {
        guard let value = argument.decimal.flatMap({ UInt8(exactly: $0) }),
            Feedback.ratings.contains(value)
        else { throw ValueFault("\(argument.quoted) is not 1 to 5") }
        self.value = value
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(CollectionOfOne(value))
    }
}

/// A lead or a partner, by id; a `ref:` is a lead's.
enum LeadOrPartner: Argument {
    case lead(LeadReference)
    case partner(PartnerReference)

    static var typeName: String { "lead|partner" }
    static var naming: RecordNaming { .one }

    init(argument: Bytes) throws(ValueFault) {
        if PartnerID(argument) != nil {
            self = .partner(try PartnerReference(argument: argument))
        } else {
            self = .lead(try LeadReference(argument: argument))
        }
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        switch self {
        case .lead(let reference): reference.feed(&fingerprint)
        case .partner(let reference): reference.feed(&fingerprint)
        }
    }
}

/// A row of FEEDBACK.LIST.
enum FeedbackColumns: PageColumns {
    static let standard: [EntityField<Feedback>] = [
        EntityField("lead") { .id($0.lead) },
        EntityField("about") { .word(StaticWord($0.about.word)) },
        EntityField("partner") { .id($0.partner) },
        EntityField("rating") { .integer(Int64($0.rating)) },
        EntityField("text", personal: true) { .optional($0.text) },
        EntityField("author") { .optional($0.author.orNil) },
        EntityField("at") { .time($0.at) },
    ]
}

// MARK: - Giving

private func feedbackGive(
    tx: inout Transaction, reference: LeadReference, rating: Rating, text: LongText?
) throws(Rejection) -> Done {
    let lead = try tx.lead(reference)
    let wall = tx.caller.wall
    guard wall.works(lead) else {
        throw Rejection(.noPermission, "FEEDBACK is not yours on this lead")
    }
    guard let partner = wall.isHouse ? lead.workingPartner : wall.partner else {
        throw Rejection(
            .badState, "no partner works \(lead.id); there is nobody's work to judge")
    }
    let feedback = Feedback(
        lead: lead.id, author: tx.caller.name, about: wall.isHouse ? .partner : .lead,
        partner: partner, rating: rating.value, text: text?.text.trimmed.orNil, at: tx.now)
    if let old = tx.changes.view.get(Schema.feedback.table, feedback.id),
        feedback.isSame(as: old)
    {
        return Done()
    }
    tx.changes.put(Schema.feedback.table, feedback)
    var data = EventData()
    data.member("about", .word(StaticWord(feedback.about.word)))
    data.member("rating", .integer(Int64(feedback.rating)))
    data.member("by", .id(partner))
    var personal = EventData()
    if let text = feedback.text { personal.member("text", .text(text)) }
    var subject = lead.subject
    subject.audience = [.partner(partner)]
    tx.record(.feedbackGiven, subject, data: data, personal: personal)
    return Done()
}

extension Feedback {
    /// Whether the other one says the same; when it was said apart.
    fileprivate func isSame(as other: Feedback) -> Bool {
        about == other.about && partner == other.partner && rating == other.rating
            && text == other.text
    }
}

// MARK: - Reading

private func feedbackList(
    reader: inout Reader, record: LeadOrPartner?, limit: PageLimit?, after: Text?,
    columns: WordList?
) throws(Rejection) -> RecordPage<Feedback, FeedbackColumns> {
    let columns = try columns.map { (list: WordList) throws(Rejection) in
        try FieldTable(FeedbackColumns.standard).columns(chosen: list.words)
    }
    let place = try after.map { (text: Text) throws(Rejection) in try FeedbackPlace(text) }
    let source = try reader.feedbackSource(record)
    let wall = reader.caller.wall
    var leads = LeadGlance(wall)
    let listing = Listing<Feedback, FeedbackPlace>(limit: limit, after: place) {
        FeedbackPlace($0)
    }
    let page = listing.page(&reader.view) { view, place, count in
        view.feedback(source, after: place, limit: count)
    } keep: { view, feedback in
        wall.reaches(feedback) && leads.reaches(feedback.lead, &view)
    }
    let rows = page.rows.map { wall.shown($0) }
    return RecordPage(rows, next: page.next?.text, columns: columns)
}

/// Where a page of feedback comes from.
private enum FeedbackSource {
    case lead(LeadID)
    case partner(PartnerID)
    case all
    /// Nobody's.
    case none
}

extension Reader {
    fileprivate mutating func feedbackSource(
        _ record: LeadOrPartner?
    ) throws(Rejection) -> FeedbackSource {
        switch record {
        case .lead(let reference): return .lead(try lead(reference).id)
        case .partner(let reference): return .partner(try partner(reference).id)
        case nil:
            guard !caller.wall.isHouse else { return .all }
            return caller.wall.partner.map { .partner($0) } ?? .none
        }
    }
}

/// A place in a list of feedback, the newest first.
private struct FeedbackPlace {
    let order: Int64
    let id: FeedbackID

    init(_ feedback: Feedback) {
        order = feedback.order
        id = feedback.id
    }

    /// Reads what `text` wrote: `order-L7-author`.
    init(_ text: Text) throws(Rejection) {
        let parts = text.bytes.split(
            separator: UInt8(ascii: "-"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let order = parts[0].decimal.flatMap({ Int64(exactly: $0) }),
            let lead = LeadID(parts[1])
        else { throw .invalid("after", "\(text.bytes.quoted) is not a cursor of this list") }
        self.order = order
        id = FeedbackID(lead: lead, author: KeyText(parts[2]))
    }

    var text: Text { Text("\(order)-\(id.lead)-\(Text(id.author.bytes))") }
}

extension View {
    /// Feedback behind a place, the newest first.
    fileprivate mutating func feedback(
        _ source: FeedbackSource, after place: FeedbackPlace?, limit: Int
    ) -> [Feedback] {
        let start = place.map { ($0.order, $0.id) }
        let ids: [FeedbackID]
        switch source {
        case .none: return []
        case .lead(let lead):
            // Few enough to be sorted: one of each user.
            let all = rows(
                of: Schema.feedback.table, under: lead, limit: EngineLimits.scanRowsMax)
            let sorted = all.sorted { ($1.order, $1.id.author) < ($0.order, $0.id.author) }
            return Array(
                sorted.filter { feedback in
                    guard let place else { return true }
                    return (feedback.order, feedback.id.author) < (place.order, place.id.author)
                }.prefix(limit))
        case .partner(let partner):
            ids = self.ids(
                Schema.feedback.byPartner, partner, after: start, .descending, limit: limit
            ).map(\.id)
        case .all:
            ids = self.ids(
                Schema.feedback.byTime, Nothing(), after: start, .descending, limit: limit
            ).map(\.id)
        }
        return ids.compactMap { get(Schema.feedback.table, $0) }
    }
}

/// Judges for one page which leads its reader reaches, looking at each once.
private struct LeadGlance {
    private let wall: Wall
    private var known: [LeadID: Bool] = [:]

    init(_ wall: Wall) { self.wall = wall }

    mutating func reaches(_ id: LeadID, _ view: inout View) -> Bool {
        guard !wall.isOpen else { return true }
        if let isReached = known[id] { return isReached }
        let isReached = view.get(Schema.leads.table, id).map { wall.reaches($0) } ?? false
        known[id] = isReached
        return isReached
    }
}

extension Wall {
    /// Whether the caller may know of feedback on a lead that it reaches: outside the house what
    /// its partner has given or been given.
    fileprivate func reaches(_ feedback: Feedback) -> Bool {
        isHouse || partner != nil && feedback.partner == partner
    }

    /// The feedback as the caller is shown it: who of the house has judged is not told outside.
    fileprivate func shown(_ feedback: Feedback) -> Feedback {
        guard !isHouse, feedback.about == .partner else { return feedback }
        return Feedback(
            lead: feedback.lead, author: "", about: feedback.about, partner: feedback.partner,
            rating: feedback.rating, text: feedback.text, at: feedback.at)
    }
}
