import LeadlineDomain
import Testing

@Suite struct EntityIDTests {
    @Test(arguments: [
        ("L1", 1), ("l42", 42), ("L9", 9), ("L10", 10),
        ("L18446744073709551615", UInt64.max),
    ])
    func aPrefixAndAPlainNumberAreAnID(typed: String, number: UInt64) {
        #expect(LeadID(slice(typed)) == LeadID(raw: number))
    }

    @Test(arguments: [
        "", "L", "42", "L0", "L01", "L-1", "L+1", "L 1", " L1", "L1 ", "L1x", "P1", "LL1", "L1.0",
        "L18446744073709551616", "L99999999999999999999999", "L\u{661}", "\u{216C}1",
    ])
    func anythingElseIsNone(typed: String) {
        #expect(LeadID(slice(typed)) == nil)
    }

    @Test func everyKindHasItsOwnPrefix() {
        #expect(PartnerID(slice("p7"))?.text == "P7")
        #expect(ReferrerID(slice("r3"))?.text == "R3")
        #expect(SaleID(slice("s9"))?.text == "S9")
        #expect(BonusID(slice("b12"))?.text == "B12")
        #expect(PayoutID(slice("pay4"))?.text == "PAY4")
        #expect(RemittanceID(slice("tax2"))?.text == "TAX2")
        #expect(InvoiceID(slice("inv8"))?.text == "INV8")
        #expect(PaymentID(slice("Pmt21"))?.text == "PMT21")
        #expect(CampaignID(slice("cmp2"))?.text == "CMP2")
        #expect(DisputeID(slice("d5"))?.text == "D5")
        #expect(LeadID(slice("l42"))?.text == "L42")
    }

    @Test func aPayoutOrPaymentIsNoPartner() {
        #expect(PartnerID(slice("PAY4")) == nil)
        #expect(PartnerID(slice("PMT21")) == nil)
    }

    @Test func idsAreOrderedByNumber() {
        #expect(LeadID(raw: 9) < LeadID(raw: 10))
    }

    @Test func aPayeeIsAPartnerOrAReferrer() {
        #expect(Payee(slice("p7")) == .partner(PartnerID(raw: 7)))
        #expect(Payee(slice("R3"))?.text == "R3")
        #expect(Payee(slice("L3")) == nil)
        #expect(Payee(slice("P0")) == nil)
    }
}
