import LeadlineDomain
import LeadlineStore

/// Something that waits for the caller.
struct TodoRow: Sendable {
    /// Until when; nil where there is no time to it.
    let due: Timestamp?
    /// What kind of work it is, in one word.
    let what: StaticString
    /// The record that it is about.
    let id: Text
    /// Why it waits, for people.
    let why: Text
    /// A line to paste: it does the work, or shows more.
    let command: Text
}

/// A piece of work that may wait, found and not yet looked at.
struct TodoCandidate {
    /// Until when; nil where there is no time to it.
    let due: Timestamp?
    /// The number of the record that it is about, or what else tells it from others of its kind.
    let number: UInt64
    /// The row, where finding it was reading it.
    var row: TodoRow?
}

/// How much of what may wait is to be found.
struct TodoSpan {
    /// What is due before is not wanted, in milliseconds; nil when it is.
    let from: Int64?
    /// The most that is wanted.
    let limit: Int
}

/// One kind of work that may wait for somebody.
///
/// Each is found by an index, and is looked at no further than its most urgent rows; the records
/// themselves are read for the rows that a page has. A family with work of its own adds its entry
/// to `timed` or `untimed`.
struct TodoSource: Sendable {
    /// Finds the most urgent of what may wait for the reader.
    typealias Finding = @Sendable (inout Reader, TodoSpan) -> [TodoCandidate]
    /// The row of that number; nil when nothing waits there.
    typealias Showing = @Sendable (inout Reader, _ number: UInt64) -> TodoRow?

    /// For whom there can be such work.
    let roles: Roles
    /// Whether it is found in the order of its times, so that the first of it are the most urgent.
    private(set) var isOrdered = false
    let find: Finding
    private let read: Showing

    /// What may have a time to it, and is shown by that.
    static let timed = [
        offers, answers, questions, ownReviews, ownAnswers, reviews, arrivals, ownArrivals,
        breaches, claims, ownClaims,
    ]
    /// What has none, and is shown behind all that, kind by kind.
    static let untimed = [
        signups, disputes, sales, drafts, bonuses, payouts, payrolls, sendings, doubts, debts,
        payments, remittances,
    ]
    /// Both; a place in the list names a kind by where it stands here.
    static let all = timed + untimed

    /// What a candidate's row is; nil when nothing waits there.
    func row(of candidate: TodoCandidate, _ reader: inout Reader) -> TodoRow? {
        candidate.row ?? read(&reader, candidate.number)
    }
}

extension TodoSource {
    /// Work on leads, found with their times.
    fileprivate init(
        roles: Roles,
        leads: @escaping @Sendable (inout Reader, _ limit: Int) -> [TodoCandidate],
        row: @escaping @Sendable (borrowing Reader, Lead) -> TodoRow?
    ) {
        self.init(roles: roles, find: { leads(&$0, $1.limit) }, read: Self.showing(row))
    }

    /// The same of an index that has them in the order of their times.
    fileprivate init(
        roles: Roles,
        ordered find: @escaping Finding,
        row: @escaping @Sendable (borrowing Reader, Lead) -> TodoRow?
    ) {
        self.init(roles: roles, isOrdered: true, find: find, read: Self.showing(row))
    }

    private static func showing(
        _ row: @escaping @Sendable (borrowing Reader, Lead) -> TodoRow?
    ) -> Showing {
        { reader, number in
            let lead = reader.view.get(Schema.leads.table, LeadID(raw: number))
            return lead.flatMap { row(reader, $0) }
        }
    }

    /// Work on records that have no time to them, the most urgent first.
    init(
        roles: Roles, numbers: @escaping @Sendable (inout Reader, _ limit: Int) -> [UInt64],
        row: @escaping Showing
    ) {
        self.init(
            roles: roles,
            find: { reader, span in
                numbers(&reader, span.limit).map { TodoCandidate(due: nil, number: $0) }
            }, read: row)
    }

    /// Work that has no time to it, and of which there is never much.
    init(roles: Roles, rows: @escaping @Sendable (inout Reader, _ limit: Int) -> [TodoRow]) {
        self.init(
            roles: roles,
            find: { reader, span in
                rows(&reader, span.limit).enumerated().map { rank, row in
                    TodoCandidate(due: nil, number: UInt64(rank), row: row)
                }
            }, read: { _, _ in nil })
    }
}

// MARK: - Outside the house

extension TodoSource {
    private static let outsiders: Roles = [.partner, .advertiser]

    /// Leads that the caller's partner was offered.
    private static let offers = TodoSource(roles: .partner) { reader, limit in
        reader.offered(limit) { $0.status == .offered }
    } row: { _, lead in
        TodoRow(
            due: lead.followUp?.due, what: "offer", id: lead.id.text,
            why: Text("offered since \(lead.since.text)"), command: Text("ACCEPT \(lead.id)"))
    }

