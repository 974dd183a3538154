import LeadlineDomain
import Testing

@Suite("Card numbers are recognised")
struct CardNumberTests {
    @Test(
        "in free text",
        arguments: [
            ("4111111111111111", true),
            ("pay with 4111 1111 1111 1111 please", true),
            ("5500-0000-0000-0004", true),
            ("2223003122003222", true),
            ("340000000000009", true),
            ("30000000000004", true),
            ("6011000000000004", true),
            ("on 2026-11-21 4111111111111111", true),
            ("4111111111111112", false),
            ("+1 202 555 0143", false),
            ("DE89 3704 0044 0532 0130 00", false),
            ("order 12341111111111111111", false),
            ("", false),
            ("4111 1111 x 1111 1111", false),
        ])
    func inText(_ text: String, _ expected: Bool) {
        #expect(CardNumber.appears(in: Text(text).bytes) == expected)
    }

    @Test(
        "in external references only by sixteen digits of Visa or Mastercard",
        arguments: [
            ("4111111111111112", true), ("5111111111111111", true), ("6011000000000004", false),
            ("411111111111111", false), ("A-4111111111111111", false), ("2720999999999999", true),
            ("2721000000000000", false),
        ])
    func inReferences(_ text: String, _ expected: Bool) {
        #expect(CardNumber.isReference(Text(text).bytes) == expected)
    }
}
