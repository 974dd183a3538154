import LeadlineDomain
import Testing

@testable import LeadlineEngine

/// One random history of sales, renewals, refunds and bonuses, told to the engine and to the model.
struct MoneyHistory {
    private let harness: EngineHarness
    private let second: HarnessConnection
    private var model = MoneyModel()
    private var random: SeededGenerator
    private let seed: UInt64
    private var debtCount = 0

    private static let partnerCount = 4
    /// The third partner stands below the first, the fourth below the third.
    private static let parents: [Int?] = [nil, nil, 0, 2]

    init(seed: UInt64) throws {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        harness = try EngineHarness()
        harness.run("USER.NEW root ROLE admin")
        second = harness.connect()
        second.session.caller = Caller(name: "fin", role: .finance, origin: "127.0.0.1:1#9")
        for number in 0..<Self.partnerCount {
            let parent = Self.parents[number].map { " PARENT P\($0 + 1)" } ?? ""
            harness.run("PARTNER.NEW NAME p\(number + 1)\(parent)")
            model.deals.append(newDeal(number))
            let mail = "c\(number)@c\(number).example"
            harness.run("LEAD.NEW EMAIL \(mail) DIRECTION in REFERRER P\(number + 1)")
            harness.run("ACCEPT L\(number + 1)")
        }
    }

    // MARK: - The run

    mutating func run(steps: Int) {
        for step in 0..<steps {
            take()
            if step % 10 == 9 { compare() }
        }
        compare()
        expectSound("LEDGER.CHECK")
        expectSound("CHECK DEEP")
    }

    private func expectSound(_ command: String) {
        let found = harness.run(command)
        #expect(found.last == "+OK 0", "seed \(seed): \(found)")
    }

    private mutating func take() {
        switch int(0..<26) {
        case 0, 1: sell()
        case 2: model.deals[0] = newDeal(0)
        case 3: renew()
        case 4, 5: refund()
        case 6: byHand()
        case 7, 8, 9, 10: complete()
        case 11, 12, 13, 14: approve()
        case 15: hold()
        case 16: unhold()
        case 17: split()
        case 18: if int(0..<3) == 0 { void() } else { adjust() }
        case 19: runPayouts()
        case 20, 21, 22: movePayout()
        case 23, 24: settleDebt()
        default: harness.run("DEBUG CLOCK ADVANCE \(int(1..<10))d")
        }
    }

    private mutating func int(_ range: Range<Int>) -> Int { .random(in: range, using: &random) }
    private mutating func minor() -> Int64 { .random(in: 1...100_000, using: &random) }

    private var now: Int64 { harness.engine.clock.now.milliseconds }
    private var today: Int64 { now / MoneyModel.day * MoneyModel.day }

    /// A bonus that stands in one of these states now; nil when none does.
    private mutating func pick(_ states: Set<String>) -> MoneyModel.Bonus? {
        let now = now
        return model.bonuses.values.filter { states.contains(model.state(of: $0, at: now)) }
            .sorted { $0.id < $1.id }.randomElement(using: &random)
    }

    // MARK: - Sales

