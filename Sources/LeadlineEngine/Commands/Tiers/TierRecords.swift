import LeadlineDomain
import LeadlineStore

/// What a partner has done within the window of each tier.
struct TierRecords: Sendable {
    /// By the rank of the tier.
    private let records: [UInt32: TierRecord]

    fileprivate init(_ records: [UInt32: TierRecord]) { self.records = records }

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
        for tier in ladder.tiers {
            let first = today - Int64(tier.windowDays) + 1
            var record = TierRecord(won: 0, revenue: 0)
            for day in days where day.day >= first {
                record.won += day.count
                guard let minor = exchanged(day, to: tier.currency) else { continue }
                let (sum, isTooLarge) = record.revenue.addingReportingOverflow(minor)
                record.revenue = isTooLarge ? .max : sum
            }
            records[tier.rank] = record
        }
        return TierRecords(records)
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

    /// What was won on a day in another currency, at the rate of that day; nil where there is none,
    /// so that it does not count.
    private mutating func exchanged(_ won: WonDay, to currency: Currency) -> Int128? {
        guard won.currency != currency else { return won.minor }
        return rate(from: won.currency, to: currency, on: won.day)?.rate
            .convert(won.minor, from: won.currency, to: currency)
    }
}
