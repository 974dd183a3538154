import LeadlineClient

/// How long answers take, as the client sees it.
package struct RoundTrips: Equatable {
    /// Pings a second, far too few to be a load.
    private static let pauseMilliseconds = 10

    private var milliseconds: [Double] = []

    /// No round trip yet.
    package init() {}

    /// Adds one.
    package mutating func add(_ value: Double) { milliseconds.append(value) }

    /// The round trips so far in one line.
    package var line: String {
        let sorted = milliseconds.sorted()
        guard let low = sorted.first, let high = sorted.last else { return "no answer" }
        let mean = sorted.reduce(0, +) / Double(sorted.count)
        // The smallest that 99 of 100 do not exceed.
        let place = (sorted.count * 99 + 99) / 100 - 1
        let parts = [("min", low), ("mean", mean), ("p99", sorted[place]), ("max", high)]
        let figures = parts.map { "\($0.0) \(Self.text($0.1)) ms" }.joined(separator: ", ")
        return "\(figures), \(sorted.count) round trips"
    }

    /// Prints a line about every stretch of so many seconds.
    static func printLines(
        _ client: LeadlineClient, times: Int?, every seconds: Double
    ) async throws {
        try await LiveVerb.repeat(times, every: 0) { _ in
            var trips = RoundTrips()
            let end = SignalPipe.now + seconds
            repeat {
                let start = SignalPipe.now
                _ = try await client.send(["PING"])
                trips.add((SignalPipe.now - start) * 1000)
                try await Task.sleep(for: .milliseconds(pauseMilliseconds))
            } while SignalPipe.now < end
            StandardStream.output.write("\(trips.line)\n")
        }
    }

    private static func text(_ milliseconds: Double) -> String {
        let thousandths = Int((milliseconds * 1000).rounded())
        return "\(thousandths / 1000).\("00\(thousandths % 1000)".suffix(3))"
    }
}
