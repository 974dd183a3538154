import LeadlineDomain
import Testing

@testable import LeadlineEngine

@Suite("AddressLedger") struct AddressLedgerTests {
    private let start = Timestamp(milliseconds: 1_000_000)

    @Test func anAddressIsCountedUntilItWasQuiet() {
        let ledger = AddressLedger(countMax: 10, memoryMilliseconds: 1000)
        #expect(ledger.mark("a", at: start) == 1)
        #expect(ledger.mark("a", at: start) == 2)
        #expect(ledger.mark("b", at: start) == 1)
        #expect(ledger.count("a", at: start) == 2)
        let later = Timestamp(milliseconds: start.milliseconds + 1000)
        #expect(ledger.count("a", at: later) == 0)
        #expect(ledger.mark("a", at: later) == 1)
    }

    @Test func itHoldsSoManyAddressesAndForgetsTheOneThatWasQuietLongest() {
        let ledger = AddressLedger(countMax: 3, memoryMilliseconds: 1000)
        for address in ["a", "b", "c", "a", "d"] { _ = ledger.mark(Text(address), at: start) }
        #expect(ledger.addressCount == 3)
        #expect(ledger.count("b", at: start) == 0)
        #expect(ledger.count("a", at: start) == 2)
        for number in 0..<10_000 { _ = ledger.mark(Text("\(number)"), at: start) }
        #expect(ledger.addressCount == 3)
        #expect(ledger.count("9999", at: start) == 1)
    }

    @Test func oneAddressThatIsMarkedAgainAndAgainTakesNoRoom() {
        let ledger = AddressLedger(countMax: 3, memoryMilliseconds: 1000)
        for _ in 0..<10_000 { _ = ledger.mark("a", at: start) }
        #expect(ledger.addressCount == 1)
        #expect(ledger.markCount < 100)
    }
}
