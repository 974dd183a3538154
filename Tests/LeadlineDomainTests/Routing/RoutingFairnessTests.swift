import LeadlineDomain
import Testing

/// Histories of leads that stay open, routed among partners of one level.
private struct FairHistory {
    let weights: [Int]
    private(set) var counts: [Int]
    private var last: [Timestamp?]
    private var now = Timestamp(milliseconds: 1_795_280_400_000)
    private var random: SeededGenerator

    init(seed: UInt64, equal: Bool) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...7, using: &random)
        weights = (0..<count).map { _ in equal ? 1 : Int.random(in: 1...5, using: &random) }
        counts = Array(repeating: 0, count: count)
        last = Array(repeating: nil, count: count)
        self.random = random
    }

    /// Routes the next lead, at once or some minutes later; the order of the rows is any.
    mutating func next() -> Int? {
        now = now.advanced(by: Seconds(Int64.random(in: 0...2, using: &random) * 60)) ?? now
        var rows = weights.indices.map { index in
            RoutedPartner(
                id: PartnerID(raw: UInt64(index + 1)), state: .active,
                weight: UInt32(weights[index]), capacity: nil, open: UInt32(counts[index]),
                recent: UInt32(counts[index]), lastAssigned: last[index],
                coverage: [
                    Coverage(partner: PartnerID(raw: UInt64(index + 1)), service: "x", area: .all)
                ])
        }
        rows.shuffle(using: &random)
        let lead = RoutedLead(service: "x", areas: [], zip: nil, country: nil, declined: [])
        let routing = Routing.route(lead, owner: nil, among: rows, regions: .usual)
        guard let choice = routing.choice else { return nil }
        let index = Int(choice.raw) - 1
        counts[index] += 1
        last[index] = now
        return index
    }
}

@Suite("Routing is fair") struct RoutingFairnessTests {
    private static let histories: UInt64 = 2000
    private static let leads = 40

    @Test("nobody is ahead of another by more than the lead it got last, by weight")
    func proportional() throws {
        let first = UInt64.random(in: 0...UInt64.max / 2)
        print("routing fairness seed \(first)")
        for seed in first..<first + Self.histories {
            var history = FairHistory(seed: seed, equal: false)
            for _ in 0..<Self.leads {
                let choice = history.next()
                let chosen = try #require(choice, "seed \(seed)")
                let (counts, weights) = (history.counts, history.weights)
                for other in counts.indices {
                    try #require(
                        (counts[chosen] - 1) * weights[other] <= counts[other] * weights[chosen],
                        "seed \(seed): \(counts) by \(weights)")
                }
            }
        }
    }

    @Test("equals take turns: every one has had a lead before anybody has the next")
    func equals() throws {
        let first = UInt64.random(in: 0...UInt64.max / 2)
        print("routing turns seed \(first)")
        for seed in first..<first + Self.histories {
            var history = FairHistory(seed: seed, equal: true)
            for lead in 1...Self.leads {
                let choice = history.next()
                try #require(choice != nil, "seed \(seed)")
                let (least, most) = (history.counts.min() ?? 0, history.counts.max() ?? 0)
                try #require(most - least <= 1, "seed \(seed) after lead \(lead)")
            }
        }
    }
}
