/// A stretch of time, from one instant up to but not including another; nil leaves it open.
package struct TimeSpan: Hashable, Sendable {
    /// The first instant inside.
    package let since: Timestamp?

    /// The first instant no longer inside.
    package let until: Timestamp?

    /// Makes a span of its two ends.
    package init(since: Timestamp?, until: Timestamp?) {
        self.since = since
        self.until = until
    }

    /// All of time.
    package static let open = TimeSpan(since: nil, until: nil)

    /// Whether the instant lies inside.
    package func contains(_ instant: Timestamp) -> Bool {
        since.map { instant >= $0 } ?? true && until.map { instant < $0 } ?? true
    }

    /// The span that `SINCE` and `UNTIL` mean: durations lead back, `UNTIL` a date includes it.
    package static func between(
        _ since: TimeInput?, _ until: TimeInput?, now: Timestamp, zone: HouseZone
    ) throws(ValueFault) -> TimeSpan {
        var first: Timestamp?
        var end: Timestamp?
        if let since {
            first = try since.resolve(now: now, zone: zone, toward: .past, edge: .start)
        }
        if let until {
            end = try until.resolve(now: now, zone: zone, toward: .past, edge: .end)
        }
        return TimeSpan(since: first, until: end)
    }
}
