import LeadlineDomain
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-11-21T17:00:00Z", 1_795_280_400_000),
        ("2026-11-21t17:00:00z", 1_795_280_400_000),
        ("2026-11-21T18:00:00+01:00", 1_795_280_400_000),
        ("2026-11-21T11:30:00-05:30", 1_795_280_400_000),
        ("2026-11-21T17:00:00.5Z", 1_795_280_400_500),
        ("2026-11-21T17:00:00.123456789Z", 1_795_280_400_123),
        ("2026-11-21T17:00:00.009+00:00", 1_795_280_400_009),
        ("1969-12-31T23:59:59.999Z", -1),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
    func rfc3339IsRead(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: slice(text))?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T17:00:00", "2026-11-21 17:00:00Z", "2026-11-21T24:00:00Z",
        "2026-11-21T17:60:00Z", "2026-11-21T17:00:61Z", "2026-11-21T17:00Z",
        "2026-11-21T17:00:00.Z", "2026-11-21T17:00:00+0100", "2026-11-21T17:00:00+24:00",
        "2026-11-21T17:00:00+01:60", "2026-11-21T17:00:00ZZ", "2026-02-30T17:00:00Z",
        "2026-11-21T+7:00:00Z", "2026-11-21T17:00:00.1.2Z", "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01", "2026-11-21T17:00:00.\(String(repeating: "1", count: 40))Z",
    ])
    func anythingElseIsNone(text: String) {
        #expect(Timestamp(rfc3339: slice(text)) == nil)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (999, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
        (1_795_280_400_123, "2026-11-21T17:00:00Z"), (.max, "9999-12-31T23:59:59Z"),
        (.min, "0001-01-01T00:00:00Z"),
    ])
    func printedInWholeSecondsWithinTheCalendar(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).text == Text(text))
    }

    @Test func advancingStopsAtTheCalendarsEnds() {
        let noon = instant("2026-11-21T12:00:00Z")
        #expect(noon.advanced(by: Seconds(86_400)) == instant("2026-11-22T12:00:00Z"))
        #expect(noon.advanced(by: Seconds(-86_400)) == instant("2026-11-20T12:00:00Z"))
        #expect(Timestamp.latest.advanced(by: Seconds(1)) == nil)
        #expect(Timestamp.earliest.advanced(by: Seconds(-1)) == nil)
        #expect(noon.advanced(by: Seconds(.max)) == nil)
        #expect(noon.advanced(by: Seconds(.min)) == nil)
    }

    @Test func aDayIsBoundedByTheHousesZone() throws {
        let tokyo = try #require(HouseZone(offsetSeconds: 9 * 3600))
        let day = try #require(CivilDate(slice("2026-11-21")))
        #expect(tokyo.start(of: day) == instant("2026-11-20T15:00:00Z"))
        #expect(tokyo.end(of: day) == instant("2026-11-21T15:00:00Z"))
        #expect(instant("2026-11-20T15:00:00Z").date(in: tokyo) == day)
        #expect(instant("2026-11-20T14:59:59.999Z").date(in: tokyo)?.day == 20)
        #expect(HouseZone.utc.end(of: day) == instant("2026-11-22T00:00:00Z"))
        #expect(HouseZone(offsetSeconds: 64_801) == nil)
        #expect(HouseZone(offsetSeconds: -64_801) == nil)
    }

    @Test func theCalendarsEdgesHaveADayInEveryZone() throws {
        let east = try #require(HouseZone(offsetSeconds: 64_800))
        let west = try #require(HouseZone(offsetSeconds: -64_800))
        #expect(Timestamp.latest.date(in: east)?.text == "9999-12-31")
        #expect(Timestamp.earliest.date(in: west)?.text == "0001-01-01")
        #expect(CivilDate(slice("0001-01-01")).map(east.start) == .earliest)
        #expect(CivilDate(slice("9999-12-31")).map(west.end) == .latest)
    }
}
