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
