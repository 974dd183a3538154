import LeadlineDomain
import Testing

@testable import LeadlineEngine

/// The rules of registration once more, written as plainly as can be: who holds one customer.
private struct ClaimModel {
    enum State: String {
        case new, accepted, queued, withdrawn, expired
    }

    struct Row {
        var state: State
        var products: Set<String>
        let partner: Int
        /// The day on which its claim ends; nil when it holds none.
        var ends: Int?
    }

    private(set) var rows: [Row] = []
    private(set) var today = 0

    /// What runs out meanwhile ends by itself.
    mutating func advance(_ days: Int) {
        today += days
        expire(except: nil)
    }

    private func overlap(_ left: Set<String>, _ right: Set<String>) -> Bool {
        left.isEmpty || right.isEmpty || !left.isDisjoint(with: right)
    }

    private func isHeld(_ products: Set<String>, except index: Int?) -> Bool {
        rows.indices.contains {
            $0 != index && (rows[$0].ends ?? 0) > today && overlap(rows[$0].products, products)
        }
    }

    private mutating func promote() {
        for index in rows.indices where rows[index].state == .queued {
            guard !isHeld(rows[index].products, except: index) else { continue }
            rows[index].state = .new
            rows[index].ends = today + 7
        }
    }

    private mutating func expire(except index: Int?) {
        for other in rows.indices where other != index && rows[other].state == .accepted {
            guard let ends = rows[other].ends, ends <= today else { continue }
            rows[other].state = .expired
            rows[other].ends = nil
        }
        promote()
    }

    /// Does what may be refused: then nothing has happened.
    private mutating func attempt(_ body: (inout ClaimModel) -> Bool) -> Bool {
        let before = self
        if body(&self) { return true }
        self = before
        return false
    }

    mutating func register(_ products: Set<String>, by partner: Int, queues: Bool) -> Bool {
        attempt { model in
            model.expire(except: nil)
            let isHeld = model.isHeld(products, except: nil)
            let waits = model.rows.contains {
                $0.state == .queued && $0.partner == partner
                    && model.overlap($0.products, products)
            }
            guard !isHeld || (queues && !waits) else { return false }
            model.rows.append(
                Row(
                    state: isHeld ? .queued : .new, products: products, partner: partner,
                    ends: isHeld ? nil : model.today + 7))
            return true
        }
    }

    mutating func accept(_ index: Int) -> Bool {
        attempt { model in
            guard model.rows[index].state == .new else { return false }
            model.expire(except: index)
            guard !model.isHeld(model.rows[index].products, except: index) else { return false }
            model.rows[index].state = .accepted
            model.rows[index].ends = model.today + 90
            return true
        }
    }

    mutating func withdraw(_ index: Int) -> Bool {
        guard [.new, .accepted, .queued].contains(rows[index].state) else { return false }
        rows[index].state = .withdrawn
        rows[index].ends = nil
        promote()
        return true
    }

    mutating func change(_ index: Int, to products: Set<String>) -> Bool {
        attempt { model in
            guard products != model.rows[index].products else { return true }
            let isOpen = [.new, .accepted, .queued].contains(model.rows[index].state)
            // What ran out before ran out by what was held then.
            if isOpen, model.rows[index].ends != nil { model.expire(except: index) }
            model.rows[index].products = products
            guard isOpen else { return true }
            if model.rows[index].ends != nil, model.isHeld(products, except: index) {
                return false
            }
            model.promote()
            return true
        }
    }
}

@Suite struct ClaimModelTests {
    private static let stock = ["bi", "crm", "erp"]

    private static func products(_ random: inout SeededGenerator) -> Set<String> {
        Set(stock.filter { _ in Int.random(in: 0..<3, using: &random) == 0 })
    }

    private static func words(_ products: Set<String>) -> String {
        products.isEmpty
            ? "PRODUCT \"\"" : products.sorted().map { "PRODUCT \($0)" }.joined(separator: " ")
    }

    /// One step in both; answers whether they agree on its outcome, and what it was.
    private static func step(
        _ model: inout ClaimModel, _ harness: EngineHarness, _ random: inout SeededGenerator
    ) -> (agrees: Bool, line: String) {
        let products = products(&random)
        let index = model.rows.indices.randomElement(using: &random) ?? 0
        let line: String
        let isDone: Bool
        switch Int.random(in: model.rows.isEmpty ? 0...1 : 0...7, using: &random) {
        case 0, 1, 2:
            let partner = Int.random(in: 1...3, using: &random)
            let queues = Bool.random(using: &random)
            line =
                "LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P\(partner) "
                + words(products) + (queues ? " QUEUE" : "")
            isDone = model.register(products, by: partner, queues: queues)
        case 3, 4:
            line = "ACCEPT L\(index + 1)"
            isDone = model.accept(index)
        case 5:
            line = "LEAD.WITHDRAW L\(index + 1) REASON gone"
            isDone = model.withdraw(index)
        case 6:
            line = "LEAD.SET L\(index + 1) \(words(products))"
            isDone = model.change(index, to: products)
        default:
            let days = [1, 3, 7, 30, 90].randomElement(using: &random) ?? 1
            line = "DEBUG CLOCK ADVANCE \(days)d"
            model.advance(days)
            isDone = true
        }
        return (harness.last(line).hasPrefix("-") != isDone, line)
    }

    @Test func claimsAndTheQueueAreAsTheModelHasThem() throws {
        let seed = UInt64.random(in: 0...UInt64.max / 2)
        print("claim model seed \(seed)")
        for history in 0..<UInt64(60) {
            var random = SeededGenerator(seed: seed &+ history)
            var model = ClaimModel()
            let harness = try EngineHarness()
            for partner in 1...3 { harness.run("PARTNER.NEW NAME Partner\(partner)") }
            for _ in 0..<80 {
                let (agrees, line) = Self.step(&model, harness, &random)
                try #require(agrees, "seed \(seed &+ history): \(line)")
                let states = harness.run("LEAD.LIST COLUMNS status LIMIT 1000").dropFirst()
                    .dropLast().reversed().map { String($0.dropFirst()) }
                try #require(
                    states == model.rows.map(\.state.rawValue),
                    "seed \(seed &+ history) after \(line)")
            }
            #expect(harness.run("CHECK DEEP") == ["# check\tsubject\tproblem", "+OK 0"])
        }
    }
}
