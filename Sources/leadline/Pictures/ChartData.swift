package import LeadlineClient

/// What a chart shows: one number for each label, as a report's page has them.
package struct ChartData: Equatable, Sendable {
    /// How it is drawn.
    package enum Shape: Sendable {
        /// A bar for each label.
        case bars
        /// A line through labels that are stretches of time.
        case line
    }

    /// One label and its number.
    package struct Point: Equatable, Sendable {
        /// What it is called.
        package let label: String
        /// How long its bar is; nil where the report knows no number.
        package let value: Double?
        /// The number as the report wrote it.
        package let text: String

        /// Names a number.
        package init(_ label: String, _ value: Double?, _ text: String) {
            self.label = label
            self.value = value
            self.text = text
        }
    }

    /// The report, the column, and the currency where there are several.
    package let title: String
    /// How it is drawn.
    package let shape: Shape
    /// In the order of the report.
    package let points: [Point]

    /// Makes the data of a chart.
    package init(title: String, shape: Shape, points: [Point]) {
        self.title = title
        self.shape = shape
        self.points = points
    }

    /// The smallest and the greatest number, 0 among them: a bar has to begin somewhere.
    var range: (low: Double, high: Double) {
        let values = points.compactMap(\.value)
        return (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
    }

    /// What cannot be drawn, in one line.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        /// One line for people.
        package let description: String
    }

    /// The charts of a report's page, one for each column and, of money, for each currency.
    ///
    /// Without chosen columns it is the plan's, or the first that holds numbers. Throws `Fault` for
    /// a column that is not there or holds no numbers, and for an empty page.
    package static func charts(
        _ report: String, _ page: Reply.Page, columns chosen: [String] = []
    ) throws(Fault) -> [ChartData] {
        guard let first = page.rows.first else {
            throw Fault(description: "REPORT \(report) has no rows to draw")
        }
        let names = first.compactMap(\.key.string)
        let numbers = names.filter { isNumeric($0, page.rows) }
        let plan = ChartPlan(report, names: names, numbers: numbers)
        let columns = chosen.isEmpty ? plan.columns : chosen.map { $0.lowercased() }
        guard !columns.isEmpty else {
            throw Fault(description: "REPORT \(report) has no column of numbers")
        }
        var result: [ChartData] = []
        for column in columns {
            guard numbers.contains(column) else {
                let reason = names.contains(column) ? "holds no numbers" : "is not there"
                throw Fault(
                    description:
                        "column '\(Cell.escaped(column))' \(reason); columns with numbers: "
                        + numbers.joined(separator: ", "))
            }
            result += charts(report, column, plan, page.rows)
        }
        return result
    }

    private static func charts(
        _ report: String, _ column: String, _ plan: ChartPlan, _ rows: [[Reply.Entry]]
    ) -> [ChartData] {
        let currencies = rows.compactMap { Reply.map($0)["currency"]?.string }
        let distinct = currencies.reduce(into: [String]()) { seen, currency in
            if !seen.contains(currency) { seen.append(currency) }
        }
        let isMoney = rows.contains { isAmount(Reply.map($0)[column]) }
        let title = "\(report) \(column)"
        let chart = { (title: String, rows: [[Reply.Entry]]) in
            ChartData(title: title, shape: plan.shape, points: rows.map { plan.point($0, column) })
        }
        // Amounts in different currencies have no scale in common.
        guard isMoney, distinct.count > 1 else {
            return [chart(isMoney ? ([title] + distinct).joined(separator: " ") : title, rows)]
        }
        return distinct.map { currency in
            chart(
                "\(title) \(currency)",
                rows.filter {
                    Reply.map($0)["currency"]?.string == currency
                })
        }
    }

    /// Whether a cell is money: text that is no percentage, and no length with one digit behind
    /// the point.
    private static func isAmount(_ cell: Reply?) -> Bool {
        guard let text = cell?.string, number(.status(text)) != nil else { return false }
        let fraction = text.split(separator: ".").dropFirst().first
        return !text.hasSuffix("%") && fraction?.count != 1
    }

    private static func isNumeric(_ column: String, _ rows: [[Reply.Entry]]) -> Bool {
        let cells = rows.compactMap { Reply.map($0)[column] }.filter { $0 != .null }
        return !cells.isEmpty && cells.allSatisfy { number($0) != nil }
    }

    /// A number as reports write them: a count, an amount, a percentage.
    static func number(_ reply: Reply) -> Double? {
        switch reply {
        case .integer(let number): return Double(number)
        case .double(let number): return number.isFinite ? number : nil
        default:
            guard let text = reply.string, let first = text.first, first.isNumber || first == "-"
            else { return nil }
            let number = Double(text.last == "%" ? String(text.dropLast()) : text)
            return number.flatMap { $0.isFinite ? $0 : nil }
        }
    }
}

/// Which columns of a report name its rows, and which are drawn.
struct ChartPlan {
    /// What drawing the first number behind the names would not show best.
    private static let special: [String: (label: String, column: String)] = [
        "PARTNERS": ("name", "leads"), "LEADERBOARD": ("name", "value"),
        "RECIPROCITY": ("name", "given"), "SLA": ("stage", "hours"),
    ]

    let shape: ChartData.Shape
    let columns: [String]
    private let labels: [String]

    init(_ report: String, names: [String], numbers: [String]) {
        let chosen = Self.special[report]
        let wanted = chosen?.column ?? ""
        let before = names.prefix { !numbers.contains($0) }.filter { $0 != "currency" }
        labels = ["period"] + (chosen.map { [$0.label] } ?? before.filter { $0 != "period" })
        shape = chosen == nil && before == ["period"] ? .line : .bars
        columns = numbers.contains(wanted) ? [wanted] : Array(numbers.prefix(1))
    }

    func point(_ row: [Reply.Entry], _ column: String) -> ChartData.Point {
        let cells = Reply.map(row)
        let words = labels.compactMap { cells[$0]?.string.map(Cell.escaped) }
        let cell = cells[column] ?? .null
        let text = cell == .null ? "" : Cell.text(cell)
        return ChartData.Point(words.joined(separator: " "), ChartData.number(cell), text)
    }
}
