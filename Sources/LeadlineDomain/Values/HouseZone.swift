/// The zone in which a date without a time is a day.
///
/// A fixed distance from UTC.
package struct HouseZone: Hashable, Sendable {
    /// Seconds east of UTC, from −18 to 18 hours.
    package let offsetSeconds: Int32

    /// Nil beyond 18 hours either way.
    package init?(offsetSeconds: Int32) {
        guard (-64_800...64_800).contains(offsetSeconds) else { return nil }
        self.offsetSeconds = offsetSeconds
    }

    private init() {
        offsetSeconds = 0
    }

    /// Coordinated universal time, the default.
    package static let utc = HouseZone()

    /// The first instant of the day in this zone.
    package func start(of date: CivilDate) -> Timestamp {
        Timestamp(milliseconds: (date.daysSinceEpoch * 86_400 - Int64(offsetSeconds)) * 1000)
    }

    /// The first instant of the next day in this zone.
    package func end(of date: CivilDate) -> Timestamp {
        Timestamp(
            milliseconds: (date.daysSinceEpoch * 86_400 + 86_400 - Int64(offsetSeconds)) * 1000)
    }
}
