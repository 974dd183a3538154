/// What each question took at each size.
struct GrowthReport: Sendable {
    /// What one question, or one kind of work, took at one size.
    struct Answer: Sendable {
        /// The command line, or the name of the work.
        let question: String
        /// All its repetitions.
        let round: TimedRound

        /// The usual time in microseconds.
        var microseconds: Double { round.measurement.latencyMilliseconds(percentile: 50) * 1000 }

        /// The time, and what went wrong.
        var text: String {
            let errors = round.measurement.errors.keys.sorted().joined(separator: " ")
            return decimal(microseconds, 0) + (errors.isEmpty ? "" : " -\(errors)")
        }
    }

    /// Everything at one size.
    struct Size: Sendable {
        /// How many leads there were.
        let leads: Int
        /// How many leads were registered a second at last, over fifty connections.
        var filledPerSecond = 0.0
        /// In the order of the questions.
        var answers: [Answer] = []
        /// From the start to the line that says so, after SIGTERM.
        var start = Duration.zero
        /// The same after SIGKILL.
        var startAfterKill = Duration.zero
        private(set) var residentBytes = 0
        private(set) var diskBytes = 0
        /// What the system was given to write, since there were no leads.
        private var writtenBytes = 0
        /// What was committed, since there were no leads.
        private var entryBytes = 0
        /// The keys and values of a lead, its entries in indexes and its event.
        private var leadBytes = 0.0

        /// Begins with so many leads.
        init(leads: Int) { self.leads = leads }

        /// Looks at the server's memory and files, while there are just so many leads.
        mutating func look(at host: LeadlineHost) {
            residentBytes = ProcessUsage.residentBytes(ofTree: host.pid)
            diskBytes = host.directory.map { Scratch.bytes(in: $0) } ?? 0
        }

        /// Counts what it wrote since the size before, all that was asked at this one included.
        mutating func count(_ host: LeadlineHost, before: Size?) async throws {
            writtenBytes = (before?.writtenBytes ?? 0) + ProcessUsage.writtenBytes(host.pid)
            let entries = try await host.info()["entry_bytes"].flatMap { Int($0) }
            entryBytes = (before?.entryBytes ?? 0) + (entries ?? 0)
            leadBytes = try before?.leadBytes ?? host.bytesPerLead()
        }

        /// What is not a question, by its name.
        var facts: [(name: String, text: String)] {
            [
                ("registered a second, the last of them", decimal(filledPerSecond, 0)),
                ("MiB resident", mebibytes(residentBytes, 0)),
                ("MiB on disk", mebibytes(diskBytes, 0)),
                ("bytes on disk per lead", "\(diskBytes / max(leads, 1))"),
                ("bytes of record, index and event per lead", decimal(leadBytes, 0)),
                ("disk ÷ those", decimal(Double(diskBytes) / Double(leads) / leadBytes, 2)),
                ("MiB given to the disk", mebibytes(writtenBytes, 0)),
                ("MiB committed", mebibytes(entryBytes, 0)),
                (
                    "write amplification",
                    decimal(Double(writtenBytes) / Double(max(entryBytes, 1)), 2)
                ),
                ("start after SIGTERM, ms", milliseconds(start)),
                ("start after SIGKILL, ms", milliseconds(startAfterKill)),
            ]
        }

        private func milliseconds(_ time: Duration) -> String {
            decimal(time / .milliseconds(1), 0)
        }
    }

    /// In the order in which they were reached.
    var sizes: [Size] = []

    /// Columns for eyes.
    var text: String {
        table.map { $0.joined(separator: "\t") }.joined(separator: "\n") + "\n"
    }

    /// The same as a table of a page.
    var markdown: String {
        var lines = table.map { "| " + $0.joined(separator: " | ") + " |" }
        lines.insert("|" + String(repeating: "---|", count: sizes.count + 2), at: 1)
        return lines.joined(separator: "\n") + "\n"
    }

    /// Time, memory and disk against the number of leads.
    var picture: String {
        let questions = sizes.first?.answers.map(\.question) ?? []
        let times = questions.indices.map { index in
            GrowthChart.Series(
                name: questions[index],
                points: sizes.map { (Double($0.leads), $0.answers[index].microseconds) })
        }
        let bytes: [(String, (Size) -> Int)] = [
            ("resident memory", { $0.residentBytes }), ("disk", { $0.diskBytes }),
        ]
        let room = bytes.map { name, value in
            GrowthChart.Series(
                name: name,
                points: sizes.map { (Double($0.leads), Double(value($0)) / 1_048_576) })
        }
        return GrowthChart.picture([
            GrowthChart.Panel(title: "Median time of an answer, µs, by leads", series: times),
            GrowthChart.Panel(title: "MiB by leads", series: room),
        ])
    }

    private var table: [[String]] {
        var rows = [["median µs at leads"] + sizes.map { "\($0.leads)" } + ["last ÷ first"]]
        guard let first = sizes.first, let last = sizes.last else { return rows }
        for index in first.answers.indices {
            let ratio = last.answers[index].microseconds / first.answers[index].microseconds
            rows.append(
                [first.answers[index].question] + sizes.map { $0.answers[index].text }
                    + [decimal(ratio, 2)])
        }
        for (index, fact) in first.facts.enumerated() {
            rows.append([fact.name] + sizes.map { $0.facts[index].text } + [""])
        }
        return rows
    }
}
