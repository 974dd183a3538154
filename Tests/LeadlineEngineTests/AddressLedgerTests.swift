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

    @Test(arguments: [
        ("[2001:db8:1:2::9]:400", "[2001:db8:1:2:ffff::1]:5", true),
        ("[2001:db8:1:2::9]:400", "[2001:db8:1:3::9]:400", false),
        ("[::ffff:192.0.2.7]:400", "192.0.2.7:9", true),
        ("192.0.2.7:400", "192.0.2.8:400", false), ("[::1]:1", "[::1]:2", true),
    ])
    func theAddressesOfOneIPv6NetworkAreOnePeer(_ one: String, _ other: String, _ isSame: Bool) {
        func peer(_ address: String) -> Text {
            Session(number: 1, remoteAddress: address, localAddress: "", now: start).peer
        }
        #expect((peer(one) == peer(other)) == isSame, "\(peer(one)) and \(peer(other))")
    }
}
