import LeadlineDomain
import Testing

@Suite struct FlowTests {
    /// Initials of the commands that make each move, in the table's order.
    private static let matrix = """
        from\\to     new rev off acc con quo won los rej wit nee que qua mee neg unq exp
        new         .   A   .   .   .   .   .   .   S   W   .   .   .   .   .   .   .
        review      U   .   R   .   .   .   .   .   S   W   .   .   .   .   .   .   .
        offered     UD  AD  D   C   .   .   .   .   .   W   .   .   .   .   .   .   .
        accepted    UD  AD  .   .   S   .   .   S   .   W   .   .   .   .   .   .   .
        contacted   UD  AD  .   .   .   S   S   S   .   W   .   .   .   .   .   .   .
        quoted      .   .   .   .   .   .   S   S   .   W   .   .   .   .   .   .   .
        won         O   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
        lost        O   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
        rejected    O   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
        withdrawn   O   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
        needsinfo   .   .   .   .   .   .   .   .   .   W   .   .   .   .   .   .   .
        queued      .   .   .   .   .   .   .   .   .   W   .   .   .   .   .   .   .
        qualified   .   .   .   .   .   .   .   .   .   W   .   .   .   .   .   .   .
        meeting     .   .   .   .   .   .   .   .   .   W   .   .   .   .   .   .   .
        negotiation .   .   .   .   .   .   .   .   .   W   .   .   .   .   .   .   .
        unqualified O   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
        expired     O   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
        """

    private static func initial(_ command: Move.Command?) -> String {
        switch command {
        case .assign: "A"
        case .unassign: "U"
        case .release: "R"
        case .accept: "C"
        case .decline: "D"
        case .status: "S"
        case .set: "F"
        case .withdraw: "W"
        case .reopen: "O"
        case nil: "-"
        }
    }

