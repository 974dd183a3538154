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

/// One kind of work that may wait for somebody.
///
/// Each is found by an index, and is looked at no further than its most urgent rows. A family with
/// work of its own adds its entry to `all`.
struct TodoSource: Sendable {
    /// For whom there can be such work.
    let roles: Roles
    /// The most urgent of what waits for the reader; at most so many.
    let rows: @Sendable (inout Reader, _ limit: Int) -> [TodoRow]

    /// Every kind there is.
    static let all = [
        offers, answers, questions, ownReviews, ownAnswers, reviews, arrivals, ownArrivals,
        breaches,
        claims, ownClaims, signups, disputes, sales, drafts, bonuses, payouts, payrolls, sendings,
        doubts, debts, payments, remittances,
    ]
}

// MARK: - Outside the house

extension TodoSource {
    private static let outsiders: Roles = [.partner, .advertiser]

    /// Leads that the caller's partner was offered.
    private static let offers = TodoSource(roles: .partner) { reader, limit in
        guard let partner = reader.caller.partner else { return [] }
        return reader.view.leads(waitingFor: Outsider.partner(partner).key, limit: limit)
            .filter { $0.status == .offered }
            .map { lead in
                TodoRow(
                    due: lead.followUp?.due, what: "offer", id: lead.id.text,
                    why: Text("offered since \(lead.since.text)"),
                    command: Text("ACCEPT \(lead.id)"))
            }
    }

    /// Leads that the caller's partner works and of which something is to be heard.
    private static let answers = TodoSource(roles: .partner) { reader, limit in
        guard let partner = reader.caller.partner else { return [] }
        return reader.view.leads(waitingFor: Outsider.partner(partner).key, limit: limit)
            .filter { $0.status != .offered && $0.status != .needsinfo }
            .compactMap(\.answer)
    }

    /// Leads that the caller brought and that lack something.
    private static let questions = TodoSource(roles: outsiders) { reader, limit in
        var rows: [LeadID: TodoRow] = [:]
        let wall = reader.caller.wall
        for outsider in wall.outsiders {
            let leads = reader.view.leads(waitingFor: outsider.key, limit: limit)
            for lead in leads where lead.status == .needsinfo && wall.reaches(lead) {
                rows[lead.id] = lead.question
            }
        }
        return rows.values.sorted { $0.id < $1.id }
    }

    /// The caller's claims that end soon.
    private static let ownClaims = TodoSource(roles: outsiders) { reader, limit in
        var rows: [LeadID: TodoRow] = [:]
        let wall = reader.caller.wall
        for outsider in wall.outsiders {
            let ids = reader.view.ids(
                Schema.leads.byClaimant, outsider.key, from: reader.now.milliseconds, limit: limit)
            for entry in ids where entry.order <= reader.claimHorizon {
                guard let lead = reader.view.get(Schema.leads.table, entry.id),
                    wall.reaches(lead), let row = lead.endingClaim
                else { continue }
                rows[lead.id] = row
            }
        }
        return rows.values.sorted { $0.id < $1.id }
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
        let owner = Lead.awaited(owner: reader.caller.name)
        return reader.view.leads(waitingFor: owner, limit: limit).filter { $0.status == .review }
            .map(\.review)
    }

    /// Inbound leads that an agent owns and of which something is to be heard.
    private static let ownAnswers = TodoSource(roles: .agent) { reader, limit in
        let owner = Lead.awaited(owner: reader.caller.name)
        return reader.view.leads(waitingFor: owner, limit: limit)
            .filter { $0.status != .review && $0.status != .new }
            .compactMap(\.answer)
    }

    /// What is overdue and not to be seen as a review or new lead.
    private static let breaches = TodoSource(roles: .desk) { reader, limit in
        let now = reader.now.milliseconds
        return reader.view.ids(Schema.leads.byDue, Nothing(), limit: limit)
            .filter { $0.order <= now }
            .compactMap { reader.view.get(Schema.leads.table, $0.id)?.breach }
    }

    /// All reviews.
    private static let reviews = TodoSource(roles: .desk) { reader, limit in
        reader.view.ids(Schema.leads.byStatus, .review, limit: limit)
            .compactMap { reader.view.get(Schema.leads.table, $0.id) }
            .map(\.review)
    }

    /// New leads, best score first.
    private static let arrivals = TodoSource(roles: .desk) { reader, limit in
        reader.view.queue(of: nil, after: nil, limit: limit)
            .compactMap { reader.view.get(Schema.leads.table, $0.id) }
            .map(\.arrival)
    }

    /// New inbound leads that an agent owns.
    private static let ownArrivals = TodoSource(roles: .agent) { reader, limit in
        let owner = Lead.awaited(owner: reader.caller.name)
        return reader.view.leads(waitingFor: owner, limit: limit).filter { $0.status == .new }
            .map(\.arrival)
    }

    /// Claims that end soon.
    private static let claims = TodoSource(roles: .desk) { reader, limit in
        let horizon = reader.claimHorizon
        return reader.view.ids(
            Schema.leads.byClaimEnd, Nothing(), from: reader.now.milliseconds, limit: limit
        ).filter { $0.order <= horizon }
            .compactMap { reader.view.get(Schema.leads.table, $0.id)?.endingClaim }
    }

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
