import LeadlineDomain
import LeadlineStore

/// One inconsistency: which check found it, in what, and what is wrong.
struct Problem: Sendable, Equatable {
    let check: Text
    let subject: Text
    let problem: Text
}

/// The columns of CHECK.
enum ProblemColumns: PageColumns {
    static let standard: [EntityField<Problem>] = [
        EntityField("check") { .text($0.check) },
        EntityField("subject") { .text($0.subject) },
        EntityField("problem") { .text($0.problem) },
    ]
}

typealias ProblemPage = RecordPage<Problem, ProblemColumns>

/// Looks through a store for what does not agree; changes nothing.
///
/// The quick look takes the newest rows and the end of the chain; the deep one takes everything,
/// rebuilding each index and counter from the records.
struct Inspection {
    private let isDeep: Bool
    /// As of when claims are alive.
    let now: Timestamp
    private(set) var problems: [Problem] = []

    /// Findings beyond this many are not listed: something is very wrong already.
    private static let problemsMax = EngineLimits.pageRowsMax
    /// Rows of each kind that the quick look takes.
    private static let newestRowsMax = 100
    private static let rowsPerRead = 256

    /// A look that has not begun.
    ///
    /// - Parameters:
    ///   - isDeep: Whether to look at everything.
    ///   - now: The time of the look.
    init(isDeep: Bool, at now: Timestamp) {
        self.isDeep = isDeep
        self.now = now
    }

    /// Looks, and keeps what was found in `problems`.
    mutating func run(_ view: inout View) {
        for loss in view.losses { add("repair", "store", loss) }
        let told = problems.count
        if isDeep { compareTables(&view) }
        // A record that cannot be read would end every later scan half-way: it is told alone.
        guard problems.count == told else { return }
        var numbering = SequenceComparison(inspection: self)
        Schema.show(&numbering, in: &view)
        self = numbering.inspection
        checkChain(&view)
        checkLeads(&view)
        checkAssignments(&view)
        checkPartners(&view)
        checkMoney(&view)
        checkPayments(&view)
        if isDeep { checkClaims(&view) }
        if isDeep { checkProgramme(&view) }
        checkDisputes(&view)
        if isDeep { checkAround(&view) }
    }

    mutating func add(_ check: Text, _ subject: Text, _ problem: String) {
        guard problems.count < Self.problemsMax else { return }
        problems.append(Problem(check: check, subject: subject, problem: Text(problem)))
    }
}

// MARK: - Tables

extension Inspection {
    private mutating func compareTables(_ view: inout View) {
        var comparison = TableComparison(inspection: self)
        Schema.show(&comparison, in: &view)
        self = comparison.inspection
        for tag in view.tags(otherThan: comparison.tags) {
            add("store", Text("\(tag)"), "rows that are of no table")
        }
    }

    /// Compares what a table maintains with its records; also tells of records that are none.
    fileprivate mutating func compare<R>(_ table: borrowing Table<R>, _ view: inout View) {
        let name = Text("\(table.name)")
        for drift in table.drift(in: &view, limit: Self.problemsMax - problems.count) {
            let key = drift.key.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            add(name, Text(key.joined()), Self.words(drift.problem))
        }
        // LevelDB's words name keys and files: they are for the log.
        if view.forgiveCorruption() { add(name, "files", "some of its rows cannot be read") }
    }

    private static func words(_ problem: Drift.Problem) -> String {
        switch problem {
        case .undecodable(let fault): "record cannot be read: \(fault)"
        case .missingEntry: "index entry missing"
        case .strayEntry: "index entry without a record"
        case .wrongCount(let stored, let expected):
            "count is \(stored.map { "\($0)" } ?? "unreadable"), should be \(expected)"
        case .wrongSum: "counts and sums do not add up"
        }
    }
}

/// Compares one table after another with what it maintains.
private struct TableComparison: TableVisitor {
    var inspection: Inspection
    /// What the rows of the tables shown so far begin with.
    var tags: [UInt8] = []

