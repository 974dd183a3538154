extension WorkingHours {
    /// How far ahead an opening is looked for; hours that holidays close for longer have none.
    package static let daysAheadMax: Int64 = 3660

    /// The instant when so many minutes have been worked since another (`rules.md` 3).
    ///
    /// With none it is the instant itself when it lies in working hours, else the next opening. A
    /// day of 23 or 25 hours counts what passes: a time of the clock that comes twice is the first
    /// of the two, one that is left out is the instant at which the clock leaps over it.
    ///
    /// - Parameters:
    ///   - minutes: How many, from 0.
    ///   - start: Since when.
    ///   - holidays: Days on which nobody works.
    ///   - offset: How many seconds east of UTC the clock stands at an instant, at most 18 hours.
    /// - Returns: The instant; nil when it is further away than `daysAheadMax`.
    package func adding(
        minutes: Int64, to start: Timestamp, holidays: Set<CivilDate> = [],
        offset: @escaping (Timestamp) -> Int32
    ) -> Timestamp? {
        let (worked, overflow) = minutes.multipliedReportingOverflow(by: 60_000)
        guard !overflow, minutes >= 0 else { return nil }
        var rest = worked
        let clock = LocalClock(offset: offset)
        let first = max(clock.day(of: start), CivilDate.dayRange.lowerBound)
        for day in first...(first + Self.daysAheadMax) {
            guard let date = CivilDate(daysSinceEpoch: day) else { return nil }
            guard !holidays.contains(date) else { continue }
            for span in days[date.weekday] {
                let close = clock.instant(day, minute: span.end)
                let open = max(clock.instant(day, minute: span.start), start)
                guard open < close else { continue }
                let length = close.milliseconds - open.milliseconds
                guard rest > length else {
                    return Timestamp(milliseconds: open.milliseconds + rest)
                }
                rest -= length
            }
        }
        return nil
    }
}

/// A clock on the wall, as its distance from UTC tells it.
private struct LocalClock {
    let offset: (Timestamp) -> Int32

    private static let dayMilliseconds: Int64 = 86_400_000

    /// The day on the wall, counted from 1970-01-01.
    func day(of instant: Timestamp) -> Int64 {
        let local = instant.milliseconds + Int64(offset(instant)) * 1000
        let (days, rest) = local.quotientAndRemainder(dividingBy: Self.dayMilliseconds)
        return rest < 0 ? days - 1 : days
    }

    /// The first instant at which the wall shows that minute of the day, or a later one.
    func instant(_ day: Int64, minute: Int) -> Timestamp {
        let local = day * Self.dayMilliseconds + Int64(minute) * 60_000
        let before = offset(Timestamp(milliseconds: local - Self.dayMilliseconds))
        let after = offset(Timestamp(milliseconds: local + Self.dayMilliseconds))
        let early = Timestamp(milliseconds: local - Int64(before) * 1000)
        let late = Timestamp(milliseconds: local - Int64(after) * 1000)
        if offset(early) == before { return early }
        if offset(late) == after { return late }
        return change(from: before, after: late, notAfter: early)
    }

    /// The instant at which the clock leaps ahead, to the second.
    private func change(from before: Int32, after low: Timestamp, notAfter high: Timestamp)
        -> Timestamp
    {
        var (low, high) = (low.milliseconds / 1000, high.milliseconds / 1000)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(Timestamp(milliseconds: middle * 1000)) == before {
                low = middle
            } else {
                high = middle
            }
        }
        return Timestamp(milliseconds: high * 1000)
    }
}
