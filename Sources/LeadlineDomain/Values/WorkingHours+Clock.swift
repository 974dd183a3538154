extension WorkingHours {
    /// How far ahead an opening is looked for; hours that holidays close for longer have none.
    package static let daysAheadMax: Int64 = 3660

    /// Round the clock.
    package static let always = WorkingHours(
        days: [[Span]](repeating: [Span(start: 0, end: minutesPerDay)], count: 7))

    /// The instant when so many seconds have been worked since another (`rules.md` 4).
    ///
    /// With none it is the instant itself when it lies in working hours, else the next opening. A
    /// day of 23 or 25 hours counts what passes: a time of the clock that comes twice is the first
    /// of the two, one that is left out is the instant at which the clock leaps over it.
    ///
    /// - Parameters:
    ///   - seconds: How many, from 0.
    ///   - start: Since when.
    ///   - holidays: Days on which nobody works.
    ///   - offset: How many seconds east of UTC the clock stands at an instant, at most 18 hours.
    /// - Returns: The instant; nil when it is further away than `daysAheadMax`.
    package func adding(
        seconds: Int64, to start: Timestamp, holidays: Set<CivilDate> = [],
        offset: @escaping (Timestamp) -> Int32
    ) -> Timestamp? {
        let (worked, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow, seconds >= 0 else { return nil }
        var rest = worked
        var found: Timestamp?
        forEachSpan(from: start, holidays, offset) { open, close in
            let length = close.milliseconds - open.milliseconds
            guard rest > length else {
                found = Timestamp(milliseconds: open.milliseconds + rest)
                return false
            }
            rest -= length
            return true
        }
        return found
    }

    /// How many whole seconds are worked from an instant to another.
    package func worked(
        from start: Timestamp, to end: Timestamp, holidays: Set<CivilDate> = [],
        offset: @escaping (Timestamp) -> Int32
    ) -> Int64 {
        var milliseconds: Int64 = 0
        forEachSpan(from: start, holidays, offset) { open, close in
            guard open < end else { return false }
            milliseconds += min(close, end).milliseconds - open.milliseconds
            return true
        }
        return milliseconds / 1000
    }

    /// Shows the spans that are worked behind an instant, the first perhaps only from there on,
    /// until `body` says no.
    private func forEachSpan(
        from start: Timestamp, _ holidays: Set<CivilDate>,
        _ offset: @escaping (Timestamp) -> Int32, _ body: (Timestamp, Timestamp) -> Bool
    ) {
        let clock = LocalClock(offset: offset)
        let first = max(clock.day(of: start), CivilDate.dayRange.lowerBound)
        for day in first...(first + Self.daysAheadMax) {
            guard let date = CivilDate(daysSinceEpoch: day) else { return }
            guard !holidays.contains(date) else { continue }
            for span in days[date.weekday] {
                let close = clock.instant(day, minute: span.end)
                let open = max(clock.instant(day, minute: span.start), start)
                guard open < close else { continue }
                guard body(open, close) else { return }
            }
        }
    }
}
