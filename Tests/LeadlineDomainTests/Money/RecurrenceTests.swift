import LeadlineDomain
import Testing

@Suite struct RecurrenceTests {
    @Test(arguments: [
        ("2026-01-15", "2026-04-10", 2), ("2026-01-15", "2026-05-01", 3),
        ("2026-01-15", "2026-01-15", 0), ("2026-01-15", "2026-02-14", 0),
        ("2026-01-15", "2026-02-15", 1), ("2026-01-15", "2027-01-14", 11),
        ("2026-01-15", "2027-01-15", 12),
        // Clamped to month ends.
        ("2026-01-31", "2026-02-27", 0), ("2026-01-31", "2026-02-28", 1),
        ("2026-01-31", "2026-03-30", 1), ("2026-01-31", "2026-03-31", 2),
        ("2026-01-31", "2026-04-30", 3), ("2024-01-31", "2024-02-28", 0),
        ("2024-01-31", "2024-02-29", 1), ("2024-02-29", "2025-02-28", 12),
        ("2024-02-29", "2025-02-27", 11), ("2024-02-29", "2028-02-28", 47),
        ("2024-02-29", "2028-02-29", 48), ("2025-12-31", "2026-01-30", 0),
        ("1999-12-31", "2000-02-29", 2), ("1900-01-31", "1900-02-28", 1),
        // Before the first.
        ("2026-01-15", "2026-01-14", -1), ("2026-01-15", "2025-12-15", -1),
        ("2026-01-15", "2025-12-14", -2),
    ])
    func monthsAreWholeAndClamped(first: String, later: String, index: Int) throws {
        let first = try #require(CivilDate(slice(first)))
        let later = try #require(CivilDate(slice(later)))
        #expect(first.wholeMonths(to: later) == index)
    }

    @Test(arguments: [
        ("3", 2, true), ("3", 3, false), ("1", 0, true), ("1", 1, false), ("first", 0, false),
        ("first", 5, false), ("lifetime", 0, true), ("lifetime", 11_999, true),
        ("1200", 1199, true), ("1200", 1200, false),
    ])
    func aRenewalIsPaidWhileItsIndexIsBelow(text: String, index: Int, pays: Bool) throws {
        let recurrence = try Recurrence.parse(slice(text))
        #expect(recurrence.pays(monthIndex: index) == pays)
        #expect(recurrence.text == Text(text))
    }

    @Test(arguments: ["0", "1201", "-1", "", "forever", "1.5", "3m", "99999999999999999999"])
    func otherRecurrencesAreRefused(text: String) {
        #expect(fault { () throws(ValueFault) in try Recurrence.parse(slice(text)) } != nil)
    }

    /// 50 % for 3 months, and 50 % first with 20 % later: the examples of the rules.
    @Test(
        arguments: [
            ("50%", nil, "3", [5000, 5000, 0]), ("50%", "20%", nil, [5000, 2000, 2000]),
            ("50%", nil, nil, [5000, 0, 0]), ("50%", "20%", "3", [5000, 2000, 0]),
            ("50%", "20%", "first", [5000, 0, 0]), ("50%", nil, "lifetime", [5000, 5000, 5000]),
        ] as [(String, String?, String?, [Int64])])
    func firstAndLaterInvoices(
        first: String, later: String?, recurs: String?, paid: [Int64]
    ) throws {
        var terms = terms(.rate(rate(first)))
        terms.later = later.map(rate)
        terms.recurs = try recurs.map { try Recurrence.parse(slice($0)) }
        let signed = try #require(CivilDate(slice("2026-01-15")))
        var amounts: [Int64] = []
        for (index, text) in ["2026-01-15", "2026-04-10", "2026-05-01"].enumerated() {
            let date = try #require(CivilDate(slice(text)))
            guard index == 0 || terms.pays(monthIndex: signed.wholeMonths(to: date)) else {
                amounts.append(0)
                continue
            }
            var recipe = Recipe(.terms(terms))
            recipe.isLater = index > 0
            amounts.append(recipe.reckon(10_000, in: .usd).amount)
        }
        #expect(amounts == paid)
    }
}
