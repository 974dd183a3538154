import LeadlineDomain
import Testing

@Suite("Shares of credit")
struct CreditShareTests {
    private func parse(_ text: String) throws -> [String] {
        try CreditShare.parse(Array(text.utf8)[...]).map { "\($0.contributor.text) \($0.rate)" }
    }

    @Test("shares are read in the order given")
    func read() throws {
        #expect(try parse("P7 70%,P9 30%") == ["P7 70%", "P9 30%"])
        #expect(try parse(" r3 33.3333% , P9 66.6667%") == ["R3 33.3333%", "P9 66.6667%"])
    }

    @Test(
        "what is not 100 % of earners, each once, is refused",
        arguments: [
            "", "P7", "P7 70%", "P7 70%,P9 31%", "P7 50%,P7 50%", "CMP1 100%", "P7 100%,",
            "P7 100%,P9 0%", "P7 100", "P7 50%,P9 50%,P1 0.0001%", "P7  ,P9 100%", "P7 1 0%",
        ])
    func refused(text: String) {
        #expect(throws: ValueFault.self) { try parse(text) }
    }

    @Test("as many earners as there may be share a lead, and no more")
    func bounded() throws {
        let count = CreditShare.contributorsMax
        let last = Rate(millionths: CreditShare.wholeMillionths - UInt32(count) + 1)
        let shares = (1..<count).map { "P\($0) 0.0001%" } + ["P99 \(try #require(last).text)"]
        #expect(try parse(shares.joined(separator: ",")).count == count)
        #expect(throws: ValueFault.self) {
            try parse((["P98 0.0001%"] + shares).joined(separator: ","))
        }
    }

    @Test("a part that moves is added to what the other has")
    func moved() throws {
        let shares = try CreditShare.parse(Array("P7 70%,P9 20%,R1 10%".utf8)[...])
        let (seven, nine) = (
            Payee.partner(PartnerID(raw: 7)), Payee.partner(PartnerID(raw: 9))
        )
        let moved = shares.moved(from: seven, to: nine)
        #expect(moved.map { "\($0.contributor.text) \($0.rate)" } == ["P9 90%", "R1 10%"])
        #expect(shares.moved(from: .partner(PartnerID(raw: 5)), to: nine) == shares)
    }
}
