import LeadlineDomain
import Testing

@testable import LeadlineEngine

@Suite("What a sale pays beside others") struct AwardTests {
    private let harness: EngineHarness
    private let second: HarnessConnection

    init() throws {
        harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
    }

    /// It was looked for among a hundred.
    @Test("the first sale is found behind all the others that a lead may have")
    func firstSaleIsFound() throws {
        harness.run("PARTNER.NEW NAME North")
        #expect(harness.last("TERMS.SET P1 RATE 50% LATER 20%") == ":1")
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1")
        harness.run("ACCEPT L1")
        for _ in 1..<(Sale.perLeadMax - 1) { harness.run("SALE.NEW L1 AMOUNT 1") }
        let first = harness.last("SALE.NEW L1 AMOUNT 100")
        let addon = harness.last("SALE.NEW L1 AMOUNT 100 TYPE addon")
        #expect(addon == "=S\(Sale.perLeadMax)")
        #expect(second.run("SALE.APPROVE \(first.dropFirst())").contains { $0.contains("50.00") })
        let rows = second.run("SALE.APPROVE \(addon.dropFirst())")
        #expect(rows.contains { $0.contains("\t20.00\t") }, "\(rows)")
    }
}