    mutating func visit<R>(_ table: borrowing Table<R>, in view: inout View) {
        inspection.compare(table, &view)
        tags += table.tags
    }
}

/// Compares the greatest id of one table after another with its sequence.
private struct SequenceComparison: TableVisitor {
    var inspection: Inspection

    mutating func visit<R>(_ table: borrowing Table<R>, in view: inout View) {
        inspection.checkSequence(of: table, &view)
    }
}

// MARK: - Numbers and chain

extension Inspection {
    fileprivate mutating func checkSequence<R>(of table: borrowing Table<R>, _ view: inout View) {
        guard let (last, greatest) = view.lag(ofSequenceOf: table) else { return }
        add("sequence", Text("\(table.name)"), "stands at \(last), but \(greatest) exists")
    }

    mutating func checkChain(_ view: inout View) {
        let head = view.eventHead().sequence
        let newest = UInt64(Self.newestRowsMax)
        let first = isDeep || head <= newest ? 1 : head - newest + 1
        if let place = view.verifyChain(from: first, through: .max).brokenAt {
            add("chain", Text("\(place)"), "the chain of events breaks here")
        }
        if view.forgiveCorruption() { add("chain", Text("\(head)"), "events cannot be read") }
        let beyond = view.ids(of: Schema.events.table, after: head, limit: 1)
        if let stray = beyond.first { add("chain", Text("\(stray)"), "event behind the head") }
    }
}

// MARK: - References between records

extension Inspection {
    /// Shows `visit` the newest rows, or all of them.
    mutating func each<R: StoredRecord>(
        _ table: borrowing Table<R>, _ view: inout View,
        _ visit: (inout Inspection, inout View, R) -> Void
    ) {
        let count = isDeep ? Self.rowsPerRead : Self.newestRowsMax
        var place: R.ID?
        while problems.count < Self.problemsMax {
            let rows = view.rows(of: table, after: place, .descending, limit: count)
            for row in rows { visit(&self, &view, row) }
            guard isDeep, rows.count == count else { return }
            place = rows.last?.id
        }
    }

    private mutating func checkLeads(_ view: inout View) {
        each(Schema.leads.table, &view) { inspection, view, lead in
            if let partner = lead.partner, view.get(Schema.partners.table, partner) == nil {
                inspection.add("lead", lead.id.text, "its partner \(partner) does not exist")
            }
            if lead.isPartnerLoad, lead.partner == nil {
                inspection.add("lead", lead.id.text, "is \(lead.status.text) without a partner")
            }
            if let fault = lead.followUpFault { inspection.add("lead", lead.id.text, "\(fault)") }
            for referrer in lead.paidReferrers
            where view.get(Schema.referrers.table, referrer) == nil {
                inspection.add("lead", lead.id.text, "its referrer \(referrer) does not exist")
            }
            if let campaign = lead.campaign, view.get(Schema.campaigns.table, campaign) == nil {
                inspection.add("lead", lead.id.text, "its campaign \(campaign) does not exist")
            }
            if !Scoring.range.contains(Int(lead.score)) {
                inspection.add("lead", lead.id.text, "its score is \(lead.score)")
            }
            if let fault = lead.claimFault { inspection.add("lead", lead.id.text, fault) }
            for related in lead.related where view.get(Schema.leads.table, related) == nil {
                inspection.add("lead", lead.id.text, "its relative \(related) does not exist")
            }
            inspection.checkCredit(of: lead, &view)
        }
    }

    private mutating func checkAssignments(_ view: inout View) {
        each(Schema.assignments.table, &view) { inspection, view, assignment in
            if view.get(Schema.leads.table, assignment.lead) == nil {
                inspection.add(
                    "assignment", Text("\(assignment.id)"),
                    "its lead \(assignment.lead) does not exist")
            }
            inspection.require(
                assignment.partner, of: "assignment", Text("\(assignment.id)"), &view)
        }
    }

