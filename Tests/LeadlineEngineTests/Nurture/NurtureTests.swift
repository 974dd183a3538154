import LeadlineDomain
import LeadlineStore
import LeadlineWire
import NIOCore
import Testing

@testable import LeadlineEngine

@Suite("Nurture links") struct NurtureTests {
    /// The two tokens that NURTURE.NEW answers.
    private func tokens(_ house: Simulation, _ email: String) -> (quote: String, leave: String) {
        let reply = house.ask(["NURTURE.NEW", "EMAIL", email, "TOPIC", "news"])
        let words = reply.split(separator: "\r\n").filter { $0.count == AccessToken.symbolCount }
        return (words.first.map { String($0) } ?? "", words.last.map { String($0) } ?? "")
    }

    private func execute(_ house: Simulation, _ words: [String]) -> String {
        house.request.frame.removeAll()
        for word in words { house.request.frame.append(word.utf8) }
        var reply = ReplyWriter(format: .text)
        house.writer.execute(&house.request, house.caller, &reply)
        return String(buffer: reply.buffer)
    }

    private func count(_ house: Simulation, _ type: String) -> Int {
        house.ask(["EVENTS", "TYPE", type, "COLUMNS", "type"]).ranges(of: type).count
    }

    @Test("whoever unsubscribes at the same moment does so once", arguments: UInt64(1)...20)
    func unsubscribingRaces(seed: UInt64) throws {
        let house = try Simulation(seed: seed)
        let leave = tokens(house, "ann@acme.example").leave
        let request = ["NURTURE.UNSUBSCRIBE", leave, "CONFIRM"]
        let byAddress = [
            "NURTURE.UNSUBSCRIBE", "EMAIL", "Ann@acme.example", "TOPIC", "NEWS", "CONFIRM",
        ]
        // Several in one group, and more while that is on its way to the disk.
        for _ in 0..<Int.random(in: 1...4, using: &house.random) {
            #expect(execute(house, house.pick([request, byAddress])) == "+OK\r\n")
        }
        let sealed = try #require(house.writer.seal())
        let new = execute(house, ["NURTURE.NEW", "EMAIL", "ann@acme.example", "TOPIC", "news"])
        #expect(new.hasPrefix("-SUPPRESSED "), "seed \(seed)")
        #expect(execute(house, house.pick([request, byAddress])) == "+OK\r\n")
        #expect(house.engine.append(sealed, to: house.writer.journal) == .durable)
        house.writer.settle()
        #expect(house.writer.commit() == .durable)
        #expect(count(house, "nurture.unsubscribed") == 1, "seed \(seed)")
        #expect(house.ask(["CHECK", "DEEP"]) == "*2\r\n_\r\n*0\r\n", "seed \(seed)")
    }

    @Test("of a token only its digest is kept, anywhere in the store")
    func tokensAreNotKept() throws {
        let house = try Simulation(seed: 3)
        let (quote, leave) = tokens(house, "ann@acme.example")
        #expect(quote.count == AccessToken.symbolCount && quote != leave)
        _ = house.ask(["NURTURE.QUOTE", quote, "NAME", "Ann"])
        var view = house.engine.store.view(.scan)
        for event in view.rows(of: Schema.events.table, limit: 100) {
            let text = "\(event.data) \(event.subject)"
            #expect(!text.contains(quote) && !text.contains(leave))
        }
        let link = try #require(view.rows(of: Schema.nurtureLinks.table, limit: 1).first)
        #expect(link.quote == AccessToken.digest(of: Bytes(quote.utf8)))
        #expect(link.quote != link.unsubscribe)
    }

    @Test("no bit of a token may be another")
    func tokensAreExact() throws {
        let house = try Simulation(seed: 4)
        let quote = tokens(house, "ann@acme.example").quote
        for index in quote.indices {
            var other = quote
            other.replaceSubrange(index...index, with: quote[index] == "2" ? "3" : "2")
            #expect(house.ask(["NURTURE.OPEN", other]).hasPrefix("-NOTFOUND no such link"))
        }
        #expect(!house.ask(["NURTURE.OPEN", quote.uppercased()]).hasPrefix("-"))
    }

    @Test("opening a link writes nothing")
    func openingIsReading() throws {
        let house = try Simulation(seed: 5)
        let (quote, leave) = tokens(house, "ann@acme.example")
        let before = house.engine.store.position
        for token in [quote, leave, "x"] { _ = house.ask(["NURTURE.OPEN", token]) }
        #expect(house.engine.store.position == before)
    }

    @Test("a suppressed address stays so when its links forget it")
    func forgetting() throws {
        let house = try Simulation(seed: 6)
        let (quote, leave) = tokens(house, "Ann+x@acme.example")
        let others = tokens(house, "bob@acme.example")
        let isDone = house.writer.perform(as: .system) { tx in
            _ = tx.forgetLinks(ofCustomer: "ann@acme.example")
        }
        #expect(isDone && house.writer.commit() == .durable)
        #expect(house.ask(["NURTURE.OPEN", quote]).contains("email\r\n_\r\n"))
        #expect(house.ask(["NURTURE.OPEN", others.quote]).contains("bob@acme.example"))
        #expect(house.ask(["NURTURE.QUOTE", quote]).hasPrefix("-BADSTATE the address"))
        #expect(house.ask(["NURTURE.UNSUBSCRIBE", leave, "CONFIRM"]) == "+OK\r\n")
        let check = house.ask(["SUPPRESS.CHECK", "EMAIL", "ann@acme.example", "TOPIC", "news"])
        #expect(check == "$10\r\nsuppressed\r\n")
        #expect(house.ask(["CHECK", "DEEP"]) == "*2\r\n_\r\n*0\r\n")
    }

    @Test("two stores hash an address differently, one store always alike")
    func hashesAreKeyed() throws {
        func address(_ house: Simulation) throws -> Suppression {
            _ = house.ask(["SUPPRESS.ADD", "EMAIL", "ann@acme.example"])
            var view = house.engine.store.view(.scan)
            return try #require(view.rows(of: Schema.suppressions.table, limit: 2).last)
        }
        let one = try Simulation(seed: 7)
        let first = try address(one)
        _ = one.ask(["SUPPRESS.DEL", "EMAIL", "ann@acme.example"])
        #expect(try address(one).id == first.id)
        #expect(try address(try Simulation(seed: 8)).id != first.id)
    }

    @Test("a topic has at most so many bytes")
    func topicsAreBounded() throws {
        let house = try Simulation(seed: 9)
        let longest = String(repeating: "t", count: EngineLimits.topicBytesMax)
        let request = ["SUPPRESS.ADD", "EMAIL", "ann@acme.example", "TOPIC"]
        #expect(house.ask(request + [longest]) == "+OK\r\n")
        #expect(house.ask(request + [longest + "t"]).hasPrefix("-INVALID topic: 1 to 64 bytes"))
    }
}
