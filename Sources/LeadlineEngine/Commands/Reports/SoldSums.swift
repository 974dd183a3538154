import LeadlineDomain
import LeadlineStore

/// What was sold in a row's span, and what was spent on commission for it.
struct SoldSums {
    private(set) var sales: Int64 = 0
    private var revenue = ReportMoney()
    private var commission = ReportMoney()

    /// Adds a count, unless it is of something else.
    mutating func add(_ count: ReportScan.Count, in house: Currency) {
        let facet = count.facet
        switch facet.fact {
        case .sold, .renewed:
            if facet.fact == .sold { sales += count.sum.count }
            revenue.add(count.sum.first, facet.currency, on: count.day, in: house)
        case .commission, .earned:
            commission.add(count.sum.first, facet.currency, on: count.day, in: house)
        default: break
        }
    }

    /// The names of the columns that they have in every report.
    static let titles: [StaticString] = ["sales", "revenue", "commission"]

    /// What is counted for a caller: outside the house commission is what its own party earns.
    static func facts(for wall: Wall) -> Set<CounterFact> {
        [.sold, .renewed, wall.isHouse ? .commission : .earned]
    }

    /// Their cells, with the rates that were used.
    func cells(
        _ rates: inout RateBook, _ view: inout View
    ) throws(Rejection) -> (cells: [FieldValue], rates: Set<RateBook.Used>) {
        let revenue = try revenue.total(&rates, &view)
        let commission = try commission.total(&rates, &view)
        return (
            [.integer(sales), revenue.value, commission.value],
            revenue.rates.union(commission.rates)
        )
    }
}
