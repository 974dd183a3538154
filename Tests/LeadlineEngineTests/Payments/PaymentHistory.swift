import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

/// One random history of invoices and payments, told to the engine and to the model.
struct PaymentHistory {
    private let harness: EngineHarness
    private let gate: HarnessConnection
    private var model = PaymentModel()
    private var random: SeededGenerator
    private let seed: UInt64
    private static let currencies = ["USD": 2, "JPY": 0, "KWD": 3]
    private static let saleCount = 3

    init(seed: UInt64) throws {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        harness = try EngineHarness()
        gate = harness.connect()
        harness.run("USER.NEW root ROLE admin")
        harness.run("USER.NEW gate ROLE gateway")
        gate.session.caller = Caller(name: "gate", role: .gateway, origin: "127.0.0.1:1#9")
        harness.run("PARTNER.NEW NAME North")
        harness.run("LEAD.NEW EMAIL ann@acme.example DIRECTION in REFERRER P1")
        harness.run("ACCEPT L1")
        for _ in 0..<Self.saleCount { harness.run("SALE.NEW L1 AMOUNT 1000") }
        for from in ["JPY", "KWD"] { harness.run("FX.SET \(from) USD 0.000000000001") }
    }

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
        switch int(0..<20) {
        case 0, 1: makeInvoice()
        case 2, 3, 4, 5, 6: begin()
        case 7, 8, 9, 10, 11: result()
        case 12, 13: payOffline()
        case 14, 15: reverse()
        case 16: if int(0..<4) == 0 { void() } else { makeInvoice() }
        default:
            let span = ["10m", "30m", "1h", "1d", "20d"][int(0..<5)]
            harness.run("DEBUG CLOCK ADVANCE \(span)")
        }
    }

    private mutating func int(_ range: Range<Int>) -> Int { .random(in: range, using: &random) }
    private var now: Int64 { harness.engine.clock.now.milliseconds }

    private func text(_ minor: Int128, of invoice: Int) -> String {
        text(minor, in: model.invoices[invoice].currency)
    }

    /// The amount as it is typed and shown, by way of digits alone.
    private func text(_ minor: Int128, in currency: String) -> String {
        let decimals = Self.currencies[currency] ?? 2
        guard decimals > 0 else { return "\(minor)" }
        let digits = String(minor.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return (minor < 0 ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// Expects how a reply begins; answers whether it is no error.
    private func expect(_ line: String, _ reply: String, _ expected: String) -> Bool {
        #expect(reply.hasPrefix(expected), "seed \(seed): \(line) → \(reply), not \(expected)")
        return !reply.hasPrefix("-")
    }

    // MARK: - Steps

    private mutating func makeInvoice() {
        let id = model.invoices.count
        let sale = int(0..<2) == 0 ? int(0..<Self.saleCount) : nil
        let currency =
            sale == nil ? ["USD", "JPY", "KWD"][int(0..<3)] : "USD"
        let limits: [Int64] = [10, 1000, 1_000_000, 1_000_000_000_000_000]
        // What other currencies are worth must not show in the report.
        let most = limits[int(0..<(currency == "USD" ? 4 : 2))]
        let amount = Int128(Int64.random(in: 1...most, using: &random))
        let subject = sale.map { "SALE S\($0 + 1)" } ?? ["LEAD L1", "BILL P1"][int(0..<2)]
        let typed = "\(text(amount, in: currency)) CURRENCY \(currency)"
        let line = "INVOICE.NEW \(subject) AMOUNT \(typed)"
        guard expect(line, harness.last(line), "=INV\(id + 1)") else { return }
        model.invoices.append(
            PaymentModel.Invoice(id: id + 1, currency: currency, amount: amount, sale: sale))
    }

    /// How an invoice answers somebody who would pay it; nil where it can be paid.
    private func refusal(of invoice: Int) -> String? {
        switch model.state(of: invoice, at: now) {
        case "paid": return "-EXISTS PMT"
        case "void": return "-BADSTATE invoice is void"
        case "processing":
            guard let attempt = model.openAttempt(of: invoice, at: now) else { return "-CONFLICT" }
            let isUnknown = model.state(of: attempt, at: now) == "unknown"
            return "-CONFLICT PMT\(attempt.id) is \(isUnknown ? "unknown" : "under way")"
        default: return nil
        }
    }

    private mutating func begin() {
        guard !model.invoices.isEmpty else { return }
        let invoice = int(0..<model.invoices.count)
        let brand = [nil, "visa", "mastercard", "amex"][int(0..<4)]
        let line = "PAYMENT.BEGIN INV\(invoice + 1)\(brand.map { " BRAND \($0)" } ?? "")"
        let id = model.attempts.count + 1
        let refusal = refusal(of: invoice)
        let expected = refusal ?? (brand == "amex" ? "-INVALID brand" : "=PMT\(id)")
        _ = expect(line, gate.run(line)[0], expected)
        guard refusal == nil else { return }
        var attempt = PaymentModel.Attempt(
            id: id, invoice: invoice, method: "card", amount: model.open(of: invoice), begun: now,
            ref: nil)
        attempt.brand = brand == "amex" ? nil : brand
        attempt.result = brand == "amex" ? "refused" : nil
        model.attempts.append(attempt)
    }

    private mutating func result() {
        guard !model.attempts.isEmpty else { return }
        // Mostly one that waits for it.
        let now = now
        let waiting = model.attempts.indices.filter {
            ["processing", "unknown"].contains(model.state(of: model.attempts[$0], at: now))
        }
        let any = int(0..<model.attempts.count)
        let place = int(0..<5) == 0 ? any : waiting.randomElement(using: &random) ?? any
        let state = model.state(of: model.attempts[place], at: now)
        let result = ["approved", "approved", "declined", "abandoned", "unknown"][int(0..<5)]
        let brand = ["visa", "mastercard"][int(0..<2)]
        let line =
            "PAYMENT.RESULT PMT\(place + 1) \(result) BRAND \(brand) LAST4 \(int(1000..<10_000))"
        let isAllowed = ["processing", "unknown"].contains(state) && state != result
        guard expect(line, gate.run(line)[0], isAllowed ? ":" : "-BADSTATE payment is \(state)")
        else { return }
        model.attempts[place].result = result
        model.attempts[place].brand = brand
        model.attempts[place].ended = result == "unknown" ? nil : now
    }

    private mutating func payOffline() {
        guard !model.invoices.isEmpty else { return }
        let invoice = int(0..<model.invoices.count)
        let open = model.open(of: invoice)
        let more = Int128(Int64.random(in: 1...Int64(max(open, 1)), using: &random))
        let amount = int(0..<3) == 0 ? max(open, 1) : int(0..<4) == 0 ? open + 1 : more
        let method = ["wire", "check", "ach", "cash"][int(0..<4)]
        let ref = "r\(int(0..<6))"
        let line =
            "INVOICE.PAID INV\(invoice + 1) AMOUNT \(text(amount, of: invoice)) METHOD \(method) "
            + "REF \(ref)"
        let isTooLarge = amount > 1_000_000_000_000_000
        let twin = model.attempts(of: invoice).first { $0.method == method && $0.ref == ref }
        let expected =
            isTooLarge
            ? "-INVALID amount"
            : refusal(of: invoice) ?? (amount > open ? "-INVALID amount: only" : nil)
                ?? twin.map { "-EXISTS PMT\($0.id) has ref" } ?? ":"
        guard expect(line, harness.last(line), expected) else { return }
        var attempt = PaymentModel.Attempt(
            id: model.attempts.count + 1, invoice: invoice, method: method, amount: amount,
            begun: now, ref: ref)
        attempt.result = "approved"
        attempt.ended = now
        model.attempts.append(attempt)
    }

    private mutating func reverse() {
        guard !model.attempts.isEmpty else { return }
        let place = int(0..<model.attempts.count)
        let attempt = model.attempts[place]
        let net = model.net(of: attempt)
        let part = Int128(Int64.random(in: 1...Int64(max(net, 1)), using: &random))
        let amount = int(0..<3) == 0 ? max(net, 1) : int(0..<4) == 0 ? net + 1 : part
        let reason = ["refund", "chargeback"][int(0..<2)]
        let line =
            "PAYMENT.REVERSE PMT\(attempt.id) AMOUNT \(text(amount, of: attempt.invoice)) "
            + "REASON \(reason)"
        let expected =
            attempt.result != "approved"
            ? "-BADSTATE payment is" : amount > net ? "-INVALID amount" : ":"
        guard expect(line, gate.run(line)[0], expected) else { return }
        model.attempts[place].back.append((at: now, amount: amount, reason: reason))
    }

    private mutating func void() {
        guard !model.invoices.isEmpty else { return }
        let invoice = int(0..<model.invoices.count)
        let state = model.state(of: invoice, at: now)
        let expected =
            state == "open" ? ":" : state == "processing" ? "-CONFLICT PMT" : "-BADSTATE invoice is"
        let line = "INVOICE.VOID INV\(invoice + 1)"
        guard expect(line, harness.last(line), expected) else { return }
        model.invoices[invoice].isVoid = true
    }

    // MARK: - Comparison

    private func rows(_ command: String) -> [[String]] {
        harness.run(command).filter { $0.hasPrefix(" ") }.map {
            $0.dropFirst().split(separator: "\t", omittingEmptySubsequences: false)
                .map { String($0) }
        }
    }

    private func compare() {
        compareInvoices()
        comparePayments()
        compareReport()
        compareLedger()
        var view = harness.engine.store.view(.scan)
        for sale in 0..<Self.saleCount {
            let kept = view.get(Schema.sales.table, SaleID(raw: UInt64(sale + 1)))
            #expect(
                kept?.date(of: .paid)?.daysSinceEpoch == model.paidDay(of: sale, at: now),
                "seed \(seed): S\(sale + 1)")
        }
        expectSound("LEDGER.CHECK")
    }

    private func compareInvoices() {
        let found = rows("INVOICE.LIST LIMIT 1000 COLUMNS state,paid,open,paid_at")
        #expect(found.count == model.invoices.count, "seed \(seed)")
        for (row, invoice) in zip(found.reversed(), model.invoices.indices) {
            let at = model.completion(of: invoice, at: now)
            let expected = [
                model.state(of: invoice, at: now), text(model.paid(of: invoice), of: invoice),
                text(model.open(of: invoice), of: invoice),
                at.map { "\(Timestamp(milliseconds: $0).text)" } ?? "\\N",
            ]
            #expect(row == expected, "seed \(seed): INV\(invoice + 1)")
        }
    }

    private func comparePayments() {
        let found = rows("PAYMENT.LIST LIMIT 1000 COLUMNS state,invoice,amount,reversed,brand")
        #expect(found.count == model.attempts.count, "seed \(seed)")
        for (row, attempt) in zip(found.reversed(), model.attempts) {
            let back = attempt.back.reduce(0) { $0 + $1.amount }
            let expected = [
                model.state(of: attempt, at: now), "INV\(attempt.invoice + 1)",
                text(attempt.amount, of: attempt.invoice), text(back, of: attempt.invoice),
                attempt.brand ?? "\\N",
            ]
            #expect(row == expected, "seed \(seed): PMT\(attempt.id)")
        }
    }

    /// Other currencies are worth next to nothing here: at most a cent together.
    private func compareReport() {
        let columns =
            "period,method,attempts,approved,declined,abandoned,unknown,refused,processing,"
            + "received,refunded,charged_back"
        let found = rows("REPORT PAYMENTS BY day LIMIT 1000 COLUMNS \(columns)")
        var expected: [String: [String]] = [:]
        for row in model.report(at: now, in: "USD") { expected[row[0]] = Array(row.dropFirst()) }
        #expect(found.count == expected.count, "seed \(seed): \(found)")
        for row in found {
            guard let date = CivilDate(Text(row[0]).bytes) else {
                Issue.record("seed \(seed): \(row)")
                continue
            }
            let wanted = expected["\(date.daysSinceEpoch) \(row[1])"] ?? []
            #expect(Array(row[2...8]) == Array(wanted.prefix(7)), "seed \(seed): \(row)")
            for (cell, minor) in zip(row[9...], wanted.dropFirst(7)) {
                let shown = Int128(cell.filter { $0 != "." }) ?? -1
                #expect(abs(shown - (Int128(minor) ?? -9)) <= 1, "seed \(seed): \(row) \(wanted)")
            }
        }
    }

    private func compareLedger() {
        for (currency, _) in Self.currencies {
            let own = model.attempts.filter {
                model.invoices[$0.invoice].currency == currency && $0.result == "approved"
            }
            let come = own.reduce(0) { $0 + $1.amount }
            let gone = own.flatMap(\.back).reduce(0) { $0 + $1.amount }
            let trial = rows("LEDGER.TRIAL").filter { $0[1] == currency }
            let expected =
                own.isEmpty
                ? []
                : [
                    ["clearing", currency, text(come, in: currency), text(gone, in: currency)],
                    ["income", currency, text(gone, in: currency), text(come, in: currency)],
                ]
            #expect(trial == expected, "seed \(seed)")
        }
    }
}
