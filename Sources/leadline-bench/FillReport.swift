/// What filling a server took, and what the server took of the machine.
struct FillReport: Sendable {
    /// How many leads were made.
    let leads: Int
    /// Each tenth of the filling, in order.
    var fills: [TimedRound] = []
    /// The server's memory after each tenth.
    var residentBytes: [Int] = []
    /// Reading at random, in each shape.
    var reads: [(shape: LoadShape, round: TimedRound)] = []
    private var memory: [(name: String, bytes: Int)] = []

    /// Starts a report on so many leads.
    init(leads: Int) { self.leads = leads }

    /// Looks at the server's memory and files.
    mutating func observe(_ host: LeadlineHost) {
        let fields = [
            ("resident", "VmRSS"), ("resident_anonymous", "RssAnon"),
            ("resident_of_files", "RssFile"), ("resident_peak", "VmHWM"),
        ]
        for (name, field) in fields {
            if let bytes = ProcessUsage.statusBytes(host.pid, field) {
                memory.append((name, bytes))
            }
        }
        if let directory = host.directory {
            memory.append(("disk", Scratch.bytes(in: directory)))
        }
    }

    /// Columns for eyes.
    var text: String {
        var lines = ["\(leads) leads, by tenths"]
        for (round, bytes) in zip(fills, residentBytes) {
            lines.append("  \(line(round))  resident MiB \(mebibytes(bytes, 1))")
        }
        lines.append("lead.get of any of them")
        for (shape, round) in reads { lines.append("  \(line(round))  \(shape.name)") }
        lines.append("MiB at the end")
        for (name, bytes) in memory { lines.append("  \(name) \(mebibytes(bytes, 1))") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One line.
    var json: String {
        let fills = zip(fills, residentBytes).map { round, bytes in
            object(round, [("resident_bytes", "\(bytes)")])
        }
        let reads = reads.map { shape, round in
            object(
                round,
                [("connections", "\(shape.connections)"), ("pipeline", "\(shape.pipeline)")])
        }
        return JSONText.object(
            [
                ("leads", "\(leads)"), ("fills", JSONText.list(fills)),
                ("reads", JSONText.list(reads)),
            ] + memory.map { ("\($0.name)_bytes", "\($0.bytes)") }) + "\n"
    }

    private func line(_ round: TimedRound) -> String {
        let measurement = round.measurement
        return "\(decimal(measurement.throughput, 0))/s"
            + "  p50 ms \(decimal(measurement.latencyMilliseconds(percentile: 50), 3))"
            + "  p99 ms \(decimal(measurement.latencyMilliseconds(percentile: 99), 3))"
            + "  µs server \(decimal(round.serverMicroseconds, 2))"
            + "  µs generator \(decimal(round.generatorMicroseconds, 2))"
    }

    private func object(_ round: TimedRound, _ fields: [(String, String)]) -> String {
        let measurement = round.measurement
        return JSONText.object(
            fields + [
                ("per_second", decimal(measurement.throughput, 1)),
                ("p50_ms", decimal(measurement.latencyMilliseconds(percentile: 50), 4)),
                ("p99_ms", decimal(measurement.latencyMilliseconds(percentile: 99), 4)),
                ("server_us", decimal(round.serverMicroseconds, 3)),
                ("generator_us", decimal(round.generatorMicroseconds, 3)),
            ])
    }

}
