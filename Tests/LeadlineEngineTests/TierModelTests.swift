import Foundation
import Testing

@testable import LeadlineEngine

/// The rules of the programme once more, written as plainly as can be: who belongs where.
private struct TierModel {
    struct Tier {
        let name: String
        var rank: Int
        var won: Int?
        var revenue: Int?
        var window: Int
        var grace: Int
    }

    struct Partner {
        var tier: String?
        var isPinned = false
        /// The tier that it lapsed from, and the day on which that was seen.
        var lapse: (tier: String, day: Int)?
    }

    struct Win {
        let lead: Int
        let partner: Int
        let day: Int
        let value: Int
        /// What is in another currency has no rate, and counts as a win only.
        let isForeign: Bool
    }

    private(set) var today = 0
    private(set) var tiers: [Tier] = []
    private(set) var partners: [Partner] = []
    private(set) var wins: [Win] = []

    mutating func addPartner() { partners.append(Partner()) }

    mutating func win(_ win: Win) { wins.append(win) }

    mutating func reopen(_ lead: Int) { wins.removeAll { $0.lead == lead } }

    /// Days that pass, on the last of which all are evaluated.
    mutating func advance(_ days: Int) {
        today += days
        _ = evaluate(Array(partners.indices), isDry: false)
    }

    /// False when another tier has the rank.
    mutating func set(_ tier: Tier) -> Bool {
        guard !tiers.contains(where: { $0.rank == tier.rank && $0.name != tier.name }) else {
            return false
        }
        tiers.removeAll { $0.name == tier.name }
        tiers.append(tier)
        return true
    }

    mutating func delete(_ name: String) -> Bool {
        let isThere = tiers.contains { $0.name == name }
        tiers.removeAll { $0.name == name }
        return isThere
    }

    /// False when there is no such tier.
    mutating func give(_ name: String, to index: Int, pins: Bool) -> Bool {
        guard tiers.isEmpty || tiers.contains(where: { $0.name == name }) else { return false }
        if partners[index].tier != name { partners[index].lapse = nil }
        partners[index].tier = name
        partners[index].isPinned = pins
        return true
    }

    private func earned(_ index: Int) -> Tier? {
        let meeting = tiers.filter { tier in
            let counting = wins.filter { $0.partner == index && $0.day > today - tier.window }
            let revenue = counting.filter { !$0.isForeign }.map(\.value).reduce(0, +)
            if tier.won == nil && tier.revenue == nil {
                return !tiers.contains {
                    $0.rank < tier.rank && ($0.won != nil || $0.revenue != nil)
                }
            }
            return counting.count >= tier.won ?? 0 && revenue >= tier.revenue ?? 0
        }
        return meeting.max { $0.rank < $1.rank }
    }

    /// Evaluates partners; answers who moves or is in its grace, as the command does.
    mutating func evaluate(_ indices: [Int], isDry: Bool) -> [String] {
        guard !tiers.isEmpty else { return [] }
        var told: [String] = []
        for index in indices {
            let before = partners[index]
            if let line = judge(index) { told.append(line) }
            if isDry { partners[index] = before }
        }
        return told
    }

    private mutating func judge(_ index: Int) -> String? {
        let partner = partners[index]
        guard !partner.isPinned else {
            partners[index].lapse = nil
            return nil
        }
        let earned = earned(index)
        let own = tiers.first { $0.name == partner.tier }
        let name = { (tier: String?) in tier ?? "\\N" }
        func move(_ way: String) -> String {
            partners[index].tier = earned?.name
            partners[index].lapse = nil
            return "P\(index + 1) \(way) \(name(partner.tier)) \(name(earned?.name))"
        }
        if partner.tier != nil, own == nil { return move("down") }
        let (has, deserves) = (own?.rank ?? -1, earned?.rank ?? -1)
        if deserves > has { return move("up") }
        if deserves == has {
            partners[index].lapse = nil
            return nil
        }
        let lapse = partner.lapse.flatMap { $0.tier == partner.tier ? $0 : nil }
        let since = lapse?.day ?? today
        if today >= since + (own?.grace ?? 0) { return move("down") }
        partners[index].lapse = (partner.tier ?? "", since)
        return "P\(index + 1) grace \(name(partner.tier)) \(name(earned?.name))"
    }
}

/// Model and engine, asked the same.
private struct TierRace {
    private(set) var model = TierModel()
    private let harness: EngineHarness
    private var random: SeededGenerator
    private var leads = 0
    /// What was done, the last of it last.
    private(set) var log: [String] = []

    static let names = ["iron", "bronze", "silver", "gold"]

    init(seed: UInt64) throws {
        harness = try EngineHarness()
        random = SeededGenerator(seed: seed)
        for _ in 0..<2 { addPartner() }
    }

    private mutating func run(_ line: String) -> [String] {
        log.append(line)
        return harness.run(line)
    }

    private mutating func isDone(_ line: String) -> Bool {
        !(run(line).last ?? "").hasPrefix("-")
    }

    private mutating func addPartner() {
        _ = run("PARTNER.NEW NAME Partner")
        model.addPartner()
    }

