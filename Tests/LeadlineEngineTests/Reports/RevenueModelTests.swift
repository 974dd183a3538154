import LeadlineDomain
import Testing

@testable import LeadlineEngine

/// Random histories: what reports say of money against a recount of all sales, bonuses and entries.
@Suite("Reports with money against a recount") struct RevenueModelTests {
    /// What a row of a report says.
    private struct Sums: Equatable {
        var sales: Int64 = 0
        var revenue: Int64 = 0
        var commission: Int64 = 0

        var isNothing: Bool { self == Sums() }
    }

    @Test("sales, revenue and commission are what sales and entries say", arguments: UInt64(1)...12)
    func reportsAgree(seed: UInt64) throws {
        let history = try RevenueHistory(seed: seed)
        for _ in 0..<3 {
            history.run(steps: 150)
            for span in ["", " IN 2026-12", " SINCE 2026-11-20 UNTIL 2026-12-29"] {
                compare(history, "PARTNERS", "partner", span, seed) { $0.partner }
                compare(history, "REPS", "owner", span, seed) { $0.owner }
                compare(history, "SOURCES", "source", span, seed) { $0.source }
                compareOwn(history, span, seed)
            }
            compareOwed(history, seed)
            #expect(history.harness.last("CHECK DEEP") == "+OK 0", "seed \(seed)")
        }
        #expect(history.owners.count > 5, "seed \(seed)")
    }

    // MARK: - Sold

    private func compare(
        _ history: RevenueHistory, _ report: String, _ column: String, _ span: String,
        _ seed: UInt64, _ group: (RevenueHistory.Owner) -> String
    ) {
        let line = "REPORT \(report) LIMIT 1000 COLUMNS \(column),sales,revenue,commission"
        let shown = Self.shown(history.harness.run(line + span))
        let expected = recount(history, span, group)
        #expect(shown == expected.filter { !$0.value.isNothing }, "seed \(seed): \(line)\(span)")
    }

    /// A partner's own: what it earns itself by the leads that are its own.
    private func compareOwn(_ history: RevenueHistory, _ span: String, _ seed: UInt64) {
        let line = "REPORT PARTNERS COLUMNS partner,sales,revenue,commission\(span)"
        let shown = Self.shown(history.anna.run(line))
        let expected = recount(history, span, of: .partner(PartnerID(raw: 1))) { $0.partner }
        let own = expected["P1"] ?? Sums()
        #expect(shown["P1"] ?? Sums() == own, "seed \(seed): \(line)")
        #expect(shown.keys.allSatisfy { $0 == "P1" }, "seed \(seed): \(line)")
    }

    private static func shown(_ reply: [String]) -> [String: Sums] {
        var sums: [String: Sums] = [:]
        for row in reply where row.hasPrefix(" ") {
            let cells = row.dropFirst().split(separator: "\t").map { String($0) }
            let row = Sums(
                sales: Int64(cells[1]) ?? -1, revenue: cells[2].minor, commission: cells[3].minor)
            if !row.isNothing { sums[cells[0]] = row }
        }
        return sums
    }

    private func recount(
        _ history: RevenueHistory, _ span: String, of payee: Payee? = nil,
        _ group: (RevenueHistory.Owner) -> String
    ) -> [String: Sums] {
        var sums: [String: Sums] = [:]
        let bonuses = history.bonuses
        let entries = history.entries.filter { $0.account == .expense }
        for sale in history.sales {
            guard let owner = history.owners[sale.id] else { continue }
            let name = group(owner)
            for (index, invoice) in sale.invoices.enumerated()
            where Self.contains(span, invoice.date) {
                if sale.state == .approved {
                    sums[name, default: Sums()].revenue += invoice.net
                    if index == 0 { sums[name, default: Sums()].sales += 1 }
                }
                let made = bonuses.filter {
                    $0.sale == sale.id && Int($0.invoice) == index
                        && (payee == nil || $0.earner == payee)
                }
                let spent = entries.filter { line in
                    made.contains { $0.id.text == line.of && $0.earner == line.payee }
                }
                sums[name, default: Sums()].commission += spent.reduce(0) { $0 + $1.amount }
            }
        }
        return sums
    }

    private static func contains(_ span: String, _ date: CivilDate) -> Bool {
        let day = "\(date.text)"
        if span.hasPrefix(" IN") { return day.hasPrefix("2026-12") }
        return span.isEmpty || day >= "2026-11-20" && day <= "2026-12-29"
    }

    // MARK: - Owed

    /// LIABILITY and AGEING against every bonus.
    private func compareOwed(_ history: RevenueHistory, _ seed: UInt64) {
        var owed: [String: [Int64]] = [:]
        var ages: [String: [Int64]] = [:]
        let today = history.harness.engine.clock.now.milliseconds / 86_400_000
        for bonus in history.bonuses where bonus.standing.isOwed {
            guard let earner = bonus.earner, let amount = bonus.amount else { continue }
            let name = "\(earner.text)"
            let column = [BonusState.approved: 0, .due: 1, .reserved: 2, .held: 3][bonus.state]
            if let column { owed[name, default: [0, 0, 0, 0, 0]][column] += amount }
            owed[name, default: [0, 0, 0, 0, 0]][4] += bonus.openDebt
            guard bonus.state == .due, let due = bonus.due else { continue }
            let days = today - due.milliseconds / 86_400_000
            let band = days > 90 ? 3 : days > 60 ? 2 : days > 30 ? 1 : 0
            ages[name, default: [0, 0, 0, 0]][band] += amount
        }
        let open = owed.filter { $0.value.contains { $0 != 0 } }
        let liability = history.harness.run(
            "REPORT LIABILITY COLUMNS payee,accrued,due,reserved,held,debt")
        #expect(Self.amounts(liability) == open, "seed \(seed)")
        let ageing = history.harness.run("REPORT AGEING COLUMNS payee,d0_30,d31_60,d61_90,over_90")
        #expect(Self.amounts(ageing) == ages, "seed \(seed)")
        let mine = history.anna.run("REPORT LIABILITY COLUMNS payee,accrued,due,reserved,held,debt")
        #expect(Self.amounts(mine) == open.filter { $0.key == "P1" }, "seed \(seed)")
    }

    private static func amounts(_ reply: [String]) -> [String: [Int64]] {
        var rows: [String: [Int64]] = [:]
        for row in reply where row.hasPrefix(" ") {
            let cells = row.dropFirst().split(separator: "\t").map { String($0) }
            rows[cells[0]] = cells.dropFirst().map(\.minor)
        }
        return rows
    }
}

extension String {
    /// The minor units of a shown amount.
    fileprivate var minor: Int64 { Int64(filter { $0 != "." }) ?? .min }
}
