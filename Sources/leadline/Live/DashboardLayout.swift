/// The dashboard's picture: panels beside and below each other, as many as the screen has room for.
package struct DashboardLayout {
    /// From this width on panels stand in two columns.
    package static let twoColumnsFrom = 64
    /// With fewer columns the dashboard is one line.
    package static let columnsMin = 20
    /// With fewer rows, too.
    package static let rowsMin = 6

    private static let panelRowsMin = 3
    private static let funnelLabel = 10

    private let model: DashboardModel
    private let lost: String?
    /// The server's clock now.
    private let clock: Double
    private var canvas: Canvas

    /// A stretch of the screen for one panel.
    private struct Area {
        var row: Int
        var column: Int
        var columns: Int
        var rows: Int
    }

    private enum Panel: CaseIterable {
        case deadlines, funnel, queue, events
    }

    /// Draws a model on an empty canvas; countdowns go on without the server.
    ///
    /// `lost` says why there is no connection, nil while there is one; `age` is how many seconds
    /// ago the model was read.
    package static func draw(
        _ model: DashboardModel, lost: String?, age: Double, on canvas: Canvas
    ) -> Canvas {
        var layout = DashboardLayout(
            model: model, lost: lost, clock: (model.clock ?? 0) + age, canvas: canvas)
        layout.drawAll()
        return layout.canvas
    }

    private mutating func drawAll() {
        guard canvas.columns >= Self.columnsMin, canvas.rows >= Self.rowsMin else {
            return drawLine()
        }
        drawHead()
        let body = Area(row: 1, column: 0, columns: canvas.columns, rows: canvas.rows - 3)
        if canvas.columns >= Self.twoColumnsFrom {
            let half = canvas.columns / 2
            let left = Area(row: 1, column: 0, columns: half - 1, rows: body.rows)
            let right = Area(
                row: 1, column: half + 1, columns: canvas.columns - half - 1, rows: body.rows)
            stack([.funnel, .queue], in: left)
            stack([.deadlines, .events], in: right)
        } else {
            stack([.deadlines, .funnel, .queue, .events], in: body)
        }
        drawLoad()
    }

    // MARK: - Frame

    private var lateCount: Int { (model.deadlines ?? []).filter { $0.due <= clock }.count }

    /// Everything that matters most, in one line.
    private mutating func drawLine() {
        let queue = model.queue.map { "\($0.count) new " } ?? ""
        let text = lost == nil ? "\(queue)\(lateCount) late" : "no connection"
        canvas.put(text, row: 0, column: 0, style: lateCount > 0 || lost != nil ? .bad : .plain)
    }

    private mutating func drawHead() {
        let time = model.clock == nil ? "" : Self.timeOfDay(clock)
        let room = canvas.columns - time.count - 1
        canvas.put(model.place, row: 0, column: 0, width: room, style: .bold)
        canvas.put(time, row: 0, endingAt: canvas.columns, style: .dim)
    }

    private mutating func drawLoad() {
        let row = canvas.rows - 2
        let half = canvas.columns / 2
        let rate = model.rates.last.map { "\(ShownNumber.short($0))/s" } ?? "-"
        let delay = model.delays.last.map { "\(ShownNumber.tenths($0)) ms" } ?? "-"
        drawSparkline(rate, model.rates, row: row, column: 0, columns: half - 1)
        drawSparkline(
            delay, model.delays, row: row, column: half + 1, columns: canvas.columns - half - 1)
        if let lost {
            canvas.put("no connection: \(lost); trying again", row: row + 1, column: 0, style: .bad)
        } else {
            canvas.put("q quits", row: row + 1, column: 0, style: .dim)
        }
    }

    private mutating func drawSparkline(
        _ number: String, _ values: [Double], row: Int, column: Int, columns: Int
    ) {
        let room = columns - 10
        canvas.put(number, row: row, column: column, width: 9)
        let line = canvas.glyphs.sparkline(values, width: room)
        canvas.put(line, row: row, column: column + 10, style: .bar)
    }

    // MARK: - Panels

    /// Panels one below the other: each that there is room for gets what it needs if it can.
    private mutating func stack(_ panels: [Panel], in area: Area) {
        let present = panels.filter { needed($0) != nil }
        let shown = Array(present.prefix(max(1, area.rows / Self.panelRowsMin)))
        guard !shown.isEmpty else { return }
        var heights = shown.map { _ in area.rows / shown.count }
        var spare = area.rows - heights.reduce(0, +)
        for (index, panel) in shown.enumerated() {
            let need = max(Self.panelRowsMin, (needed(panel) ?? 0) + 1)
            spare += max(0, heights[index] - need)
            heights[index] = min(heights[index], need)
        }
        for (index, panel) in shown.enumerated() {
            let more = min(spare, max(0, (needed(panel) ?? 0) + 1 - heights[index]))
            heights[index] += more
            spare -= more
        }
        var row = area.row
        for (panel, height) in zip(shown, heights) {
            draw(
                panel, Area(row: row, column: area.column, columns: area.columns, rows: height))
            row += height
        }
    }

    /// The rows under its heading that a panel could fill; nil where the caller may not see it.
    private func needed(_ panel: Panel) -> Int? {
        switch panel {
        case .funnel: model.funnel?.count
        case .queue: model.queue.map { $0.count + 1 }
        case .deadlines: model.deadlines.map { $0.count + 1 }
        case .events: model.events.count + 1
        }
    }

    private mutating func draw(_ panel: Panel, _ area: Area) {
        switch panel {
        case .funnel:
            heading("funnel", area)
            drawFunnel(area)
        case .queue:
            let count = model.queue?.count ?? 0
            heading("queue \(count)\(count == DashboardModel.rowsMax ? "+" : "")", area)
            drawQueue(area)
        case .deadlines:
            heading("due \(model.deadlines?.count ?? 0), late \(lateCount)", area)
            drawDeadlines(area)
        case .events:
            heading("events", area)
            drawEvents(area)
        }
    }

    private mutating func heading(_ text: String, _ area: Area) {
        let rule = String(repeating: canvas.glyphs.rule, count: area.columns)
        canvas.put(rule, row: area.row, column: area.column, width: area.columns, style: .dim)
        canvas.put(
            "\(text) ", row: area.row, column: area.column, width: area.columns, style: .bold)
    }

    private mutating func drawFunnel(_ area: Area) {
        let stages = model.funnel ?? []
        let highest = Double(stages.map(\.leads).max() ?? 0)
        let numbers = stages.map { "\($0.leads)".count }.max() ?? 1
        let room = area.columns - Self.funnelLabel - numbers - 2
        for (index, stage) in stages.prefix(area.rows - 1).enumerated() {
            let row = area.row + 1 + index
            canvas.put(stage.name, row: row, column: area.column, width: Self.funnelLabel)
            let share = highest > 0 ? Double(stage.leads) / highest : 0
            let bar = canvas.glyphs.bar(share, width: room)
            canvas.put(bar, row: row, column: area.column + Self.funnelLabel + 1, style: .bar)
            canvas.put("\(stage.leads)", row: row, endingAt: area.column + area.columns)
        }
    }

    private mutating func drawQueue(_ area: Area) {
        let queue = model.queue ?? []
        lines(area, count: queue.count, none: "nobody waits") { canvas, index, row in
            let lead = queue[index]
            canvas.put(lead.id, row: row, column: area.column, width: 6)
            canvas.put(lead.score, row: row, column: area.column + 7, width: 3)
            let rest = [lead.name, lead.service].filter { !$0.isEmpty }.joined(separator: "  ")
            canvas.put(rest, row: row, column: area.column + 11, width: area.columns - 11)
        }
    }

    private mutating func drawDeadlines(_ area: Area) {
        let deadlines = model.deadlines ?? []
        let clock = clock
        lines(area, count: deadlines.count, none: "nothing is due") { canvas, index, row in
            let deadline = deadlines[index]
            let rest = Int((deadline.due - clock).rounded())
            let isLate = deadline.due <= clock
            let span = ShownNumber.span(abs(rest))
            canvas.put(
                isLate ? "late \(span)" : "in \(span)", row: row, column: area.column, width: 11,
                style: isLate ? .bad : rest < 3600 ? .warning : .plain)
            let text = "\(deadline.id) \(deadline.what) \(deadline.who)"
            canvas.put(text, row: row, column: area.column + 12, width: area.columns - 12)
        }
    }

    private mutating func drawEvents(_ area: Area) {
        let events = model.events
        lines(area, count: events.count, none: "nothing has happened") { canvas, index, row in
            let event = events[index]
            // 2026-11-21T17:02:10Z: the time of day is enough for what has just happened.
            let time = event.at.dropFirst(11).prefix(8)
            canvas.put(String(time), row: row, column: area.column, width: 8, style: .dim)
            let text = "\(event.type) \(event.subject) \(event.actor)"
            canvas.put(text, row: row, column: area.column + 9, width: area.columns - 9)
        }
    }

    /// The lines of a panel that there is room for, or one that says that there is none.
    private mutating func lines(
        _ area: Area, count: Int, none: String, draw: (inout Canvas, Int, Int) -> Void
    ) {
        let room = area.rows - 1
        guard count > 0 else {
            return canvas.put(
                none, row: area.row + 1, column: area.column, width: area.columns, style: .dim)
        }
        for index in 0..<min(count, room) { draw(&canvas, index, area.row + 1 + index) }
    }

    /// The time of day in UTC, and its date.
    private static func timeOfDay(_ seconds: Double) -> String {
        let second = Int(seconds) % 86_400
        let parts = [second / 3600, second / 60 % 60, second % 60]
        return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":") + "Z"
    }
}
