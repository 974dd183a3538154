import Testing

@testable import LeadlineDomain

@Suite("Progress of a lead") struct LeadProgressTests {
    private static let start = Timestamp(milliseconds: 1_795_280_400_000)

    private static func at(_ hours: Int64) -> Timestamp {
        Timestamp(milliseconds: start.milliseconds + hours * 3_600_000)
    }

    /// What is known after statuses, an hour between each.
    private static func way(
        _ direction: Direction, _ statuses: [LeadStatus]
    ) -> LeadProgress? {
        var progress: LeadProgress?
        for (hour, status) in statuses.enumerated() {
            progress = .after(progress, status, direction, at: at(Int64(hour)))
        }
        return progress
    }

    @Test("an outbound lead has none until it is offered")
    func outboundBegins() {
        #expect(Self.way(.out, [.new, .review]) == nil)
        let offered = Self.way(.out, [.new, .review, .offered])
        #expect(offered?.reached == .offered)
        #expect(offered?.offered == Self.at(2))
    }

    @Test("each stage keeps when it was first reached")
    func keepsFirst() {
        let way = Self.way(.out, [.offered, .accepted, .contacted, .quoted, .contacted, .won])
        #expect(way?.reached == .won)
        #expect(way?.offered == Self.at(0))
        #expect(way?.accepted == Self.at(1))
        #expect(way?.contacted == Self.at(2))
    }

    @Test("an end keeps what was reached, going back begins anew")
    func ends() {
        #expect(Self.way(.out, [.offered, .accepted, .lost])?.reached == .accepted)
        #expect(Self.way(.out, [.offered, .accepted, .new]) == nil)
        let again = Self.way(.out, [.offered, .accepted, .review, .offered])
        #expect(again?.reached == .offered && again?.offered == Self.at(3))
        #expect(again?.accepted == nil)
    }

    @Test("a complete inbound lead is offered, and stays so while it is asked something")
    func inbound() {
        #expect(Self.way(.in, [.needsinfo]) == nil)
        #expect(Self.way(.in, [.queued]) == nil)
        let asked = Self.way(.in, [.new, .needsinfo, .new])
        #expect(asked?.reached == .offered && asked?.offered == Self.at(0))
        let met = Self.way(.in, [.new, .accepted, .qualified, .meeting])
        #expect(met?.reached == .quoted && met?.contacted == Self.at(2))
    }

    @Test("what was lost was accepted, even where nothing else is known of it")
    func implied() {
        var lead = Lead(
            id: LeadID(raw: 1), direction: .out, email: "a@b.example", emailKey: "a@b.example",
            currency: .usd, source: .contact, submitter: "ada", created: Self.start)
        lead.status = .lost
        #expect(lead.reached == .accepted)
        lead.status = .withdrawn
        #expect(lead.reached == .registered)
        lead.status = .won
        #expect(lead.reached == .won)
    }

    @Test("progress without an offer is none")
    func invalid() {
        let none = LeadProgress(reached: .registered, offered: nil, accepted: nil, contacted: nil)
        #expect(none == nil)
    }

    @Test("every status has an outcome, and open ones have a stage")
    func vocabulary() {
        for status in LeadStatus.allCases {
            #expect((status.outcome == .open) == status.isOpen)
            guard status.isOpen || status == .won else { continue }
            #expect(status.stage(.out) != nil && status.stage(.in) != nil)
        }
        #expect(LeadStatus.won.outcome == .won)
    }
}
