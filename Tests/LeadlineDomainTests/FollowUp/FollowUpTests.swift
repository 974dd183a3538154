import LeadlineDomain
import Testing

@Suite("FollowUp")
struct FollowUpTests {
    private func calendar(_ hours: String, _ holidays: [String] = []) throws -> BusinessCalendar {
        BusinessCalendar(
            hours: try WorkingHours.parse(slice(hours)),
            holidays: Set(holidays.compactMap { CivilDate(slice($0)) })
        ) { _ in 0 }
    }

    private func clock(
        _ target: String, at start: String, _ hours: String, _ holidays: [String] = []
    ) throws -> FollowUp {
        try #require(
            FollowUp(
                .accept, ResponseTarget.parse(slice(target)),
                warnShare: ResponseRule.usualWarnShare, at: instant(start),
                calendar(hours, holidays)))
    }

    @Test(
        "A target is as it was typed, hours apart from days",
        arguments: [
            ("4h", "4h", false), ("90m", "90m", false), ("120m", "2h", false),
            ("24h", "24h", false), ("1d", "1d", true), ("2w", "14d", true), ("61s", "61s", false),
            ("366D", "366d", true),
        ])
    func targets(_ typed: String, _ kept: String, _ isInDays: Bool) throws {
        let target = try ResponseTarget.parse(slice(typed))
        #expect(target.text.description == kept && target.isInDays == isInDays)
        #expect(try ResponseTarget.parse(target.text.bytes) == target)
    }

    @Test(
        "A target is from a second to a year", arguments: ["0s", "367d", "53w", "8785h", "4", ""])
    func wrongTargets(_ typed: String) {
        #expect(fault { () throws(ValueFault) in try ResponseTarget.parse(slice(typed)) } != nil)
    }

    private static let office = "Mon-Fri 09:00-17:00"

    @Test("Hours count open time, and the examples of the rules are met")
    func hours() throws {
        let monday = try clock("2h", at: "2026-11-23T16:00:00Z", Self.office)
        #expect(monday.due == instant("2026-11-24T10:00:00Z"))
        #expect(monday.times?.warn == instant("2026-11-24T09:36:00Z"))
        #expect(monday.times?.escalate == instant("2026-11-24T11:00:00Z"))
        let saturday = try clock("1h", at: "2026-11-21T15:00:00Z", Self.office)
        #expect(saturday.due == instant("2026-11-23T10:00:00Z"))
        let holiday = try clock("1h", at: "2026-11-21T15:00:00Z", Self.office, ["2026-11-23"])
        #expect(holiday.due == instant("2026-11-24T10:00:00Z"))
    }

    @Test("Days are of 24 hours, moved into business time")
    func days() throws {
        let friday = try clock("1d", at: "2026-11-20T15:00:00Z", Self.office)
        #expect(friday.due == instant("2026-11-23T09:00:00Z"))
        #expect(friday.times?.escalate == instant("2026-11-23T09:00:00Z"))
        let monday = try clock("1d", at: "2026-11-23T12:30:00Z", Self.office)
        #expect(monday.due == instant("2026-11-24T12:30:00Z"))
        #expect(monday.times?.warn == instant("2026-11-24T09:00:00Z"))
    }

    @Test("A stopped clock keeps what is left")
    func stopped() throws {
        var clock = try clock("4h", at: "2026-11-23T15:00:00Z", Self.office)
        let calendar = try calendar(Self.office)
        clock.stop(at: instant("2026-11-24T09:30:00Z"), calendar)
        #expect(clock.due == nil && clock.next == nil && clock.spent == 9000)
        clock.stop(at: instant("2026-11-25T09:30:00Z"), calendar)
        #expect(clock.spent == 9000, "stopped is stopped")
        var isRunning = clock.run(at: instant("2026-11-28T12:00:00Z"), calendar)
        #expect(isRunning && clock.due == instant("2026-11-30T10:30:00Z"))
        // What has run out already is due at once when it goes on.
        clock.stop(at: instant("2026-12-02T17:00:00Z"), calendar)
        isRunning = clock.run(at: instant("2026-12-03T10:00:00Z"), calendar)
        #expect(isRunning && clock.due == instant("2026-12-03T10:00:00Z"))
    }

    @Test("A clock in days that is stopped keeps the days that are left")
    func stoppedDays() throws {
        var clock = try clock("2d", at: "2026-11-23T12:00:00Z", Self.office)
        let calendar = try calendar(Self.office)
        clock.stop(at: instant("2026-11-24T12:00:00Z"), calendar)
        let isRunning = clock.run(at: instant("2026-12-01T10:00:00Z"), calendar)
        #expect(isRunning && clock.due == instant("2026-12-02T10:00:00Z"))
    }

    @Test("Level by level, each once")
    func levels() throws {
        var clock = try clock("1h", at: "2026-11-23T12:00:00Z", Self.office)
        var told: [Timestamp?] = []
        for level in FollowUp.Level.allCases {
            clock.level = level
            told.append(clock.next)
        }
        #expect(
            told == [
                instant("2026-11-23T12:48:00Z"), instant("2026-11-23T13:00:00Z"),
                instant("2026-11-23T13:30:00Z"), nil,
            ])
    }

    @Test("What is never is no clock")
    func never() throws {
        let calendar = try calendar("Mon 09:00-09:01")
        let clock = FollowUp(
            .update, try ResponseTarget.parse(slice("8784h")),
            warnShare: ResponseRule.usualWarnShare, at: instant("2026-11-23T12:00:00Z"), calendar)
        #expect(clock == nil)
    }

    @Test("Time that is worked is what lies in the hours between two instants")
    func worked() throws {
        let hours = try WorkingHours.parse(slice("Mon-Fri 09:00-12:00,13:00-17:00"))
        let rows: [(String, String, Int64)] = [
            ("2026-11-23T08:00:00Z", "2026-11-23T18:00:00Z", 25_200),
            ("2026-11-23T11:59:30Z", "2026-11-23T13:00:30Z", 60),
            ("2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z", 0),
            ("2026-11-24T00:00:00Z", "2026-11-23T00:00:00Z", 0),
        ]
        for (start, end, seconds) in rows {
            let worked = hours.worked(from: instant(start), to: instant(end)) { _ in 0 }
            #expect(worked == seconds, "\(start)")
        }
    }
}
