package import LeadlineClient

/// What `leadline top` knows: two samples of the server's counters, and who is connected.
package struct TopModel: Equatable, Sendable {
    /// Samples of throughput that are kept.
    package static let samplesMax = 200

    /// One command between the last two samples.
    package struct Row: Equatable, Sendable {
        /// The name in upper case, with a blank before a subcommand.
        package let name: String
        /// Calls a second.
        package let rate: Double
        /// Mean microseconds of a call.
        package let mean: Double
        /// Microseconds that 99 of 100 calls since the start took at most, as the server tells.
        package let high: String
        /// Calls since the start.
        package let calls: Int64
        /// Failed and rejected calls since the start.
        package let failed: Int64
    }

    /// A command that took long.
    package struct Slow: Equatable, Sendable {
        /// Milliseconds.
        package let milliseconds: Double
        /// Its words, without what is personal or secret.
        package let words: String
        /// Where it came from.
        package let address: String
    }

    /// Who looks at what.
    package var place = ""
    /// The last two samples; one at first.
    package var sample: InfoSample?
    /// The sample before.
    package var earlier: InfoSample?
    /// Commands a second, the newest last.
    package var rates: [Double] = []
    /// The slow log, the newest first; nil where the caller may not read it.
    package var slow: [Slow]?
    /// The connections, those that did something last first; nil where the caller may not see them.
    package var clients: [[String: String]]?

    /// Nothing, seen from somewhere.
    package init(place: String) { self.place = place }

    /// What is asked of the server, in the order in which `take` reads the answers.
    package var questions = Questions([
        ["INFO", "server", "clients", "memory", "stats", "commandstats", "latencystats"],
        ["SLOWLOG", "GET", "20"],
        ["CLIENT", "LIST"],
    ])

    /// Reads what the server answered to the questions.
    package mutating func take(_ answers: [Reply], at: Double) {
        guard let replies = questions.sort(answers) else { return }
        if let text = replies[0]?.string {
            let next = InfoSample(text, at: at)
            earlier = sample.flatMap { next.isSameRun($0) ? $0 : nil }
            let rate = earlier.flatMap { next.rate("total_commands_processed", since: $0) }
            if let rate { rates = (rates + [rate]).suffix(Self.samplesMax) }
            sample = next
        }
        slow = replies[1].flatMap(Self.slow)
        clients = replies[2]?.string.map(Self.clients)
    }

    /// The commands that were called since the sample before, the busiest first; then the others
    /// by their calls.
    package var rows: [Row] {
        guard let sample else { return [] }
        let seconds = earlier.map { sample.at - $0.at } ?? 0
        let rows = sample.commands.map { name, counter in
            let before = earlier?.commands[name] ?? InfoSample.Counter()
            let isFresh = earlier != nil && counter.calls >= before.calls && seconds > 0
            let calls = isFresh ? counter.calls - before.calls : 0
            let spent = calls > 0 ? counter.microseconds - before.microseconds : 0
            let mean =
                calls > 0
                ? Double(spent) / Double(calls)
                : Double(counter.microseconds) / Double(max(1, counter.calls))
            return Row(
                name: name.uppercased().replacing("|", with: " "),
                rate: calls > 0 ? Double(calls) / seconds : 0, mean: mean, high: high(name),
                calls: counter.calls, failed: counter.failed + counter.rejected)
        }
        return rows.sorted { ($0.rate, $0.calls, $1.name) > ($1.rate, $1.calls, $0.name) }
    }

    /// The field `p50=1.000,p99=2.000,p99.9=4.000` of a command's latencies.
    private func high(_ name: String) -> String {
        let field = sample?.fields["latency_percentiles_usec_\(name)"] ?? ""
        let part = field.split(separator: ",").first { $0.hasPrefix("p99=") }
        return part.map { String($0.dropFirst(4).prefix { $0 != "." }) } ?? ""
    }

    private static func slow(_ reply: Reply) -> [Slow]? {
        guard case .list(let entries) = reply else { return nil }
        return entries.compactMap { entry in
            guard case .list(let parts) = entry, parts.count > 4,
                case .integer(let microseconds) = parts[2], case .list(let words) = parts[3]
            else { return nil }
            return Slow(
                milliseconds: Double(microseconds) / 1000,
                words: words.map { Cell.text($0) }.joined(separator: " "),
                address: Cell.text(parts[4]))
        }
    }

    private static func clients(_ text: String) -> [[String: String]] {
        let clients = text.split(whereSeparator: \.isNewline).map { line in
            var fields: [String: String] = [:]
            for part in line.split(separator: " ") {
                let pair = part.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if pair.count == 2 { fields[String(pair[0])] = String(pair[1]) }
            }
            return fields
        }
        let idle = { (fields: [String: String]) in fields["idle"].flatMap(Int.init) ?? 0 }
        return clients.sorted { idle($0) < idle($1) }
    }
}