    /// Leads that the caller's partner works and of which something is to be heard.
    private static let answers = TodoSource(roles: .partner) { reader, limit in
        reader.offered(limit) {
            $0.status != .offered && $0.status != .needsinfo && $0.due != nil
        }
    } row: { _, lead in
        lead.answer
    }

    /// Leads that the caller brought and that lack something.
    private static let questions = TodoSource(roles: outsiders) { reader, limit in
        var found: [UInt64: TodoCandidate] = [:]
        for outsider in reader.caller.wall.outsiders {
            let leads = reader.waiting(for: outsider.key, limit, due: \.protectedUntil) {
                $0.status == .needsinfo
            }
            for lead in leads { found[lead.number] = lead }
        }
        return found.values.sorted { $0.number < $1.number }
    } row: { reader, lead in
        reader.caller.wall.reaches(lead) ? lead.question : nil
    }

    /// The caller's claims that end soon.
    private static let ownClaims = TodoSource(roles: outsiders) { reader, limit in
        var found: [UInt64: TodoCandidate] = [:]
        for outsider in reader.caller.wall.outsiders {
            let ids = reader.view.ids(
                Schema.leads.byClaimant, outsider.key, from: reader.now.milliseconds, limit: limit)
            for entry in ids where entry.order <= reader.claimHorizon {
                found[entry.id.raw] = TodoCandidate(entry.order, entry.id)
            }
        }
        return found.values.sorted { $0.number < $1.number }
    } row: { reader, lead in
        reader.caller.wall.reaches(lead) ? lead.endingClaim : nil
    }
}

extension TodoCandidate {
    /// A lead of an index by time.
    fileprivate init(_ order: Int64, _ lead: LeadID) {
        self.init(due: Timestamp(milliseconds: order), number: lead.raw)
    }
}

extension Reader {
    /// Leads that wait for somebody and whose state is such, those that have waited longest first.
    fileprivate mutating func waiting(
        for key: KeyText, _ limit: Int, due: (LeadUrgency) -> Timestamp? = { $0.due },
        where isSuch: (LeadUrgency) -> Bool
    ) -> [TodoCandidate] {
        let ids = view.ids(Schema.leads.byWaiting, key, limit: limit).map(\.id)
        return candidates(ids, due: due, where: isSuch)
    }

    /// The same of those that wait for the caller's partner.
    fileprivate mutating func offered(
        _ limit: Int, where isSuch: (LeadUrgency) -> Bool
    ) -> [TodoCandidate] {
        guard let partner = caller.partner else { return [] }
        return waiting(for: Outsider.partner(partner).key, limit, where: isSuch)
    }

    /// The same of those that wait for the caller, who owns them.
    fileprivate mutating func owned(
        _ limit: Int, due: (LeadUrgency) -> Timestamp? = { $0.due },
        where isSuch: (LeadUrgency) -> Bool
    ) -> [TodoCandidate] {
        waiting(for: Lead.awaited(owner: caller.name), limit, due: due, where: isSuch)
    }

    /// Those of the leads whose state is such, with their times.
    fileprivate mutating func candidates(
        _ ids: [LeadID], due: (LeadUrgency) -> Timestamp? = { $0.due },
        where isSuch: (LeadUrgency) -> Bool = { _ in true }
    ) -> [TodoCandidate] {
        ids.compactMap { id in
            guard let urgency = LeadUrgency.at(id, in: &view), isSuch(urgency) else { return nil }
            return TodoCandidate(due: due(urgency), number: id.raw)
        }
    }
}

extension Lead {
    /// What is asked of who brought it.
    fileprivate var question: TodoRow {
        let lacks = missing.map(\.description).joined(separator: ", ")
        let asked = reason.map { "asked: \($0)" } ?? "something is asked"
        return TodoRow(
            due: claim?.expires, what: "question", id: id.text,
            why: Text(missing.isEmpty ? asked : "lacks \(lacks)"),
            command: Text("LEAD.GET \(id)"))
    }

    /// That its accepted claim ends.
    fileprivate var endingClaim: TodoRow? {
        guard let claim, claim.accepted != nil else { return nil }
        return TodoRow(
            due: claim.expires, what: "claim", id: id.text,
            why: Text("its protection ends; it is \(status.word)"),
            command: Text("STATUS \(id)"))
    }

    /// That something is to be heard of it.
    fileprivate var answer: TodoRow? {
        guard let followUp, let due = followUp.due else { return nil }
        return TodoRow(
            due: due, what: "followup", id: id.text,
            why: Text("\(followUp.stage.word) is awaited; it is \(status.word)"),
            command: Text("STATUS \(id)"))
    }