    /// Sets a partner's terms; answers what they mean.
    private mutating func newDeal(_ number: Int) -> MoneyModel.Deal {
        let first = Int128(int(0..<1_000_001))
        let later = int(0..<2) == 0 ? nil : Int128(int(0..<500_001))
        let above = Self.parents[number] == nil ? nil : Int128(int(0..<300_001))
        let days = [0, 0, 30, 45][int(0..<4)]
        var line = "TERMS.SET P\(number + 1) RATE \(first.percent) HOLD \(days)d"
        line += " LATER \(later?.percent ?? "\"\"")"
        line += above.map { " OVERRIDE \($0.percent) OF commission" } ?? ""
        let reply = harness.last(line)
        #expect(reply.hasPrefix(":"), "seed \(seed): \(line) \(reply)")
        return MoneyModel.Deal(first: first, later: later, above: above, holdDays: Int64(days))
    }

    private mutating func sell() {
        let partner = int(0..<Self.partnerCount)
        let amount = minor()
        let sale = model.sales.count
        let made = harness.last("SALE.NEW L\(partner + 1) AMOUNT \(amount.dollars)")
        #expect(made == "=S\(sale + 1)", "seed \(seed)")
        model.sales.append([MoneyModel.Invoice(amount: amount)])
        let rows = second.run("SALE.APPROVE S\(sale + 1)").compactMap(Self.bonusID)
        let deal = model.deals[partner]
        var expected = [(partner, [deal.first], deal.later.map { [$0] })]
        if let above = deal.above, let parent = Self.parents[partner] {
            expected.append((parent, [deal.first, above], deal.later.map { [$0, above] }))
        }
        #expect(rows.count == expected.count, "seed \(seed): \(rows)")
        for (id, award) in zip(rows, expected) {
            model.bonuses[id] = MoneyModel.Bonus(
                id: id, earner: award.0, invoice: (sale, 0), rates: award.1,
                laterRates: award.2, given: nil, part: nil, earned: today,
                holdDays: deal.holdDays)
        }
    }

    private static func bonusID(_ row: String) -> Int? {
        let cell = row.drop { $0 == " " || $0 == "=" }.prefix { $0 != "\t" }
        return cell.hasPrefix("B") ? Int(cell.dropFirst()) : nil
    }

    private mutating func renew() {
        guard !model.sales.isEmpty else { return }
        let sale = int(0..<model.sales.count)
        let amount = minor()
        let time = Timestamp(milliseconds: now).text
        let reply = second.run("SALE.RENEW S\(sale + 1) AMOUNT \(amount.dollars) AT \(time)")
        let isOver = model.net(of: sale) == 0
        #expect(reply[0].hasPrefix(isOver ? "-BADSTATE" : ":"), "seed \(seed): \(reply)")
        guard !isOver else { return }
        model.sales[sale].append(MoneyModel.Invoice(amount: amount))
        let firsts = model.renewing(of: sale, at: now)
        let fresh = harness.run("BONUS.LIST SALE S\(sale + 1) LIMIT 1000")
            .compactMap(Self.bonusID).filter { model.bonuses[$0] == nil }.sorted()
        #expect(fresh.count == firsts.count, "seed \(seed): S\(sale + 1) \(fresh)")
        for (id, first) in zip(fresh, firsts) {
            model.bonuses[id] = MoneyModel.Bonus(
                id: id, earner: first.earner, invoice: (sale, model.sales[sale].count - 1),
                rates: first.laterRates ?? [], given: nil, part: nil, earned: today,
                holdDays: first.holdDays)
        }
    }

    private mutating func refund() {
        guard !model.sales.isEmpty else { return }
        let sale = int(0..<model.sales.count)
        let net = model.net(of: sale)
        let amount = int(0..<4) == 0 ? max(net, 1) : Int64.random(in: 1...net + 1, using: &random)
        let reply = second.run("SALE.REFUND S\(sale + 1) AMOUNT \(amount.dollars) REASON back")
        let expected = net == 0 ? "-BADSTATE" : amount > net ? "-INVALID amount" : ":"
        #expect(reply[0].hasPrefix(expected), "seed \(seed): \(reply)")
        if amount <= net { model.refund(amount, of: sale) }
    }

    // MARK: - Bonuses

    private mutating func byHand() {
        let earner = int(0..<Self.partnerCount)
        let line = "BONUS.NEW TYPE referral-vendor EARNER P\(earner + 1)"
        let open = model.sales.indices.filter { model.sales[$0][0].net > 0 }
        let sale = int(0..<2) == 0 ? nil : open.randomElement(using: &random)
        let rate = Int128(int(0..<1_000_001))
        let amount = minor()
        let hasRate = sale != nil && int(0..<2) == 0
        let how = hasRate ? "RATE \(rate.percent)" : "AMOUNT \(amount.dollars)"
        let reply = harness.last("\(line) \(how)\(sale.map { " SALE S\($0 + 1)" } ?? "")")
        guard let id = Self.bonusID(reply) else {
            Issue.record("seed \(seed): \(reply)")
            return
        }
        model.bonuses[id] = MoneyModel.Bonus(
            id: id, earner: earner, invoice: sale.map { ($0, 0) }, rates: hasRate ? [rate] : [],
            given: hasRate ? nil : amount, part: nil, earned: today, holdDays: 0)
    }

    /// Sends a command for a bonus and notes what it changes.
    private mutating func tell(
        _ words: String, _ bonus: MoneyModel.Bonus, bySecond: Bool = false,
        _ change: (inout MoneyModel.Bonus) -> Void
    ) {
        let reply = bySecond ? second.run(words) : harness.run(words)
        #expect(reply[0].hasPrefix(":"), "seed \(seed): \(words) \(reply)")
        var changed = bonus
        change(&changed)
        model.bonuses[bonus.id] = changed
    }

    private mutating func complete() {
        guard let bonus = pick(["draft"]) else { return }
        tell("BONUS.COMPLETE B\(bonus.id)", bonus) { $0.state = "ready" }
    }

    private mutating func approve() {
        guard let bonus = pick(["ready"]) else { return }
        let own = harness.last("BONUS.APPROVE B\(bonus.id)")
        #expect(own.hasPrefix("-NOPERM four eyes"), "seed \(seed): \(own)")
        let time = now
        tell("BONUS.APPROVE B\(bonus.id)", bonus, bySecond: true) {
            $0.state = "approved"
            $0.approved = time
        }
    }

    private mutating func hold() {
        guard let bonus = pick(["draft", "ready", "approved", "due"]) else { return }
        tell("BONUS.HOLD B\(bonus.id) REASON wait", bonus) { $0.isHeld = true }
    }

    private mutating func unhold() {
        guard let bonus = pick(["held"]) else { return }
        tell("BONUS.UNHOLD B\(bonus.id) REASON on", bonus) { $0.isHeld = false }
    }

    private mutating func void() {
        guard let bonus = pick(["draft", "ready", "approved", "due", "held"]),
            !bonus.wasInPayout
        else { return }
        tell("BONUS.VOID B\(bonus.id) REASON wrong", bonus) { $0.state = "void" }
    }

    private mutating func split() {
        guard let old = pick(["draft", "ready"]), old.part == nil else { return }
        let first = int(1..<1_000_000)
        let weights = [Int128(first), Int128(1_000_000 - first)]
        let plan = weights.map(\.percent).joined(separator: ",")
        let ids = harness.run("BONUS.SPLIT B\(old.id) \(plan)").compactMap(Self.bonusID)
        #expect(ids.count == 2, "seed \(seed)")
        for (index, id) in ids.enumerated() {
            model.bonuses[id] = MoneyModel.Bonus(
                id: id, earner: old.earner, invoice: old.invoice, rates: old.rates,
                given: old.given, part: (weights, index), earned: old.earned,
                holdDays: old.holdDays)
        }
        model.bonuses[old.id]?.state = "void"
        model.bonuses[old.id]?.isSplit = true
    }

    private mutating func adjust() {
        guard let old = pick(["approved", "due"]) else { return }
        let change = int(0..<2) == 0 ? minor() : -minor()
        let text = change < 0 ? "-\((-change).dollars)" : "+\(change.dollars)"
        let reply = harness.last("BONUS.ADJUST B\(old.id) AMOUNT \(text) REASON counted")
        guard let id = Self.bonusID(reply) else {
            Issue.record("seed \(seed): \(reply)")
            return
        }
        model.bonuses[id] = MoneyModel.Bonus(
            id: id, earner: old.earner, invoice: old.invoice, rates: [], given: change,
            part: nil, earned: today, holdDays: 0)
    }

    // MARK: - Payouts

    private mutating func runPayouts() {
        let made = harness.run("PAYOUT.RUN")
        #expect(made.last == "+OK 2", "seed \(seed): \(made)")
        let number = made[0].split(separator: "\t")[1]
        for row in harness.run("PAYOUT.LIST RUN \(number) COLUMNS id,earner,amount,lines") {
            let cells = row.split(separator: "\t").map { String($0) }
            guard row.hasPrefix(" PAY") || row.hasPrefix("  PAY"),
                let id = Int(cells[0].filter(\.isNumber)),
                let earner = Int(cells[1].filter(\.isNumber)), let amount = cells[2].cents
            else { continue }
            model.payouts[id] = MoneyModel.Payout(earner: earner - 1, amount: amount)
            note(cells[3], of: id, amount)
        }
    }

    /// Notes the lines of a payout: they add up, and no bonus is in another.
    private mutating func note(_ lines: String, of payout: Int, _ amount: Int64) {
        var sum: Int64 = 0
        for line in lines.split(whereSeparator: { "[],\"".contains($0) }) {
            let words = line.split(separator: " ").map { String($0) }
            guard let id = Int(words[0].dropFirst()), let part = words[1].cents else { continue }
            sum += part
            guard words.count == 2 else { continue }
            #expect(model.bonuses[id]?.payout == nil, "seed \(seed): B\(id) is in two payouts")
            model.bonuses[id]?.payout = payout
            model.bonuses[id]?.wasInPayout = true
        }
        #expect(sum == amount && amount > 0, "seed \(seed): PAY\(payout) \(lines)")
    }

    private mutating func movePayout() {
        let open = model.payouts.filter { !["paid", "failed"].contains($0.value.state) }
        guard let (id, payout) = open.sorted(by: { $0.key < $1.key }).randomElement(using: &random)
        else { return }
        let fails = int(0..<3) == 0
        switch payout.state {
        case "reserved" where !fails:
            let own = harness.last("PAYOUT.APPROVE PAY\(id)")
            #expect(own.hasPrefix("-NOPERM four eyes"), "seed \(seed): \(own)")
            step(id, "PAYOUT.APPROVE PAY\(id)", to: "approved")
        case "approved" where !fails: step(id, "PAYOUT.SEND PAY\(id) METHOD ach", to: "sent")
        case "sent" where !fails: step(id, "PAYOUT.PAID PAY\(id)", to: "paid")
        case "sent" where int(0..<2) == 0: step(id, "PAYOUT.UNKNOWN PAY\(id)", to: "unknown")
        case "unknown" where !fails: step(id, "PAYOUT.PAID PAY\(id)", to: "paid")
        default: step(id, "PAYOUT.FAIL PAY\(id) REASON returned", to: "failed")
        }
    }

    private mutating func step(_ payout: Int, _ words: String, to state: String) {
        let reply = second.run(words)[0]
        #expect(reply.hasPrefix(":"), "seed \(seed): \(words) \(reply)")
        model.payouts[payout]?.state = state
        guard state == "failed" else { return }
        for id in model.bonuses.keys where model.bonuses[id]?.payout == payout {
            model.bonuses[id]?.payout = nil
        }
    }

    // MARK: - Debts

    /// Gives some of a debt back, or lets it go by two.
    private mutating func settleDebt() {
        let earner = int(0..<Self.partnerCount)
        let row = harness.run("BALANCE P\(earner + 1)").dropFirst().first ?? ""
        let cells = row.split(separator: "\t").map { String($0) }
        guard cells.count > 6, let debt = cells[6].cents, debt > 0 else { return }
        debtCount += 1
        let more = harness.last(
            "DEBT.PAID P\(earner + 1) AMOUNT \((debt + 1_000_000).dollars) REF d\(debtCount)")
        #expect(more.hasPrefix("-INVALID amount"), "seed \(seed): \(more)")
        let amount = Int64.random(in: 1...debt, using: &random)
        let what = "P\(earner + 1) AMOUNT \(amount.dollars)"
        let reply: String
        if int(0..<2) == 0 {
            reply = second.run("DEBT.PAID \(what) REF d\(debtCount)")[0]
        } else {
            let wish = harness.last("DEBT.FORGIVE \(what) REASON goodwill")
            let own = harness.last("DEBT.APPROVE P\(earner + 1)")
            #expect(wish == ":1" && own.hasPrefix("-NOPERM four eyes"), "seed \(seed): \(wish)")
            reply = second.run("DEBT.APPROVE P\(earner + 1)")[0]
        }
        #expect(reply == "+OK", "seed \(seed): \(what)")
        model.returned[earner, default: 0] += amount
    }

    // MARK: - Comparison

    private func compare() {
        for row in harness.run("BONUS.LIST LIMIT 1000 COLUMNS id,state,amount") {
            guard let id = Self.bonusID(row), let bonus = model.bonuses[id], !bonus.wasInPayout
            else { continue }
            let state = model.state(of: bonus, at: now)
            let cells = row.split(separator: "\t").map { String($0) }
            #expect(cells[1] == state, "seed \(seed): B\(id)")
            guard state != "void" else { continue }
            #expect(cells[2] == model.amount(of: bonus).dollars, "seed \(seed): B\(id)")
        }
        for earner in 0..<Self.partnerCount {
            let sums = model.balance(of: earner, at: now)
            let row = harness.run("BALANCE P\(earner + 1)").first {
                $0.hasPrefix("  ") || $0.hasPrefix(" U")
            }
            let cells = row?.split(separator: "\t").map { String($0) }
            let shown = cells.map { [$0[3], $0[4], $0[7]] } ?? ["0.00", "0.00", "0.00"]
            let isEntangled = model.isEntangled(earner)
            #expect(shown[0] == sums[0].dollars, "seed \(seed): P\(earner + 1) held")
            #expect(
                isEntangled || shown[1] == sums[1].dollars, "seed \(seed): P\(earner + 1) due")
            #expect(shown[2] == sums[2].dollars, "seed \(seed): P\(earner + 1) available")
        }
        let trial = harness.run("LEDGER.TRIAL").filter { $0.hasPrefix(" ") }
            .map { $0.split(separator: "\t").map { String($0) } }
        let sides = [2, 3].map { column in trial.compactMap { $0[column].cents }.reduce(0, +) }
        #expect(sides[0] == sides[1], "seed \(seed)")
        expectSound("LEDGER.CHECK")
    }
}

extension Int64 {
    /// Minor units as they are typed and shown.
    fileprivate var dollars: String {
        "\(Money(minor: self, currency: .usd).text)"
    }
}

extension Int128 {
    /// Millionths as a rate is typed.
    fileprivate var percent: String {
        let digits = String(self % 10_000)
        return "\(self / 10_000).\(String(repeating: "0", count: 4 - digits.count))\(digits)%"
    }
}

extension String {
    /// The minor units of a shown amount.
    fileprivate var cents: Int64? { Int64(filter { $0 != "." }) }
}
