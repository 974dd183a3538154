import Synchronization

/// Delays that were longer than `latency-monitor-threshold`, by what caused them.
package final class LatencyLog: Sendable {
    /// What can take long.
    package enum Event: String, CaseIterable, Sendable {
        /// One command's own work.
        case command
        /// A group commit with its sync.
        case commit
        /// One connection's turn on its event loop.
        case loopTurn = "loop-turn"
    }

    /// The longest delay of one second.
    struct Sample: Sendable, Equatable {
        /// Since 1970.
        let second: Int64
        var milliseconds: Int
    }

    private struct Series {
        var samples: [Sample] = []
        var worst = 0
    }
    private let series = Mutex<[Event: Series]>([:])

    /// Samples that are kept of one event, as many as Redis keeps.
    static let samplesMax = 160

    /// No delays.
    package init() {}

    /// Keeps a delay; of several in one second the longest.
    package func note(_ event: Event, second: Int64, milliseconds: Int) {
        series.withLock { all in
            var one = all[event] ?? Series()
            one.worst = max(one.worst, milliseconds)
            if let last = one.samples.last, last.second == second {
                one.samples[one.samples.count - 1].milliseconds = max(
                    last.milliseconds, milliseconds)
            } else {
                if one.samples.count == Self.samplesMax { one.samples.removeFirst() }
                one.samples.append(Sample(second: second, milliseconds: milliseconds))
            }
            all[event] = one
        }
    }

    /// The delays of one event, the oldest first.
    func samples(of event: Event) -> [Sample] { series.withLock { $0[event]?.samples ?? [] } }

    /// Every event that had a delay: the last one and the longest ever.
    var latest: [(event: Event, last: Sample, worst: Int)] {
        series.withLock { all in
            Event.allCases.compactMap { event in
                guard let one = all[event], let last = one.samples.last else { return nil }
                return (event, last, one.worst)
            }
        }
    }

    /// Forgets the delays of these events; answers how many of them had any.
    func reset(_ events: [Event]) -> Int {
        series.withLock { all in
            events.reduce(0) { $0 + (all.removeValue(forKey: $1) == nil ? 0 : 1) }
        }
    }
}
