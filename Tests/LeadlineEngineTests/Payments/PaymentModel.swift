/// What invoices and payments should say, reckoned anew from every fact at each look: no states and
/// no balances are kept, and no code is shared.
struct PaymentModel {
    /// How somebody's attempt went, as far as anybody said.
    struct Attempt {
        let id: Int
        let invoice: Int
        let method: String
        let amount: Int128
        let begun: Int64
        var brand: String?
        /// What was said of it last; nil is nothing yet.
        var result: String?
        var ended: Int64?
        var back: [(at: Int64, amount: Int128, reason: String)] = []
        let ref: String?
    }

    struct Invoice {
        let id: Int
        let currency: String
        let amount: Int128
        /// The sale's number, where it is for one.
        let sale: Int?
        var isVoid = false
    }

    var invoices: [Invoice] = []
    var attempts: [Attempt] = []

    static let timeout: Int64 = 1_800_000
    static let day: Int64 = 86_400_000

    /// Where an attempt stands at that time.
    func state(of attempt: Attempt, at now: Int64) -> String {
        if let result = attempt.result { return result }
        return now >= attempt.begun + Self.timeout ? "unknown" : "processing"
    }

    /// What of an attempt we have.
    func net(of attempt: Attempt) -> Int128 {
        guard attempt.result == "approved" else { return 0 }
        return attempt.back.reduce(attempt.amount) { $0 - $1.amount }
    }

    func attempts(of invoice: Int) -> [Attempt] { attempts.filter { $0.invoice == invoice } }

    /// What has come in for an invoice and was not given back.
    func paid(of invoice: Int) -> Int128 {
        attempts(of: invoice).reduce(0) { $0 + net(of: $1) }
    }

    /// The attempt that nobody knows the end of.
    func openAttempt(of invoice: Int, at now: Int64) -> Attempt? {
        attempts(of: invoice).first {
            ["processing", "unknown"].contains(state(of: $0, at: now))
        }
    }

    func state(of invoice: Int, at now: Int64) -> String {
        let kept = invoices[invoice]
        if kept.isVoid { return "void" }
        if openAttempt(of: invoice, at: now) != nil { return "processing" }
        return paid(of: invoice) == kept.amount ? "paid" : "open"
    }

    func open(of invoice: Int) -> Int128 {
        invoices[invoice].isVoid ? 0 : invoices[invoice].amount - paid(of: invoice)
    }

    /// When an invoice that is paid in full became so: with the payment that came in last.
    func completion(of invoice: Int, at now: Int64) -> Int64? {
        guard state(of: invoice, at: now) == "paid" else { return nil }
        return attempts(of: invoice).filter { $0.result == "approved" }.compactMap(\.ended).max()
    }

    /// The day on which a sale was paid, counted from 1970.
    func paidDay(of sale: Int, at now: Int64) -> Int64? {
        invoices.indices.filter { invoices[$0].sale == sale }
            .compactMap { completion(of: $0, at: now) }.max().map { $0 / Self.day }
    }

    /// The rows of REPORT PAYMENTS BY day, of amounts in one currency.
    func report(at now: Int64, in currency: String) -> [[String]] {
        var rows: [String: [Int128]] = [:]
        func add(_ at: Int64, _ attempt: Attempt, _ column: Int, _ amount: Int128) {
            let place = "\(at / Self.day) \(attempt.brand ?? attempt.method)"
            rows[place, default: Array(repeating: 0, count: 10)][column] += amount
        }
        let states = ["approved", "declined", "abandoned", "unknown", "refused", "processing"]
        for attempt in attempts {
            add(attempt.begun, attempt, 0, 1)
            let place = states.firstIndex(of: state(of: attempt, at: now)) ?? 0
            add(attempt.begun, attempt, 1 + place, 1)
            guard invoices[attempt.invoice].currency == currency else { continue }
            if attempt.result == "approved", let ended = attempt.ended {
                add(ended, attempt, 7, attempt.amount)
            }
            for back in attempt.back {
                add(back.at, attempt, back.reason == "refund" ? 8 : 9, back.amount)
            }
        }
        // A day on which only money of other currencies moved has a row, too.
        for attempt in attempts {
            if attempt.result == "approved", let ended = attempt.ended { add(ended, attempt, 0, 0) }
            for back in attempt.back { add(back.at, attempt, 0, 0) }
        }
        return rows.map { [$0.key] + $0.value.map { "\($0)" } }
    }
}
