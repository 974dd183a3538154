import Testing

@testable import LeadlineEngine

@Suite("The limits of the programme") struct ProgrammeLimitTests {
    private let harness: EngineHarness

    init() throws { harness = try EngineHarness() }

    @Test("so many tiers")
    func tiers() {
        for number in 1...EngineLimits.tiersMax {
            #expect(harness.last("TIER.SET t\(number) RANK \(number)") == "+OK")
        }
        #expect(harness.last("TIER.SET more RANK 1000") == "-LIMIT at most 100 tiers")
        #expect(harness.last("TIER.SET t1 RANK 1000") == "+OK")
    }

    @Test("so many benefits")
    func benefits() {
        let words = (1...EngineLimits.tierBenefitsMax).map { "BENEFIT b\($0)" }
            .joined(separator: " ")
        #expect(harness.last("TIER.SET gold RANK 1 \(words)") == "+OK")
        #expect(
            harness.last("TIER.SET gold RANK 1 \(words) BENEFIT more")
                == "-LIMIT benefit: at most 64")
    }

    @Test("so many campaigns that have not ended")
    func campaigns() {
        for _ in 1...EngineLimits.campaignsMax { harness.run("CAMPAIGN.NEW NAME a") }
        #expect(harness.last("CAMPAIGN.NEW NAME b") == "-LIMIT at most 500 campaigns at once")
        harness.run("CAMPAIGN.END CMP7")
        #expect(harness.last("CAMPAIGN.NEW NAME b") == "=CMP501")
    }

    @Test("so many words of a campaign's condition")
    func words() {
        let words = (1...EngineLimits.campaignWordsMax).map { "PRODUCT p\($0)" }
            .joined(separator: " ")
        #expect(harness.last("CAMPAIGN.NEW NAME a \(words)") == "=CMP1")
        #expect(
            harness.last("CAMPAIGN.NEW NAME a \(words) PRODUCT more")
                == "-LIMIT product: at most 64")
    }

    @Test("so many bytes of a title")
    func titles() {
        let most = String(repeating: "x", count: EngineLimits.titleBytesMax)
        #expect(harness.last("COLLATERAL.ADD NAME \(most) URL https://a.example") == "+OK")
        #expect(
            harness.last("COLLATERAL.ADD NAME \(most)x URL https://a.example")
                == "-LIMIT name: at most 256 bytes")
    }
}
