import Histogram

/// What one round of load showed.
struct Measurement: Sendable {
    /// How long it took.
    let seconds: Double
    /// How many error replies there were of each code.
    let errors: [String: Int]
    private let latencies: Histogram<UInt64>

    /// How many requests were answered in all, with those before and after the measured time.
    let requestsInAll: UInt64

    /// Takes what was counted in so much time.
    ///
    /// A load that cannot begin and end with its measured time says how much it did in all.
    init(_ tally: LoadTally, seconds: Double, requestsInAll: UInt64? = nil) {
        self.seconds = seconds
        errors = tally.errors
        latencies = tally.latencies
        self.requestsInAll = requestsInAll ?? tally.latencies.totalCount
    }

    /// How many replies came, errors among them.
    var requests: UInt64 { latencies.totalCount }

    /// How many replies were errors.
    var errorCount: Int { errors.values.reduce(0, +) }

    /// Replies per second.
    var throughput: Double { seconds > 0 ? Double(requests) / seconds : 0 }

    /// The latency in milliseconds that so many per cent of the replies did not exceed.
    func latencyMilliseconds(percentile: Double) -> Double {
        Double(latencies.valueAtPercentile(percentile)) / 1e6
    }
}

/// Rounds of a server and a peer, side by side.
struct Comparison: Sendable {
    /// How reports name the server under test.
    let subject: String
    /// How reports name its peer.
    let peer: String
    /// The rounds in the order in which they ran.
    private(set) var rounds: [(subject: Measurement, peer: Measurement)] = []

    /// Starts a comparison without rounds.
    init(subject: String, peer: String) {
        self.subject = subject
        self.peer = peer
    }

    /// Adds the two halves of a round.
    mutating func add(subject: Measurement, peer: Measurement) { rounds.append((subject, peer)) }

    /// The subject's throughput over the peer's, of every round.
    var throughputRatios: Spread {
        Spread(rounds.map { $0.subject.throughput / max($0.peer.throughput, 1e-9) })
    }

    /// The subject's latency over the peer's at a percentile, of every round.
    func latencyRatios(percentile: Double) -> Spread {
        Spread(
            rounds.map {
                $0.subject.latencyMilliseconds(percentile: percentile)
                    / max($0.peer.latencyMilliseconds(percentile: percentile), 1e-9)
            })
    }
}

/// Median, least and greatest of some numbers.
package struct Spread: Sendable, Equatable {
    /// The middle one, or the mean of the middle two; 0 of none.
    package let median: Double
    /// The least; 0 of none.
    package let least: Double
    /// The greatest; 0 of none.
    package let greatest: Double

    /// Sums up the numbers.
    package init(_ values: [Double]) {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        least = sorted.first ?? 0
        greatest = sorted.last ?? 0
        if sorted.isEmpty {
            median = 0
        } else if sorted.count.isMultiple(of: 2) {
            median = (sorted[middle - 1] + sorted[middle]) / 2
        } else {
            median = sorted[middle]
        }
    }
}
