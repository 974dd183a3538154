import LeadlineDomain
import Testing

@testable import LeadlineEngine
@testable import LeadlineStore

@Suite("CHECK DEEP of what was sold") struct RevenueCheckTests {
    private let harness: EngineHarness

    init() throws {
        harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME North RATE 10%")
        harness.run("LEAD.NEW EMAIL a@b.example DIRECTION in REFERRER P1")
        harness.run("ACCEPT L1")
        harness.run("SALE.NEW L1 AMOUNT 100")
        harness.run("USER.NEW root ROLE admin")
        let second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
        #expect(second.run("SALE.APPROVE S1").last == "+OK 1")
    }

    private func change(_ body: (inout Changes) -> Void) throws {
        let store = harness.engine.store
        let group = Group(store: store)
        group.transact { changes in body(&changes) }
        #expect(group.fault == nil)
        try store.apply(#require(group.seal(epoch: store.epoch)))
    }

    private func found() -> [String] {
        harness.run("CHECK DEEP").filter { $0.hasPrefix(" revenue") }
    }

    @Test("a sale that is counted wrong is told")
    func wrong() throws {
        #expect(found() == [])
        try change { changes in
            guard var revenue = changes.view.get(Schema.revenues.table, SaleID(raw: 1)) else {
                return
            }
            revenue.bills = [Revenue.Bill(date: revenue.bills[0].date, net: 9_999)]
            changes.put(Schema.revenues.table, revenue)
        }
        #expect(found() == [" revenue\tS1\tdiffers from its sale and bonuses"])
    }

    @Test("one that is not counted is told, and so is a count of no sale")
    func missing() throws {
        var stray: Revenue?
        try change { changes in
            guard let revenue = changes.view.get(Schema.revenues.table, SaleID(raw: 1)) else {
                return
            }
            changes.delete(Schema.revenues.table, revenue.id)
            let other = Revenue(
                id: SaleID(raw: 7), currency: .usd, attribution: revenue.attribution)
            changes.put(Schema.revenues.table, other)
            stray = other
        }
        #expect(stray != nil)
        #expect(
            found() == [
                " revenue\tS1\tdiffers from its sale and bonuses", " revenue\tS7\tis of no sale",
            ])
    }
}
