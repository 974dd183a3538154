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

/// When the requests of one thread are due in an open loop: evenly, its connections in turn.
struct LoadSchedule: Sendable {
    /// How many are due in all.
    let count: Int
    private let start: UInt64
    private let interval: Double

    /// Divides `rate` requests a second among so many threads, beginning at `now` in nanoseconds of
    /// the monotonic clock.
    init(_ limit: LoadLimit, rate: Double, thread: Int, of threads: Int, now: UInt64) {
        interval = 1e9 * Double(threads) / rate
        // The threads' requests lie between each other's.
        start = now + UInt64(interval * Double(thread) / Double(threads))
        switch limit {
        case .requests(let all): count = all * (thread + 1) / threads - all * thread / threads
        case .seconds(let seconds): count = max(1, Int((seconds * 1e9 / interval).rounded()))
        }
    }

    /// When a request is due, counted from 0.
    func time(of index: Int) -> UInt64 { start + UInt64(interval * Double(index)) }
}

/// How far all connections of a driver have come, for whoever watches.
final class LoadProgress: Sendable {
    private let replyCount = Atomic<Int>(0)
    private let errorCount = Atomic<Int>(0)

    /// Starts at nothing.
    init() {}

    /// Replies so far.
    var replies: Int { replyCount.load(ordering: .relaxed) }
    /// Errors among them.
    var errors: Int { errorCount.load(ordering: .relaxed) }

    /// Counts replies, and errors among them.
    func add(replies: Int, errors: Int) {
        replyCount.wrappingAdd(replies, ordering: .relaxed)
        if errors > 0 { errorCount.wrappingAdd(errors, ordering: .relaxed) }
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
