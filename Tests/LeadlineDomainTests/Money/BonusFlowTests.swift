import LeadlineDomain
import Testing

@Suite struct BonusFlowTests {
    @Test(arguments: [
        (BonusMove.Command.complete, "draft", "ready"), (.approve, "ready", "approved"),
        (.giveBack, "ready", "draft"), (.hold, "draft ready approved due", "held"),
        (.unhold, "held", "-"), (.split, "draft ready", "void"),
        (.void, "draft ready approved due held", "void"), (.run, "due", "reserved"),
        (.payroll, "due", "reserved"),
        (.paid, "reserved", "paid"), (.fail, "reserved", "due"),
    ])
    func eachCommandMovesFromWhereThePageSays(
        command: BonusMove.Command, origins: String, target: String
    ) {
        let states = BonusFlow.origins(of: command)
        #expect(states.map { "\($0.word)" }.joined(separator: " ") == origins)
        for state in states {
            let to = BonusFlow.move(command, from: state)?.to
            #expect(to.map { "\($0.word)" } ?? "-" == target)
        }
    }

    @Test func paidAndVoidAreTheEnd() {
        let origins = Set(BonusFlow.moves.flatMap(\.from))
        #expect(Set(BonusState.allCases).subtracting(origins) == [.paid, .void])
    }

    @Test func everyStateIsReached() {
        let reached = Set(BonusFlow.moves.compactMap(\.to)).union([.draft])
        #expect(reached == Set(BonusState.allCases))
    }

    @Test func aSecondUserApproves() {
        let approval = BonusFlow.moves.filter { $0.to == .approved && $0.command != nil }
        #expect(approval.map(\.requires) == [[.secondUser]])
    }

    @Test(
        arguments: [
            (LeadSource.contact, BonusType.referralContact), (.employee, .referralEmployee),
            (.vendor, .referralVendor), (.partner, .referralVendor), (.advertiser, nil),
            (.nurture, nil), (.import, nil),
        ] as [(LeadSource, BonusType?)])
    func theSourceSaysWhatTheBonusIsCalled(source: LeadSource, type: BonusType?) {
        #expect(BonusType.ofReferral(source) == type)
    }
}
