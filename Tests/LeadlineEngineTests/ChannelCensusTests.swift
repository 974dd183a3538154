import LeadlineDomain
import Testing

@testable import LeadlineEngine

@Suite("ChannelCensus") struct ChannelCensusTests {
    private let harness: EngineHarness

    init() throws { harness = try EngineHarness() }

    private func wanted(_ channels: String...) -> [Bool] {
        channels.map { harness.engine.channels.isWanted(Text($0)) }
    }

    @Test("what a commit was told of patterns is right however they come and go")
    func patterns() {
        #expect(wanted("lead.created", "sale.created") == [false, false])
        let one = harness.connect()
        let other = harness.connect()
        one.run("PSUBSCRIBE lead.* *.created")
        #expect(wanted("lead.created", "sale.created", "sale.paid") == [true, true, false])
        other.run("PSUBSCRIBE lead.*")
        other.run("PSUBSCRIBE lead.*")
        one.run("PUNSUBSCRIBE lead.*")
        #expect(wanted("lead.created", "lead.lost", "sale.paid") == [true, true, false])
        one.run("PUNSUBSCRIBE")
        #expect(wanted("lead.created", "lead.lost", "sale.created") == [true, true, false])
        other.run("PUNSUBSCRIBE")
        #expect(wanted("lead.created", "lead.lost", "sale.created") == [false, false, false])
        other.run("SUBSCRIBE lead.lost")
        #expect(wanted("lead.created", "lead.lost", "sale.created") == [false, true, false])
    }
}
