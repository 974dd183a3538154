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
            paid: cents, in: year,
            to: TaxRule.Subject(form: .w9, entity: entity, isEmployee: isEmployee))
        #expect(answer == verdict)
    }

    @Test(
        arguments: [
            (0, 0, nil, .belowThreshold), (199_999, 1, nil, .carried),
            (0, 200_000, .w9, .carried), (0, 199_999, .w9, .belowThreshold),
            (200_000, 500_000, .w9, .due), (200_000, 0, .w8, .foreign), (0, 0, .w8, .foreign),
            (Int64.max, Int64.max, .w9, .due), (0, Int64.max, .w9, .carried),
        ] as [(Int64, Int64, TaxForm.Kind?, TaxRule.Verdict)])
    func whatNetworksCarryAndWhoIsForeignIsLeftOutWithTheReason(
        cents: Int64, carried: Int64, form: TaxForm.Kind?, verdict: TaxRule.Verdict
    ) {
        let subject = TaxRule.Subject(form: form, entity: .individual, isEmployee: false)
        let answer = TaxRule.verdict(paid: cents, carried: carried, in: 2026, to: subject)
        #expect(answer == verdict)
        #expect((answer.reason == nil) == (answer == .due))
    }

    @Test func corporationsAndEmployeesComeBeforeForms() {
        let corporation = TaxRule.Subject(form: .w8, entity: .corporation, isEmployee: false)
        #expect(TaxRule.verdict(paid: 1, in: 2026, to: corporation) == .corporation)
        let employee = TaxRule.Subject(form: .w8, entity: .corporation, isEmployee: true)
        #expect(TaxRule.verdict(paid: 1, in: 2026, to: employee) == .employee)
    }

    @Test func numbersOfTaxWordsStay() {
        #expect(TaxForm.Kind.allCases.map { "\($0.rawValue) \($0.word)" } == ["1 W9", "2 W8"])
        #expect(TaxForm.Kind(word: slice("w9")) == .w9)
    }

    @Test func networksReportWhatTheyCarry() {
        #expect(TaxRule.Method.allCases.filter(\.isReportedByOthers) == [.card, .network])
    }

    @Test func anErasedFormIsStillOnFile() {
        var form = TaxForm(
            payee: .referrer(ReferrerID(raw: 1)), kind: .w9, created: Timestamp(milliseconds: 0))
        form.name = "Ann"
        form.address = "1 Main St"
        form.tinLast4 = "1234"
        form.entity = .individual
        form.erase()
        #expect(form.name == nil && form.address == nil && form.tinLast4 == nil)
        #expect(form.kind == .w9 && form.entity == .individual)
    }
}
