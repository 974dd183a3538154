import LeadlineDomain
import Testing

@Suite("Invoices and what is paid of them")
struct InvoiceTests {
    private static let now = Timestamp(milliseconds: 1_795_280_400_000)
    private static let first = PaymentID(raw: 1)
    private static let second = PaymentID(raw: 2)

    private func invoice(_ amount: Int64, _ currency: Currency = .usd) -> Invoice {
        Invoice(
            id: InvoiceID(raw: 1), subject: .lead(LeadID(raw: 1)), lead: LeadID(raw: 1),
            currency: currency, amount: amount, ref: nil, creator: "ann", created: Self.now)
    }

    /// The invoice after payments of these amounts, each by another attempt.
    private func invoice(_ amount: Int64, paying minors: [Int64]) -> (Invoice, [Bool]) {
        var invoice = invoice(amount)
        let taken = minors.enumerated().map { index, minor in
            invoice.credit(minor, by: PaymentID(raw: UInt64(index + 1)), at: Self.now)
        }
        return (invoice, taken)
    }

    @Test(
        "part payments add up, and more than is open is refused",
        arguments: [
            (100, [100], [true], 100, "paid"), (100, [99], [true], 99, "open"),
            (100, [101], [false], 0, "open"), (100, [30, 70], [true, true], 100, "paid"),
            (100, [30, 71], [true, false], 30, "open"), (100, [0], [false], 0, "open"),
            (100, [-1], [false], 0, "open"), (100, [100, 1], [true, false], 100, "paid"),
            (1, [1], [true], 1, "paid"), (3, [1, 1, 1], [true, true, true], 3, "paid"),
            (.max, [.max], [true], .max, "paid"),
            (.max, [.max - 1, 1], [true, true], .max, "paid"),
            (.max, [.max - 1, 2], [true, false], .max - 1, "open"),
            (.max - 1, [.max], [false], 0, "open"),
            (
                1_000_000_000_000_000, [1, 999_999_999_999_999], [true, true],
                1_000_000_000_000_000, "paid"
            ),
        ] as [(Int64, [Int64], [Bool], Int64, String)])
    func partPayments(
        _ amount: Int64, _ minors: [Int64], _ taken: [Bool], _ paid: Int64, _ state: String
    ) {
        let (invoice, found) = invoice(amount, paying: minors)
        #expect(found == taken)
        #expect(invoice.paid == paid)
        #expect(invoice.open == amount - paid)
        #expect("\(invoice.state.word)" == state)
        #expect((invoice.completion != nil) == (state == "paid"))
    }

    @Test(
        "what is given back is open again",
        arguments: [
            (100, [100], 1, true, 99, "open"), (100, [100], 100, true, 0, "open"),
            (100, [100], 101, false, 100, "paid"), (100, [60], 60, true, 0, "open"),
            (100, [60], 61, false, 60, "open"), (100, [60], 0, false, 60, "open"),
            (100, [60], -1, false, 60, "open"), (.max, [.max], .max, true, 0, "open"),
        ] as [(Int64, [Int64], Int64, Bool, Int64, String)])
    func reversals(
        _ amount: Int64, _ minors: [Int64], _ back: Int64, _ isTaken: Bool, _ paid: Int64,
        _ state: String
    ) {
        var (invoice, _) = invoice(amount, paying: minors)
        let found = invoice.reverse(back)
        #expect(found == isTaken)
        #expect(invoice.paid == paid)
        #expect("\(invoice.state.word)" == state)
        #expect((invoice.completion != nil) == (state == "paid"))
    }

    @Test("of two attempts at once one begins") func compareAndSet() {
        var invoice = invoice(100)
        let begun = [Self.first, Self.second, Self.first].map { invoice.begin($0) }
        #expect(begun == [true, false, false])
        #expect(invoice.state == .processing && invoice.attempt == Self.first)
        let foreign = invoice.credit(100, by: Self.second, at: Self.now)
        let voided = invoice.void()
        #expect(!foreign && !voided)
        invoice.abandon()
        #expect(invoice.state == .open && invoice.attempt == nil)
        let again = invoice.begin(Self.second)
        let credited = invoice.credit(100, by: Self.second, at: Self.now)
        #expect(again && credited)
        #expect(invoice.state == .paid && invoice.completion?.payment == Self.second)
        let late = [invoice.begin(Self.first), invoice.void()]
        #expect(late == [false, false])
    }

    @Test("what is given back while an attempt is under way stays open behind it")
    func reversalMeanwhile() {
        var invoice = invoice(100)
        let before = [
            invoice.credit(40, by: Self.first, at: Self.now), invoice.begin(Self.second),
            invoice.reverse(10),
        ]
        #expect(before == [true, true, true])
        #expect(invoice.state == .processing)
        let credited = invoice.credit(60, by: Self.second, at: Self.now)
        #expect(credited)
        #expect(invoice.paid == 90 && invoice.state == .open && invoice.attempt == nil)
    }

    @Test("a void invoice is owed no more, and what was paid can still be given back")
    func void() {
        var invoice = invoice(100)
        let voided = [invoice.credit(40, by: Self.first, at: Self.now), invoice.void()]
        #expect(voided == [true, true])
        #expect(invoice.open == 0 && invoice.paid == 40)
        let refused = [
            invoice.credit(1, by: Self.second, at: Self.now), invoice.begin(Self.second),
            invoice.void(),
        ]
        #expect(refused == [false, false, false])
        let isReversed = invoice.reverse(40)
        #expect(isReversed && invoice.state == .void && invoice.paid == 0)
    }

    @Test(
        "what is kept and contradicts itself is no invoice",
        arguments: [
            (.open, 0, false, false, true), (.open, 99, false, false, true),
            (.open, 101, false, false, false), (.open, -1, false, false, false),
            (.open, 0, true, false, false), (.open, 0, false, true, false),
            (.processing, 0, true, false, true), (.processing, 0, false, false, false),
            (.paid, 100, false, true, true), (.paid, 99, false, true, false),
            (.paid, 100, false, false, false), (.void, 40, false, false, true),
            (.void, 40, true, false, false),
        ] as [(InvoiceState, Int64, Bool, Bool, Bool)])
    func restoring(
        _ state: InvoiceState, _ paid: Int64, _ hasAttempt: Bool, _ isCompleted: Bool,
        _ isSound: Bool
    ) {
        var invoice = invoice(100)
        let completion = Invoice.Completion(payment: Self.first, at: Self.now)
        let found = invoice.restore(
            state: state, paid: paid, attempt: hasAttempt ? Self.first : nil,
            completion: isCompleted ? completion : nil)
        #expect(found == isSound)
        #expect(!isSound || invoice.state == state && invoice.paid == paid)
    }

    @Test(
        "amounts are told with the digits of their currency",
        arguments: [
            ("JPY", 1200, "1200"), ("USD", 1, "0.01"), ("KWD", 99_125, "99.125"),
            ("CLF", 1, "0.0001"),
        ] as [(String, Int64, String)])
    func currencies(_ code: String, _ minor: Int64, _ text: String) throws {
        let currency = try #require(Currency(Text(code).bytes))
        var invoice = invoice(minor, currency)
        #expect("\(Amount.text(invoice.open, in: invoice.currency))" == text)
        let isCredited = invoice.credit(minor, by: Self.first, at: Self.now)
        #expect(isCredited && invoice.open == 0)
    }
}
