import Synchronization

/// Lets one log line through per interval, so that strangers cannot fill the disk.
final class LogThrottle: Sendable {
    private struct State {
        var quietUntil: ContinuousClock.Instant?
        var droppedCount = 0
    }

    private let state = Mutex(State())
    private let interval: Duration

    /// A throttle that lets the first line through.
    init(interval: Duration) { self.interval = interval }

    /// How many lines were dropped since the last one that passed; nil when this one is to be too.
    func pass(at now: ContinuousClock.Instant = .now) -> Int? {
        state.withLock { state in
            if let quietUntil = state.quietUntil, now < quietUntil {
                state.droppedCount += 1
                return nil
            }
            defer { state.droppedCount = 0 }
            state.quietUntil = now + interval
            return state.droppedCount
        }
    }
}
