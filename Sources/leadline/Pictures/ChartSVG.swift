/// Charts as one SVG picture, readable by people who hear it, too.
package enum ChartSVG {
    private static let width = 720.0
    private static let rowHeight = 24.0
    private static let titleHeight = 36.0
    private static let labelWidth = 200.0
    private static let numberWidth = 110.0
    private static let lineHeight = 220.0
    private static let margin = 16.0
    private static let characterMax = 28

    /// The picture; its title and description say in words what it shows.
    package static func picture(_ charts: [ChartData]) -> String {
        var parts: [String] = []
        var top = margin
        for chart in charts {
            let (body, height) = draw(chart, top: top)
            parts += body
            top += height + margin
        }
        let title = charts.map(\.title).joined(separator: ", ")
        let words = charts.map { chart in
            let points = chart.points.map { "\($0.label): \($0.text.isEmpty ? "-" : $0.text)" }
            return "\(chart.title). " + points.joined(separator: "; ")
        }
        let size = "width=\"\(text(width))\" height=\"\(text(top))\""
        let box = "viewBox=\"0 0 \(text(width)) \(text(top))\""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" \(size) \(box) role="img" \
            aria-labelledby="title description" font-family="sans-serif" font-size="13">
            <title id="title">\(XMLText.escaped(title))</title>
            <desc id="description">\(XMLText.escaped(words.joined(separator: ". ")))</desc>
            <rect width="100%" height="100%" fill="#ffffff"/>
            \(parts.joined(separator: "\n"))
            </svg>

            """
    }

    private static func draw(_ chart: ChartData, top: Double) -> ([String], Double) {
        let heading = label(chart.title, x: margin, y: top + 16, extra: " font-weight=\"bold\"")
        let (body, height) =
            chart.shape == .line && chart.points.count > 1
            ? line(chart, top: top + titleHeight) : bars(chart, top: top + titleHeight)
        return ([heading] + body, titleHeight + height)
    }

    private static func bars(_ chart: ChartData, top: Double) -> ([String], Double) {
        let (low, high) = chart.range
        let room = width - labelWidth - numberWidth - 2 * margin
        let scale = high > low ? room / (high - low) : 0
        let zero = labelWidth + margin - low * scale
        var parts: [String] = []
        for (index, point) in chart.points.enumerated() {
            let y = top + Double(index) * rowHeight
            parts.append(label(point.label, x: margin, y: y + 16))
            let length = (point.value ?? 0) * scale
            let place = "x=\"\(text(min(zero, zero + length)))\" y=\"\(text(y + 3))\""
            let size = "width=\"\(text(abs(length)))\" height=\"\(text(rowHeight - 6))\""
            let fill = length < 0 ? "#b3261e" : "#1f6f8b"
            parts.append("<rect \(place) \(size) fill=\"\(fill)\"/>")
            parts.append(
                label(point.text, x: width - margin, y: y + 16, extra: " text-anchor=\"end\""))
        }
        return (parts, Double(chart.points.count) * rowHeight)
    }

    private static func line(_ chart: ChartData, top: Double) -> ([String], Double) {
        let (low, high) = chart.range
        let room = width - numberWidth - 2 * margin
        let left = numberWidth + margin
        let scale = high > low ? (lineHeight - rowHeight) / (high - low) : 0
        let bottom = top + lineHeight - rowHeight
        let step = room / Double(max(1, chart.points.count - 1))
        var parts: [String] = []
        var run: [String] = []
        let finish = {
            if !run.isEmpty {
                parts.append(
                    "<polyline points=\"\(run.joined(separator: " "))\" fill=\"none\" "
                        + "stroke=\"#1f6f8b\" stroke-width=\"2\"/>")
            }
            run = []
        }
        for (index, point) in chart.points.enumerated() {
            guard let value = point.value else {
                finish()
                continue
            }
            let x = left + Double(index) * step
            let y = bottom - (value - low) * scale
            run.append("\(text(x)),\(text(y))")
            parts.append("<circle cx=\"\(text(x))\" cy=\"\(text(y))\" r=\"3\" fill=\"#1f6f8b\"/>")
        }
        finish()
        let end = " text-anchor=\"end\""
        let highest = chart.points.first { $0.value == high }?.text ?? "0"
        let lowest = low < 0 ? chart.points.first { $0.value == low }?.text ?? "0" : "0"
        parts.append(label(highest, x: left - 8, y: top + 4, extra: end))
        parts.append(label(lowest, x: left - 8, y: bottom + 4, extra: end))
        parts.append(label(chart.points.first?.label ?? "", x: left, y: bottom + 20))
        parts.append(
            label(chart.points.last?.label ?? "", x: width - margin, y: bottom + 20, extra: end))
        return (parts, lineHeight)
    }

    private static func label(
        _ words: String, x: Double, y: Double, extra: String = ""
    ) -> String {
        let short =
            words.count > characterMax ? words.prefix(characterMax - 1) + "…" : Substring(words)
        let place = "x=\"\(text(x))\" y=\"\(text(y))\""
        return "<text \(place)\(extra) fill=\"#1a1a1a\">\(XMLText.escaped(String(short)))</text>"
    }

    /// A length with at most one digit behind the point, so that pictures are the same everywhere.
    private static func text(_ length: Double) -> String {
        let tenths = Int((length * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }
}
