import Histogram

/// What one round of load showed.
package struct Measurement: Sendable {
    /// How long it took.
    package let seconds: Double
    /// How many error replies there were of each code.
    package let errors: [String: Int]
    private let latencies: Histogram<UInt64>

    /// How many requests were answered in all, with those before and after the measured time.
    package let requestsInAll: UInt64

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
    package var requests: UInt64 { latencies.totalCount }

    /// How many replies were errors.
    package var errorCount: Int { errors.values.reduce(0, +) }

    /// Replies per second.
    package var throughput: Double { seconds > 0 ? Double(requests) / seconds : 0 }

    /// The latency in milliseconds that so many per cent of the replies did not exceed.
    package func latencyMilliseconds(percentile: Double) -> Double {
        Double(latencies.valueAtPercentile(percentile)) / 1e6
    }
}
