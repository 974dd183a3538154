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
    private struct State {
        var standing: Timestamp?
    }
    private let state: Mutex<State>

    /// The wall's clock.
    package init() { state = Mutex(State(standing: nil)) }

    /// A clock that stands at `time`.
    package init(standingAt time: Timestamp) { state = Mutex(State(standing: time)) }

    /// The time, to the millisecond.
    package var now: Timestamp {
        if let standing = state.withLock({ $0.standing }) { return standing }
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// From now on the clock stands at `time`.
    package func stand(at time: Timestamp) { state.withLock { $0.standing = time } }
}