    private static func pad(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func row(_ head: String, _ cells: [String]) -> String {
        let line = pad(head, to: 12) + cells.map { pad($0, to: 4) }.joined()
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    /// The same of the leads that come to us; a dash is what happens by itself.
    private static let inboundMatrix = """
        from\\to     new rev off acc con quo won los rej wit nee que qua mee neg unq exp
        new         .   .   .   SC  .   .   .   .   S   W   S   .   .   .   .   .   .
        review      .   .   .   .   .   .   .   .   .   W   .   .   .   .   .   .   .
        offered     .   .   .   .   .   .   .   .   .   W   .   .   .   .   .   .   .
        accepted    .   .   .   .   .   .   .   S   .   W   .   .   S   .   .   S   -
        contacted   .   .   .   .   .   .   .   .   .   W   .   .   .   .   .   .   .
        quoted      .   .   .   .   .   .   .   .   .   W   .   .   .   .   .   .   .
        won         O   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
        lost        O   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
        rejected    O   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
        withdrawn   O   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
        needsinfo   F   .   .   .   .   .   .   .   .   W   .   .   .   .   .   .   .
        queued      -   .   .   .   .   .   .   .   .   W   .   .   .   .   .   .   .
        qualified   .   .   .   .   .   .   S   S   .   W   .   .   .   S   .   S   -
        meeting     .   .   .   .   .   .   S   S   .   W   .   .   .   .   S   S   -
        negotiation .   .   .   .   .   .   S   S   .   W   .   .   .   .   .   .   -
        unqualified O   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
        expired     O   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
        """

    @Test(arguments: [(Direction.out, matrix), (.in, inboundMatrix)])
    func theMatrixIsAsWritten(direction: Direction, matrix: String) {
        let flow = Flow.of(direction)
        var lines = [Self.row("from\\to", LeadStatus.allCases.map { "\($0.text)".prefix(3) + "" })]
        for from in LeadStatus.allCases {
            let cells = LeadStatus.allCases.map { target in
                let moves = flow.moves(from: from, to: target)
                return moves.isEmpty ? "." : moves.map { Self.initial($0.command) }.joined()
            }
            lines.append(Self.row("\(from.word)", cells))
        }
        let printed = lines.joined(separator: "\n")
        #expect(printed == matrix, "\n\(printed)")
    }

    @Test(arguments: [
        (LeadStatus.new, "review rejected withdrawn"),
        (.review, "offered new rejected withdrawn"),
        (.offered, "accepted review new withdrawn"),
        (.accepted, "contacted lost review new withdrawn"),
        (.contacted, "quoted won lost review new withdrawn"),
        (.quoted, "won lost withdrawn"),
        (.won, "new"), (.lost, "new"), (.rejected, "new"), (.withdrawn, "new"),
    ])
    func anAdminSeesEveryNextStatusInTheTablesOrder(status: LeadStatus, next: String) {
        let words = Flow.out.next(from: status, role: .admin).map { "\($0.word)" }
        #expect(words.joined(separator: " ") == next)
    }

    @Test(arguments: [
        (LeadStatus.new, Role.agent, "withdrawn"), (.review, .agent, "offered withdrawn"),
        (.review, .partner, ""), (.offered, .partner, "accepted review new"),
        (.accepted, .partner, "contacted lost review new"),
        (.contacted, .agent, "quoted won lost withdrawn"),
        (.contacted, .auditor, ""), (.new, .gateway, ""), (.won, .agent, ""),
        (.won, .manager, "new"),
    ])
    func othersSeeWhatTheirRoleMayDo(status: LeadStatus, role: Role, next: String) {
        let words = Flow.out.next(from: status, role: role).map { "\($0.word)" }
        #expect(words.joined(separator: " ") == next)
    }

    @Test(arguments: [
        (LeadStatus.new, Role.admin, "accepted needsinfo rejected withdrawn"),
        (.new, .agent, "accepted needsinfo withdrawn"), (.new, .partner, "withdrawn"),
        (.needsinfo, .advertiser, "new withdrawn"), (.queued, .manager, "withdrawn"),
        (.accepted, .agent, "qualified lost unqualified withdrawn"),
        (.qualified, .manager, "meeting won lost unqualified withdrawn"),
        (.meeting, .agent, "negotiation won lost unqualified withdrawn"),
        (.negotiation, .agent, "won lost withdrawn"), (.expired, .manager, "new"),
        (.accepted, .auditor, ""),
    ])
    func anInboundLeadGoesOnByTheHouse(status: LeadStatus, role: Role, next: String) {
        let words = Flow.in.next(from: status, role: role).map { "\($0.word)" }
        #expect(words.joined(separator: " ") == next)
    }

    @Test(arguments: Direction.allCases)
    func nextAndAllowsAgree(direction: Direction) {
        let flow = Flow.of(direction)
        for status in LeadStatus.allCases {
            for role in Role.allCases {
                let next = flow.next(from: status, role: role)
                let allowed = LeadStatus.allCases.filter {
                    $0 != status && flow.allows(role, from: status, to: $0)
                }
                #expect(Set(next) == Set(allowed), "\(status) \(role)")
                #expect(!next.contains(status))
            }
        }
    }

    @Test func whatAMoveRequiresIsInTheTable() {
        for move in Flow.out.moves + Flow.in.moves {
            let needed: [Move.Keyword] =
                switch (move.command, move.to) {
                case (.assign, _): [.partner]
                case (.status, .won): [.value]
                case (.status, .meeting): [.meetingTime]
                case (.status, .lost), (.status, .rejected), (.status, .unqualified): [.reason]
                case (.unassign, _), (.decline, _), (.withdraw, _), (.reopen, _): [.reason]
                default: []
                }
            #expect(move.requires == needed, "\(move.from.word) to \(move.to)")
        }
    }

    @Test func statusActsAsTheFirstCommandOfAMove() {
        #expect(Flow.out.moves(from: .offered, to: .new).first?.command == .unassign)
        #expect(Flow.out.moves(from: .won, to: .new).first?.command == .reopen)
        #expect(Flow.out.moves(from: .review, to: .offered).first?.command == .release)
    }

    @Test func timersRunOutWhereAPartnerIsAwaited() {
        let timed = Flow.out.moves.filter { $0.timer != nil }
        #expect(timed.allSatisfy { $0.command == .decline })
        #expect(timed.filter { $0.timer == .accept }.allSatisfy { $0.from == .status(.offered) })
        #expect(timed.filter { $0.timer == .contact }.allSatisfy { $0.from == .status(.accepted) })
        #expect(timed.count == 5)
    }

    @Test func theOutboundStatusesAreThoseOfTheCommandPage() {
        let words = Flow.out.statuses.map { "\($0.word)" }.joined(separator: " ")
        #expect(
            words
                == "new review offered accepted contacted quoted won lost rejected withdrawn")
    }

    @Test func theInboundStatusesAreThoseOfTheCommandPage() {
        let words = Flow.in.statuses.map { "\($0.word)" }.joined(separator: " ")
        #expect(
            words
                == "new accepted won lost rejected withdrawn needsinfo queued qualified meeting "
                + "negotiation unqualified expired")
    }

    @Test func whatNoCommandMakesNobodyMakes() {
        for move in Flow.out.moves + Flow.in.moves {
            #expect((move.command == nil) == move.by.isEmpty, "\(move.from.word) to \(move.to)")
        }
        let timed = Flow.in.moves.filter { $0.timer != nil }
        #expect(timed.allSatisfy { $0.timer == .claim && $0.to == .expired })
        #expect(timed.count == 4)
    }

    @Test func everyOutboundStatusIsReachedFromNew() {
        var reached: Set<LeadStatus> = [.new]
        for _ in LeadStatus.allCases {
            for status in reached {
                reached.formUnion(Flow.out.next(from: status, role: .admin))
            }
        }
        #expect(reached == Set(Flow.out.statuses))
    }

    @Test func wonAndEveryOtherEndIsClosed() {
        let closed = LeadStatus.allCases.filter { !$0.isOpen }
        #expect(closed == [.won, .lost, .rejected, .withdrawn, .unqualified, .expired])
        let load = LeadStatus.allCases.filter(\.isPartnerLoad)
        #expect(load == [.review, .offered, .accepted, .contacted, .quoted])
    }
}
