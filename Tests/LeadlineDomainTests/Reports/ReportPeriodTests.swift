import Testing

@testable import LeadlineDomain

@Suite("Stretches of a report") struct ReportPeriodTests {
    private static func day(_ text: String) throws -> Int64 {
        try #require(CivilDate(Array(text.utf8)[...])).daysSinceEpoch
    }

    @Test(
        "a day lies in the stretch that is named after its beginning",
        arguments: [
            ("2026-11-21", "2026-11-21", "2026-11-16", "2026-11", "2026-Q4"),
            ("2026-11-16", "2026-11-16", "2026-11-16", "2026-11", "2026-Q4"),
            ("2027-01-01", "2027-01-01", "2026-12-28", "2027-01", "2027-Q1"),
            ("2028-02-29", "2028-02-29", "2028-02-28", "2028-02", "2028-Q1"),
            ("2026-06-30", "2026-06-30", "2026-06-29", "2026-06", "2026-Q2"),
            ("1969-12-31", "1969-12-31", "1969-12-29", "1969-12", "1969-Q4"),
            ("0001-01-01", "0001-01-01", "0001-01-01", "0001-01", "0001-Q1"),
        ])
    func stretches(
        date: String, day: String, week: String, month: String, quarter: String
    ) throws {
        let number = try Self.day(date)
        let names = ReportPeriod.allCases.map { "\($0.text($0.start(of: number)))" }
        #expect(names == [day, week, month, quarter])
    }

    @Test("the beginning of a stretch is its own beginning, and never later than the day")
    func startsAreStable() throws {
        let first = try Self.day("2023-12-20")
        for day in first..<first + 1200 {
            for period in ReportPeriod.allCases {
                let start = period.start(of: day)
                #expect(start <= day && period.start(of: start) == start)
            }
        }
    }

    @Test(
        "percentages and means are rounded half up, and of nothing there are none",
        arguments: [
            (1, 8, "12.5%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (0, 5, "0.0%"), (5, 5, "100.0%"),
            (1, 2000, "0.1%"), (1, 2001, "0.0%"),
        ] as [(Int64, Int64, String)])
    func percentages(part: Int64, whole: Int64, text: String) {
        #expect(Quotient.percent(part, of: whole) == Text(text))
        #expect(Quotient.percent(part, of: 0) == nil)
    }

    @Test("a mean has one decimal, also of sums beyond 64 bits")
    func means() {
        #expect(Quotient.mean(129_600, of: 1, unit: 86_400) == "1.5")
        #expect(Quotient.mean(3600, of: 3, unit: 3600) == "0.3")
        #expect(Quotient.mean(0, of: 2, unit: 3600) == "0.0")
        #expect(Quotient.mean(5, of: 0, unit: 3600) == nil)
        let large = Int128(Int64.max) * 4
        #expect(Quotient.mean(large, of: 4, unit: 86_400) == "106751991167300.6")
        #expect(Quotient.mean(.max, of: 1, unit: 1) == nil)
    }
}
