package import LeadlineDomain
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The server's only clock: the wall's, or one that stands still until it is told otherwise.
///
/// Handlers never read it; the transaction carries the time it was given, so that a replay is
/// exact. `DEBUG CLOCK` switches to the standing kind.
package final class Clock: Sendable {
    /// The milliseconds at which it stands, or `running`.
    private let standing: Atomic<Int64>
    /// No timestamp's milliseconds.
    private static let running = Int64.min

    /// The wall's clock.
    package init() { standing = Atomic(Self.running) }

    /// A clock that stands at `time`.
    package init(standingAt time: Timestamp) { standing = Atomic(time.milliseconds) }

    /// The time, to the millisecond.
    package var now: Timestamp {
        let standing = standing.load(ordering: .relaxed)
        guard standing == Self.running else { return Timestamp(milliseconds: standing) }
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Whether it is the wall's, which nobody has to tell the time.
    package var isRunning: Bool { standing.load(ordering: .relaxed) == Self.running }

    /// From now on the clock stands at `time`.
    package func stand(at time: Timestamp) {
        standing.store(time.milliseconds, ordering: .relaxed)
    }
}
