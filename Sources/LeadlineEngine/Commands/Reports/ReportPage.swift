import LeadlineDomain
import LeadlineWire

/// The columns of one report, in order.
///
/// A report's rows are made as a whole, so a column is a name and its place among the cells.
protocol ReportColumns: PageColumns where Entity == ReportRow {
    static var titles: [StaticString] { get }
}

extension ReportColumns {
    static var standard: [EntityField<ReportRow>] {
        titles.enumerated().map { place, name in
            EntityField(name) { $0.cells[place] }
        }
    }
}

/// The page of one report.
typealias ReportPage<Columns: ReportColumns> = RecordPage<ReportRow, Columns>

extension RecordPage where Columns: ReportColumns, Entity == ReportRow {
    /// A page of a report's rows, which are all there are; the cursor is a place among them.
    init(_ rows: [ReportRow], _ form: ReportForm) throws(Rejection) {
        try self.init(rows, form.columns, form.limit, form.after)
    }

    /// The same of a report on what is owed now.
    init(_ rows: [ReportRow], _ form: OwedForm) throws(Rejection) {
        try self.init(rows, form.columns, form.limit, form.after)
    }

    private init(
        _ rows: [ReportRow], _ columns: WordList?, _ limit: PageLimit?, _ after: Number?
    ) throws(Rejection) {
        let columns = try columns.map { list throws(Rejection) in
            try FieldTable(Columns.standard).columns(chosen: list.words)
        }
        let limit = limit?.rows ?? EngineLimits.pageRowsDefault
        let start = Int(clamping: after?.value ?? 0)
        let shown = Array(rows.dropFirst(start).prefix(limit))
        let end = min(start, rows.count) + shown.count
        self.init(shown, next: end < rows.count ? Text("\(end)") : nil, columns: columns)
    }
}

extension ReportQuery {
    /// How a row names its stretch of BY; null without.
    func text(_ start: Int64?) -> FieldValue {
        guard let period, let start else { return .null }
        return .text(period.text(start))
    }
}

extension FieldValue {
    /// A percentage or mean, null where there is none.
    static func ratio(_ text: Text?) -> FieldValue { .optional(text) }
}

/// The rows of a report while they are added up.
struct ReportSums<Sums> {
    /// One row.
    ///
    /// A class, so that rows are sorted without a copy of what they add up to.
    final class Row {
        /// Which row it is.
        let place: ReportPlace
        /// What it adds up to.
        fileprivate(set) var sums: Sums

        fileprivate init(_ place: ReportPlace, _ sums: Sums) {
            self.place = place
            self.sums = sums
        }
    }

    private var rows: [ReportPlace: Row] = [:]
    private let empty: @Sendable () -> Sums
    private let limits: ReportLimits
    /// Whether there were more rows than a report has.
    private var isFull = false

    init(_ limits: ReportLimits, _ empty: @escaping @Sendable @autoclosure () -> Sums) {
        self.limits = limits
        self.empty = empty
    }

    /// Changes what a row adds up to; a row that there was not before begins empty.
    mutating func change(_ place: ReportPlace, _ change: (inout Sums) -> Void) {
        if let row = rows[place] { return change(&row.sums) }
        guard rows.count < limits.groupsMax else {
            isFull = true
            return
        }
        let row = Row(place, empty())
        change(&row.sums)
        rows[place] = row
    }

    /// Has a report without anything to tell of one row of zeros all the same.
    mutating func requireOne() {
        if rows.isEmpty { change(ReportPlace(period: nil, group: .nothing)) { _ in } }
    }

    /// The rows in an order, usually that of their places.
    ///
    /// - Throws: `LIMIT` when they are more than a report has.
    func sorted(
        by precedes: (Row, Row) -> Bool = { $0.place < $1.place }
    ) throws(Rejection) -> [Row] {
        guard !isFull else { throw limits.tooManyRows }
        return rows.values.sorted(by: precedes)
    }
}
