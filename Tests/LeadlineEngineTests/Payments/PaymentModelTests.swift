import Foundation
import Testing

/// Random histories of invoices and payments against a reference that reckons everything anew.
///
/// `LEADLINE_PAYMENT_RUNS` makes the run longer; a failure names its seed.
@Suite("Payments against their model") struct PaymentModelTests {
    private static let runs =
        ProcessInfo.processInfo.environment["LEADLINE_PAYMENT_RUNS"].flatMap { UInt64($0) } ?? 8

    // Guarantee G5: after random payments every invoice and the ledger agree
    @Test("every invoice agrees to the cent, and the ledger proves it", arguments: 1...runs)
    func theBooksAgree(seed: UInt64) throws {
        var history = try PaymentHistory(seed: seed)
        history.run(steps: 150)
    }
}
