import LeadlineDomain
import Testing

@Suite("Attempts to pay")
struct PaymentTests {
    private static let now = Timestamp(milliseconds: 1_795_280_400_000)

    private func payment(_ state: PaymentState, _ amount: Int64 = 100) -> Payment {
        Payment(
            id: PaymentID(raw: 1), state: state, invoice: InvoiceID(raw: 1), lead: nil,
            place: Payment.Place(), currency: .usd, amount: amount, method: .card,
            creator: "gate", created: Self.now)
    }

    @Test("a result is for one that is under way or unknown, and comes once")
    func results() {
        let results: [PaymentState] = [.approved, .declined, .abandoned, .unknown]
        for from in PaymentState.allCases {
            for to in PaymentState.allCases {
                var payment = payment(from)
                let isAllowed =
                    (from == .processing || from == .unknown) && results.contains(to) && from != to
                let isEnded = payment.end(as: to, at: Self.now)
                #expect(isEnded == isAllowed, "\(from.word) \(to.word)")
                #expect(payment.state == (isAllowed ? to : from))
                #expect((payment.ended != nil) == (isAllowed && to != .unknown))
            }
        }
        #expect(PaymentState.allCases.filter(\.isResult) == results)
    }

    @Test(
        "reversals together never exceed the payment",
        arguments: [
            (100, [100], [true], 0), (100, [101], [false], 100), (100, [0], [false], 100),
            (100, [-1], [false], 100), (100, [60, 40], [true, true], 0),
            (100, [60, 41], [true, false], 40), (100, [100, 1], [true, false], 0),
            (.max, [.max - 1, 1, 1], [true, true, false], 0),
        ] as [(Int64, [Int64], [Bool], Int64)])
    func reversals(_ amount: Int64, _ minors: [Int64], _ taken: [Bool], _ net: Int64) {
        var payment = payment(.approved, amount)
        let found = minors.map {
            payment.reverse(.init(at: Self.now, amount: $0, reason: .refund))
        }
        #expect(found == taken)
        #expect(payment.net == net && payment.reversed == amount - net)
    }

    @Test("only what came in can be given back")
    func nothingToGiveBack() {
        for state in PaymentState.allCases where state != .approved {
            var payment = payment(state)
            #expect(payment.net == 0)
            let isReversed = payment.reverse(
                .init(at: Self.now, amount: 1, reason: .chargeback))
            #expect(!isReversed)
        }
    }

    @Test(
        "of a card four digits are kept, and leading zeros with them",
        arguments: [
            ("4242", "4242"), ("0042", "0042"), ("0000", "0000"), ("9999", "9999"), ("424", nil),
            ("42424", nil), ("", nil), ("42 2", nil), ("-424", nil), ("+424", nil), ("4.24", nil),
            ("４２４２", nil), ("4111111111111111", nil), ("x242", nil), (" 4242", nil),
        ] as [(String, String?)])
    func lastFour(_ typed: String, _ kept: String?) {
        let read = try? LastFour.parse(Text(typed).bytes)
        #expect(read.map { "\($0.text)" } == kept)
    }

    @Test("what is wrong with the digits does not say them again")
    func lastFourIsSilent() {
        #expect(throws: ValueFault("must be the card's last four digits")) {
            try LastFour.parse(Text("4111111111111112").bytes)
        }
        #expect(LastFour(number: 10_000) == nil)
    }
}
