/// One round of one server, with the processor time that it took.
struct TimedRound: Sendable {
    /// What was counted.
    let measurement: Measurement
    /// Seconds of the server's processes.
    let serverSeconds: Double
    /// Seconds of whatever made the load.
    let generatorSeconds: Double

    /// Microseconds of the server's processor time for each request.
    var serverMicroseconds: Double { serverSeconds * 1e6 / requests }
    /// Microseconds of the generator's processor time for each request.
    var generatorMicroseconds: Double { generatorSeconds * 1e6 / requests }

    private var requests: Double { Double(max(measurement.requestsInAll, 1)) }
}

/// One server under one kind of work in one shape: all its rounds.
struct Standing: Sendable {
    /// What was done.
    let work: Work
    /// How it was spread.
    let shape: LoadShape
    /// Who did it.
    let server: String
    /// In the order in which they ran.
    var rounds: [TimedRound] = []

    /// A figure's spread over the rounds.
    func spread(_ figure: (TimedRound) -> Double) -> Spread { Spread(rounds.map(figure)) }

    /// How many times as fast `subject` was, round by round.
    func ratios(of subject: Standing) -> Spread {
        Spread(
            zip(subject.rounds, rounds).map {
                $0.measurement.throughput / max($1.measurement.throughput, 1e-9)
            })
    }
}
