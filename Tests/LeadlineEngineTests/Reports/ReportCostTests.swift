import Foundation
import LeadlineDomain
import Testing

@testable import LeadlineEngine
@testable import LeadlineStore

/// What reports read does not grow with the number of leads.
@Suite("What a report reads") struct ReportCostTests {
    /// A store with so many leads of the same few partners, owners, services and days.
    private final class Leads {
        let store: Store
        private let path: String

        init(count: UInt64) throws {
            path =
                FileManager.default.temporaryDirectory
                .appending(path: "leadline-reports-\(UUID().uuidString)").path
            store = try Store.open(
                StoreOptions(
                    path: path, durability: .os, freeBytesMin: 0, freePercentMin: 0))
            let group = Group(store: store)
            for first in stride(from: 1, through: count, by: 500) {
                group.transact { changes in
                    for number in first..<min(first + 500, count + 1) {
                        let lead = Self.lead(number)
                        changes.insert(Schema.leads.table, lead)
                        Self.sell(lead, number, &changes)
                    }
                }
                #expect(group.fault == nil)
                try store.apply(#require(group.seal(epoch: store.epoch)))
                group.reset()
            }
        }

        deinit {
            store.close()
            // A directory that stays behind in the temporary folder is no failure of the test.
            try? FileManager.default.removeItem(atPath: path)
        }

        /// One of twelve that differ in what reports part leads by, over forty days.
        private static func lead(_ number: UInt64) -> Lead {
            let kind = number % 12
            let day = Int64(kind % 6) * 8 * 86_400_000
            let email = Text("c\(number)@c\(number).example")
            var lead = Lead(
                id: LeadID(raw: number), direction: kind % 4 == 0 ? .in : .out, email: email,
                emailKey: email, currency: kind % 3 == 0 ? .usd : EngineHarness.euro,
                source: .contact, submitter: "ada",
                created: Timestamp(milliseconds: EngineHarness.start.milliseconds + day))
            lead.service = kind % 2 == 0 ? "payroll" : nil
            lead.partner = PartnerID(raw: kind % 3 + 1)
            lead.referrer = .partner(PartnerID(raw: kind % 2 + 1))
            lead.owner = kind % 2 == 0 ? "ada" : "bob"
            lead.value = Int64(number)
            lead.status = kind < 6 ? .accepted : .won
            lead.progress = .after(nil, .accepted, lead.direction, at: lead.created)
            lead.closed = kind < 6 ? nil : lead.created
            return lead
        }

        /// A sale of it that was counted, and a bonus that is due: of the same payees and days.
        private static func sell(_ lead: Lead, _ number: UInt64, _ changes: inout Changes) {
            guard let date = lead.created.date(in: .utc), let payee = lead.referrer else { return }
            var sale = Sale(
                id: SaleID(raw: number), type: .new, lead: lead.id, currency: lead.currency,
                invoice: Sale.Invoice(amount: 100, date: date, ref: nil), creator: "ada",
                created: lead.created)
            sale.state = .approved
            var revenue = Revenue(
                id: sale.id, currency: sale.currency, attribution: Attribution(lead))
            revenue.follow(sale)
            changes.insert(Schema.revenues.table, revenue)
            var bonus = Bonus(
                id: BonusID(raw: number), type: .referralVendor, earner: payee, sale: sale.id,
                invoice: 0, lead: lead.id, currency: lead.currency, earned: lead.created,
                created: lead.created)
            bonus.amount = 10
            bonus.state = .due
            bonus.due = lead.created
            changes.insert(Schema.bonuses.table, bonus)
            let account = StandingID(payee: payee, currency: lead.currency)
            var standing =
                changes.view.get(Schema.standings.table, account)
                ?? StandingRecord(id: account)
            standing.standing.due += 10
            standing.standing.earned += 10
            changes.put(Schema.standings.table, standing)
        }

        /// The rows that a report reads.
        func rows(
            _ form: ReportForm, _ caller: Caller,
            _ run: (inout LeadlineEngine.Reader) throws -> Void
        ) rethrows -> Int {
            var reader = LeadlineEngine.Reader(
                view: store.view(.scan), now: EngineHarness.start, caller: caller,
                settings: EngineHarness.settings)
            try run(&reader)
            #expect(reader.view.fault == nil)
            return reader.view.rowsRead
        }
    }

    private static let callers = [
        Caller.firstRun(origin: "test#1"),
        Caller(name: "ada", role: .agent, partner: nil, origin: "test#2"),
        Caller(name: "anna", role: .partner, partner: PartnerID(raw: 1), origin: "test#3"),
    ]

    @Test("ten leads and ten thousand of the same groups are as many rows")
    func doesNotGrow() throws {
        let (few, many) = (try Leads(count: 12), try Leads(count: 10_000))
        var byTier = ReportForm()
        byTier.tiers = try WordList(argument: Array("gold".utf8)[...])
        var byOwner = ReportForm()
        byOwner.owners = try WordList(argument: Array("ada,bob".utf8)[...])
        for caller in Self.callers {
            for form in [ReportForm(), byTier, byOwner] {
                for (name, report) in Self.reports {
                    let small = try few.rows(form, caller) { try report(&$0, form) }
                    let large = try many.rows(form, caller) { try report(&$0, form) }
                    #expect(small == large, "\(caller.name): \(name)")
                    #expect(large < 200, "\(caller.name): \(name)")
                }
            }
        }
    }

    private typealias Report =
        @Sendable (inout LeadlineEngine.Reader, ReportForm) throws -> Void

    private static let reports: [(String, Report)] = [
        ("FUNNEL", { _ = try reportFunnel(reader: &$0, form: $1) }),
        ("TREND", { _ = try reportTrend(reader: &$0, form: $1) }),
        ("SLA", { _ = try reportResponses(reader: &$0, form: $1) }),
        ("LEADERBOARD", { _ = try reportLeaderboard(reader: &$0, form: $1) }),
        ("RECIPROCITY", { _ = try reportReciprocity(reader: &$0, form: $1) }),
        ("PARTNERS", { _ = try CohortReport.partners.rows(&$0, $1) }),
        ("REPS", { _ = try CohortReport.reps.rows(&$0, $1) }),
        ("REFERRERS", { _ = try CohortReport.referrers.rows(&$0, $1) }),
        ("SOURCES", { _ = try CohortReport.sources.rows(&$0, $1) }),
        ("SERVICES", { _ = try CohortReport.services.rows(&$0, $1) }),
        ("CAMPAIGNS", { _ = try CohortReport.campaigns.rows(&$0, $1) }),
        ("LIABILITY", { reader, _ in _ = try reportLiability(reader: &reader, form: OwedForm()) }),
        ("AGEING", { reader, _ in _ = try reportAgeing(reader: &reader, form: OwedForm()) }),
    ]

    @Test("a short span of a long history reads its months alone")
    func readsTheSpan() throws {
        let leads = try Leads(count: 120)
        var december = ReportForm()
        december.period = try CalendarPeriod.parse(Array("2026-12".utf8)[...])
        let admin = Self.callers[0]
        let all = try leads.rows(ReportForm(), admin) {
            _ = try CohortReport.partners.rows(&$0, ReportForm())
        }
        let month = try leads.rows(december, admin) {
            _ = try CohortReport.partners.rows(&$0, december)
        }
        #expect(month < all)
    }
}

extension EngineHarness {
    fileprivate static var euro: Currency { Currency(Array("EUR".utf8)[...]) ?? .usd }
}
