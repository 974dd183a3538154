/// Rows of cells laid out for eyes: aligned columns, or one field per line.
package struct Table {
    /// The columns' names, in order; empty for a table without a heading.
    package let columns: [String]
    /// The cells, row by row.
    package let rows: [[String]]

    /// Makes a table; a row may be shorter than the heading.
    package init(columns: [String], rows: [[String]]) {
        self.columns = columns
        self.rows = rows
    }

    /// Aligned columns, two blanks apart, under a heading and a rule.
    ///
    /// On a screen of `width` columns cells are cut to fit; on a very narrow one the table is
    /// vertical.
    package func aligned(isStyled: Bool, width: Int? = nil) -> String {
        var widths: [Int] = []
        for row in [columns] + rows {
            for (index, cell) in row.enumerated() {
                let width = Self.displayWidth(cell)
                if index == widths.count { widths.append(width) }
                widths[index] = max(widths[index], width)
            }
        }
        if let width {
            guard let fitted = Self.fitted(widths, to: width) else { return vertical() }
            widths = fitted
        }
        var lines: [String] = []
        if !columns.isEmpty {
            let heading = Self.line(columns, widths)
            lines.append(isStyled ? "\u{1B}[1m\(heading)\u{1B}[0m" : heading)
            lines.append(Self.line(widths.map { String(repeating: "-", count: $0) }, widths))
        }
        let states = columns.indices.filter { ["status", "state"].contains(columns[$0]) }
        lines += rows.map { Self.line($0, widths, colouring: isStyled ? states : []) }
        return Self.joined(lines)
    }

    /// One line per field, rows apart by a numbered rule.
    package func vertical() -> String {
        let width = columns.map(Self.displayWidth).max() ?? 0
        var lines: [String] = []
        for (number, row) in rows.enumerated() {
            lines.append("-[ \(number + 1) ]-")
            for (name, cell) in zip(columns, row) {
                lines.append(Self.line([name, cell], [width]))
            }
        }
        return Self.joined(lines)
    }

    /// How many columns of a terminal the text takes.
    ///
    /// Counts characters; East Asian wide ones and emoji take two, marks without a base none.
    package static func displayWidth(_ text: String) -> Int {
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        return isASCII ? text.utf8.count : text.reduce(0) { $0 + width($1) }
    }

    private static func width(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        // A variation selector asks for the picture of what could also be a sign of text.
        let isPicture =
            first.properties.isEmojiPresentation
            || character.unicodeScalars.contains("\u{FE0F}")
        return isPicture || isWide(first) ? 2 : 1
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }

    static func line(
        _ cells: [String], _ widths: [Int], colouring states: [Int] = []
    ) -> String {
        var result = ""
        for (index, whole) in cells.enumerated() {
            let cell = index < widths.count ? cut(whole, to: widths[index]) : whole
            if states.contains(index), let colour = colour(of: whole) {
                result += "\u{1B}[\(colour)m\(cell)\u{1B}[0m"
            } else {
                result += cell
            }
            guard index + 1 < cells.count else { break }
            let padding = max(0, widths[index] - displayWidth(cell)) + 2
            result += String(repeating: " ", count: padding)
        }
        // An empty last cell must not leave the padding before it at the line's end.
        while result.last == " " { result.removeLast() }
        return result
    }

    private static func joined(_ lines: [String]) -> String {
        lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }
}
