/// How a report is printed.
enum ReportFormat: Sendable {
    /// Lines for eyes.
    case text
    /// Comma-separated values under a heading.
    case csv
    /// One line of JSON.
    case json
}

/// Puts measurements into words.
struct Report {
    private static let percentiles: [(name: String, key: String, value: Double)] = [
        ("p50", "p50_ms", 50), ("p90", "p90_ms", 90), ("p99", "p99_ms", 99),
        ("p99.9", "p999_ms", 99.9), ("p99.99", "p9999_ms", 99.99), ("max", "max_ms", 100),
    ]

    private let format: ReportFormat
    private let workload: String
    private let connections: Int
    private let pipeline: Int
    private let dialect: Dialect
    private let style: LoadStyle

    /// Reports on a workload run with the options.
    init(options: LoadOptions, workload: String) {
        format = options.format
        self.workload = workload
        connections = options.shape.connections
        pipeline = options.shape.pipeline
        dialect = options.dialect
        style = options.style
    }

    /// The report of the rounds of one server, at least one, in whole lines.
    func text(of rounds: [Measurement]) -> String {
        switch format {
        case .text:
            "\(heading)\n" + rounds.map(lines).joined()
                + (rounds.count > 1 ? summary(rounds) : "")
        case .csv: csv(rounds.map(fields))
        case .json: JSONText.object(object(rounds)) + "\n"
        }
    }

    /// The report of a comparison, in whole lines.
    func text(of comparison: Comparison) -> String {
        switch format {
        case .text: "\(heading)\n\(lines(comparison))"
        case .csv:
            csv(
                comparison.rounds.enumerated().flatMap { number, round in
                    [(comparison.subject, round.subject), (comparison.peer, round.peer)].map {
                        [("round", String(number + 1)), ("server", JSONText.string($0.0))]
                            + fields($0.1)
                    }
                })
        case .json: json(comparison) + "\n"
        }
    }

    private var heading: String {
        let rate = style.rate.map { ", \(decimal($0, 0)) a second due" } ?? ""
        return "\(workload): \(connections) connections, pipeline \(pipeline), "
            + "\(dialect.rawValue), keys \(style.keys.name), seed \(style.seed)\(rate)"
    }

    private func lines(_ measurement: Measurement) -> String {
        let latencies = Self.percentiles.map { name, _, value in
            "\(name) \(decimal(measurement.latencyMilliseconds(percentile: value), 3))"
        }
        return """
              requests    \(measurement.requests) in \(decimal(measurement.seconds, 2)) s
              throughput  \(decimal(measurement.throughput, 0))/s
              latency ms  \(latencies.joined(separator: "  "))
              errors      \(errorText(measurement))

            """
    }

    /// The middle of the rounds, with both ends.
    private func summary(_ rounds: [Measurement]) -> String {
        func line(_ name: String, _ digits: Int, _ figure: (Measurement) -> Double) -> String {
            let spread = Spread(rounds.map(figure))
            let ends = "[\(decimal(spread.least, digits))–\(decimal(spread.greatest, digits))]"
            return "  \(name)  \(decimal(spread.median, digits)) \(ends)\n"
        }
        return "\(rounds.count) rounds\n" + line("throughput", 0, \.throughput)
            + Self.percentiles.map { name, _, value in
                line("\(name) ms", 3) { $0.latencyMilliseconds(percentile: value) }
            }.joined()
    }

    private func lines(_ comparison: Comparison) -> String {
        var result = "  \(comparison.subject) beside \(comparison.peer)\n"
        for (number, round) in comparison.rounds.enumerated() {
            let ratio = round.subject.throughput / max(round.peer.throughput, 1e-9)
            result += "  round \(number + 1)     \(decimal(round.subject.throughput, 0))/s"
            result += " : \(decimal(round.peer.throughput, 0))/s = \(decimal(ratio, 2))"
            result += "   p99 ms \(decimal(round.subject.latencyMilliseconds(percentile: 99), 3))"
            result += " : \(decimal(round.peer.latencyMilliseconds(percentile: 99), 3))"
            let errors = round.subject.errorCount + round.peer.errorCount
            if errors > 0 {
                result += "   errors \(errorText(round.subject)) : \(errorText(round.peer))"
            }
            result += "\n"
        }
        result += "  throughput  \(text(comparison.throughputRatios))\n"
        result += "  p50         \(text(comparison.latencyRatios(percentile: 50)))\n"
        result += "  p99         \(text(comparison.latencyRatios(percentile: 99)))\n"
        return result
    }

    private func text(_ spread: Spread) -> String {
        let range = "[\(decimal(spread.least, 2))–\(decimal(spread.greatest, 2))]"
        return "ratio \(decimal(spread.median, 2)) \(range)"
    }

    private func errorText(_ measurement: Measurement) -> String {
        guard measurement.errorCount > 0 else { return "none" }
        return measurement.errors.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    /// All rounds as names and JSON values: sums, medians, and each of them.
    private func object(_ rounds: [Measurement]) -> [(String, String)] {
        func median(_ figure: (Measurement) -> Double) -> Double {
            Spread(rounds.map(figure)).median
        }
        return [
            ("workload", JSONText.string(workload)), ("connections", String(connections)),
            ("pipeline", String(pipeline)), ("dialect", JSONText.string(dialect.rawValue)),
            ("keys", JSONText.string(style.keys.name)), ("seed", String(style.seed)),
            ("rate", style.rate.map { decimal($0, 1) } ?? "null"),
            ("requests", String(rounds.reduce(0) { $0 + $1.requests })),
            ("seconds", decimal(rounds.reduce(0) { $0 + $1.seconds }, 3)),
            ("per_second", decimal(median(\.throughput), 1)),
        ]
            + Self.percentiles.map { _, key, value in
                (key, decimal(median { $0.latencyMilliseconds(percentile: value) }, 4))
            }
            + [
                ("errors", String(rounds.reduce(0) { $0 + $1.errorCount })),
                ("rounds", JSONText.list(rounds.map { JSONText.object(fields($0)) })),
            ]
    }

    /// A measurement as names and JSON values.
    private func fields(_ measurement: Measurement) -> [(String, String)] {
        [
            ("workload", JSONText.string(workload)), ("connections", String(connections)),
            ("pipeline", String(pipeline)), ("requests", String(measurement.requests)),
            ("seconds", decimal(measurement.seconds, 3)),
            ("per_second", decimal(measurement.throughput, 1)),
        ]
            + Self.percentiles.map { _, key, value in
                (key, decimal(measurement.latencyMilliseconds(percentile: value), 4))
            }
            + [
                ("errors", String(measurement.errorCount)),
                ("error_codes", JSONText.string(errorText(measurement))),
            ]
    }

    private func csv(_ rows: [[(String, String)]]) -> String {
        guard let first = rows.first else { return "" }
        let lines = [first.map(\.0)] + rows.map { $0.map(\.1) }
        return lines.map { $0.joined(separator: ",") + "\n" }.joined()
    }

    private func json(_ comparison: Comparison) -> String {
        let rounds = comparison.rounds.map { round in
            JSONText.object([
                ("subject", JSONText.object(fields(round.subject))),
                ("peer", JSONText.object(fields(round.peer))),
            ])
        }
        let ratios = comparison.throughputRatios
        return JSONText.object([
            ("subject", JSONText.string(comparison.subject)),
            ("peer", JSONText.string(comparison.peer)),
            ("ratio_median", decimal(ratios.median, 4)), ("ratio_min", decimal(ratios.least, 4)),
            ("ratio_max", decimal(ratios.greatest, 4)),
            ("rounds", JSONText.list(rounds)),
        ])
    }
}
