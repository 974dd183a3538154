import NIOCore

/// How fast something comes: so many a second on the average, and at once as many as gathered.
///
/// A token bucket in one number: when the bucket will be full again.
struct Pace {
    private var fullAt = NIODeadline.uptimeNanoseconds(0)

    /// Whether all that came has been forgotten.
    func isFull(at now: NIODeadline) -> Bool { fullAt <= now }

    /// Notes one more; false when that is too fast, and it does not count.
    ///
    /// - Parameters:
    ///   - now: When it came.
    ///   - perSecond: How many may come; 0 lets everything pass.
    ///   - seconds: As many as in so many seconds may come at once.
    /// - Returns: Whether it is slow enough.
    mutating func pass(at now: NIODeadline, perSecond: Int, gathering seconds: Int64 = 1) -> Bool {
        guard perSecond > 0 else { return true }
        let interval = Int64(1_000_000_000 / perSecond)
        let start = max(fullAt, now)
        guard start + .nanoseconds(interval) <= now + .seconds(seconds) else { return false }
        fullAt = start + .nanoseconds(interval)
        return true
    }
}
