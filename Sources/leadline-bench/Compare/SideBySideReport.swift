/// Puts a comparison into tables or JSON.
struct SideBySideReport {
    private static let headings = [
        "work", "load", "server", "a second", "p50 ms", "p99 ms", "Leadline ×", "µs server",
        "µs generator",
    ]
    private static let proofHeadings = [
        "server", "version", "durability", "entries a lead", "leads answered", "leads found",
        "memory MiB", "disk MiB",
    ]

    private let standings: [Standing]
    private let proofs: [Proof]

    /// Reports on what was measured.
    init(_ comparison: SideBySide) {
        standings = comparison.standings
        proofs = comparison.holders
    }

    /// Columns for eyes.
    var text: String { [rows, proofRows].map(TextTable.plain).joined(separator: "\n") }

    /// Tables for a page.
    var markdown: String { [rows, proofRows].map(TextTable.markdown).joined(separator: "\n") }

    /// One line.
    var json: String {
        let results = standings.map { standing in
            JSONText.object([
                ("work", JSONText.string(standing.work.rawValue)),
                ("connections", "\(standing.shape.connections)"),
                ("pipeline", "\(standing.shape.pipeline)"),
                ("server", JSONText.string(standing.server)),
                ("ratio", ratios(standing).map { JSONText.spread($0) } ?? "null"),
                ("rounds", JSONText.list(standing.rounds.map(object))),
            ])
        }
        let servers = proofs.map { proof in
            JSONText.object([
                ("server", JSONText.string(proof.server)),
                ("version", JSONText.string(proof.version)),
                ("durability", JSONText.string(proof.durability)),
                ("entries_per_lead", proof.entries.map { decimal($0.alone, 1) } ?? "null"),
                (
                    "entries_per_lead_in_groups",
                    proof.entries?.inGroups.map { decimal($0, 1) } ?? "null"
                ),
                ("leads_answered", "\(proof.answered)"), ("leads_found", "\(proof.found)"),
                ("resident_bytes", "\(proof.residentBytes)"),
                ("disk_bytes", proof.diskBytes.map { "\($0)" } ?? "null"),
            ])
        }
        return JSONText.object([
            ("results", JSONText.list(results)), ("servers", JSONText.list(servers)),
        ]) + "\n"
    }

    private var rows: [[String]] { [Self.headings] + standings.map(cells) }

    private func cells(_ standing: Standing) -> [String] {
        let rate = standing.spread { $0.measurement.throughput }
        let median = standing.spread { $0.measurement.latencyMilliseconds(percentile: 50) }.median
        let late = standing.spread { $0.measurement.latencyMilliseconds(percentile: 99) }.median
        return [
            standing.work.rawValue, standing.shape.name, standing.server, text(rate, 0),
            decimal(median, 3), decimal(late, 3),
            ratios(standing).map { text($0, 2) } ?? "",
            decimal(standing.spread(\.serverMicroseconds).median, 2),
            decimal(standing.spread(\.generatorMicroseconds).median, 2),
        ]
    }

    private var proofRows: [[String]] {
        [Self.proofHeadings]
            + proofs.map { proof in
                [
                    proof.server, proof.version, proof.durability,
                    proof.entries?.text ?? "", "\(proof.answered)",
                    "\(proof.found)", mebibytes(proof.residentBytes, 0),
                    proof.diskBytes.map { mebibytes($0, 0) } ?? "",
                ]
            }
    }

    /// How many times as fast the first server was; nil for itself.
    private func ratios(_ standing: Standing) -> Spread? {
        let subject = standings.first { $0.work == standing.work && $0.shape == standing.shape }
        guard let subject, subject.server != standing.server else { return nil }
        return standing.ratios(of: subject)
    }

    private func text(_ spread: Spread, _ digits: Int) -> String {
        let range = "[\(decimal(spread.least, digits))–\(decimal(spread.greatest, digits))]"
        return "\(decimal(spread.median, digits)) \(range)"
    }

    private func object(_ round: TimedRound) -> String {
        let measurement = round.measurement
        return JSONText.object([
            ("per_second", decimal(measurement.throughput, 1)),
            ("p50_ms", decimal(measurement.latencyMilliseconds(percentile: 50), 4)),
            ("p99_ms", decimal(measurement.latencyMilliseconds(percentile: 99), 4)),
            ("p999_ms", decimal(measurement.latencyMilliseconds(percentile: 99.9), 4)),
            ("server_us", decimal(round.serverMicroseconds, 3)),
            ("generator_us", decimal(round.generatorMicroseconds, 3)),
        ])
    }
}
