import LeadlineDomain
import Testing

@Suite struct TimeInputTests {
    private static let now = instant("2026-11-21T17:00:00Z")

    @Test(arguments: [
        ("30s", 30), ("15m", 900), ("36h", 129_600), ("7d", 604_800), ("2w", 1_209_600),
        ("7D", 604_800), ("0d", 0), ("007d", 604_800),
    ])
    func aDurationIsANumberAndAUnit(text: String, seconds: Int64) throws {
        #expect(try Seconds.parse(slice(text)) == Seconds(seconds))
        #expect(try TimeInput.parse(slice(text)) == .duration(Seconds(seconds)))
    }

    @Test(arguments: [
        "", "d", "7", "7y", "-7d", "+7d", "7 d", "7.5d", "1h30m", "d7", "7dd", "99999999999d",
        "99999999999999999999999s", "18446744073709551615w",
    ])
    func otherDurationsAreRefusedWithAReason(text: String) {
        #expect(fault { () throws(ValueFault) in try Seconds.parse(slice(text)) } != nil)
    }

    @Test(arguments: [(604_800, "7d"), (129_600, "36h"), (900, "15m"), (90, "90s"), (0, "0s")])
    func aDurationPrintsInTheLargestUnitThatFits(seconds: Int64, text: String) {
        #expect(Seconds(seconds).text == Text(text))
    }

    @Test(arguments: [
        ("2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z"),
        ("2026-11-20", "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"),
        ("7d", "2026-11-14T17:00:00Z", "2026-11-28T17:00:00Z"),
    ])
    func sinceMeansAStartAndUntilAnEnd(text: String, pastStart: String, futureEnd: String) throws {
        let input = try TimeInput.parse(slice(text))
        let past = try input.resolve(now: Self.now, zone: .utc, toward: .past, edge: .start)
        let future = try input.resolve(now: Self.now, zone: .utc, toward: .future, edge: .end)
        #expect(past == instant(pastStart))
        #expect(future == instant(futureEnd))
    }

    @Test func aDurationBeyondTheCalendarIsRefused() throws {
        let input = try TimeInput.parse(slice("3000000d"))
        #expect(
            fault { () throws(ValueFault) in
                try input.resolve(now: Self.now, zone: .utc, toward: .past, edge: .start)
            } == "'3000000d' leads beyond the years 1 to 9999")
    }

    @Test(arguments: ["", "soon", "2026-13-01", "2026-11-21T25:00:00Z", "21.11.2026", "7 days"])
    func whatIsNoTimeIsRefusedWithExamples(text: String) {
        let reason = fault { () throws(ValueFault) in try TimeInput.parse(slice(text)) }
        #expect(
            reason == "'\(text)' is not a time: 2026-11-21T17:00:00Z, 2026-11-21 or 7d")
    }
}
