import Histogram
import NIOCore
import Synchronization

/// When a round ends.
enum LoadLimit: Sendable {
    /// After so many requests of all connections together.
    case requests(Int)
    /// After so much time.
    case seconds(Double)
}

/// How many requests all connections of a round may still send.
final class LoadBudget: Sendable {
    private let remaining: Atomic<Int>
    private let deadline: UInt64

    /// Starts the round at `now`, in nanoseconds of the monotonic clock.
    init(_ limit: LoadLimit, now: UInt64) {
        switch limit {
        case .requests(let count):
            remaining = Atomic(count)
            deadline = .max
        case .seconds(let seconds):
            remaining = Atomic(.max)
            deadline = now + UInt64(seconds * 1e9)
        }
    }

    /// Takes up to `count` requests; 0 when the round is over.
    func take(_ count: Int, now: UInt64) -> Int {
        guard now < deadline else { return 0 }
        guard deadline == .max else { return count }
        let before = remaining.wrappingSubtract(count, ordering: .relaxed).oldValue
        return max(0, min(count, before))
    }
}

/// One event loop's part of a round: what its connections measured.
///
/// Confined to that loop until its promise is kept.
final class LoadRound {
    /// Latencies above this are recorded as this.
    private static let latencyNanosecondsMax: UInt64 = 60_000_000_000

    /// What the connections send.
    let workload: Workload
    private let budget: LoadBudget
    private let promise: EventLoopPromise<Tally>
    private var connectionsBusy: Int
    private var tally = Tally()

    /// What was counted.
    struct Tally: Sendable {
        /// Latencies in nanoseconds, one per reply.
        var latencies = Histogram<UInt64>(
            highestTrackableValue: LoadRound.latencyNanosecondsMax,
            numberOfSignificantValueDigits: .three)
        /// How many error replies there were of each code.
        var errors: [String: Int] = [:]
    }

    /// Starts a loop's part; with no connection it is over at once.
    init(
        workload: Workload, budget: LoadBudget, connections: Int, promise: EventLoopPromise<Tally>
    ) {
        self.workload = workload
        self.budget = budget
        self.promise = promise
        connectionsBusy = connections
        if connections == 0 { promise.succeed(tally) }
    }

    /// Takes up to `count` requests for a connection; at 0 the connection is done.
    func take(_ count: Int, now: UInt64) -> Int {
        let taken = budget.take(count, now: now)
        if taken == 0 {
            connectionsBusy -= 1
            if connectionsBusy == 0 { promise.succeed(tally) }
        }
        return taken
    }

    /// Counts replies that came together.
    func record(replies: Int, nanoseconds: UInt64) {
        _ = tally.latencies.record(
            min(nanoseconds, Self.latencyNanosecondsMax), count: UInt64(replies))
    }

    /// Counts an error reply.
    func recordError(_ code: String) { tally.errors[code, default: 0] += 1 }

    /// Ends the round: a lost connection makes its figures worthless.
    func fail(_ error: any Error) { promise.fail(error) }
}
