import LeadlineDomain
import LeadlineStore

/// The key of counters that have a row for each month.
protocol MonthlyKey: KeyPart {
    /// Months since the beginning of the calendar: twelve times the year and the month from 0.
    var month: UInt32 { get }
}

extension CounterKey: MonthlyKey {}
extension PaymentCounterKey: MonthlyKey {}

extension ReportQuery {
    /// Shows `visit` the rows that a source has of the report's months.
    ///
    /// - Parameters:
    ///   - counters: Where they are.
    ///   - source: The part of them that is read.
    ///   - view: Reads them.
    ///   - rowsLeft: How many may be read; below 0 when there are more.
    ///   - visit: Takes a row with its key.
    func read<R, K: MonthlyKey>(
        _ counters: Series<R, K>, _ source: CounterSource, _ view: inout View,
        _ rowsLeft: inout Int, _ visit: (K, SeriesRow) -> Void
    ) {
        guard let first = Self.month(of: days.lowerBound),
            let last = Self.month(of: days.upperBound)
        else { return }
        let take = { (key: K, row: SeriesRow) -> Bool in
            guard key.month <= last else { return false }
            rowsLeft -= 1
            guard rowsLeft >= 0 else { return false }
            visit(key, row)
            return true
        }
        let isBusy = { (key: K) in key.month >= busySince }
        if let party = source.party.map({ CounterParty($0) }) {
            let prefix = Pair(source.book, party)
            view.rows(
                of: counters, under: prefix, from: Pair(prefix, first), isBusy: isBusy, take)
        } else {
            view.rows(
                of: counters, under: source.book, from: Pair(source.book, first), isBusy: isBusy,
                take)
        }
    }

    /// The month before this one: what happens now is mostly of leads that are no older.
    private var busySince: UInt32 { Self.month(of: now.day).map { max($0, 1) - 1 } ?? 0 }

    /// The number of the month that a day lies in.
    private static func month(of day: Int64) -> UInt32? {
        CivilDate(daysSinceEpoch: day).map { UInt32($0.year * 12 + $0.month - 1) }
    }
}
