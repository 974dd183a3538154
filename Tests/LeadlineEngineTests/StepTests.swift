import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

/// A command that works in steps lets others write between two of them: what each promises then.
@Suite("What others write between the steps of a command") struct StepTests {
    /// More than one step takes.
    private static let many = EngineLimits.stepRecordsMax + 20

    /// Runs a command of the harness's own connection; others are run once, after its first step,
    /// by another admin.
    ///
    /// - Returns: The last line of its reply, and those of the others.
    private static func run(
        _ line: String, _ harness: EngineHarness, between others: [String],
        as caller: Caller = Caller(name: "zoe", role: .admin, origin: "127.0.0.1:1#8")
    ) -> (reply: String, others: [String]) {
        let other = harness.connect()
        other.session.caller = caller
        var replies: [String] = []
        harness.betweenSteps {
            guard replies.isEmpty else { return }
            replies = others.map { other.run($0).last ?? "" }
        }
        defer { harness.betweenSteps(nil) }
        let reply = harness.last(line)
        #expect(replies.count == others.count, "\(line) had no second step")
        return (reply, replies)
    }

    private static func partners(_ count: Int) throws -> EngineHarness {
        let harness = try EngineHarness()
        for number in 1...count {
            #expect(harness.last("PARTNER.NEW NAME Partner\(number)") == "=P\(number)")
        }
        return harness
    }

    @Test("PARTNER.SUSPEND: what is accepted meanwhile stays, and nothing new is offered")
    func suspension() throws {
        let harness = try Self.partners(1)
        for number in 1...Self.many {
            harness.run("LEAD.NEW EMAIL a\(number)@x\(number).example")
            harness.run("ASSIGN L\(number) P1")
            harness.run("RELEASE L\(number)")
        }
        let (reply, others) = Self.run(
            "PARTNER.SUSPEND P1 REASON gone", harness,
            between: ["ACCEPT L\(Self.many)", "ASSIGN L1 P1", "PARTNER.RESUME P1"])
        #expect(reply == ":2")
        #expect(others[0].hasPrefix(":"))
        #expect(others[1].hasPrefix("-CONFLICT"))
        #expect(others[2] == "-CONFLICT P1 is being suspended")
        #expect(harness.last("LEAD.LIST STATUS offered COLUMNS id") == "+OK 0")
        #expect(
            harness.run("LEAD.LIST PARTNER P1 COLUMNS id,status").dropFirst()
                == [" L\(Self.many)\taccepted", "+OK 1"])
        #expect(harness.last("PARTNER.RESUME P1") == ":3")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test(
        "LEAD.TRANSFER: what the giver gets meanwhile moves, what ends stays, the taker stays too")
    func transfer() throws {
        let harness = try Self.partners(3)
        for number in 1...Self.many {
            harness.run("LEAD.NEW EMAIL a\(number)@x\(number).example DIRECTION in REFERRER P1")
        }
        let (reply, others) = Self.run(
            "LEAD.TRANSFER FROM P1 TO P2 STATUS open REASON merger", harness,
            between: [
                "LEAD.WITHDRAW L\(Self.many) REASON gone",
                "LEAD.NEW EMAIL new@new.example DIRECTION in REFERRER P1",
                "PARTNER.SUSPEND P2 REASON x", "LEAD.TRANSFER FROM P1 TO P3 REASON x",
                "NOTE L1 hello", "PARTNER.PAUSE P2",
            ])
        #expect(others[0] == ":2" && others[1] == "=L\(Self.many + 1)")
        #expect(others[2] == "-CONFLICT a transfer to P2 is under way")
        #expect(others[3] == "-CONFLICT another transfer from P1 is under way")
        #expect(others[4] == "+OK" && others[5].hasPrefix(":"))
        #expect(reply == ":\(Self.many)")
        #expect(
            harness.run("LEAD.LIST PARTNER P1 COLUMNS id,status").dropFirst()
                == [" L\(Self.many)\twithdrawn", "+OK 1"])
        #expect(harness.run("LEAD.GET L\(Self.many + 1)").contains(" partner\tP2"))
        #expect(harness.last("PARTNER.SUSPEND P2 REASON x").hasPrefix(":"))
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    // A taker that is no longer one when a later step is made leaves no transfer that never ends:
    // the step was refused, and the giver's leads were "under way" until the next start.
    @Test("LEAD.TRANSFER to a user who is disabled meanwhile goes on to its end")
    func transferToDisabled() throws {
        let harness = try EngineHarness()
        let login = "AUTH root \(harness.last("USER.NEW root ROLE admin").dropFirst())"
        #expect(harness.last(login) == "+OK")
        for name in ["ann", "bob"] { harness.run("USER.NEW \(name) ROLE admin") }
        for number in 1...Self.many {
            harness.run("LEAD.NEW EMAIL a\(number)@x\(number).example OWNER ann")
        }
        let (reply, others) = Self.run(
            "LEAD.TRANSFER FROM ann TO bob REASON leaves", harness,
            between: [login, "USER.DISABLE bob"])
        #expect(others[0] == "+OK" && !others[1].hasPrefix("-"))
        #expect(reply == ":\(Self.many)")
        #expect(harness.last("LEAD.LIST OWNER ann COLUMNS id") == "+OK 0")
        #expect(harness.last("LEAD.TRANSFER FROM bob TO root REASON x") == ":\(Self.many)")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test("ERASE: what is said of the person meanwhile goes, too")
    func erasure() throws {
        let harness = try Self.partners(2)
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1")
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P2 QUEUE")
        for number in 1...Self.many { harness.run("NOTE L1 word\(number)") }
        let (reply, others) = Self.run(
            "ERASE EMAIL ann@acme.example REASON asked", harness,
            between: [
                "NOTE L1 more", "MAIL.LOG EMAIL ann@acme.example SUBJECT s BODY b",
                "LEAD.NEW EMAIL ann@acme.example SERVICE hr", "LEAD.WITHDRAW L1 REASON x",
            ])
        #expect(others.allSatisfy { !$0.hasPrefix("-") }, "\(others)")
        #expect(reply == "+OK")
        #expect(harness.last("PERSON EMAIL ann@acme.example COLUMNS kind") == "+OK 0")
        let leads = harness.run("LEAD.LIST COLUMNS id,status,email")
        #expect(
            leads.dropFirst() == [
                " L3\tnew\terased@l3.invalid", " L2\twithdrawn\terased@l2.invalid",
                " L1\twithdrawn\terased@l1.invalid", "+OK 3",
            ])
        #expect(harness.last("CHECK DEEP") == "+OK 0")
        #expect(harness.last("AUDIT.VERIFY").hasPrefix("+OK"))
    }

    @Test("TIER.EVALUATE: who is pinned or suspended meanwhile stays where it is")
    func tiers() throws {
        let harness = try Self.partners(Self.many)
        harness.run("TIER.SET member RANK 1")
        let (last, next) = (Self.many, Self.many - 1)
        let (reply, others) = Self.run(
            "TIER.EVALUATE", harness,
            between: [
                "PARTNER.SET P\(last) TIER member PIN", "PARTNER.SUSPEND P\(next) REASON x",
                "PARTNER.NEW NAME Late",
            ])
        #expect(others[0].hasPrefix(":") && others[1].hasPrefix(":"), "\(others)")
        #expect(reply == "+OK \(Self.many - 2 + 1)")
        #expect(harness.run("PARTNER.GET P\(last)").contains(" tier\tmember"))
        #expect(harness.run("PARTNER.GET P\(next)").contains(" tier\t\\N"))
        #expect(harness.run("PARTNER.GET P\(last + 1)").contains(" tier\tmember"))
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }
}

