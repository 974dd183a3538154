import LeadlineDomain
import LeadlineStore
import LeadlineWire
import Testing

@testable import LeadlineEngine

@Suite("What stands around a lead") struct AroundTests {
    @Test("a lead has as many lines as there may be, those taken out among them")
    func itemsHaveALimit() throws {
        let harness = try EngineHarness()
        harness.run("LEAD.NEW EMAIL ann@acme.example")
        for number in 1...EngineLimits.itemsPerLeadMax {
            #expect(harness.run("ITEM.ADD L1 SKU s\(number) NAME n QTY 1 PRICE 1") == ["+OK"])
        }
        harness.run("ITEM.DEL L1 7")
        #expect(harness.last("ITEM.ADD L1 SKU x NAME n QTY 1 PRICE 1").hasPrefix("-LIMIT item: "))
        #expect(harness.last("ITEM.LIST L1 LIMIT 1000") == "+OK 499")
        #expect(harness.last("LEAD.NEW FROM L1 SERVICE hr FORCE yes").hasPrefix("-EXISTS"))
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test("a record has as many attachments as there may be")
    func attachmentsHaveALimit() throws {
        let harness = try EngineHarness()
        harness.run("LEAD.NEW EMAIL ann@acme.example SERVICE payroll")
        for number in 1...EngineLimits.attachmentsPerRecordMax {
            #expect(harness.run("ATTACH L1 a\(number) MIME a/b DATA AA==") == ["+OK"])
        }
        #expect(harness.last("ATTACH L1 x MIME a/b DATA AA==").hasPrefix("-LIMIT attachment: "))
        let name = String(repeating: "n", count: EngineLimits.attachmentNameBytesMax + 1)
        #expect(harness.last("ATTACH L1 \(name) MIME a/b DATA AA==").hasPrefix("-LIMIT name: "))
        #expect(harness.last("LEAD.NEW FROM L1 SERVICE hr") == "=L2")
        #expect(harness.last("ATTACH.LIST L2 LIMIT 1000") == "+OK 100")
        // Contents are shared, not copied.
        var view = harness.engine.store.view(.scan)
        #expect(view.rows(of: Schema.attachmentParts.table, limit: 1000).count == 100)
        #expect(harness.last("CHECK DEEP") == "+OK 0")
    }

    @Test("a page of mail ends where its bodies get long")
    func mailPagesAreBounded() throws {
        let harness = try EngineHarness()
        let body = String(repeating: "b", count: 60_000)
        for _ in 1...40 {
            harness.run("MAIL.LOG EMAIL ann@acme.example SUBJECT s BODY \(body)")
        }
        var seen = 0
        var next = ""
        repeat {
            let page = harness.run("MAIL.LIST EMAIL ann@acme.example LIMIT 1000\(next)")
            #expect(page.joined().utf8.count < EngineLimits.pageBytesMax + 70_000)
            seen += page.count - 2
            let place = page.last?.split(separator: "=").dropFirst().first
            next = place.map { " AFTER \($0)" } ?? ""
        } while !next.isEmpty
        #expect(seen == 40)
        let person = harness.run("PERSON EMAIL ann@acme.example LIMIT 1000")
        #expect(person.joined().utf8.count < EngineLimits.pageBytesMax + 70_000)
        #expect(person.last?.contains("next=") == true)
    }

    @Test("a body of 64 KiB is kept, one byte more is not")
    func bodiesHaveALimit() throws {
        let harness = try EngineHarness()
        let most = String(repeating: "b", count: EngineLimits.longTextBytesMax)
        let words = ["MAIL.LOG", "EMAIL", "ann@acme.example", "SUBJECT", "s", "BODY"]
        #expect(harness.send(words + [most]) == "+OK\r\n")
        #expect(harness.send(words + [most + "b"]).hasPrefix("-LIMIT body: at most 65536 bytes"))
    }

    @Test("who only earns by a lead makes no lead of it, which would show the customer")
    func earnersDoNotSpawn() throws {
        let harness = try EngineHarness()
        harness.run("PARTNER.NEW NAME North")
        harness.run("LEAD.NEW EMAIL ann@acme.example REFERRER P1")
        let earner = harness.connect()
        earner.session.caller = WalledHouse.caller("nora", .partner, PartnerID(raw: 1))
        #expect(earner.run("LEAD.NEW FROM L1") == ["-NOPERM FROM is not yours on this lead"])
    }

    @Test("neither MONITOR nor SLOWLOG keeps what was said of a person")
    func nothingIsShownOfPeople() throws {
        let words = [
            "MAIL.LOG EMAIL e@secret.example SUBJECT secret BODY secret FROM secret",
            "MAIL.LIST EMAIL e@secret.example", "ITEM.ADD L1 SKU secret NAME secret QTY 1 PRICE 1",
            "ATTACH L1 secret MIME a/b DATA secret", "ATTACH L1 secret MIME a/b URL secret",
            "ATTACH.GET L1 secret", "FEEDBACK L1 RATING 3 TEXT secret",
            "PERSON EMAIL e@secret.example", "ERASE EMAIL e@secret.example REASON secret",
            "ERASE e@secret.example REASON secret", "MAIL.LIST e@secret.example",
        ]
        for line in words {
            var frame = Frame()
            for word in line.split(separator: " ") { frame.append(Array(word.utf8)) }
            let command = CommandTable.leadline.commands[try CommandTable.leadline.find(frame)]
            let kept = command.slowLogArguments(frame).map { String(decoding: $0, as: UTF8.self) }
            #expect(!kept.joined(separator: " ").contains("secret"), "\(line)")
        }
    }

    @Test("a key that holds an address is kept as a digest")
    func keysWithAddressesAreDigests() throws {
        let harness = try EngineHarness()
        harness.run("LEAD.NEW EMAIL ann@acme.example IDEM import-ann@acme.example")
        harness.run("LEAD.NEW EMAIL bob@bolt.example IDEM import-2")
        var view = harness.engine.store.view(.scan)
        let keys = view.rows(of: Schema.idempotency.table, limit: 9).map(\.id.key.description)
        #expect(keys.contains("import-2"))
        #expect(!keys.joined().contains("@"))
    }
}

extension EngineHarness {
    /// Sends an array on a connection of its own; answers the reply.
    fileprivate func send(_ words: [String]) -> String {
        let connection = connect()
        var bytes = Array("*\(words.count)\r\n".utf8)
        for word in words { bytes += Array("$\(word.utf8.count)\r\n\(word)\r\n".utf8) }
        connection.send(bytes)
        return String(decoding: connection.receive(within: .zero) ?? [], as: UTF8.self)
    }
}