    private mutating func pick(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    private mutating func partner() -> Int { pick(0...model.partners.count - 1) }

    private mutating func name() -> String { Self.names[pick(0...3)] }

    /// Takes a step in both; answers whether they agree on its outcome.
    mutating func step() -> Bool {
        switch pick(0...15) {
        case 0...4: return win()
        case 5: return reopen()
        case 6, 7: return setTier()
        case 8:
            let name = name()
            return isDone("TIER.DEL \(name)") == model.delete(name)
        case 9: return give()
        case 10, 11: return evaluate()
        case 12:
            if model.partners.count < 5 { addPartner() }
            return true
        default:
            let days = [1, 2, 7, 20, 31, 60][pick(0...5)]
            model.advance(days)
            return isDone("DEBUG CLOCK ADVANCE \(days)d")
        }
    }

    private mutating func win() -> Bool {
        leads += 1
        let (index, value, isForeign) = (partner(), pick(0...9) * 100, pick(0...4) == 0)
        let currency = isForeign ? "EUR" : "USD"
        let lead = "L\(leads)"
        let lines = [
            "LEAD.NEW EMAIL a\(leads)@b\(leads).example CURRENCY \(currency)",
            "ASSIGN \(lead) P\(index + 1) FORCE sure", "RELEASE \(lead)", "ACCEPT \(lead)",
            "STATUS \(lead) contacted", "STATUS \(lead) won VALUE \(value)",
        ]
        for line in lines where !isDone(line) { return false }
        model.win(
            TierModel.Win(
                lead: leads, partner: index, day: model.today, value: value,
                isForeign: isForeign))
        return true
    }

    private mutating func reopen() -> Bool {
        guard let win = model.wins.randomElement(using: &random) else { return true }
        model.reopen(win.lead)
        return isDone("REOPEN L\(win.lead) REASON mistaken")
    }

    private mutating func setTier() -> Bool {
        let tier = TierModel.Tier(
            name: name(), rank: pick(0...5), won: pick(0...2) == 0 ? nil : pick(0...5),
            revenue: pick(0...2) == 0 ? pick(0...20) * 100 : nil,
            window: [1, 7, 30, 90, 365][pick(0...4)], grace: [0, 1, 14, 30][pick(0...3)])
        let line =
            "TIER.SET \(tier.name) RANK \(tier.rank) MINWON "
            + (tier.won.map { "\($0)" } ?? "\"\"") + " MINREVENUE "
            + (tier.revenue.map { "\($0)" } ?? "\"\"")
            + " WINDOW \(tier.window)d GRACE \(tier.grace)d"
        return isDone(line) == model.set(tier)
    }

    private mutating func give() -> Bool {
        let (name, index, pins) = (name(), partner(), pick(0...2) == 0)
        let line = "PARTNER.SET P\(index + 1) TIER \(name)" + (pins ? " PIN" : "")
        return isDone(line) == model.give(name, to: index, pins: pins)
    }

    private mutating func evaluate() -> Bool {
        let one = pick(0...1) == 0 ? partner() : nil
        let isDry = pick(0...1) == 0
        let line =
            "TIER.EVALUATE" + (one.map { " P\($0 + 1)" } ?? "") + (isDry ? " DRYRUN" : "")
        let told = run(line).dropFirst().dropLast().map { row in
            row.dropFirst().split(separator: "\t").prefix(4).joined(separator: " ")
        }
        let indices = one.map { [$0] } ?? Array(model.partners.indices)
        return told == model.evaluate(indices, isDry: isDry)
    }

    /// Whether every partner is where the model has it.
    mutating func agrees() -> Bool {
        let rows = harness.run("PARTNER.LIST COLUMNS tier,pinned").dropFirst().dropLast()
        let expected = model.partners.reversed().map { partner in
            " \(partner.tier ?? "\\N")\t\(partner.isPinned ? "yes" : "no")"
        }
        return Array(rows) == expected
    }

    /// What CHECK DEEP finds.
    var problems: [String] { Array(harness.run("CHECK DEEP").dropFirst().dropLast()) }
}

@Suite("The tiers of the programme") struct TierModelTests {
    /// How many histories a run tells; the long run is asked for by the environment.
    private static let histories =
        ProcessInfo.processInfo.environment["LEADLINE_HISTORIES"].flatMap { UInt64($0) } ?? 40

    @Test("are as the model has them, whatever happens")
    func asTheModel() throws {
        let base = ProcessInfo.processInfo.environment["LEADLINE_SEED"].flatMap { UInt64($0) }
        let seed = base ?? UInt64.random(in: 0...UInt64.max / 2)
        print("tier model seed \(seed)")
        for history in 0..<Self.histories {
            var race = try TierRace(seed: seed &+ history)
            for _ in 0..<60 {
                let isSame = race.step()
                try #require(isSame, "seed \(seed &+ history): \(race.log.suffix(8))")
                let agrees = race.agrees()
                try #require(agrees, "seed \(seed &+ history): \(race.log.suffix(8))")
            }
            #expect(race.problems == [], "seed \(seed &+ history)")
        }
    }
}
