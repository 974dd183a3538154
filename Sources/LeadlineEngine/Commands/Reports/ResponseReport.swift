import LeadlineDomain
import LeadlineStore

/// The columns of REPORT SLA.
enum ResponseColumns: ReportColumns {
    static let titles: [StaticString] = ["period", "stage", "answered", "hours", "missed"]
}

/// How often an answer came, how long that took, and how often it did not come in time.
private struct ResponseSums {
    private var answered: Int64 = 0
    private var seconds: Int128 = 0
    private var missed: Int64 = 0

    mutating func answer(_ sum: SeriesRow.Sum) {
        answered += sum.count
        seconds += sum.second
    }

    mutating func miss(_ sum: SeriesRow.Sum) { missed += sum.count }

    var cells: [FieldValue] {
        [
            .integer(answered), .ratio(Quotient.mean(seconds, of: answered, unit: 3600)),
            .integer(missed),
        ]
    }

    /// What a fact is the answer to; nil of what answers nothing.
    static func answered(_ facet: CounterFacet) -> ResponseStage? {
        switch facet.fact {
        // Nobody releases what is brought in: it is offered by itself.
        case .offered: facet.direction == .out ? .review : nil
        case .accepted: .accept
        case .contacted: .contact
        default: nil
        }
    }
}

/// REPORT SLA: how long reviews, acceptances and first contacts took that ended in the span, and
/// what was not done in time.
func reportResponses(
    reader: inout Reader, form: ReportForm
) throws(Rejection) -> ReportPage<ResponseColumns> {
    let query = try ReportQuery(form, &reader)
    let none = [ResponseStage: ResponseSums]()
    var sums = ReportSums(reader.settings.reportLimits, none)
    let missed = ResponseStage.allCases.map { ($0, CounterFact.missed($0)) }
    let facts: Set<CounterFact> = [.offered, .accepted, .contacted]
    let scan = ReportScan(query, by: .overall, facts.union(missed.map(\.1)))
    try scan.forEach(&reader) { count in
        let place = ReportPlace(period: count.period, group: .nothing)
        if let stage = ResponseSums.answered(count.facet) {
            sums.change(place) { $0[stage, default: ResponseSums()].answer(count.sum) }
        } else if let stage = missed.first(where: { $0.1 == count.facet.fact })?.0 {
            sums.change(place) { $0[stage, default: ResponseSums()].miss(count.sum) }
        }
    }
    if query.period == nil { sums.requireOne() }
    let rows = try sums.sorted().flatMap { row in
        ResponseStage.allCases.map { stage in
            let sums = row.sums[stage] ?? ResponseSums()
            return ReportRow(
                cells: [query.text(row.place.period), .word(StaticWord(stage.word))] + sums.cells)
        }
    }
    return try ReportPage(rows, form)
}
