extension Table {
    /// A column is not made narrower than this; what does not fit then is shown vertically.
    package static let columnWidthMin = 6

    /// Words in as many columns as fit, one below the other first; long ones have their own line.
    package static func packed(_ words: [String], width: Int) -> String {
        let cell = (words.map(displayWidth).max() ?? 0) + 2
        let columns = max(1, width / max(1, cell))
        let rows = (words.count + columns - 1) / columns
        var lines: [String] = []
        for row in 0..<rows {
            let cells = stride(from: row, to: words.count, by: rows).map { words[$0] }
            let widths = [Int](repeating: cell - 2, count: cells.count)
            lines.append(line(cells, widths))
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The table without columns that no row has anything in, if it is too wide for a screen.
    package func narrowed(to width: Int) -> Table {
        guard naturalWidth > width else { return self }
        let kept = columns.indices.filter { index in
            rows.contains { index < $0.count && !$0[index].isEmpty }
        }
        return Table(
            columns: kept.map { columns[$0] },
            rows: rows.map { row in kept.filter { $0 < row.count }.map { row[$0] } })
    }

    /// How many columns of a screen the whole table takes.
    private var naturalWidth: Int {
        let cells = columns.indices.map { index in
            rows.reduce(Self.displayWidth(columns[index])) {
                max($0, index < $1.count ? Self.displayWidth($1[index]) : 0)
            }
        }
        return cells.reduce(0, +) + 2 * max(0, cells.count - 1)
    }

    /// The widths that columns get on a screen, nil where it is too narrow for so many.
    static func fitted(_ widths: [Int], to width: Int) -> [Int]? {
        let available = width - 2 * (widths.count - 1)
        guard widths.reduce(0, +) > available else { return widths }
        // The widest cap at which all fit; what is narrower anyway stays as it is.
        var low = columnWidthMin
        var high = widths.max() ?? 0
        let needed = { (cap: Int) in widths.reduce(0) { $0 + min($1, cap) } }
        guard needed(low) <= available else { return nil }
        while low < high {
            let middle = (low + high + 1) / 2
            if needed(middle) <= available { low = middle } else { high = middle - 1 }
        }
        return widths.map { min($0, low) }
    }

    /// A cell that takes at most so many columns; what was cut ends in an ellipsis.
    static func cut(_ cell: String, to width: Int) -> String {
        guard displayWidth(cell) > width else { return cell }
        var result = ""
        var used = 1
        for character in cell {
            let next = displayWidth(String(character))
            guard used + next <= width else { break }
            result.append(character)
            used += next
        }
        return result + "…"
    }

    /// The colour of a state, so that an eye that runs down a list stops at the right ones.
    static func colour(of state: String) -> String? {
        switch state {
        case "won", "active", "accepted", "approved", "paid", "ready", "open": "32"
        case "lost", "rejected", "withdrawn", "expired", "suspended", "declined", "void",
            "overdue", "unqualified":
            "31"
        case "new", "needsinfo", "queued", "review", "offered", "pending", "paused", "draft",
            "held", "due":
            "33"
        default: nil
        }
    }
}
