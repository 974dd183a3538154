/// Rows of cells, the first of them headings, as text.
enum TextTable {
    /// Columns for eyes.
    static func plain(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
        }.joined()
    }

    /// A table of a page.
    static func markdown(_ rows: [[String]]) -> String {
        guard let first = rows.first else { return "" }
        let rule = "|" + String(repeating: "---|", count: first.count) + "\n"
        let lines = rows.map { "| " + $0.joined(separator: " | ") + " |\n" }
        return lines[0] + rule + lines.dropFirst().joined()
    }
}