    /// That it was to be heard of, and was not.
    fileprivate var breach: TodoRow? {
        guard let followUp, let due = followUp.due, status != .new, status != .review else {
            return nil
        }
        let name = partner.map { " with \($0)" } ?? ""
        return TodoRow(
            due: due, what: "overdue", id: id.text,
            why: Text("\(followUp.stage.word) was awaited; it is \(status.word)\(name)"),
            command: Text("STATUS \(id)"))
    }

    /// That somebody has to look at it before it goes out.
    fileprivate var review: TodoRow {
        let name = partner.map { "for \($0)" } ?? "for nobody"
        return TodoRow(
            due: followUp?.due, what: "review", id: id.text,
            why: Text("in review \(name) since \(since.text)"), command: Text("RELEASE \(id)"))
    }

    /// That it was brought to us, and nobody has answered.
    fileprivate var arrival: TodoRow {
        let isIn = direction == .in
        let age = "\(isIn ? "registered" : "new") since \(since.text)"
        return TodoRow(
            due: followUp?.due ?? claim?.expires, what: isIn ? "registration" : "triage",
            id: id.text,
            why: Text(age), command: Text(isIn ? "STATUS \(id) accepted" : "ASSIGN \(id) AUTO"))
    }
}

extension Reader {
    /// Until when a claim that ends is something to do.
    fileprivate var claimHorizon: Int64 {
        now.milliseconds + EngineLimits.todoClaimDays * 86_400_000
    }

    /// The newest partners who wait to be let in; as many partners are looked at as reports do.
    fileprivate mutating func pendingPartners(_ limit: Int) -> [Partner] {
        var pending: [Partner] = []
        var place: PartnerID?
        var looked = 0
        while pending.count < limit, looked < EngineLimits.reportPartnersMax {
            let partners = view.rows(
                of: Schema.partners.table, after: place, .descending,
                limit: EngineLimits.pageRowsMax)
            pending += partners.filter { $0.state == .pending }
            looked += partners.count
            guard partners.count == EngineLimits.pageRowsMax else { break }
            place = partners.last?.id
        }
        return Array(pending.prefix(limit))
    }
}

// MARK: - In the house

extension TodoSource {
    /// Reviews of leads that an agent owns.
    private static let ownReviews = TodoSource(roles: .agent) { reader, limit in
        reader.owned(limit) { $0.status == .review }
    } row: { _, lead in
        lead.review
    }

    /// Inbound leads that an agent owns and of which something is to be heard.
    private static let ownAnswers = TodoSource(roles: .agent) { reader, limit in
        reader.owned(limit) { $0.status != .review && $0.status != .new && $0.due != nil }
    } row: { _, lead in
        lead.answer
    }

    /// What is overdue and not to be seen as a review or new lead.
    private static let breaches = TodoSource(
        roles: .desk,
        ordered: { reader, span in
            let now = reader.now.milliseconds
            return reader.view.ids(
                Schema.leads.byDue, Nothing(), from: span.from, limit: span.limit
            ).filter { $0.order <= now }.map { TodoCandidate($0.order, $0.id) }
        }, row: { _, lead in lead.breach })

    /// All reviews.
    private static let reviews = TodoSource(roles: .desk) { reader, limit in
        let ids = reader.view.ids(Schema.leads.byStatus, .review, limit: limit).map(\.id)
        return reader.candidates(ids)
    } row: { _, lead in
        lead.review
    }

    /// New leads, best score first.
    private static let arrivals = TodoSource(roles: .desk) { reader, limit in
        let ids = reader.view.queue(of: nil, after: nil, limit: limit).map(\.id)
        return reader.candidates(ids, due: { $0.due ?? $0.protectedUntil })
    } row: { _, lead in
        lead.arrival
    }

    /// New inbound leads that an agent owns.
    private static let ownArrivals = TodoSource(roles: .agent) { reader, limit in
        reader.owned(limit, due: { $0.due ?? $0.protectedUntil }) { $0.status == .new }
    } row: { _, lead in
        lead.arrival
    }

    /// Claims that end soon.
    private static let claims = TodoSource(
        roles: .desk,
        ordered: { reader, span in
            let horizon = reader.claimHorizon
            let start = max(span.from ?? .min, reader.now.milliseconds)
            return reader.view.ids(
                Schema.leads.byClaimEnd, Nothing(), from: start, limit: span.limit
            ).filter { $0.order <= horizon }.map { TodoCandidate($0.order, $0.id) }
        }, row: { _, lead in lead.endingClaim })

    /// Partners who have signed up, the newest first.
    private static let signups = TodoSource(roles: .desk) { reader, limit in
        reader.pendingPartners(limit).map { partner in
            TodoRow(
                due: nil, what: "signup", id: partner.id.text,
                why: Text("signed up at \(partner.created.text)"),
                command: Text("PARTNER.APPROVE \(partner.id)"))
        }
    }
}
