import LeadlineDomain
import Testing

@Suite struct PayrollTests {
    private let payroll = Payroll(
        id: PayoutID(raw: 9), run: 1, until: Timestamp(milliseconds: 0), runner: "fin",
        created: Timestamp(milliseconds: 0))

    @Test func whatIsPaidIsAddedUpPerCurrencyInTheirOrder() throws {
        var payroll = payroll
        let yen = try #require(Currency(slice("JPY")))
        let fits = [
            payroll.add(100, in: .usd, bonuses: 2), payroll.add(7, in: yen, bonuses: 1),
            payroll.add(50, in: .usd, bonuses: 1),
        ]
        #expect(fits == [true, true, true])
        #expect(payroll.totals.map(\.amount) == [7, 150])
        #expect(payroll.totals.map(\.currency) == [yen, .usd])
        #expect(payroll.bonuses == 4)
    }

    @Test func aSumThatDoesNotFitIsRefused() {
        var payroll = payroll
        let fits = [payroll.add(.max, in: .usd, bonuses: 1), payroll.add(1, in: .usd, bonuses: 1)]
        #expect(fits == [true, false])
        #expect(payroll.totals.map(\.amount) == [.max])
    }

    @Test func theCourseOfAPayoutIsItsOwnFields() {
        var payout = Payout(
            id: PayoutID(raw: 1), run: 1, earner: .partner(PartnerID(raw: 1)), currency: .usd,
            amount: 1, setOffs: [], bonuses: 1, runner: "fin",
            created: Timestamp(milliseconds: 0))
        var course = PayoutCourse()
        course.state = .sent
        course.approver = "mia"
        course.method = .wire
        course.ref = "r"
        course.reason = "x"
        payout.course = course
        #expect(payout.course == course)
        #expect(payout.state == .sent && payout.approver == "mia" && payout.method == .wire)
    }

    @Test func onlyPaidAndFailedAreOver() {
        #expect(PayoutState.allCases.filter(\.isOver) == [.paid, .failed])
    }
}
