import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite("Payrolls and payouts in steps") struct PayrollTests {
    /// Users, employees and so many due bonuses for each of them.
    private static func harness(employees: Int, each: Int) throws -> EngineHarness {
        let harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        for number in 1...employees {
            #expect(harness.last("REFERRER.NEW KIND employee NAME e\(number)") == "=R\(number)")
        }
        let second = fin(harness)
        var ids: [String] = []
        for number in 0..<(employees * each) {
            let reply = harness.last(
                "BONUS.NEW TYPE referral-employee EARNER R\(number % employees + 1) AMOUNT 1.00")
            ids.append(String(reply.dropFirst()))
        }
        for start in stride(from: 0, to: ids.count, by: 300) {
            let some = ids[start..<min(start + 300, ids.count)].joined(separator: " ")
            #expect(!harness.last("BONUS.COMPLETE \(some)").hasPrefix("-"))
            #expect(second.run("BONUS.APPROVE \(some)").last?.hasPrefix("-") == false)
        }
        return harness
    }

    private static func fin(_ harness: EngineHarness) -> HarnessConnection {
        let connection = harness.connect()
        connection.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
        return connection
    }

    private static func count(_ harness: EngineHarness, _ state: String) -> Int {
        var count = 0
        var place = ""
        while true {
            let page = harness.run("BONUS.LIST STATE \(state) LIMIT 1000 COLUMNS id\(place)")
            count += page.count - 2
            guard let next = page.last?.split(separator: "next=").dropFirst().last else {
                return count
            }
            place = " AFTER \(next)"
        }
    }

    @Test("a payroll of more than one step is one payroll, and is moved as one")
    func inSteps() throws {
        let harness = try Self.harness(employees: 3, each: Payout.stepRecordsMax * 2 / 3)
        let before = harness.engine.store.position
        #expect(harness.last("PAYROLL.RUN UNTIL 2026-11-21 IDEM nov") == "=PAY1")
        #expect(harness.engine.store.position - before >= 2, "one commit for each step")
        #expect(harness.last("PAYROLL.RUN UNTIL 2026-11-21 IDEM nov") == "=PAY1")
        #expect(Self.count(harness, "due") == 0)
        #expect(harness.run("PAYROLL.GET PAY1").contains(" payouts\t3"))
        let second = Self.fin(harness)
        #expect(second.run("PAYOUT.APPROVE PAY1 IF 1") == [":2"])
        #expect(second.run("PAYOUT.SEND PAY1 METHOD ach IDEM s1") == [":3"])
        let paid = harness.engine.store.position
        #expect(second.run("PAYOUT.PAID PAY1 REF x IF 3 IDEM p1") == [":4"])
        #expect(harness.engine.store.position - paid >= 2, "one commit for each step")
        #expect(second.run("PAYOUT.PAID PAY1 REF x IF 3 IDEM p1") == [":4"])
        #expect(Self.count(harness, "reserved") == 0)
        #expect(harness.run("TAX.REPORT 2026 COLUMNS why").contains(" employee"))
        #expect(harness.last("LEDGER.CHECK") == "+OK 0")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test("what was interrupted is finished after a restart, and nothing else begins meanwhile")
    func interrupted() throws {
        let harness = try Self.harness(employees: 3, each: Payout.stepRecordsMax * 2 / 3)
        let first = Writer(engine: harness.engine, seed: 2)
        let ann = Caller(name: "ann", role: .finance, origin: "127.0.0.1:1#1")
        #expect(first.run("PAYROLL.RUN UNTIL 2026-11-21", ann) == "")
        #expect(first.isUnfinished && first.isInterruptible)
        #expect(first.commit() == .durable)
        #expect(harness.last("PAYOUT.RUN") == "-CONFLICT run 1 is under way")
        #expect(harness.last("PAYROLL.RUN UNTIL 2026-11-21") == "-CONFLICT run 1 is under way")
        #expect(harness.last("PAYOUT.APPROVE PAY1") == "-CONFLICT PAY1 is being made")
        let second = Writer(engine: harness.engine, seed: 3)
        #expect(second.finishSteps() == .durable)
        #expect(Self.count(harness, "due") == 0)
        #expect(harness.run("EVENTS TYPE payroll.* COLUMNS actor").contains(" ann"))
        harness.run("PAYOUT.APPROVE PAY1")
        harness.run("PAYOUT.SEND PAY1 METHOD ach")
        let third = Writer(engine: harness.engine, seed: 4)
        #expect(third.run("PAYOUT.FAIL PAY1 REASON x", ann) == "")
        #expect(third.commit() == .durable)
        #expect(harness.last("PAYOUT.PAID PAY1") == "-CONFLICT PAY1 is being moved")
        let own = harness.last("PAYOUT.FAIL PAY4 REASON x")
        #expect(own == "-CONFLICT the payroll PAY1 is being moved")
        #expect(third.finishSteps() == .durable)
        #expect(Self.count(harness, "due") == Payout.stepRecordsMax * 2 / 3 * 3)
        #expect(harness.last("LEDGER.CHECK") == "+OK 0")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test("a move that was left alone goes on by itself")
    func leftAlone() throws {
        let harness = try Self.harness(employees: 2, each: Payout.stepRecordsMax * 2 / 3)
        let first = Writer(engine: harness.engine, seed: 2)
        let ann = Caller(name: "ann", role: .finance, origin: "127.0.0.1:1#1")
        #expect(first.run("PAYROLL.RUN UNTIL 2026-11-21", ann) == "")
        #expect(first.commit() == .durable)
        harness.run("DEBUG CLOCK ADVANCE 61s")
        #expect(Self.count(harness, "due") == 0)
        #expect(harness.run("EVENTS TYPE payroll.created COLUMNS actor").contains(" system"))
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    /// It compared what it was asked for with what it had begun, and time had gone on.
    @Test("a run up to today in several steps goes on although the time does")
    func runUpToTodayInSteps() throws {
        let harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        let second = Self.fin(harness)
        for number in 1...2 { harness.run("PARTNER.NEW NAME p\(number)") }
        for number in 1...(Payout.bonusesMax + 10) {
            harness.run("BONUS.NEW TYPE referral-vendor EARNER P\(number % 2 + 1) AMOUNT 1")
            harness.run("BONUS.COMPLETE B\(number)")
            second.run("BONUS.APPROVE B\(number)")
        }
        let writer = Writer(engine: harness.engine, seed: 2)
        let ann = Caller(name: "ann", role: .finance, origin: "127.0.0.1:1#1")
        #expect(writer.run("PAYOUT.RUN UNTIL 2026-11-21", ann) == "")
        #expect(writer.isUnfinished)
        #expect(writer.commit() == .durable)
        let later = Timestamp(milliseconds: EngineHarness.start.milliseconds + 5)
        harness.engine.clock.stand(at: later)
        #expect(writer.run("PAYOUT.RUN UNTIL 2026-11-21", ann).contains("payouts\t2"))
        #expect(writer.commit() == .durable)
        #expect(Self.count(harness, "due") == 0)
    }

    /// The sum of the first payout alone was compared with the least.
    @Test("small bonuses are paid when all of them together come to the least")
    func manySmallBonuses() throws {
        let harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        let second = Self.fin(harness)
        harness.run("PARTNER.NEW NAME North")
        let count = Payout.bonusesMax + 10
        for number in 1...count {
            harness.run("BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT 0.10")
            harness.run("BONUS.COMPLETE B\(number)")
            second.run("BONUS.APPROVE B\(number)")
        }
        #expect(harness.run("PAYOUT.RUN MINIMUM 26.01").contains(" payouts\t0"))
        #expect(Self.count(harness, "due") == count)
        #expect(harness.run("PAYOUT.RUN MINIMUM 26.00").contains(" payouts\t2"))
        #expect(Self.count(harness, "reserved") == count)
        let amounts = harness.run("PAYOUT.LIST COLUMNS amount")
        #expect(amounts.contains(" 25.00") && amounts.contains(" 1.00"), "\(amounts)")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    /// As many of the earliest as one payout takes came to less than the debt, so that nothing was
    /// paid at all, whatever was due behind them.
    @Test("an earner whose earliest bonuses debts would take wholly is paid its largest")
    func largestBeyondDebts() throws {
        let harness = try EngineHarness()
        let second = try indebted(harness)
        try Self.pay(harness, second, ["2000"], after: Payout.bonusesMax)
        let preview = harness.run("PAYOUT.PREVIEW")
        let row = " P1\tUSD\t2249.00\t1000.00\t0.00\t1249.00\t250"
        #expect(preview.contains(row), "\(preview)")
        #expect(harness.run("PAYOUT.RUN").contains(" payouts\t2"))
        let amounts = harness.run("PAYOUT.LIST RUN 2 COLUMNS amount")
        #expect(amounts.contains(" 1249.00") && amounts.contains(" 1.00"), "\(amounts)")
        #expect(harness.last("LEDGER.CHECK") == "+OK 0")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    /// Those of a debt of 1,000 and bonuses of 3.00 came to nothing, and so did all behind them.
    @Test("where one payout's bonuses are all kept back for debts, the next one pays the rest")
    func settledByDebts() throws {
        let harness = try EngineHarness()
        let second = try indebted(harness)
        try Self.pay(harness, second, Array(repeating: "3", count: 350), after: 0)
        let row = " P1\tUSD\t750.00\t750.00\t0.00\t0.00\t250"
        #expect(harness.run("PAYOUT.PREVIEW").contains(row))
        #expect(harness.run("PAYOUT.RUN MINIMUM 50.01").contains(" payouts\t0"))
        #expect(harness.run("PAYOUT.RUN MINIMUM 50").contains(" payouts\t2"))
        #expect(harness.last("PAYOUT.APPROVE PAY2").hasPrefix("-NOPERM four eyes"))
        let approved = second.run("PAYOUT.APPROVE PAY2 PAY3")
        #expect(approved.contains(" PAY2\tpaid") && approved.contains(" PAY3\tapproved"))
        #expect(second.run("PAYOUT.SEND PAY2 METHOD ach").last?.hasPrefix("-BADSTATE") == true)
        let balance = " USD\t3550.00\t3250.00\t0.00\t0.00\t300.00\t0.00\t0.00\t\\N\t\\N"
        #expect(harness.run("BALANCE P1").contains(balance), "\(harness.run("BALANCE P1"))")
        #expect(harness.last("LEDGER.CHECK") == "+OK 0")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    /// Of more than 250 debts those behind were forgotten: 11.00 were paid to who was owed 1.00.
    @Test("an earner of more debts than a payout has bonuses is paid only what is beyond them all")
    func manyDebts() throws {
        let harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        let second = Self.fin(harness)
        harness.run("PARTNER.NEW NAME North")
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1")
        harness.run("ACCEPT L1")
        harness.run("SALE.NEW L1 AMOUNT 1000")
        second.run("SALE.APPROVE S1")
        let first = Int(harness.last("BONUS.LIST").split(separator: " ")[1]) ?? 0
        let count = Payout.bonusesMax + 10
        for number in (first + 1)...(first + count) {
            harness.run("BONUS.NEW TYPE referral-vendor EARNER P1 SALE S1 AMOUNT 1")
            harness.run("BONUS.COMPLETE B\(number)")
            second.run("BONUS.APPROVE B\(number)")
        }
        #expect(harness.run("PAYOUT.RUN").contains(" payouts\t2"))
        for payout in ["PAY1", "PAY2"] {
            for move in ["APPROVE \(payout)", "SEND \(payout) METHOD ach", "PAID \(payout)"] {
                #expect(second.run("PAYOUT.\(move)").last?.hasPrefix(":") == true)
            }
        }
        #expect(second.run("SALE.CANCEL S1 REASON returned").last?.hasPrefix(":") == true)
        #expect(harness.run("BALANCE P1")[1].contains("\t\(count).00\t-"))
        let id = harness.last("BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT \(count + 1)")
        harness.run("BONUS.COMPLETE \(id.dropFirst())")
        second.run("BONUS.APPROVE \(id.dropFirst())")
        let due = "\(count + 1).00\t\(count).00\t0.00\t1.00\t1"
        #expect(harness.run("PAYOUT.PREVIEW").contains(" P1\tUSD\t\(due)"))
        #expect(harness.run("PAYOUT.RUN").contains(" payouts\t1"))
        #expect(second.run("PAYOUT.APPROVE PAY3").last == ":2")
        #expect(second.run("PAYOUT.FAIL PAY3 REASON closed").last?.hasPrefix(":") == true)
        #expect(harness.run("PAYOUT.PREVIEW").contains(" P1\tUSD\t\(due)"))
        #expect(harness.last("LEDGER.CHECK") == "+OK 0")
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    /// What is behind the first 5,000 was not seen, so that nobody was paid at all.
    @Test("an earner whose first 5,000 due bonuses debts take is paid what is behind them")
    func beyondOneLook() throws {
        let harness = try EngineHarness()
        let second = try indebted(harness)
        let count = EngineLimits.scanRowsMax + 10
        // One comes to 0.20, so that 5,000 come to the debt of 1,000.00.
        try Self.pay(harness, second, Array(repeating: "0.20", count: count), after: 0)
        #expect(harness.run("PAYOUT.PREVIEW").contains { $0.hasSuffix("\t0.00\t250") })
        // What became due behind a cut-off is no part of it.
        #expect(harness.run("PAYOUT.RUN UNTIL 2026-11-20").contains(" payouts\t0"))
        #expect(harness.run("PAYOUT.RUN MINIMUM 2.01").contains(" payouts\t0"))
        let writer = Writer(engine: harness.engine, seed: 2)
        let ann = Caller(name: "ann", role: .finance, origin: "127.0.0.1:1#1")
        var steps = 0
        var reply = ""
        repeat {
            reply = writer.run("PAYOUT.RUN MINIMUM 2", ann)
            #expect(writer.commit() == .durable)
            steps += 1
        } while reply.isEmpty && steps < 100
        #expect(reply.contains("payouts\t21") && steps > 10, "\(reply) in \(steps) steps")
        #expect(harness.run("PAYOUT.LIST COLUMNS amount").count { $0 == " 2.00" } == 1)
        #expect(harness.last("LEDGER.CHECK") == "+OK 0")
    }

    @Test("bonuses of nothing do not keep the next one from being paid")
    func zerosFirst() throws {
        let harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        let second = Self.fin(harness)
        harness.run("PARTNER.NEW NAME North RATE 10%")
        harness.run("TERMS.SET P1 CAP 5.00 PER year")
        for lead in ["ann@acme.example", "bob@bolt.example"] {
            let id = harness.last("LEAD.NEW EMAIL \(lead) DIRECTION in REFERRER P1").dropFirst()
            harness.run("ACCEPT \(id)")
        }
        for number in 1...(Payout.bonusesMax + 2) {
            harness.run("SALE.NEW L\(number % 2 + 1) AMOUNT 50")
            second.run("SALE.APPROVE S\(number)")
            harness.run("BONUS.COMPLETE B\(number)")
            second.run("BONUS.APPROVE B\(number)")
        }
        // The first sale used the cap up.
        #expect(second.run("BONUS.VOID B1 REASON error").last?.hasPrefix(":") == true)
        #expect(harness.last("PAYOUT.PREVIEW") == "+OK 0")
        try Self.pay(harness, second, ["7"], after: 0, from: Payout.bonusesMax + 3)
        #expect(harness.run("PAYOUT.RUN").contains(" payouts\t1"))
        #expect(harness.run("PAYOUT.LIST COLUMNS amount") == ["# amount", " 7.00", "+OK 1"])
    }

    /// A partner that owes 1,000.00 of a paid bonus; answers who approves.
    private func indebted(_ harness: EngineHarness) throws -> HarnessConnection {
        harness.run("USER.NEW root ROLE admin")
        let second = Self.fin(harness)
        for line in [
            "PARTNER.NEW NAME North RATE 10%",
            "LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1", "ACCEPT L1",
            "SALE.NEW L1 AMOUNT 25000", "BONUS.COMPLETE B1",
        ] {
            if line.hasPrefix("BONUS") { second.run("SALE.APPROVE S1") }
            #expect(!harness.last(line).hasPrefix("-"), "\(line)")
        }
        second.run("BONUS.APPROVE B1")
        harness.run("PAYOUT.RUN")
        for line in ["PAYOUT.APPROVE PAY1", "PAYOUT.SEND PAY1 METHOD ach", "PAYOUT.PAID PAY1"] {
            #expect(second.run(line).last?.hasPrefix(":") == true, "\(line)")
        }
        #expect(harness.last("SALE.REFUND S1 AMOUNT 10000 REASON returned") == ":3")
        return second
    }

    /// Makes bonuses of 1.00, then some of other amounts, all due.
    private static func pay(
        _ harness: EngineHarness, _ second: HarnessConnection, _ amounts: [String],
        after ones: Int, from first: Int = 2
    ) throws {
        for (index, amount) in (Array(repeating: "1", count: ones) + amounts).enumerated() {
            let id = harness.last("BONUS.NEW TYPE referral-vendor EARNER P1 AMOUNT \(amount)")
            #expect(id == "=B\(first + index)")
            harness.run("BONUS.COMPLETE B\(first + index)")
            second.run("BONUS.APPROVE B\(first + index)")
        }
    }

    @Test("a payroll is not moved in a block")
    func notInABlock() throws {
        let harness = try Self.harness(employees: 1, each: 1)
        harness.run("PAYROLL.RUN UNTIL 2026-11-21")
        let second = Self.fin(harness)
        second.run("MULTI")
        second.run("PAYOUT.APPROVE PAY1")
        let replies = second.run("EXEC")
        #expect(replies.contains { $0.contains("a payroll is not moved in MULTI") }, "\(replies)")
        #expect(second.run("MULTI") == ["+OK"])
        #expect(second.run("PAYROLL.RUN UNTIL 2026-11-21").last?.hasPrefix("-") == true)
    }
}
