import LeadlineDomain
import LeadlineStore

@testable import LeadlineEngine

/// A random life of a house with two agents, three partners and an advertiser.
final class ReportHistory {
    var random: SeededGenerator
    let harness: EngineHarness
    private var connections: [String: HarnessConnection] = [:]
    /// Who asks for reports, with the partner of those who have one.
    static let callers: [(name: String, role: Role, partner: PartnerID?)] = [
        ("mia", .manager, nil), ("ada", .agent, nil), ("anna", .partner, PartnerID(raw: 1)),
        ("adam", .advertiser, PartnerID(raw: 4)),
    ]

    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        harness = try EngineHarness()
        for name in ["North", "South", "West"] {
            harness.run("PARTNER.NEW NAME \(name) TIER \(name == "South" ? "gold" : "base")")
        }
        harness.run("PARTNER.NEW NAME East KIND advertiser")
        harness.run("USER.NEW root ROLE admin")
        let roles = [
            "mia": "manager", "ada": "agent", "bob": "agent", "anna": "partner PARTNER P1",
            "berta": "partner PARTNER P2", "adam": "advertiser PARTNER P4",
        ]
        for (name, role) in roles.sorted(by: { $0.key < $1.key }) {
            let token = harness.last("USER.NEW \(name) ROLE \(role)").dropFirst()
            let connection = harness.connect()
            precondition(connection.run("AUTH \(token)") == ["+OK"])
            connections[name] = connection
        }
        harness.run("FX.SET EUR USD 1.1 AT 2026-11-01")
        harness.run("FX.SET EUR USD 1.0875 AT 2026-12-10")
    }

    /// The reply to a line of one of the users, or of the desk.
    @discardableResult
    func ask(_ name: String, _ line: String) -> [String] {
        connections[name]?.run(line) ?? harness.run(line)
    }

    func pick<T>(_ choices: [T]) -> T {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    /// Every lead there is.
    var leads: [Lead] {
        var view = harness.engine.store.view(.scan)
        return view.rows(of: Schema.leads.table, limit: 10_000)
    }

    /// Every event of a lead, in the order they happened.
    var events: [EventRecord] {
        var view = harness.engine.store.view(.scan)
        return view.rows(of: Schema.events.table, limit: 100_000)
    }

    func run(steps: Int) {
        for _ in 0..<steps { step() }
    }

    private func step() {
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1, 2: register()
        case 3: change()
        case 4: harness.run("DEBUG CLOCK ADVANCE \(Int.random(in: 1...70, using: &random))h")
        default: advance()
        }
    }

    private func register() {
        let number = Int.random(in: 0..<60, using: &random)
        let email = "EMAIL c\(number)@c\(number).example"
        var words = [email]
        if pick([true, true, false]) { words.append("SERVICE \(pick(["payroll", "hr", "tax"]))") }
        if pick([true, true, false]) {
            words.append("VALUE \(pick(["10.00", "99.95", "1234.56", "0.07"]))")
            words.append("CURRENCY \(pick(["USD", "USD", "EUR"]))")
        }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: ask("anna", "LEAD.NEW \(words.joined(separator: " "))")
        case 1: ask("adam", "LEAD.NEW \(words.joined(separator: " "))")
        case 2:
            words.append(pick(["DIRECTION in", "DIRECTION in REFERRER P2", "REFERRER P3"]))
            ask(pick(["mia", "default"]), "LEAD.NEW \(words.joined(separator: " ")) FORCE sure")
        default:
            if pick([true, false]) { words.append("OWNER \(pick(["ada", "bob", "mia"]))") }
            words.append("SOURCE \(pick(["employee", "contact", "nurture"]))")
            ask(pick(["ada", "bob", "mia"]), "LEAD.NEW \(words.joined(separator: " "))")
        }
    }

    private func change() {
        guard let lead = leads.isEmpty ? nil : pick(leads) else { return }
        let change = pick([
            "SERVICE hr", "OWNER bob", "OWNER \"\"", "REFERRER P1", "REFERRER P3",
            "REFERRER \"\"", "SOURCE vendor", "SERVICE \"\"",
        ])
        ask("mia", "LEAD.SET \(lead.id) \(change) REASON so FORCE sure")
    }

    /// Makes a move that the flow has, out of two three times one that goes on.
    private func advance() {
        let all = leads
        guard !all.isEmpty else { return }
        let lead = pick(all)
        let moves = Flow.of(lead.direction).moves(from: lead.status).filter { $0.command != nil }
        let further = moves.filter { $0.to.isOpen || $0.to == .won }
        let chosen = further.isEmpty || pick([true, false, false]) ? moves : further
        guard !chosen.isEmpty else { return }
        let move = pick(chosen)
        guard move.to != .review else {
            ask("mia", "ASSIGN \(lead.id) \(pick(["P1", "P2", "P3"])) FORCE agreed")
            return
        }
        let keywords = move.requires.map { keyword in
            switch keyword {
            case .meetingTime: " AT 2d"
            case .value: " VALUE \(pick(["12.50", "700.01"]))"
            case .reason, .partner: " REASON so"
            }
        }
        ask("mia", "STATUS \(lead.id) \(move.to.word)\(keywords.joined())")
    }
}
