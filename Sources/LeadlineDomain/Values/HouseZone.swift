/// The zone in which a date without a time is a day.
///
/// A fixed distance from UTC, or a zone with rules of its own.
package struct HouseZone: Hashable, Sendable {
    /// Seconds east of UTC, from −18 to 18 hours; 0 of one with rules.
    package let offsetSeconds: Int32

    /// The rules of a zone that has some.
    package let rules: ZoneRules?

    /// Nil beyond 18 hours either way.
    package init?(offsetSeconds: Int32) {
        guard (-ZoneRules.offsetMax...ZoneRules.offsetMax).contains(offsetSeconds) else {
            return nil
        }
        self.offsetSeconds = offsetSeconds
        rules = nil
    }

    /// A zone by its rules.
    package init(_ rules: ZoneRules) {
        offsetSeconds = 0
        self.rules = rules
    }

    private init() {
        offsetSeconds = 0
        rules = nil
    }

    /// Coordinated universal time, the default.
    package static let utc = HouseZone()

    /// How many seconds east of UTC its clocks stand at an instant.
    package func offset(at instant: Timestamp) -> Int32 {
        rules?.offset(at: instant) ?? offsetSeconds
    }

    /// The first instant of the day in this zone.
    package func start(of date: CivilDate) -> Timestamp { start(ofDay: date.daysSinceEpoch) }

    /// The first instant of the next day in this zone; never before the day itself begins, whatever
    /// a damaged file says of the zone.
    package func end(of date: CivilDate) -> Timestamp {
        max(start(of: date), start(ofDay: date.daysSinceEpoch + 1))
    }

    /// The instant so long after the beginning of a day: whole days are days of this zone, also
    /// those of 23 or 25 hours; what is left of the wait follows them.
    ///
    /// What leads beyond the calendar is its end.
    package func instant(_ wait: Seconds, after date: CivilDate) -> Timestamp {
        let days = wait.count / 86_400
        guard let end = CivilDate(daysSinceEpoch: date.daysSinceEpoch + days) else {
            return .latest
        }
        return start(of: end).advanced(by: Seconds(wait.count % 86_400)) ?? .latest
    }

    private func start(ofDay day: Int64) -> Timestamp {
        guard let rules else {
            return Timestamp(milliseconds: (day * 86_400 - Int64(offsetSeconds)) * 1000)
        }
        return LocalClock { rules.offset(at: $0) }.instant(day, minute: 0)
    }

    package static func == (left: HouseZone, right: HouseZone) -> Bool {
        left.offsetSeconds == right.offsetSeconds && left.rules?.name == right.rules?.name
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(offsetSeconds)
        hasher.combine(rules?.name)
    }
}
