/// A rectangle of cells to draw text on, before it becomes lines of a terminal.
///
/// What does not fit is cut; nothing that is put moves a cursor.
package struct Canvas: Sendable {
    /// How a cell is shown where styles are wanted.
    package enum Style: String, Sendable {
        /// As the terminal shows text.
        case plain = ""
        /// Headings.
        case bold = "1"
        /// What is read last.
        case dim = "2"
        /// Bars.
        case bar = "36"
        /// What goes well.
        case good = "32"
        /// What needs somebody soon.
        case warning = "33"
        /// What is late or lost.
        case bad = "31"
    }

    private struct Spot: Sendable {
        /// Nil for the second column of a wide character.
        var character: Character? = " "
        var style = Style.plain
    }

    /// The width.
    package let columns: Int
    /// The height.
    package let rows: Int
    /// The characters to draw with.
    package let glyphs: Glyphs
    private var cells: [[Spot]]

    /// An empty canvas.
    package init(columns: Int, rows: Int, glyphs: Glyphs) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
        self.glyphs = glyphs
        let row = [Spot](repeating: Spot(), count: self.columns)
        cells = [[Spot]](repeating: row, count: self.rows)
    }

    /// Puts text from a place on, to the right edge or as far as `width` goes.
    ///
    /// Text that is cut ends in an ellipsis; control characters are escaped.
    package mutating func put(
        _ text: String, row: Int, column: Int, width: Int? = nil, style: Style = .plain
    ) {
        guard cells.indices.contains(row), column >= 0 else { return }
        let room = min(width ?? columns, columns - column)
        guard room > 0 else { return }
        var place = column
        for character in fitted(glyphs.shown(Cell.controlsEscaped(text)), to: room) {
            let size = Table.displayWidth(String(character))
            // A mark without a base has no cell of its own.
            guard size > 0 else { continue }
            cells[row][place] = Spot(character: character, style: style)
            if size == 2 { cells[row][place + 1] = Spot(character: nil, style: style) }
            place += size
        }
    }

    /// Puts text so that it ends in front of a column.
    package mutating func put(_ text: String, row: Int, endingAt end: Int, style: Style = .plain) {
        let width = Table.displayWidth(glyphs.shown(text))
        put(text, row: row, column: max(0, end - width), style: style)
    }

    /// The lines, without blanks at their ends.
    package func lines(isStyled: Bool = false) -> [String] {
        cells.map { row in
            var result = ""
            var style = Style.plain
            let end = row.lastIndex { $0.character != " " }.map { $0 + 1 } ?? 0
            for cell in row[..<end] {
                if isStyled, cell.style != style {
                    result += "\u{1B}[0m"
                    if cell.style != .plain { result += "\u{1B}[\(cell.style.rawValue)m" }
                    style = cell.style
                }
                if let character = cell.character { result.append(character) }
            }
            return style == .plain ? result : result + "\u{1B}[0m"
        }
    }

    /// The lines as text.
    package func text(isStyled: Bool = false) -> String {
        lines(isStyled: isStyled).map { $0 + "\n" }.joined()
    }

    private func fitted(_ text: String, to width: Int) -> String {
        guard Table.displayWidth(text) > width else { return text }
        var result = ""
        var used = 1
        for character in text {
            used += Table.displayWidth(String(character))
            guard used <= width else { break }
            result.append(character)
        }
        return result + String(glyphs.ellipsis)
    }
}
