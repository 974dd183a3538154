/// The picture of `leadline top`.
package enum TopLayout {
    private static let columnsMin = 20
    private static let rowsMin = 6
    private static let slowRows = 4
    private static let clientRows = 4
    private static let nameColumns = 18
    /// Where the numbers of a command end, and from which width on there is room for them.
    private static let columns: [(name: String, end: Int)] = [
        ("calls/s", 27), ("mean us", 36), ("p99 us", 45), ("calls", 56), ("failed", 65),
    ]

    /// Draws a model.
    package static func draw(_ model: TopModel, lost: String?, on blank: Canvas) -> Canvas {
        var canvas = blank
        let rate = model.rates.last
        let load = rate.map { "\(ShownNumber.short($0)) commands/s" } ?? "measuring"
        guard canvas.columns >= columnsMin, canvas.rows >= rowsMin else {
            canvas.put(lost == nil ? load : "no connection", row: 0, column: 0)
            return canvas
        }
        canvas.put(model.place, row: 0, column: 0, style: .bold)
        canvas.put(summary(model), row: 1, column: 0, style: .dim)
        canvas.put(load, row: 2, column: 0)
        let line = canvas.glyphs.sparkline(model.rates, width: canvas.columns - 22)
        canvas.put(line, row: 2, column: 22, style: .bar)
        drawTables(model, &canvas)
        let last = canvas.rows - 1
        if let lost {
            canvas.put("no connection: \(lost); trying again", row: last, column: 0, style: .bad)
        } else {
            canvas.put("q quits", row: last, column: 0, style: .dim)
        }
        return canvas
    }

    /// The same in one line, for a pipe.
    package static func line(_ model: TopModel) -> String {
        let rate = model.rates.last.map { ShownNumber.tenths($0) } ?? "-"
        let busiest = model.rows.filter { $0.rate > 0 }.prefix(3).map {
            "\($0.name) \(ShownNumber.tenths($0.rate))/s \(ShownNumber.tenths($0.mean)) us"
        }
        return (["\(rate) commands/s", summary(model)] + busiest).joined(separator: ", ")
    }

    private static func summary(_ model: TopModel) -> String {
        let number = { (name: String) in model.sample?.number(name) }
        var parts: [String] = []
        if let clients = number("connected_clients") { parts.append("\(clients) clients") }
        if let bytes = number("used_memory_rss") {
            parts.append("\(ShownNumber.short(Double(bytes)))B memory")
        }
        if let up = number("uptime_in_seconds") { parts.append("up \(ShownNumber.span(Int(up)))") }
        if let errors = number("total_error_replies") { parts.append("\(errors) errors") }
        return parts.joined(separator: ", ")
    }

    private static func drawTables(_ model: TopModel, _ canvas: inout Canvas) {
        let first = 3
        let last = canvas.rows - 1
        let slow = model.slow.map { min($0.count, slowRows) } ?? 0
        let clients = model.clients.map { min($0.count, clientRows) } ?? 0
        // The commands give way last: half of what there is room for is theirs.
        let tail = min(
            (slow > 0 ? slow + 1 : 0) + (clients > 0 ? clients + 1 : 0), (last - first) / 2)
        drawCommands(model.rows, &canvas, from: first, to: last - tail)
        var row = last - tail
        let slowLines = (model.slow ?? []).prefix(slow).map {
            "\(ShownNumber.tenths($0.milliseconds)) ms  \($0.words)  \($0.address)"
        }
        row = drawList("slow log", slowLines, &canvas, from: row, to: last)
        let clientLines = (model.clients ?? []).prefix(clients).map { fields in
            ["addr", "user", "name", "cmd"].compactMap { fields[$0] }.filter { !$0.isEmpty }
                .joined(separator: "  ") + "  idle \(fields["idle"] ?? "?") s"
        }
        _ = drawList("clients", clientLines, &canvas, from: row, to: last)
    }

    private static func drawCommands(
        _ rows: [TopModel.Row], _ canvas: inout Canvas, from first: Int, to end: Int
    ) {
        guard first < end else { return }
        let style = Canvas.Style.bold
        canvas.put("command", row: first, column: 0, style: style)
        let columns = columns.filter { $0.end <= canvas.columns }
        for column in columns {
            canvas.put(column.name, row: first, endingAt: column.end, style: style)
        }
        for (index, command) in rows.prefix(max(0, end - first - 1)).enumerated() {
            let row = first + 1 + index
            canvas.put(command.name, row: row, column: 0, width: nameColumns)
            let cells = [
                command.rate > 0 ? ShownNumber.tenths(command.rate) : "",
                ShownNumber.tenths(command.mean), command.high,
                ShownNumber.short(Double(command.calls)), "\(command.failed)",
            ]
            for (cell, column) in zip(cells, columns) {
                canvas.put(cell, row: row, endingAt: column.end)
            }
        }
    }

    private static func drawList(
        _ name: String, _ lines: [String], _ canvas: inout Canvas, from first: Int, to end: Int
    ) -> Int {
        guard !lines.isEmpty, first < end else { return first }
        let rule = String(repeating: canvas.glyphs.rule, count: canvas.columns)
        canvas.put(rule, row: first, column: 0, style: .dim)
        canvas.put("\(name) ", row: first, column: 0, style: .bold)
        let shown = lines.prefix(end - first - 1)
        for (index, line) in shown.enumerated() {
            canvas.put(line, row: first + 1 + index, column: 0)
        }
        return first + 1 + shown.count
    }
}
