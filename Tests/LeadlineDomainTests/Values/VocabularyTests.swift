import LeadlineDomain
import Testing

/// Numbers are on disk: these tables change only by new rows at their end.
@Suite struct VocabularyTests {
    private func table<Word: Vocabulary>(_ type: Word.Type) -> String {
        type.allCases.map { "\($0.rawValue) \($0.word)" }.joined(separator: ", ")
    }

    @Test func everyWordKeepsItsNumber() {
        #expect(
            table(LeadStatus.self) == """
                1 new, 2 review, 3 offered, 4 accepted, 5 contacted, 6 quoted, 7 won, 8 lost, \
                9 rejected, 10 withdrawn, 11 needsinfo, 12 queued, 13 qualified, 14 meeting, \
                15 negotiation, 16 unqualified, 17 expired
                """)
        #expect(table(Direction.self) == "1 out, 2 in")
        #expect(
            table(LeadSource.self) == """
                1 employee, 2 contact, 3 vendor, 4 partner, 5 advertiser, 6 nurture, 7 import
                """)
        #expect(table(AssignmentKind.self) == "1 hand, 2 auto")
        #expect(
            table(PartnerState.self) == "1 active, 2 paused, 3 suspended, 4 pending, 5 declined")
        #expect(table(PartnerKind.self) == "1 company, 2 agent, 3 advertiser")
        #expect(table(AreaLevel.self) == "1 zip, 2 state, 3 country, 4 region, 5 all")
        #expect(
            table(Role.self) == """
                1 admin, 2 manager, 3 agent, 4 finance, 5 partner, 6 advertiser, 7 gateway, \
                8 auditor
                """)
    }

    @Test func everyWordIsReadBackWhateverItsCase() {
        for status in LeadStatus.allCases {
            #expect(LeadStatus(word: status.text.bytes) == status)
            #expect(LeadStatus(word: status.text.asciiUppercased.bytes) == status)
        }
        #expect(LeadStatus(word: slice("nEw")) == .new)
    }

    @Test(arguments: ["", "newer", "ne", " new", "new ", "1", "open"])
    func otherWordsAreNone(word: String) {
        #expect(LeadStatus(word: slice(word)) == nil)
    }

    @Test func theWordsAreListedForMessages() {
        #expect(Direction.words == "out in")
    }

    @Test func rolesAreASet() {
        let roles: Roles = [.admin, .partner]
        #expect(roles.contains(Role.partner))
        #expect(!roles.contains(Role.manager))
        #expect(roles.members == [.admin, .partner])
        #expect(Roles.desk.members == [.admin, .manager])
        #expect(Role.allCases.allSatisfy { Roles($0).members == [$0] })
    }
}
