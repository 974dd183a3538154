import LeadlineDomain
import Testing

@Suite struct TaxRuleTests {
    @Test(
        arguments: [
            (2024, 60_000), (2025, 60_000), (2026, 200_000), (2027, 200_000), (1, 60_000),
            (9999, 200_000),
        ] as [(Int, Int64)])
    func theThresholdIsOfTheYear(year: Int, cents: Int64) {
        #expect(TaxRule.threshold(of: year) == cents)
    }

    @Test(
        arguments: [
            (2025, 59_999, TaxRule.Entity.individual, false, TaxRule.Verdict.belowThreshold),
            (2025, 60_000, .individual, false, .due), (2025, 60_001, .llc, false, .due),
            (2026, 199_999, .individual, false, .belowThreshold),
            (2026, 200_000, .partnership, false, .due), (2026, 200_000, nil, false, .due),
            (2026, 200_000, .corporation, false, .corporation),
            (2026, 200_000, .individual, true, .employee), (2026, 0, nil, false, .belowThreshold),
            (2026, -5, nil, false, .belowThreshold),
        ] as [(Int, Int64, TaxRule.Entity?, Bool, TaxRule.Verdict)])
    func theFormIsDueFromTheThreshold(
        year: Int, cents: Int64, entity: TaxRule.Entity?, isEmployee: Bool,
        verdict: TaxRule.Verdict
    ) {
        let answer = TaxRule.verdict(
            paid: cents, in: year, entity: entity, isEmployee: isEmployee)
        #expect(answer == verdict)
    }

    @Test func networksReportWhatTheyCarry() {
        #expect(TaxRule.Method.allCases.filter(\.isReportedByOthers) == [.card, .network])
    }
}
