/// A clock on the wall, as its distance from UTC tells it.
///
/// A time that comes twice, when the clock is put back, is the first of the two; one that is left
/// out, when it leaps ahead, is the instant of the leap.
struct LocalClock {
    /// How many seconds east of UTC it stands at an instant, at most 18 hours.
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
