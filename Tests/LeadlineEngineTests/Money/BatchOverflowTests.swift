import LeadlineDomain
import Testing

@testable import LeadlineEngine
@testable import LeadlineStore

@Suite("Sums of the ledger that are full") struct BatchOverflowTests {
    private let harness: EngineHarness
    private let second: HarnessConnection

    init() throws {
        harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
        harness.run("PARTNER.NEW NAME North RATE 10%")
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1")
        harness.run("ACCEPT L1")
        for number in 1...2 {
            harness.run("SALE.NEW L1 AMOUNT 100")
            second.run("SALE.APPROVE S\(number)")
        }
        harness.run("BONUS.COMPLETE B1 B2")
    }

    private func change(_ body: (inout Changes) -> Void) throws {
        let store = harness.engine.store
        let group = Group(store: store)
        group.transact { changes in body(&changes) }
        #expect(group.fault == nil)
        try store.apply(#require(group.seal(epoch: store.epoch)))
    }

    /// The entry that did not fit was refused by then, what was before it stayed.
    @Test("what is refused among several leaves no entry behind", arguments: ["B1 B2", "B1"])
    func refusedLeavesNothing(ids: String) throws {
        let day = try #require(CivilDate(year: 2026, month: 11, day: 21))
        let full = AccountBalanceID(
            account: .payable, currency: Currency.usd.text, month: day.month0)
        try change { changes in
            let balance = AccountBalance(id: full, debit: 0, credit: Int64.max - 999)
            changes.put(Schema.accountBalances.table, balance)
        }
        let replies = second.run("BONUS.APPROVE \(ids)")
        let refusal = "INVALID amount: the sums of the ledger would not hold it"
        #expect(replies.contains { $0.hasSuffix(refusal) }, "\(replies)")
        #expect(harness.last("LEDGER.LIST OF B1") == "+OK 0")
        #expect(harness.last("BONUS.LIST STATE ready") == "+OK 2")
        #expect(harness.run("BALANCE P1").filter { $0.contains("10.00") } == [])
        #expect(harness.run("LEDGER.TRIAL").filter { $0.contains("expense") } == [])
        #expect(harness.run("CHECK DEEP").filter { $0.hasPrefix(" revenue") } == [])
    }
}
