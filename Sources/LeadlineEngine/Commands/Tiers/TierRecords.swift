import LeadlineDomain
import LeadlineStore

/// What a partner has done within the window of each tier.
struct TierRecords: Sendable {
    /// By the rank of the tier.
    private let records: [UInt32: TierRecord]
    private let rates: [UInt32: Set<RateBook.Used>]

    fileprivate init(_ records: [UInt32: TierRecord], _ rates: [UInt32: Set<RateBook.Used>]) {
        self.records = records
        self.rates = rates
    }

    /// The rates of exchange that its revenue was added up by; empty where there was one currency.
    func rates(for tier: Tier) -> Set<RateBook.Used> { rates[tier.rank] ?? [] }

    /// What counts for that tier.
    func record(for tier: Tier) -> TierRecord {
        records[tier.rank] ?? TierRecord(won: 0, revenue: 0)
    }
}

/// What a partner won on one day in one currency.
private struct WonDay {
    let day: Int64
    let currency: Currency
    let count: Int64
    let minor: Int128
}

extension View {
    /// What a partner has done within the window of each tier, today included.
    ///
    /// Costs a row for each month and currency of the longest window, however many leads there are.
    mutating func tierRecords(
        of partner: PartnerID, _ ladder: TierLadder, at now: Timestamp
    ) -> TierRecords {
        let today = now.day
        let longest = ladder.tiers.map(\.windowDays).max() ?? 0
        let days = wonDays(of: partner, from: today - Int64(longest) + 1)
        var records: [UInt32: TierRecord] = [:]
        var rates: [UInt32: Set<RateBook.Used>] = [:]
        for tier in ladder.tiers {
            var book = RateBook(tier.currency)
            let first = today - Int64(tier.windowDays) + 1
            var record = TierRecord(won: 0, revenue: 0)
            for day in days where day.day >= first {
                record.won += day.count
                let (minor, used) = exchanged(day, &book)
                if let used { rates[tier.rank, default: []].insert(used) }
                guard let minor else { continue }
                let (sum, isTooLarge) = record.revenue.addingReportingOverflow(minor)
                record.revenue = isTooLarge ? .max : sum
            }
            records[tier.rank] = record
        }
        return TierRecords(records, rates)
    }

    private mutating func wonDays(of partner: PartnerID, from first: Int64) -> [WonDay] {
        let start = Timestamp(milliseconds: first * 86_400_000).monthAndDay.month
        var days: [WonDay] = []
        rows(of: Schema.leads.wonByPartner, under: partner, from: Pair(partner, start)) {
            key, row in
            let (month, code) = (key.second.first, key.second.second)
            guard let currency = Currency(code.bytes) else { return true }
            for sum in row.sums {
                guard let day = Self.day(of: Int64(month), Int(sum.slot)), day >= first else {
                    continue
                }
                days.append(
                    WonDay(day: day, currency: currency, count: sum.count, minor: sum.first))
            }
            return true
        }
        return days
    }

    private static func day(of month: Int64, _ day: Int) -> Int64? {
        CivilDate(year: Int(month / 12), month: Int(month % 12) + 1, day: day)?.daysSinceEpoch
    }

    /// What was won on a day in another currency, at the rate of that day, and which that was; the
    /// amount is nil where there is none, so that it does not count.
    private mutating func exchanged(
        _ won: WonDay, _ book: inout RateBook
    ) -> (minor: Int128?, used: RateBook.Used?) {
        guard won.currency != book.house else { return (won.minor, nil) }
        let used = book.rate(of: won.currency, on: won.day, &self)
        return (used.rate?.convert(won.minor, from: won.currency, to: book.house), used)
    }
}