/// The same of what moves money.
@Suite("What others write between the steps of paying") struct PayoutStepTests {
    private static let earners = 4
    private static let each = Payout.stepRecordsMax / 2

    private let harness: EngineHarness
    private let second: HarnessConnection
    private let third: HarnessConnection

    init() throws {
        harness = try EngineHarness()
        second = harness.connect()
        third = harness.connect()
        // Nobody approves what they have declared complete themselves.
        let root = harness.last("USER.NEW root ROLE admin").dropFirst()
        #expect(harness.last("AUTH root \(root)") == "+OK")
        for (connection, name, role) in [(second, "fin", "finance"), (third, "zoe", "admin")] {
            let token = harness.last("USER.NEW \(name) ROLE \(role)").dropFirst()
            #expect(connection.run("AUTH \(name) \(token)").last == "+OK")
        }
    }

    /// So many due bonuses of each of four earners.
    private func fill(_ make: String, _ earner: String, _ type: String) {
        for number in 1...Self.earners { harness.run("\(make) NAME e\(number)") }
        let count = Self.earners * Self.each
        for number in 0..<count {
            let payee = "\(earner)\(number / Self.each + 1)"
            harness.run("BONUS.NEW TYPE \(type) EARNER \(payee) AMOUNT 1.00")
        }
        approve(1...count)
    }

