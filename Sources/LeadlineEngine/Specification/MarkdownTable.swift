/// A table in Markdown; cells are escaped.
struct MarkdownTable {
    let columns: [String]
    var rows: [[String]] = []

    init(_ columns: String...) { self.columns = columns }

    var text: String {
        let rule = "|" + String(repeating: " --- |", count: columns.count)
        return ([line(columns), rule] + rows.map(line)).joined(separator: "\n") + "\n"
    }

    private func line(_ cells: [String]) -> String {
        "| "
            + cells.map { cell in cell.map { $0 == "|" ? "\\|" : "\($0)" }.joined() }
            .joined(separator: " | ") + " |"
    }
}
