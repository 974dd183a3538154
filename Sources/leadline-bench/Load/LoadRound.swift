import Histogram
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

/// What one thread counted in a round.
struct LoadTally: Sendable {
    /// Latencies above this are recorded as this.
    private static let latencyNanosecondsMax: UInt64 = 60_000_000_000

    /// Latencies in nanoseconds, one per reply.
    private(set) var latencies = Histogram<UInt64>(
        highestTrackableValue: latencyNanosecondsMax, numberOfSignificantValueDigits: .three)
    /// How many error replies there were of each code.
    var errors: [String: Int] = [:]

    /// Counts replies that came together.
    mutating func record(replies: Int, nanoseconds: UInt64) {
        _ = latencies.record(min(nanoseconds, Self.latencyNanosecondsMax), count: UInt64(replies))
    }

    /// Adds what another thread counted.
    mutating func add(_ other: LoadTally) {
        latencies.add(other.latencies)
        errors.merge(other.errors) { $0 + $1 }
    }
}
