/// When somebody works, with all that decides it: hours, holidays and the zone's clocks.
package struct BusinessCalendar: Sendable {
    private let hours: WorkingHours
    private let holidays: Set<CivilDate>
    private let offset: @Sendable (Timestamp) -> Int32

    /// A calendar of its parts; `offset` says how many seconds east of UTC the clocks stand, at
    /// most 18 hours.
    package init(
        hours: WorkingHours, holidays: Set<CivilDate>,
        offset: @escaping @Sendable (Timestamp) -> Int32
    ) {
        self.hours = hours
        self.holidays = holidays
        self.offset = offset
    }

    /// The instant when so much of a target has passed; nil when it is too far away.
    func end(of seconds: Int64, isInDays: Bool, since start: Timestamp) -> Timestamp? {
        guard isInDays else {
            return hours.adding(seconds: seconds, to: start, holidays: holidays, offset: offset)
        }
        guard let instant = start.advanced(by: Seconds(seconds)) else { return nil }
        return hours.adding(seconds: 0, to: instant, holidays: holidays, offset: offset)
    }

    /// How much of a target passes from an instant to another.
    func spent(from start: Timestamp, to end: Timestamp, isInDays: Bool) -> Int64 {
        guard isInDays else {
            return hours.worked(from: start, to: end, holidays: holidays, offset: offset)
        }
        return max(0, (end.milliseconds - start.milliseconds) / 1000)
    }
}
