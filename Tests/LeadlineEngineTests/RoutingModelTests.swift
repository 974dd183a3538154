import Foundation
import LeadlineDomain
import Testing

@testable import LeadlineEngine

/// Random histories of leads that are routed, in the engine and in the model.
///
/// `LEADLINE_ROUTING_RUNS` makes it more of them; a failure names its seed.
@Suite("Routing beside its model") struct RoutingModelTests {
    private static let runs =
        ProcessInfo.processInfo.environment["LEADLINE_ROUTING_RUNS"].flatMap { UInt64($0) } ?? 60
    private static let steps = 50

    private let harness: EngineHarness
    private var model: RoutingModel
    private var random: SeededGenerator
    private let seed: UInt64

    init() throws { try self.init(seed: 0) }

    private init(seed: UInt64) throws {
        self.seed = seed
        harness = try EngineHarness()
        var random = SeededGenerator(seed: seed)
        let partners = (0..<Int.random(in: 1...5, using: &random)).map { _ in
            RoutingModel.Partner(
                level: Int.random(in: 0..<RoutingModel.areas.count, using: &random),
                weight: Int.random(in: 0...3, using: &random),
                capacity: Bool.random(using: &random) ? Int.random(in: 0...4, using: &random) : nil)
        }
        let isOwned = Int.random(in: 0..<4, using: &random) == 0
        let owner = isOwned ? partners.indices.randomElement(using: &random) : nil
        model = RoutingModel(partners, owner: owner)
        self.random = random
        for (index, partner) in partners.enumerated() {
            let capacity = partner.capacity.map { " CAPACITY \($0)" } ?? ""
            harness.run("PARTNER.NEW NAME P\(index) WEIGHT \(partner.weight)\(capacity)")
            let area = RoutingModel.areas[partner.level]
            harness.run("COVER.ADD P\(index + 1) SERVICE x AREA \(area)")
        }
        if let owner { harness.run("TERRITORY.SET 90210 P\(owner + 1)") }
    }

    /// Sends a request that has to succeed.
    private func send(_ line: String) throws {
        let reply = harness.last(line)
        try #require(!reply.hasPrefix("-"), "seed \(seed): \(line) was answered \(reply)")
    }

    private func lead(_ status: [String]) -> [Int] {
        model.leads.indices.filter { status.contains(model.leads[$0].status) }
    }

    private mutating func step() throws {
        switch Int.random(in: 0..<12, using: &random) {
        case 0...4: try route(try makeLead())
        case 5: if let lead = lead(["new"]).randomElement(using: &random) { try route(lead) }
        case 6, 7: try decline()
        case 8:
            let open = lead(["new", "review", "offered"])
            guard let lead = open.randomElement(using: &random) else { return }
            model.withdraw(lead)
            try send("LEAD.WITHDRAW L\(lead + 1) REASON gone")
        case 9: try changePartner()
        case 10: try giveByHand()
        default:
            let minutes =
                [1, 60, 1440, 20 * 1440, 30 * 1440, 31 * 1440]
                .randomElement(using: &random) ?? 1
            model.advance(minutes: minutes)
            try send("DEBUG CLOCK ADVANCE \(minutes)m")
        }
    }

    private mutating func makeLead() throws -> Int {
        let number = model.leads.count + 1
        model.add()
        try send("LEAD.NEW EMAIL a@c\(number).example SERVICE x ZIP 90210 COUNTRY US")
        return number - 1
    }

    private mutating func route(_ lead: Int) throws {
        let choice = model.assign(lead)
        let reply = harness.last("ASSIGN L\(lead + 1) AUTO")
        if let choice {
            try #require(reply == "=P\(choice + 1)", "seed \(seed), L\(lead + 1)")
        } else {
            try #require(reply.hasPrefix("-NOTFOUND no candidate"), "seed \(seed): \(reply)")
        }
    }

    private mutating func decline() throws {
        guard let lead = lead(["review", "offered"]).randomElement(using: &random) else { return }
        if model.leads[lead].status == "review" {
            model.release(lead)
            try send("RELEASE L\(lead + 1)")
        }
        guard Bool.random(using: &random) else { return }
        model.decline(lead)
        try send("DECLINE L\(lead + 1) REASON busy")
    }

    private mutating func changePartner() throws {
        guard let partner = model.partners.indices.randomElement(using: &random) else { return }
        if Bool.random(using: &random) {
            model.partners[partner].isPaused.toggle()
            let word = model.partners[partner].isPaused ? "PAUSE" : "RESUME"
            try send("PARTNER.\(word) P\(partner + 1)")
        } else {
            let weight = Int.random(in: 0...3, using: &random)
            model.partners[partner].weight = weight
            try send("PARTNER.SET P\(partner + 1) WEIGHT \(weight)")
        }
    }

    private mutating func giveByHand() throws {
        guard let partner = model.partners.indices.randomElement(using: &random) else { return }
        let lead = try makeLead()
        model.give(lead, to: partner, isAuto: false)
        try send("ASSIGN L\(lead + 1) P\(partner + 1) FORCE because")
    }

    private func compare() throws {
        let rows = harness.run("LEAD.LIST STATUS open COLUMNS id,status,partner LIMIT 1000")
        let listed = rows.dropFirst().dropLast().reversed().map { String($0.dropFirst()) }
        let expected = lead(["new", "review", "offered"]).map { index in
            let row = model.leads[index]
            let partner = row.partner.map { "P\($0 + 1)" } ?? "\\N"
            return "L\(index + 1)\t\(row.status)\t\(partner)"
        }
        try #require(listed == expected, "seed \(seed)")
    }

    @Test("every lead goes to whom the rules name, whatever happened before")
    func asTheModelHasIt() throws {
        let first = UInt64.random(in: 0...UInt64.max / 2)
        print("routing model seed \(first)")
        for seed in first..<first + Self.runs {
            var history = try Self(seed: seed)
            for _ in 0..<Self.steps {
                try history.step()
                try history.compare()
            }
            #expect(history.harness.last("CHECK DEEP") == "+OK 0", "seed \(seed)")
        }
    }
}
