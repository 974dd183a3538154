/// What the server counts, at one moment.
package struct InfoSample: Equatable, Sendable {
    /// One command's counters since the server started.
    package struct Counter: Equatable, Sendable {
        /// Calls, of which some failed or were rejected before they ran.
        package var calls: Int64 = 0
        /// Microseconds in all calls together.
        package var microseconds: Int64 = 0
        /// Calls that answered an error.
        package var failed: Int64 = 0
        /// Calls that were refused unread.
        package var rejected: Int64 = 0
    }

    /// Seconds on a clock of this machine that only goes forward.
    package let at: Double
    /// The fields of INFO.
    package let fields: [String: String]
    /// The counters of `INFO commandstats`, by the command's name in lower case.
    package let commands: [String: Counter]

    /// Reads the text of INFO.
    package init(_ text: String, at: Double) {
        self.at = at
        var fields: [String: String] = [:]
        var commands: [String: Counter] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            guard let mark = line.firstIndex(of: ":") else { continue }
            let value = String(line[line.index(after: mark)...])
            let name = String(line[..<mark])
            if name.hasPrefix("cmdstat_") {
                commands[String(name.dropFirst("cmdstat_".count))] = Self.counter(value)
            } else {
                fields[name] = value
            }
        }
        self.fields = fields
        self.commands = commands
    }

    /// A field that is a number.
    package func number(_ name: String) -> Int64? { fields[name].flatMap(Int64.init) }

    /// How much a field grew in each second since an earlier sample of the same server.
    package func rate(_ name: String, since earlier: InfoSample) -> Double? {
        guard isSameRun(earlier), at > earlier.at, let now = number(name),
            let before = earlier.number(name), now >= before
        else { return nil }
        return Double(now - before) / (at - earlier.at)
    }

    /// Whether the server has not been started again since.
    package func isSameRun(_ earlier: InfoSample) -> Bool {
        fields["run_id"] == earlier.fields["run_id"]
    }

    private static func counter(_ text: String) -> Counter {
        var counter = Counter()
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=")
            guard pair.count == 2, let value = Int64(pair[1]) else { continue }
            switch pair[0] {
            case "calls": counter.calls = value
            case "usec": counter.microseconds = value
            case "failed_calls": counter.failed = value
            case "rejected_calls": counter.rejected = value
            default: break
            }
        }
        return counter
    }
}
