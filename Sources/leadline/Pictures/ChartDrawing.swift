/// A chart as text.
package struct ChartDrawing {
    private static let labelShare = 3
    private static let lineRows = 10
    private static let lineColumnsMin = 8

    private let chart: ChartData
    private let columns: Int
    private let glyphs: Glyphs

    /// Draws on so many columns with such characters.
    package init(_ chart: ChartData, columns: Int, glyphs: Glyphs) {
        self.chart = chart
        self.columns = max(1, columns)
        self.glyphs = glyphs
    }

    /// The chart under its title.
    package var canvas: Canvas {
        switch chart.shape {
        case .bars: bars
        // A line needs two ends.
        case .line: chart.points.count > 1 ? line : bars
        }
    }

    private var bars: Canvas {
        let points = chart.points
        var canvas = Canvas(columns: columns, rows: points.count + 1, glyphs: glyphs)
        canvas.put(chart.title, row: 0, column: 0, style: .bold)
        let labels = min(widest(points.map(\.label)), columns / Self.labelShare)
        let numbers = widest(points.map(\.text))
        let room = columns - labels - numbers - 4
        let (low, high) = chart.range
        let span = max(high - low, .leastNonzeroMagnitude)
        // Where there is less than nothing, bars go both ways from a zero within the room.
        let left = low < 0 ? max(1, Int((-low / span * Double(room)).rounded())) : 0
        for (index, point) in points.enumerated() {
            let row = index + 1
            canvas.put(point.label, row: row, column: 0, width: labels)
            guard room > 0 else {
                canvas.put(point.text, row: row, endingAt: columns)
                continue
            }
            let start = labels + 2 + left
            if let value = point.value, value < 0 {
                let length = max(1, Int((value / low * Double(left)).rounded()))
                let bar = String(repeating: glyphs.full, count: length)
                canvas.put(bar, row: row, column: start - length, style: .bad)
            } else if high > 0 {
                let bar = glyphs.bar((point.value ?? 0) / high, width: room - left)
                canvas.put(bar, row: row, column: start, style: .bar)
            }
            canvas.put(point.text, row: row, endingAt: columns)
        }
        return canvas
    }

    private var line: Canvas {
        let (low, high) = chart.range
        let highest = chart.points.first { $0.value == high }?.text ?? "0"
        let lowest = low < 0 ? chart.points.first { $0.value == low }?.text ?? "0" : "0"
        let axis = widest([highest, lowest])
        let room = columns - axis - 1
        guard room >= Self.lineColumnsMin else { return bars }
        var canvas = Canvas(columns: columns, rows: Self.lineRows + 2, glyphs: glyphs)
        canvas.put(chart.title, row: 0, column: 0, style: .bold)
        canvas.put(highest, row: 1, endingAt: axis, style: .dim)
        canvas.put(lowest, row: Self.lineRows, endingAt: axis, style: .dim)
        for (index, line) in grid(room, low, high).lines.enumerated() {
            canvas.put(line, row: index + 1, column: axis + 1, style: .bar)
        }
        let last = Self.lineRows + 1
        canvas.put(chart.points.first?.label ?? "", row: last, column: axis + 1, width: room / 2)
        if chart.points.count > 1, let point = chart.points.last {
            canvas.put(point.label, row: last, endingAt: columns)
        }
        return canvas
    }

    private func grid(_ room: Int, _ low: Double, _ high: Double) -> DotGrid {
        var grid = DotGrid(columns: room, rows: Self.lineRows, isBraille: glyphs.hasBraille)
        let span = max(high - low, .leastNonzeroMagnitude)
        let gaps = max(1, chart.points.count - 1)
        var before: (x: Int, y: Int)?
        for (index, point) in chart.points.enumerated() {
            // Where nothing is known the line has a gap.
            guard let value = point.value else {
                before = nil
                continue
            }
            let x = index * (grid.width - 1) / gaps
            let share = (value - low) / span
            let place = (
                x: x, y: grid.height - 1 - Int((share * Double(grid.height - 1)).rounded())
            )
            grid.line(from: before ?? place, to: place)
            before = place
        }
        return grid
    }

    private func widest(_ texts: [String]) -> Int {
        texts.map { Table.displayWidth(glyphs.shown($0)) }.max() ?? 0
    }
}
