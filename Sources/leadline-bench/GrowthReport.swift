/// What each question took at each size.
struct GrowthReport: Sendable {
    /// What one question took at one size.
    struct Answer: Sendable {
        /// The command line.
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
        /// In the order of the questions.
        var answers: [Answer] = []
        /// From the start to the line that says so, after SIGTERM.
        var start = Duration.zero
        /// The same after SIGKILL.
        var startAfterKill = Duration.zero
        private var residentBytes = 0
        private var diskBytes = 0

        /// Begins with so many leads.
        init(leads: Int) { self.leads = leads }

        /// Looks at the server's memory and files.
        mutating func observe(_ host: LeadlineHost) {
            residentBytes = ProcessUsage.residentBytes(ofTree: host.pid)
            diskBytes = host.directory.map { Scratch.bytes(in: $0) } ?? 0
        }

        /// What is not a question, by its name.
        var facts: [(name: String, text: String)] {
            [
                ("MiB resident", mebibytes(residentBytes, 0)),
                ("MiB on disk", mebibytes(diskBytes, 0)),
                ("bytes on disk per lead", "\(diskBytes / max(leads, 1))"),
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
