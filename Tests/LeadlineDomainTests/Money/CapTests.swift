import LeadlineDomain
import Testing

@Suite struct CapTests {
    @Test(
        arguments: [
            (1000, 0, 1000), (1000, 700, 300), (1000, 999, 1), (1000, 1000, 0), (1000, 2000, 0),
            (0, 0, 0), (.max, 0, .max), (.max, -1, 0), (1000, .max, 0), (1000, .min, 0),
        ] as [(Int64, Int64, Int64)])
    func aCapLeavesWhatIsNotUsed(limit: Int64, used: Int64, room: Int64) {
        #expect(Cap(limit: limit, period: .month).room(used: used) == room)
    }

    @Test(arguments: [
        (Cap.Period.month, "2026-01-31", "2026-02-01", false),
        (.month, "2026-02-01", "2026-02-28", true),
        (.month, "2025-12-31", "2026-01-01", false), (.month, "2025-03-01", "2026-03-01", false),
        (.quarter, "2026-01-01", "2026-03-31", true), (.quarter, "2026-03-31", "2026-04-01", false),
        (.quarter, "2025-10-01", "2026-10-01", false),
        (.quarter, "2025-12-31", "2026-01-01", false),
        (.year, "2026-01-01", "2026-12-31", true), (.year, "2025-12-31", "2026-01-01", false),
    ])
    func daysShareAPeriod(period: Cap.Period, one: String, other: String, isSame: Bool) throws {
        let one = try #require(CivilDate(slice(one)))
        let other = try #require(CivilDate(slice(other)))
        #expect((period.number(of: one) == period.number(of: other)) == isSame)
    }
}
