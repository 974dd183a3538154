import LeadlineDomain
import Testing

@Suite struct StandingTests {
    @Test(
        arguments: [
            // The example of the rules: 4,000 earned − 2,500 paid − 1,000 debt.
            (4000, 2500, 0, 0, 1000, 500), (0, 0, 0, 0, 0, 0), (2500, 2500, 0, 0, 1000, -1000),
            (4000, 2500, 100, 200, 1000, 200), (.max, 0, 0, 0, 0, .max),
            (0, .max, 0, 0, .max, .min),
        ] as [(Int64, Int64, Int64, Int64, Int64, Int64)])
    func whatIsAvailable(
        earned: Int64, paid: Int64, held: Int64, reserved: Int64, debt: Int64, available: Int64
    ) {
        var standing = Standing()
        standing.earned = earned
        standing.paid = paid
        standing.held = held
        standing.reserved = reserved
        standing.debt = debt
        #expect(standing.available == available)
    }

    @Test(
        arguments: [
            (1500, [1000], [1000]), (1500, [1000, 1000], [1000, 500]), (1500, [], []),
            (0, [1000], [0]), (-5, [1000], [0]), (1500, [0, 1500, 1], [0, 1500, 0]),
            (1500, [-3, 10], [0, 10]), (.max, [.max, 1], [.max, 0]),
        ] as [(Int64, [Int64], [Int64])])
    func debtsAreSetOffOldestFirst(payable: Int64, debts: [Int64], taken: [Int64]) {
        #expect(SetOff.taken(from: payable, debts: debts) == taken)
    }
}
