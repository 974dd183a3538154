import Glibc

/// Lines over a logarithmic number of leads, as one SVG picture.
package enum GrowthChart {
    /// One line.
    package struct Series: Sendable {
        /// What it shows.
        let name: String
        /// From left to right; what is not above 0 has no place.
        let points: [(x: Double, y: Double)]

        /// Takes a line's points.
        package init(name: String, points: [(x: Double, y: Double)]) {
            self.name = name
            self.points = points.filter { $0.x > 0 && $0.y > 0 }
        }
    }

    /// Lines of one unit.
    package struct Panel: Sendable {
        let title: String
        let series: [Series]

        /// Puts lines under one title.
        package init(title: String, series: [Series]) {
            self.title = title
            self.series = series
        }
    }

    /// A logarithmic axis between whole powers of ten.
    private struct Axis {
        let low: Double
        let high: Double

        init(_ values: [Double]) {
            low = log10(values.min() ?? 1).rounded(.down)
            high = max(log10(values.max() ?? 1).rounded(.up), low + 1)
        }

        func share(_ value: Double) -> Double { (log10(value) - low) / (high - low) }

        var marks: [Double] { stride(from: low, through: high, by: 1).map { pow(10, $0) } }
    }

    private static let width = 900.0
    private static let plotWidth = 520.0
    private static let margin = 60.0
    private static let legendStep = 18.0
    private static let heightMin = 240.0
    private static let colors = [
        "#1f6f8b", "#b3261e", "#3b7a2a", "#8a5a00", "#6a3d9a", "#444444", "#c2569b",
    ]
    private static let dashes = ["", "6 3", "2 3", "9 3 2 3"]

    /// The picture; its description says its numbers in words.
    package static func picture(_ panels: [Panel]) -> String {
        var parts: [String] = []
        var top = 0.0
        for panel in panels where panel.series.contains(where: { !$0.points.isEmpty }) {
            let height = max(heightMin, Double(panel.series.count) * legendStep)
            parts += draw(panel, top: top + margin, height: height)
            top += height + 2 * margin
        }
        let words = panels.map { panel in
            panel.title + ": "
                + panel.series.map { series in
                    series.name + " "
                        + series.points.map { "\(text($0.x)) \(text($0.y))" }.joined(
                            separator: ", ")
                }.joined(separator: "; ")
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(text(width))" height="\(text(top))" \
            viewBox="0 0 \(text(width)) \(text(top))" role="img" aria-labelledby="title words" \
            font-family="sans-serif" font-size="12">
            <title id="title">\(escaped(panels.map(\.title).joined(separator: ", ")))</title>
            <desc id="words">\(escaped(words.joined(separator: ". ")))</desc>
            <rect width="100%" height="100%" fill="#ffffff"/>
            \(parts.joined(separator: "\n"))
            </svg>

            """
    }

    private static func draw(_ panel: Panel, top: Double, height: Double) -> [String] {
        let points = panel.series.flatMap(\.points)
        let (across, up) = (Axis(points.map(\.x)), Axis(points.map(\.y)))
        func x(_ value: Double) -> Double { margin + across.share(value) * plotWidth }
        func y(_ value: Double) -> Double { top + height * (1 - up.share(value)) }
        var parts = [label(panel.title, x: margin, y: top - 20, " font-weight=\"bold\"")]
        for mark in across.marks {
            parts.append(rule(x(mark), top, x(mark), top + height))
            let below = top + height + 16
            parts.append(label(text(mark), x: x(mark), y: below, " text-anchor=\"middle\""))
        }
        for mark in up.marks {
            parts.append(rule(margin, y(mark), margin + plotWidth, y(mark)))
            parts.append(label(text(mark), x: margin - 6, y: y(mark) + 4, " text-anchor=\"end\""))
        }
        for (index, series) in panel.series.enumerated() where !series.points.isEmpty {
            let pen = pen(index)
            let line = series.points.map { "\(text(x($0.x))),\(text(y($0.y)))" }
            parts.append("<polyline points=\"\(line.joined(separator: " "))\" \(pen)/>")
            let row = top + Double(index) * legendStep
            let left = margin + plotWidth + 20
            let ends = "\(text(left)),\(text(row)) \(text(left + 28)),\(text(row))"
            parts.append("<polyline points=\"\(ends)\" \(pen)/>")
            parts.append(label(series.name, x: left + 34, y: row + 4))
        }
        return parts
    }

    private static func pen(_ index: Int) -> String {
        let dash = dashes[index / colors.count % dashes.count]
        return "fill=\"none\" stroke=\"\(colors[index % colors.count])\" stroke-width=\"2\""
            + (dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\"")
    }

    private static func rule(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        "<path d=\"M\(text(x1)) \(text(y1))L\(text(x2)) \(text(y2))\" stroke=\"#dddddd\"/>"
    }

    private static func label(
        _ words: String, x: Double, y: Double, _ extra: String = ""
    ) -> String {
        "<text x=\"\(text(x))\" y=\"\(text(y))\"\(extra)>\(escaped(words))</text>"
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() ? decimal(value, 0) : decimal(value, value < 1 ? 3 : 1)
    }

    private static func escaped(_ words: String) -> String {
        words.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }
}
