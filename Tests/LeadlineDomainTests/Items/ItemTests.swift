import Testing

@testable import LeadlineDomain

@Suite("Lines of an order") struct ItemTests {
    private func amount(_ quantity: String, _ price: Int64) throws -> Int64? {
        Item.amount(try FieldNumber.parse(Text(quantity).bytes), price)
    }

    @Test("an amount is exact, and rounds half away from zero")
    func amountsAreExact() throws {
        #expect(try amount("12", 1999) == 23_988)
        #expect(try amount("2.5", 1) == 3)
        #expect(try amount("0.5", 1) == 1)
        #expect(try amount("0.4999", 1) == 0)
        #expect(try amount("0.3333", 3) == 1)
        #expect(try amount("1.0001", 9999) == 10_000)
        #expect(try amount("7", 0) == 0)
    }

    @Test("what is more than an amount can be is none")
    func tooLargeIsNone() throws {
        #expect(try amount("1", Amount.minorMax) == Amount.minorMax)
        #expect(try amount("1.0001", Amount.minorMax) == nil)
        #expect(try amount("100000000000", Amount.minorMax) == nil)
        #expect(Item.amount(FieldNumber(scaled: .max), .max) == nil)
    }

    @Test("a hundred thousand random lines agree with long multiplication")
    func amountsAgreeWithLongMultiplication() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<100_000 {
            let quantity = Int64.random(in: 1...1_000_000, using: &random)
            let price = Int64.random(in: 0...1_000_000_000, using: &random)
            let product = quantity * price
            let expected = product / 10_000 + (product % 10_000 >= 5000 ? 1 : 0)
            #expect(Item.amount(FieldNumber(scaled: quantity), price) == expected)
        }
    }
}
