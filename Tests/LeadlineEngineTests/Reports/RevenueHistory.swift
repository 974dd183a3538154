import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

/// A random life of sales: told to the engine, with whose each sale was when it was approved.
final class RevenueHistory {
    /// Whose a sale is.
    struct Owner: Equatable {
        let partner: String
        let owner: String
        let source: String
    }

    var random: SeededGenerator
    let harness: EngineHarness
    private let second: HarnessConnection
    let anna: HarnessConnection
    /// By sale; those that were never approved are not there.
    private(set) var owners: [SaleID: Owner] = [:]
    private var approvedOf: [LeadID: [SaleID]] = [:]
    static let leadCount = 6

    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        harness = try EngineHarness()
        for number in 1...3 { harness.run("PARTNER.NEW NAME p\(number) RATE \(number)0%") }
        harness.run("TERMS.SET P1 RATE 12.5% LATER 5% HOLD 20d OVERRIDE 10% OF commission")
        harness.run("PARTNER.SET P1 PARENT P3")
        harness.run("USER.NEW root ROLE admin")
        harness.run("USER.NEW ada ROLE agent")
        harness.run("USER.NEW bob ROLE agent")
        second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
        anna = harness.connect()
        let token = harness.last("USER.NEW anna ROLE partner PARTNER P1").dropFirst()
        precondition(anna.run("AUTH \(token)") == ["+OK"])
        for number in 1...Self.leadCount {
            let words = "EMAIL c@c\(number).example DIRECTION in REFERRER P\(number % 3 + 1)"
            let source = number % 2 == 0 ? "vendor" : "partner"
            harness.run("LEAD.NEW \(words) SOURCE \(source) OWNER \(pick(["ada", "bob"]))")
            harness.run("ACCEPT L\(number)")
        }
    }

    func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &random)] }

    /// Every sale, bonus and entry there is.
    var sales: [Sale] { rows(Schema.sales.table) }
    var bonuses: [Bonus] { rows(Schema.bonuses.table) }
    var entries: [LedgerLine] { rows(Schema.ledger.table) }

    private func rows<R>(_ table: borrowing Table<R>) -> [R] {
        var view = harness.engine.store.view(.scan)
        return view.rows(of: table, limit: 100_000)
    }

    func run(steps: Int) {
        for _ in 0..<steps { step() }
    }

    private func step() {
        let lead = Int.random(in: 1...Self.leadCount, using: &random)
        let amount = "\(Int.random(in: 1...9999, using: &random)).\(pick(["05", "50", "99"]))"
        let sale = sales.isEmpty ? "S1" : "\(pick(sales).id)"
        let bonus = bonuses.isEmpty ? "B1" : "\(pick(bonuses).id)"
        switch Int.random(in: 0..<20, using: &random) {
        case 0, 1: harness.run("SALE.NEW L\(lead) AMOUNT \(amount) SIGNED \(pick(["3d", "40d"]))")
        case 2, 3, 4: approve(sale)
        case 5: second.run("SALE.RENEW \(sale) AMOUNT \(amount) AT \(pick(["1d", "2026-12-30"]))")
        case 6, 7: second.run("SALE.REFUND \(sale) AMOUNT \(pick([amount, "1.01"])) REASON so")
        case 8: if pick([true, false]) { second.run("SALE.CANCEL \(sale) REASON so") }
        case 9, 10: harness.run("BONUS.COMPLETE \(bonus)")
        case 11, 12, 13: second.run("BONUS.APPROVE \(bonus)")
        case 14: second.run("BONUS.ADJUST \(bonus) AMOUNT \(pick(["+2.50", "-1.10"])) REASON so")
        case 15: harness.run("BONUS.\(pick(["HOLD", "UNHOLD", "VOID"])) \(bonus) REASON so")
        case 16: pay()
        case 17: harness.run("LEAD.SET L\(lead) OWNER \(pick(["ada", "bob"]))")
        case 18: if pick([true, false, false]) { dispute(lead) }
        default: harness.run("DEBUG CLOCK ADVANCE \(pick([5, 30, 700]))h")
        }
    }

    private func approve(_ sale: String) {
        guard second.run("SALE.APPROVE \(sale)").last?.hasPrefix("+OK") == true,
            let approved = sales.first(where: { "\($0.id)" == sale })
        else { return }
        owners[approved.id] = owner(of: approved.lead)
        approvedOf[approved.lead, default: []].append(approved.id)
    }

    /// Whose a lead is, as it is shown.
    private func owner(of lead: LeadID) -> Owner {
        let rows = harness.run("LEAD.LIST LIMIT 100 COLUMNS id,partner,owner,source")
        let cells = rows.map { $0.dropFirst().split(separator: "\t").map { String($0) } }
            .first { $0.first == "\(lead)" }
        return Owner(
            partner: cells?[1] ?? "", owner: cells?[2] ?? "", source: cells?[3] ?? "")
    }

    private func dispute(_ lead: Int) {
        let made = harness.last("DISPUTE.NEW L\(lead) REASON ours")
        guard made.hasPrefix("=") else { return }
        let winner = pick(["P1", "P2", "P3"])
        let before = owner(of: LeadID(raw: UInt64(lead))).partner
        #expect(
            harness.last("DISPUTE.RESOLVE \(made.dropFirst()) FOR \(winner) REASON so")
                .hasPrefix(":"))
        guard before != winner else { return }
        let id = LeadID(raw: UInt64(lead))
        for sale in approvedOf[id] ?? [] { owners[sale] = owner(of: id) }
    }

    private func pay() {
        let run = harness.run("PAYOUT.RUN")
        guard let last = run.first?.split(separator: "\t").last, run.count > 1 else { return }
        for row in harness.run("PAYOUT.LIST RUN \(last) COLUMNS id") where row.hasPrefix(" PAY") {
            let id = row.trimmed
            guard pick([true, false]) else { continue }
            second.run("PAYOUT.APPROVE \(id)")
            second.run("PAYOUT.SEND \(id) METHOD ach")
            second.run("PAYOUT.\(pick(["PAID \(id)", "FAIL \(id) REASON so"]))")
        }
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