    private mutating func checkPartners(_ view: inout View) {
        each(Schema.partners.table, &view) { inspection, view, partner in
            guard let parent = partner.parent else { return }
            inspection.require(parent, of: "partner", partner.id.text, &view)
        }
    }

    private mutating func checkMoney(_ view: inout View) {
        each(Schema.sales.table, &view) { inspection, view, sale in
            guard view.get(Schema.leads.table, sale.lead) == nil else { return }
            inspection.add("sale", sale.id.text, "its lead \(sale.lead) does not exist")
        }
        if isDeep { checkRevenue(&view) }
        each(Schema.bonuses.table, &view) { inspection, view, bonus in
            if let sale = bonus.sale, view.get(Schema.sales.table, sale) == nil {
                inspection.add("bonus", bonus.id.text, "its sale \(sale) does not exist")
            }
            if let payout = bonus.payout, view.get(Schema.payouts.table, payout) == nil {
                inspection.add("bonus", bonus.id.text, "its payout \(payout) does not exist")
            }
            switch bonus.earner {
            case .partner(let id): inspection.require(id, of: "bonus", bonus.id.text, &view)
            case .referrer(let id) where view.get(Schema.referrers.table, id) == nil:
                inspection.add("bonus", bonus.id.text, "its referrer \(id) does not exist")
            case .referrer, nil: break
            }
        }
        checkPayouts(&view)
        guard isDeep else { return }
        var proof = LedgerProof()
        proof.run(&view)
        for problem in proof.problems {
            add("ledger", problem.subject, "\(problem.check): \(problem.problem)")
        }
    }

    private mutating func checkProgramme(_ view: inout View) {
        each(Schema.coverage.table, &view) { inspection, view, line in
            inspection.require(line.partner, of: "coverage", CoverageCursor(line.id).text, &view)
        }
        each(Schema.tierLapses.table, &view) { inspection, view, lapse in
            inspection.require(lapse.partner, of: "tier lapse", lapse.tier, &view)
        }
        each(Schema.training.table, &view) { inspection, view, training in
            inspection.require(
                training.partner, of: "training", TrainingCursor(training.id).text, &view)
        }
        each(Schema.territories.table, &view) { inspection, view, territory in
            inspection.require(
                territory.partner, of: "territory", Area.zip(territory.zip).text, &view)
        }
        each(Schema.notes.table, &view) { inspection, view, note in
            guard view.get(Schema.leads.table, note.lead) == nil else { return }
            inspection.add("note", Text("\(note.lead)/\(note.number)"), "its lead does not exist")
        }
        each(Schema.assessments.table, &view) { inspection, view, assessment in
            guard view.get(Schema.leads.table, assessment.lead) == nil else { return }
            inspection.add("assessment", assessment.lead.text, "its lead does not exist")
        }
        let head = view.eventHead().sequence
        each(Schema.cursors.table, &view) { inspection, _, cursor in
            guard cursor.sequence > head else { return }
            inspection.add(
                "cursor", cursor.id.name, "stands at \(cursor.sequence), beyond the newest event")
        }
    }

    mutating func require(
        _ partner: PartnerID, of check: Text, _ subject: Text, _ view: inout View
    ) {
        guard view.get(Schema.partners.table, partner) == nil else { return }
        add(check, subject, "its partner \(partner) does not exist")
    }
}

extension Lead {
    /// How what the lead holds contradicts where it stands; nil when it does not.
    fileprivate var claimFault: String? {
        let mayHold = direction == .in && status.isOpen && status != .queued
        let mustHold = mayHold && (status != .needsinfo || missing.isEmpty)
        switch (claim, mayHold, mustHold) {
        case (_?, false, _): return "is \(status.word) and holds a claim"
        case (_?, true, false): return "holds a claim and lacks \(missing[0])"
        case (nil, _, true): return "is \(status.word) without a claim"
        default: return nil
        }
    }
}
