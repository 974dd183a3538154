/// A grid of dots that lines are drawn on, shown as cells of a terminal.
struct DotGrid {
    /// How many dots a cell holds: two by four in braille, one otherwise.
    private static let brailleColumns = 2
    private static let brailleRows = 4
    /// The bits of a braille cell, by row and column of its dots.
    private static let bits: [[UInt32]] = [
        [0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80],
    ]
    private static let brailleBase: UInt32 = 0x2800

    /// Dots in a row, and rows of dots.
    let width: Int
    let height: Int
    private let isBraille: Bool
    private var dots: [[Bool]]

    /// An empty grid of so many cells.
    init(columns: Int, rows: Int, isBraille: Bool) {
        self.isBraille = isBraille
        width = columns * (isBraille ? Self.brailleColumns : 1)
        height = rows * (isBraille ? Self.brailleRows : 1)
        dots = [[Bool]](repeating: [Bool](repeating: false, count: width), count: height)
    }

    /// Draws a straight line between two dots; rows count from above.
    mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) {
        let steps = max(abs(end.x - start.x), abs(end.y - start.y))
        for step in 0...steps {
            let share = steps == 0 ? 0 : Double(step) / Double(steps)
            let x = start.x + Int((Double(end.x - start.x) * share).rounded())
            let y = start.y + Int((Double(end.y - start.y) * share).rounded())
            if dots.indices.contains(y), dots[y].indices.contains(x) { dots[y][x] = true }
        }
    }

    /// The cells, row by row.
    var lines: [String] {
        guard isBraille else { return dots.map { String($0.map { $0 ? "*" : " " }) } }
        return stride(from: 0, to: height, by: Self.brailleRows).map { top in
            let cells = stride(from: 0, to: width, by: Self.brailleColumns).map { left in
                cell(top, left)
            }
            return String(cells)
        }
    }

    private func cell(_ top: Int, _ left: Int) -> Character {
        var value: UInt32 = 0
        for (row, bits) in Self.bits.enumerated() {
            for (column, bit) in bits.enumerated() where dots[top + row][left + column] {
                value |= bit
            }
        }
        guard value != 0, let scalar = Unicode.Scalar(Self.brailleBase + value) else { return " " }
        return Character(scalar)
    }
}
