import Synchronization

/// How fast a counter runs now, from one reading to a later one.
final class InfoRate: Sendable {
    private struct Reading {
        var count = 0
        var at = ContinuousClock.now
        var perSecond = 0
    }

    /// Readings closer together than this repeat the last rate: a short distance measures noise.
    private static let distanceMin = Duration.seconds(1)

    private let last = Mutex(Reading())

    /// The rate since the reading before, which was at least a second ago; 0 at first.
    ///
    /// A count that has fallen counts as one that stands still.
    func perSecond(count: Int, at now: ContinuousClock.Instant = .now) -> Int {
        last.withLock { last in
            guard now - last.at >= Self.distanceMin else { return last.perSecond }
            let milliseconds = Int((now - last.at) / .milliseconds(1))
            let change = max(0, count - last.count).multipliedFullWidth(by: 1000)
            let rate = milliseconds.dividingFullWidth(change).quotient
            last = Reading(count: count, at: now, perSecond: rate)
            return rate
        }
    }
}
