import Foundation
import LeadlineDomain
import LeadlineStore
import LeadlineWire
import Testing

@testable import LeadlineEngine

@Suite("Invoices and payments") struct PaymentTests {
    /// A house with one invoice of 100.00.
    private func house(_ change: (inout Settings) -> Void = { _ in }) throws -> EngineHarness {
        var settings = EngineHarness.settings
        change(&settings)
        let house = try EngineHarness(settings)
        house.run("LEAD.NEW EMAIL ann@acme.example")
        #expect(house.last("INVOICE.NEW LEAD L1 AMOUNT 100") == "=INV1")
        return house
    }

    private func token(_ house: EngineHarness) -> String {
        String(house.last("INVOICE.LINK INV1").dropFirst())
    }

    private func expectSound(_ house: EngineHarness) {
        #expect(house.last("LEDGER.CHECK") == "+OK 0")
        #expect(house.run("CHECK DEEP").last == "+OK 0")
    }

    // MARK: - Cards

    private static let card = "4111111111111111"

    // Threat T21: no card number is kept in the files, nor said again
    @Test("no card number is kept anywhere in the files, nor said again")
    func cardsAreNotKept() throws {
        let house = try house()
        let monitor = house.connect()
        _ = monitor.run("MONITOR")
        house.run("CONFIG SET slowlog-log-slower-than 0")
        house.run("PAYMENT.BEGIN INV1 BRAND visa")
        for card in [Self.card, "4111-1111-1111-1111", "\"4111 1111 1111 1111\""] {
            for line in [
                "PAYMENT.BEGIN \(card)", "PAYMENT.BEGIN INV1 BRAND \(card)",
                "PAYMENT.BEGIN INV1 \(card)", "PAYMENT.RESULT \(card) approved",
                "PAYMENT.RESULT PMT1 \(card)", "PAYMENT.RESULT PMT1 declined BRAND \(card)",
                "PAYMENT.RESULT PMT1 declined BRAND visa LAST4 \(card)",
                "PAYMENT.RESULT PMT1 declined BRAND visa LAST4 1111 REF \(card)",
                "PAYMENT.RESULT PMT1 declined BRAND visa LAST4 1111 MESSAGE \(card)",
                "PAYMENT.RESULT PMT1 declined BRAND visa LAST4 1111 IDEM \(card)",
                "PAYMENT.REVERSE PMT1 AMOUNT \(card) REASON refund",
                "PAYMENT.REVERSE PMT1 AMOUNT 1 REASON \(card)", "PAYMENT.LIST \(card)",
                "PAYMENT.LIST STATE \(card)", "PAYMENT.LIST SINCE \(card)",
                "INVOICE.NEW LEAD \(card) AMOUNT 1", "INVOICE.NEW LEAD L1 AMOUNT \(card)",
                "INVOICE.NEW LEAD L1 AMOUNT 1 REF \(card)",
                "INVOICE.NEW LEAD L1 AMOUNT 1 CURRENCY \(card)",
                "INVOICE.PAID INV1 AMOUNT 1 METHOD \(card) REF x",
                "INVOICE.PAID INV1 AMOUNT 1 METHOD cash REF \(card)", "INVOICE.OPEN \(card)",
                "RECEIPT \(card)", "\(card)", "INVOICE.GET INV1 \(card)",
            ] {
                let reply = house.last(line)
                #expect(reply.hasPrefix("-"), "\(line) → \(reply)")
                #expect(!Self.tells(reply), "\(line) → \(reply)")
            }
        }
        let mixed = "PAYMENT.RESULT PMT1 abandoned IDEM \"card \(Self.card) x\""
        #expect(house.last(mixed) == ":2" && house.last(mixed) == ":2")
        #expect(
            house.last("PAYMENT.RESULT PMT1 unknown IDEM \"card \(Self.card) x\"")
                == "-CONFLICT key 'card **************** x' was used with other arguments")
        #expect(!Self.tells(house.run("SLOWLOG GET 1000").joined(separator: "\n")))
        let seen = String(decoding: monitor.receive(within: .zero) ?? [], as: UTF8.self)
        #expect(seen.contains("PAYMENT.RESULT") && !Self.tells(seen))
        try expectNoCard(in: house.directory)
        expectSound(house)
    }

    /// Whether a text holds the card's number, however it is grouped.
    private static func tells(_ text: String) -> Bool {
        text.filter { $0 != " " && $0 != "-" }.contains(card)
    }

    private func expectNoCard(in directory: String) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(!files.isEmpty)
        for file in FileManager.default.subpaths(atPath: directory) ?? [] {
            let path = "\(directory)/\(file)"
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            #expect(data.range(of: Data(Self.card.utf8)) == nil, "\(file)")
        }
    }

    // MARK: - Links

    // Threat T22: of a link only a digest is kept, and opening it writes nothing
    @Test("of a link's token only its digest is kept, and opening it writes nothing")
    func links() throws {
        let house = try house()
        let token = token(house)
        #expect(token.count == AccessToken.symbolCount)
        let before = house.engine.store.position
        #expect(house.last("INVOICE.OPEN \(token)") == "+OK 10")
        #expect(house.last("INVOICE.OPEN \(token.uppercased())") == "+OK 10")
        #expect(house.engine.store.position == before)
        var view = house.engine.store.view(.scan)
        let link = view.get(Schema.invoiceLinks.table, InvoiceID(raw: 1))
        #expect(link?.token == AccessToken.digest(of: Bytes(token.utf8)))
        for event in view.rows(of: Schema.events.table, limit: 100) {
            #expect(!"\(event.data)".contains(token))
        }
        for index in token.indices {
            var other = token
            other.replaceSubrange(index...index, with: token[index] == "2" ? "3" : "2")
            #expect(house.last("INVOICE.OPEN \(other)") == "-NOTFOUND no such link")
        }
    }

    @Test("a link is good for ever, or as long as is configured; another one begins anew")
    func linksExpire() throws {
        let eternal = try house()
        let always = token(eternal)
        eternal.run("DEBUG CLOCK ADVANCE 9999d")
        #expect(eternal.last("INVOICE.OPEN \(always)") == "+OK 10")
        let house = try house {
            $0.linkExpiry = Seconds(86_400)
            $0.house = "Acme Ltd"
        }
        let first = token(house)
        house.run("DEBUG CLOCK ADVANCE 86399s")
        #expect(house.run("INVOICE.OPEN \(first)").contains(" payee\tAcme Ltd"))
        house.run("DEBUG CLOCK ADVANCE 1s")
        #expect(house.last("INVOICE.OPEN \(first)").hasPrefix("-BADSTATE the link is over since"))
        #expect(house.last("INVOICE.OPEN \(token(house))") == "+OK 10")
    }

    // MARK: - Time

    @Test("an attempt becomes unknown after the configured time, also late after a restart")
    func timeouts() throws {
        let house = try house { $0.paymentTimeout = Seconds(60) }
        house.run("PAYMENT.BEGIN INV1")
        house.run("DEBUG CLOCK ADVANCE 59s")
        #expect(house.run("PAYMENT.LIST COLUMNS state")[1] == " processing")
        let start = house.engine.clock.now
        try house.restart(at: start.advanced(by: Seconds(3600)))
        #expect(house.run("PAYMENT.LIST COLUMNS state")[1] == " unknown")
        #expect(house.run("EVENTS TYPE payment.unknown COLUMNS actor")[1] == " system")
        #expect(house.last("PAYMENT.RESULT PMT1 approved BRAND visa LAST4 0001") == ":3")
        try house.restart(at: start.advanced(by: Seconds(7200)))
        #expect(house.run("PAYMENT.LIST COLUMNS state")[1] == " approved")
        expectSound(house)
    }

    // Fault 101: facts of a closed month are entered in the first open one
    @Test("facts of a closed month are entered in the first open one")
    func closedMonth() throws {
        let house = try house()
        house.run("USER.NEW root ROLE admin")
        #expect(house.last("LEDGER.CLOSE 2026-11") == "+OK")
        #expect(house.last("INVOICE.PAID INV1 AMOUNT 100 METHOD cash REF c") == ":2")
        let entered = house.run("LEDGER.LIST COLUMNS at,account")
        #expect(entered[1] == " 2026-12-01T00:00:00Z\tclearing")
        expectSound(house)
    }

    // MARK: - Limits

    @Test("an invoice takes so many attempts, and no more")
    func attemptsAreBounded() throws {
        let house = try house()
        for number in 1...Payment.perInvoiceMax {
            let reply = house.last("PAYMENT.BEGIN INV1 BRAND amex")
            #expect(reply.hasPrefix("-INVALID brand"), "\(number): \(reply)")
        }
        let limit = "-LIMIT invoice: at most \(Payment.perInvoiceMax) attempts"
        #expect(house.last("PAYMENT.BEGIN INV1") == limit)
        #expect(house.last("INVOICE.PAID INV1 AMOUNT 1 METHOD cash REF c") == limit)
        expectSound(house)
    }

    @Test("a payment is reversed so often, and no more")
    func reversalsAreBounded() throws {
        let house = try house()
        house.run("INVOICE.PAID INV1 AMOUNT 100 METHOD cash REF c")
        for number in 1...Payment.reversalsMax {
            let reply = house.last("PAYMENT.REVERSE PMT1 AMOUNT 0.01 REASON refund")
            #expect(reply == ":\(number + 1)")
        }
        #expect(
            house.last("PAYMENT.REVERSE PMT1 AMOUNT 0.01 REASON refund")
                == "-LIMIT payment: at most \(Payment.reversalsMax) reversals")
        #expect(house.run("REPORT PAYMENTS COLUMNS refunded")[1] == " 0.50")
        expectSound(house)
    }

    @Test("a sale has so many invoices, and no more")
    func invoicesAreBounded() throws {
        let house = try house()
        house.run("PARTNER.NEW NAME North")
        house.run("LEAD.NEW EMAIL bob@bolt.example DIRECTION in REFERRER P1")
        house.run("ACCEPT L2")
        #expect(house.last("SALE.NEW L2 AMOUNT 5") == "=S1")
        for number in 1...Invoice.perSaleMax {
            #expect(house.last("INVOICE.NEW SALE S1 AMOUNT 5") == "=INV\(number + 1)")
        }
        #expect(
            house.last("INVOICE.NEW SALE S1 AMOUNT 5")
                == "-LIMIT sale: at most \(Invoice.perSaleMax) invoices")
        let last = Invoice.perSaleMax + 1
        #expect(house.last("INVOICE.PAID INV\(last) AMOUNT 5 METHOD cash REF c") == ":2")
        #expect(house.run("EVENTS TYPE sale.noted COLUMNS subject")[1] == " S1")
    }

    @Test("a brand's name and a processor's message have their lengths")
    func textsAreBounded() throws {
        let house = try house()
        let long = String(repeating: "a", count: 33)
        #expect(house.last("PAYMENT.BEGIN INV1 BRAND \(long)").hasPrefix("-INVALID brand: must be"))
        house.run("PAYMENT.BEGIN INV1")
        let most = String(repeating: "m", count: EngineLimits.fieldBytesMax)
        let line = "PAYMENT.RESULT PMT1 declined BRAND visa LAST4 0001 MESSAGE"
        #expect(house.last("\(line) \(most)m").hasPrefix("-LIMIT message: at most 4096 bytes"))
        #expect(house.last("\(line) \(most)") == ":2")
    }

    // MARK: - Counters

    @Test("the key of a counter is read back as it was written")
    func counterKeys() {
        for payment in Self.samples {
            payment.forEachCount { key, _ in
                var bytes: [UInt8] = []
                key.append(to: &bytes)
                var reader = KeyReader(bytes[...])
                #expect(PaymentCounterKey.read(&reader) == key && reader.isAtEnd)
            }
        }
    }

    private static var samples: [Payment] {
        var place = Payment.Place()
        var samples: [Payment] = []
        for number in 0..<16 {
            place.direction = number & 1 == 0 ? .in : .out
            place.service = number & 2 == 0 ? nil : "payroll"
            place.partner = number & 4 == 0 ? nil : PartnerID(raw: 7)
            place.isBilled = number & 4 != 0
            place.owner = number & 8 == 0 ? nil : "ada"
            place.submitter = number & 1 == 0 ? "ada" : "bob"
            var payment = Payment(
                id: PaymentID(raw: 1), state: .approved, invoice: InvoiceID(raw: 1), lead: nil,
                place: place, currency: .usd, amount: 100,
                method: number & 1 == 0 ? .card : .wire, creator: "x",
                created: EngineHarness.start)
            payment.brand = number & 1 == 0 ? .visa : nil
            payment.ended = EngineHarness.start
            let isTaken = payment.reverse(
                .init(at: EngineHarness.start, amount: 1, reason: .refund))
            precondition(isTaken)
            samples.append(payment)
        }
        return samples
    }
}
