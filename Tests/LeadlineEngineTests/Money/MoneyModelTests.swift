import Foundation
import Testing

/// Random histories of the money against a reference that reckons everything anew in fractions.
///
/// `LEADLINE_MONEY_RUNS` makes the run longer; a failure names its seed.
@Suite("Money against its model") struct MoneyModelTests {
    private static let runs =
        ProcessInfo.processInfo.environment["LEADLINE_MONEY_RUNS"].flatMap { UInt64($0) } ?? 8

    // Fault 102: random histories of money agree to the cent with a model
    // Guarantee G5: after random histories the ledger proves itself
    @Test("every balance agrees to the cent, and the ledger proves it", arguments: 1...runs)
    func theBooksAgree(seed: UInt64) throws {
        var history = try MoneyHistory(seed: seed)
        history.run(steps: 150)
    }
}
