import Foundation
import LeadlineDomain
import Testing

@testable import LeadlineEngine

/// Random histories of one customer's claims, in the engine and in the model.
///
/// `LEADLINE_CLAIM_RUNS` makes it more of them; a failure names its seed.
@Suite struct ClaimModelTests {
    private static let runs =
        ProcessInfo.processInfo.environment["LEADLINE_CLAIM_RUNS"].flatMap { UInt64($0) } ?? 60
    private static let stock = ["bi", "crm", "erp"]

    private static func products(_ random: inout SeededGenerator) -> Set<String> {
        Set(stock.filter { _ in Int.random(in: 0..<3, using: &random) == 0 })
    }

    private static func words(_ products: Set<String>) -> String {
        products.isEmpty
            ? "PRODUCT \"\"" : products.sorted().map { "PRODUCT \($0)" }.joined(separator: " ")
    }

    /// One request, and whether the model allows it.
    private static func step(
        _ model: inout ClaimModel, _ random: inout SeededGenerator
    ) -> (line: String, isDone: Bool) {
        guard let index = model.rows.indices.randomElement(using: &random),
            Int.random(in: 0..<4, using: &random) > 0
        else { return registration(&model, &random) }
        let lead = "L\(index + 1)"
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1, 2: return ("ACCEPT \(lead)", model.accept(index))
        case 3: return ("LEAD.WITHDRAW \(lead) REASON gone", model.withdraw(index))
        case 4: return ("REOPEN \(lead) REASON back", model.reopen(index))
        case 5:
            let products = products(&random)
            return ("LEAD.SET \(lead) \(words(products))", model.change(index, to: products))
        case 6:
            let days = Int.random(in: 1...40, using: &random)
            return ("CLAIM.EXTEND \(lead) \(days)d REASON more", model.extend(index, by: days))
        case 7, 8:
            let other = model.rows.indices.randomElement(using: &random) ?? 0
            return (
                "LEAD.MERGE \(lead) INTO L\(other + 1) REASON same",
                model.merge(index, into: other)
            )
        case 9, 10: return dispute(&model, about: index, &random)
        default:
            let days = [1, 3, 7, 30, 90].randomElement(using: &random) ?? 1
            model.advance(days)
            return ("DEBUG CLOCK ADVANCE \(days)d", true)
        }
    }

    private static func registration(
        _ model: inout ClaimModel, _ random: inout SeededGenerator
    ) -> (line: String, isDone: Bool) {
        let products = products(&random)
        let partner = Int.random(in: 1...3, using: &random)
        let queues = Bool.random(using: &random)
        let line =
            "LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P\(partner) "
            + words(products) + (queues ? " QUEUE" : "")
        return (line, model.register(products, by: partner, queues: queues))
    }

    private static func dispute(
        _ model: inout ClaimModel, about index: Int, _ random: inout SeededGenerator
    ) -> (line: String, isDone: Bool) {
        let number = Int.random(in: 1...(model.disputes.count + 1), using: &random)
        let partner = Int.random(in: 1...3, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return ("DISPUTE.NEW L\(index + 1) REASON mine", model.dispute(index))
        case 1: return ("DISPUTE.WITHDRAW D\(number)", model.withdrawDispute(number))
        default:
            return (
                "DISPUTE.RESOLVE D\(number) FOR P\(partner) REASON so",
                model.resolve(number, for: partner)
            )
        }
    }

    /// The rows as LEAD.LIST shows them, the oldest first.
    private static func shown(_ model: ClaimModel) -> [String] {
        model.rows.enumerated().map { index, row in
            let end = row.ends.flatMap {
                EngineHarness.start.advanced(by: Seconds(Int64($0) * 86_400))
            }
            let dispute = model.dispute(about: index).map { "D\($0)" }
            return [
                row.state.rawValue, "P\(row.partner)", end.map { "\($0.text)" } ?? "\\N",
                dispute ?? "\\N",
            ].joined(separator: "\t")
        }
    }

    private static func run(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var model = ClaimModel()
        let harness = try EngineHarness()
        for partner in 1...3 { harness.run("PARTNER.NEW NAME Partner\(partner)") }
        for _ in 0..<60 {
            let (line, isDone) = step(&model, &random)
            let reply = harness.last(line)
            try #require(
                reply.hasPrefix("-") != isDone, "seed \(seed): \(line) was answered \(reply)")
            let rows = harness.run(
                "LEAD.LIST COLUMNS status,partner,protected_until,dispute LIMIT 1000")
            let listed = rows.dropFirst().dropLast().reversed().map { String($0.dropFirst()) }
            try #require(listed == shown(model), "seed \(seed) after \(line)")
        }
        let check = harness.run("CHECK DEEP")
        #expect(check == ["# check\tsubject\tproblem", "+OK 0"], "seed \(seed)")
    }

    @Test("claims, the queue, merges and disputes are as the model has them")
    func asTheModelHasThem() throws {
        let seed = UInt64.random(in: 0...UInt64.max / 2)
        print("claim model seed \(seed)")
        for history in 0..<Self.runs { try Self.run(seed &+ history) }
    }
}
