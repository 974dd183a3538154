import LeadlineDomain
import LeadlineStore

/// The columns of REPORT SLA.
enum ResponseColumns: ReportColumns {
    static let titles: [StaticString] = ["period", "stage", "answered", "hours"]
}

/// REPORT SLA: how long reviews, acceptances and first contacts took that ended in the span.
func reportResponses(
    reader: inout Reader, form: ReportForm
) throws(Rejection) -> ReportPage<ResponseColumns> {
    let query = try ReportQuery(form, &reader)
    var sums = ReportSums([CounterFact: (count: Int64, seconds: Int128)]())
    try ReportScan(query, by: .overall, [.offered, .accepted, .contacted]).forEach(&reader) {
        count in
        // Nobody reviews what is brought in: it is offered by itself.
        guard count.facet.fact != .offered || count.facet.direction == .out else { return }
        sums.change(ReportPlace(period: count.period, group: .nothing)) { stages in
            var stage = stages[count.facet.fact] ?? (count: 0, seconds: 0)
            stage.count += count.sum.count
            stage.seconds += count.sum.second
            stages[count.facet.fact] = stage
        }
    }
    let stages: [(CounterFact, StaticString)] = [
        (.offered, "review"), (.accepted, "accept"), (.contacted, "contact"),
    ]
    var all = try sums.sorted()
    if all.isEmpty, query.period == nil {
        all = [(place: ReportPlace(period: nil, group: .nothing), sums: [:])]
    }
    let rows = all.flatMap { row in
        stages.map { fact, name in
            let stage = row.sums[fact] ?? (count: 0, seconds: 0)
            return ReportRow(cells: [
                query.text(row.place.period), .word(StaticWord(name)), .integer(stage.count),
                .ratio(Quotient.mean(stage.seconds, of: stage.count, unit: 3600)),
            ])
        }
    }
    return try ReportPage(rows, form)
}