    private func approve(_ numbers: ClosedRange<Int>) {
        for start in stride(from: numbers.lowerBound, through: numbers.upperBound, by: 250) {
            let ids = (start...min(start + 249, numbers.upperBound)).map { "B\($0)" }
                .joined(separator: " ")
            #expect(third.run("BONUS.COMPLETE \(ids)").last?.hasPrefix("-") == false)
            #expect(second.run("BONUS.APPROVE \(ids)").last?.hasPrefix("-") == false)
        }
    }

    /// Runs a line, and others once after its first step; answers the last line of its reply.
    private func run(_ line: String, _ others: [() -> Void]) -> String {
        var hasRun = false
        harness.betweenSteps {
            guard !hasRun else { return }
            hasRun = true
            for other in others { other() }
        }
        defer { harness.betweenSteps(nil) }
        let reply = harness.last(line)
        #expect(hasRun, "\(line) had no second step")
        return reply
    }

    private func isSound() {
        #expect(harness.last("LEDGER.CHECK") == "+OK 0")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test("PAYOUT.RUN: what is held, void or taken back meanwhile is not paid, nor anything twice")
    func payoutRun() {
        fill("PARTNER.NEW", "P", "referral-vendor")
        let last = Self.earners * Self.each
        let reply = run(
            "PAYOUT.RUN",
            [
                { #expect(second.run("BONUS.HOLD B\(last) REASON look").last == ":4") },
                { #expect(second.run("BONUS.VOID B\(last - 1) REASON wrong").last == ":4") },
                { #expect(second.run("PAYOUT.RUN").last == "-CONFLICT run 1 is under way") },
                // Its earner has had its turn.
                {
                    third.run("BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT 2.00")
                    approve((last + 1)...(last + 1))
                },
                {
                    let late = third.run("BONUS.HOLD B1 REASON late").last
                    #expect(late?.hasPrefix("-BADSTATE") == true)
                },
                { #expect(third.run("PARTNER.SUSPEND P3 REASON x").last == ":2") },
            ])
        #expect(reply == "+OK 2")
        let states = harness.run(
            "BONUS.LIST STATE held,void,due LIMIT 1000 COLUMNS id,state,earner")
        let others = states.dropFirst().dropLast().filter { !$0.hasSuffix("P3") }
        #expect(
            others == [" B\(last + 1)\tdue\tP1", " B\(last)\theld\tP4", " B\(last - 1)\tvoid\tP4"])
        #expect(states.filter { $0.hasSuffix("held\tP3") }.count == Self.each)
        let payouts = harness.run("PAYOUT.LIST COLUMNS earner,amount").dropFirst().dropLast()
        let whole = "\(Self.each).00"
        #expect(payouts.sorted() == [" P1\t\(whole)", " P2\t\(whole)", " P4\t\(Self.each - 2).00"])
        isSound()
        #expect(second.run("PAYOUT.RUN").last == "+OK 2")
        #expect(harness.last("PAYOUT.LIST COLUMNS id") == "+OK 4")
        isSound()
    }

    @Test("PAYROLL.RUN and its moves: nothing else moves the payroll, and it is paid as one")
    func payroll() {
        fill("REFERRER.NEW KIND employee", "R", "referral-employee")
        let last = Self.earners * Self.each
        let made = run(
            "PAYROLL.RUN UNTIL 2026-11-21",
            [
                { #expect(second.run("PAYOUT.APPROVE PAY1").last?.hasPrefix("-CONFLICT") == true) },
                {
                    #expect(
                        second.run("PAYROLL.RUN UNTIL 2026-11-21").last?.hasPrefix("-CONFLICT")
                            == true)
                },
                { #expect(second.run("BONUS.HOLD B\(last) REASON look").last == ":4") },
            ])
        #expect(made == "=PAY1")
        #expect(harness.run("PAYROLL.GET PAY1").contains(" payouts\t\(Self.earners)"))
        #expect(
            harness.last("BONUS.LIST STATE reserved LIMIT 1000 COLUMNS id") == "+OK \(last - 1)")
        #expect(second.run("PAYOUT.APPROVE PAY1").last == ":2")
        #expect(harness.last("PAYOUT.SEND PAY1 METHOD ach") == ":3")
        let paid = run(
            "PAYOUT.PAID PAY1 REF x",
            [
                { #expect(second.run("PAYOUT.FAIL PAY1 REASON x").last?.hasPrefix("-") == true) },
                { #expect(second.run("PAYOUT.PAID PAY1 REF y").last?.hasPrefix("-") == true) },
            ])
        #expect(paid == ":4")
        #expect(harness.last("BONUS.LIST STATE paid LIMIT 1000 COLUMNS id") == "+OK \(last - 1)")
        isSound()
    }
}
