import LeadlineDomain
import Testing

@Suite struct LeadMemoTests {
    private static let zip = try? Zip.parse([0x39, 0x30, 0x32, 0x31, 0x30], in: .us)

    @Test func whatWasKeptIsAnsweredForTheSameValuesOnly() {
        let memo = LeadMemo(
            "ann@acme.example", businessDomain: "acme.example", "Acme", Self.zip,
            companyZip: "acme/90210")
        #expect(memo.businessDomain(of: "ann@acme.example") == .some("acme.example"))
        #expect(memo.businessDomain(of: "bob@acme.example") == nil)
        #expect(memo.companyZip(of: "Acme", Self.zip) == .some("acme/90210"))
        #expect(memo.companyZip(of: "Acme", nil) == nil)
        #expect(memo.companyZip(of: nil, Self.zip) == nil)
        #expect(memo.companyZip(of: "Acne", Self.zip) == nil)
    }

    @Test func thatNothingWasFoundIsKeptToo() {
        let memo = LeadMemo("a@gmail.com", businessDomain: nil, nil, nil, companyZip: nil)
        #expect(memo.businessDomain(of: "a@gmail.com") == .some(nil))
        #expect(memo.companyZip(of: nil, nil) == .some(nil))
    }

    @Test func aMemoIsNoPartOfALead() throws {
        let usd = try #require(Currency(Array("USD".utf8)[...]))
        var lead = Lead(
            id: LeadID(raw: 1), direction: .out, email: "a@b.example", emailKey: "a@b.example",
            currency: usd, source: .employee, submitter: "local",
            created: Timestamp(milliseconds: 0))
        let plain = lead
        lead.memo = LeadMemo(
            "a@b.example", businessDomain: "b.example", nil, nil, companyZip: nil)
        #expect(lead == plain)
    }
}
