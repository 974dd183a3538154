import LeadlineDomain
import LeadlineStore
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

    /// An account was named by 64 bits of a hash that anybody can find a second address for.
    @Test("two customers whose addresses have one fingerprint shared a contact and its rewards")
    func sharedFingerprint() throws {
        harness.run("REFERRER.NEW KIND contact NAME Ann")
        harness.run("TERMS.SET R1 RATE 1%")
        harness.run("TERMS.SET DEFAULT TO customer RATE 10% CAP 15.00 PER year")
        for (index, email) in ["cat@cord.example", "dan@dune.example"].enumerated() {
            harness.run("LEAD.NEW EMAIL \(email) DIRECTION in SOURCE contact REFERRER R1")
            harness.run("ACCEPT L\(index + 1)")
        }
        #expect(sell(1) == ["R1", "R2"])
        // The place of the other one's address, as if both had the same fingerprint.
        let place = Fingerprint64("dan@dune.example").raw
        try harness.change {
            $0.insert(
                Schema.rewardedCustomers.table,
                RewardedCustomer(id: place, referrer: ReferrerID(raw: 2)))
        }
        #expect(harness.run("EXPLAIN L2 AMOUNT 100").contains { $0.contains("10.00") })
        #expect(sell(2) == ["R1", "R3"])
        #expect(sell(2) == ["R1", "R3"])
        // A contact whose address has changed since is the same customer.
        #expect(harness.last("REFERRER.SET R2 EMAIL cat@home.example") == ":2")
        #expect(sell(1) == ["R1", "R2"])
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    /// Sells to the customer of a lead; answers who earns by it.
    private func sell(_ lead: Int) -> [String] {
        let sale = harness.last("SALE.NEW L\(lead) AMOUNT 100").dropFirst()
        let rows = second.run("SALE.APPROVE \(sale)").dropFirst().dropLast()
        return rows.map { String($0.split(separator: "\t")[2]) }
    }
}
