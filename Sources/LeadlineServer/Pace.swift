import NIOCore

/// How fast something comes: so many a second on the average, and a second's worth at once.
///
/// A token bucket in one number: when the bucket will be full again.
struct Pace {
    private var fullAt = NIODeadline.uptimeNanoseconds(0)

    /// Whether all that came has been forgotten.
    func isFull(at now: NIODeadline) -> Bool { fullAt <= now }

    /// Notes one more; false when that is too fast, and it does not count.
    ///
    /// - Parameter perSecond: How many may come; 0 lets everything pass.
    mutating func pass(at now: NIODeadline, perSecond: Int) -> Bool {
        guard perSecond > 0 else { return true }
        let interval = Int64(1_000_000_000 / perSecond)
        let start = max(fullAt, now)
        guard start + .nanoseconds(interval) <= now + .seconds(1) else { return false }
        fullAt = start + .nanoseconds(interval)
        return true
    }
}
