import LeadlineDomain
import Testing

@Suite("Models of credit")
struct CreditModelTests {
    private static func partner(_ number: UInt64) -> Contributor {
        .payee(.partner(PartnerID(raw: number)))
    }

    private func shares(_ model: CreditModel, _ touches: [Contributor]) -> [String] {
        model.credit(of: touches).map { "\($0.contributor.text) \($0.rate)" }
    }

    @Test("nobody touched, nobody is credited", arguments: CreditModel.allCases)
    func nobody(model: CreditModel) {
        #expect(model.credit(of: []).isEmpty)
    }

    @Test("one touch is all of it", arguments: CreditModel.allCases)
    func one(model: CreditModel) {
        #expect(shares(model, [Self.partner(7)]) == ["P7 100%"])
    }

    @Test("the models share three touches as they are called")
    func three() {
        let touches = [Self.partner(1), Self.partner(2), .campaign(CampaignID(raw: 3))]
        #expect(shares(.first, touches) == ["P1 100%"])
        #expect(shares(.last, touches) == ["CMP3 100%"])
        #expect(shares(.linear, touches) == ["P1 33.3334%", "P2 33.3333%", "CMP3 33.3333%"])
        #expect(shares(.position, touches) == ["P1 40%", "P2 20%", "CMP3 40%"])
    }

    @Test("by position two touches are half and half, and five have 20 % between the ends")
    func position() {
        #expect(shares(.position, [Self.partner(1), Self.partner(2)]) == ["P1 50%", "P2 50%"])
        #expect(
            shares(.position, (1...5).map { Self.partner($0) })
                == ["P1 40%", "P2 6.6667%", "P3 6.6667%", "P4 6.6666%", "P5 40%"])
    }

    @Test("who touched twice gets both parts at its first place")
    func twice() {
        let touches = [Self.partner(1), Self.partner(2), Self.partner(1)]
        #expect(shares(.position, touches) == ["P1 80%", "P2 20%"])
        #expect(shares(.linear, touches) == ["P1 66.6667%", "P2 33.3333%"])
    }

    @Test("any number of touches is 100 % together", arguments: CreditModel.allCases)
    func whole(model: CreditModel) {
        for count in 1...Touch.countMax {
            let touches = (1...count).map { Self.partner(UInt64($0 % 7 + 1)) }
            let total = model.credit(of: touches).reduce(0) { $0 + $1.millionths }
            #expect(total == CreditShare.wholeMillionths)
        }
    }
}
