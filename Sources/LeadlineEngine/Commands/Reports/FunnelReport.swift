import LeadlineDomain
import LeadlineStore

/// The columns of REPORT FUNNEL.
enum FunnelColumns: ReportColumns {
    static let titles: [StaticString] = [
        "period", "stage", "leads", "share", "step", "open", "ended", "value", "currency", "rates",
    ]
}

/// What one stage of a funnel adds up to.
private struct FunnelStage {
    /// Leads whose farthest stage it is.
    var leads: Int64 = 0
    var open: Int64 = 0
    var ended: Int64 = 0
    /// Of those that are open there, or won.
    var money = ReportMoney()
}

/// REPORT FUNNEL: how far the leads got that were registered in the span.
func reportFunnel(
    reader: inout Reader, form: ReportForm
) throws(Rejection) -> ReportPage<FunnelColumns> {
    let query = try ReportQuery(form, &reader)
    let house = reader.settings.currency
    let none = [FunnelStage](repeating: FunnelStage(), count: LeadStage.allCases.count)
    var sums = ReportSums(reader.settings.reportLimits, none)
    let scan = ReportScan(query, by: .overall, [.registered])
    try scan.forEach(&reader) { count in
        sums.change(ReportPlace(period: count.period, group: .nothing)) { stages in
            let place = Int(count.facet.reached.rawValue)
            stages[place].leads += count.sum.count
            switch count.facet.outcome {
            case .open: stages[place].open += count.sum.count
            case .won: break
            case .lost, .dropped: stages[place].ended += count.sum.count
            }
            guard count.facet.outcome == .open || count.facet.outcome == .won else { return }
            stages[place].money.add(
                count.sum.first, count.facet.currency, on: count.day, in: house)
        }
    }
    if query.period == nil { sums.requireOne() }
    var rates = RateBook(house)
    var rows: [ReportRow] = []
    for funnel in try sums.sorted() {
        let period = query.text(funnel.place.period)
        rows += try funnelRows(funnel.sums, period, &rates, &reader.view)
    }
    return try ReportPage(rows, form)
}

private func funnelRows(
    _ stages: [FunnelStage], _ period: FieldValue, _ rates: inout RateBook, _ view: inout View
) throws(Rejection) -> [ReportRow] {
    // Who got to a stage has passed all before it.
    var passed = stages.map(\.leads)
    for place in passed.indices.dropLast().reversed() { passed[place] += passed[place + 1] }
    var rows: [ReportRow] = []
    for stage in LeadStage.allCases {
        let place = Int(stage.rawValue)
        let money = try stages[place].money.total(&rates, &view)
        let before = place == 0 ? nil : passed[place - 1]
        rows.append(
            ReportRow(cells: [
                period, .word(StaticWord(stage.word)), .integer(passed[place]),
                .ratio(Quotient.percent(passed[place], of: passed[0])),
                .ratio(before.flatMap { Quotient.percent(passed[place], of: $0) }),
                .integer(stages[place].open), .integer(stages[place].ended), money.value,
                .text(money.currency.text), money.rates.texts,
            ]))
    }
    return rows
}
