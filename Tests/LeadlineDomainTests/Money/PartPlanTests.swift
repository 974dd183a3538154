import LeadlineDomain
import Testing

@Suite struct PartPlanTests {
    @Test func partsHaveTheirOwnEvents() throws {
        let plan = try PartPlan.parse(slice("50% signing,50% install+3d"))
        #expect(plan.weights == [500_000, 500_000])
        #expect(plan.parts.map { $0.due?.text } == ["signing", "install+3d"])
        #expect(plan.text == "50% signing,50% install+3d")
        #expect(try PartPlan.parse(slice("33.3333%, 66.6667%")).text == "33.3333%,66.6667%")
    }

    @Test(arguments: [
        "", "100%", "50%", "50% signing,49% install", "50%,50%,1%", "0%,100%", "50% soon,50%",
        "50%,50", "50% signing now,50%", "rest,50%", "50%,,50%",
    ])
    func otherPlansAreRefused(text: String) {
        #expect(fault { () throws(ValueFault) in try PartPlan.parse(slice(text)) } != nil)
    }

    @Test(
        arguments: [
            ("100.00,rest", 25_000, [10_000, 15_000]), ("rest,100.00", 25_000, [15_000, 10_000]),
            ("100.00,150.00", 25_000, [10_000, 15_000]), ("249.99,rest", 25_000, [24_999, 1]),
            ("50% signing,50% install", 25_000, [500_000, 500_000]),
            ("100 signing,REST install", 25_000, [10_000, 15_000]),
        ] as [(String, Int64, [Int64])])
    func anAmountIsDividedInPercentOrAmounts(
        text: String, minor: Int64, weights: [Int64]
    ) throws {
        #expect(try PartPlan.parse(slice(text), of: minor, in: .usd).weights == weights)
    }

    @Test(
        arguments: [
            ("100.00,150.01", 25_000), ("100.00,149.99", 25_000), ("250.00,rest", 25_000),
            ("250.01,rest", 25_000), ("rest,rest", 25_000), ("rest", 25_000), ("50%,rest", 25_000),
            ("0,250.00", 25_000), ("1,rest", 0), ("1,rest", -500), ("100.001,rest", 25_000),
            ("10000000000000,10000000000000,rest", .max), ("1,rest", .min),
        ] as [(String, Int64)])
    func amountsThatDoNotAddUpAreRefused(text: String, minor: Int64) {
        // The largest amounts fit and leave a rest; everything else does not add up.
        let isRead = minor == .max
        let reason = fault { () throws(ValueFault) in
            try PartPlan.parse(slice(text), of: minor, in: .usd)
        }
        #expect((reason == nil) == isRead)
    }

    @Test func thereAreOnlySoManyParts() {
        let text = Array(repeating: "1", count: PartPlan.partsMax).joined(separator: ",")
        let reason = { (text: String, minor: Int64) in
            fault { () throws(ValueFault) in
                try PartPlan.parse(slice(text), of: minor, in: .usd)
            }
        }
        #expect(reason(text, Int64(PartPlan.partsMax) * 100) == nil)
        #expect(reason(text + ",1", Int64(PartPlan.partsMax + 1) * 100) != nil)
    }
}
