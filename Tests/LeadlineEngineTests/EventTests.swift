import LeadlineDigest
import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite struct EventTests {
    @Test(arguments: [
        ("lead.created", "lead.created", true), ("lead.*", "lead.created", true),
        ("*.created", "lead.created", true), ("*", "lead.created", true),
        ("**", "lead.created", true), ("l*d.*ed", "lead.created", true),
        ("*a*e*t*", "lead.created", true), ("LEAD.Created", "lead.created", true),
        ("lead", "lead.created", false), ("lead.*d.", "lead.created", false),
        ("*.updated", "lead.created", false), ("lead.create", "lead.created", false),
        ("ead.created", "lead.created", false), ("*z*", "lead.created", false),
        ("", "lead.created", false), ("*created*x", "lead.created", false),
        ("lead?created", "lead.created", false),
    ])
    func aPatternMeetsWholeNames(_ pattern: String, _ name: String, _ isMet: Bool) {
        #expect(TypePattern(Text(pattern)).matches(Text(name)) == isMet)
    }

    // Threat T13: a pattern of many stars takes no longer than its name
    @Test func aPatternOfManyStarsIsNoBurden() {
        let pattern = TypePattern(Text(String(repeating: "*a", count: 2000)))
        #expect(!pattern.matches(Text(String(repeating: "a", count: 1999))))
        #expect(pattern.matches(Text(String(repeating: "a", count: 2000))))
    }

    // Threat T13: a filter that meets nothing stops at its budget of rows, and goes on behind a
    //   cursor
    @Test func aFilterThatMeetsNothingStopsAtTheBudgetAndGoesOn() throws {
        let harness = try EngineHarness()
        for number in 1...EngineLimits.scanRowsMax + 500 {
            harness.run("SERVICE.SET s\(number)")
        }
        harness.run("PARTNER.NEW NAME Northwind")
        let last = EngineLimits.scanRowsMax + 501
        let first = harness.run("EVENTS TYPE partner.* COLUMNS seq")
        #expect(first.count == 2)
        let cursor = try #require(first.last?.split(separator: "next=").last)
        let second = harness.run("EVENTS TYPE partner.* COLUMNS seq AFTER \(cursor)")
        #expect(second == ["# seq", " \(last)", "+OK 1"])
        #expect(harness.run("EVENTS OF P1 COLUMNS seq") == ["# seq", " \(last)", "+OK 1"])
    }

    @Test func whoWaitsLooksThroughManyEventsThatDoNotMatch() throws {
        let harness = try EngineHarness()
        for number in 1...EngineLimits.scanRowsMax + 500 {
            harness.run("SERVICE.SET s\(number)")
        }
        harness.run("PARTNER.NEW NAME Northwind")
        let found = harness.run("EVENTS TYPE partner.* COLUMNS seq BLOCK 0")
        #expect(found == ["# seq", " \(EngineLimits.scanRowsMax + 501)", "+OK 1"])
    }

    @Test func ofAUserNothingIsShownToWhomItIsHisOwn() throws {
        let harness = try EngineHarness()
        harness.run("SERVICE.SET hr")
        let other = harness.connect()
        other.session.caller = Caller(name: "ann", role: .manager, origin: "[::1]:4711#9")
        _ = other.run("SERVICE.SET payroll")
        #expect(harness.run("EVENTS NOT default COLUMNS actor") == ["# actor", " ann", "+OK 1"])
        #expect(harness.run("EVENTS NOT ANN COLUMNS actor") == ["# actor", " default", "+OK 1"])
        #expect(harness.run("HISTORY payroll COLUMNS actor,from")[1] == " ann\t[::1]:4711")
    }

    @Test func aSubjectIsNamedAsItsKindIsNamed() throws {
        let harness = try EngineHarness()
        harness.run("SERVICE.SET Payroll")
        harness.run("PARTNER.NEW NAME Northwind REF nw")
        harness.run("TERRITORY.SET 90210 P1")
        harness.run("COVER.ADD P1 SERVICE payroll AREA *")
        #expect(harness.run("HISTORY PAYROLL COLUMNS type")[1] == " service.set")
        #expect(harness.run("HISTORY us-90210-1234 COLUMNS type")[1] == " territory.set")
        #expect(
            harness.run("EVENTS OF ref:nw COLUMNS type").dropFirst().dropLast()
                == [" partner.created", " cover.added"])
        #expect(harness.last("HISTORY US-90211") == "+OK 0")
        #expect(harness.last("EVENTS OF US-CA").hasPrefix("-INVALID of:"))
        #expect(
            harness.last("HISTORY ref:none")
                == "-NOTFOUND no lead, partner, sale or referrer 'ref:none'")
    }

    @Test func aBlockedReaderIsWokenByWhatItWaitsFor() throws {
        let harness = try EngineHarness()
        let waiting = harness.connect()
        #expect(waiting.run("EVENTS AFTER now TYPE partner.* BLOCK 0 COLUMNS seq") == [])
        harness.run("SERVICE.SET hr")
        #expect(waiting.receive(within: .seconds(100)) == [])
        harness.run("PARTNER.NEW NAME Northwind")
        let reply = waiting.receive(within: .zero).map { String(decoding: $0, as: UTF8.self) }
        #expect(reply == "# seq\r\n 2\r\n+OK 1\r\n")
    }

    @Test func everyTypeIsListedOnceByName() throws {
        let harness = try EngineHarness()
        let rows = harness.run("EVENT.TYPES").dropFirst().dropLast()
        let names = rows.compactMap { $0.split(separator: "\t").first.map(String.init) }
        #expect(names == Array(Set(names)).sorted())
        #expect(names.contains(" lead.created") && names.contains(" territory.moved"))
    }
}

@Suite struct EventAuditTests {
    private func harness() throws -> EngineHarness {
        let harness = try EngineHarness()
        for number in 1...10 { harness.run("PARTNER.NEW NAME N\(number) EMAIL e@n.example") }
        return harness
    }

    private func event(_ harness: EngineHarness, _ number: UInt64) throws -> EventRecord {
        var view = harness.engine.store.view(.point)
        let event = view.get(Schema.events.table, number)
        return try #require(event)
    }

    // Threat T18: an event that was changed on the disk is named
    @Test func aChangedEventIsNoticed() throws {
        let harness = try harness()
        let old = try event(harness, 4)
        var new = EventRecord(
            sequence: 4, at: old.at, type: .partnerCreated, subject: old.subject, ref: nil,
            subjectVersion: 1, actor: "nobody", origin: old.origin, data: old.data,
            personal: old.personal)
        new.hash = old.hash
        try harness.change { $0.put(Schema.events.table, new) }
        #expect(
            harness.run("AUDIT.VERIFY") == [" events\t3", " broken_at\t4", "+OK 2"])
        #expect(harness.run("AUDIT.VERIFY FROM 5")[1] == " broken_at\t\\N")
        #expect(harness.run("CHECK").contains(" chain\t4\tthe chain of events breaks here"))
    }

    @Test func anEventLinkedAnewBreaksTheNextOne() throws {
        let harness = try harness()
        let before = try event(harness, 3)
        let old = try event(harness, 4)
        let new = EventRecord(
            sequence: 4, at: old.at, type: .partnerCreated, subject: "P9", ref: nil,
            subjectVersion: 1, actor: old.actor, origin: old.origin, data: old.data,
            personal: old.personal
        ).linked(after: before.hash)
        try harness.change { $0.put(Schema.events.table, new) }
        #expect(harness.run("AUDIT.VERIFY")[1] == " broken_at\t5")
        #expect(harness.run("AUDIT.VERIFY TO 4")[1] == " broken_at\t\\N")
    }

    @Test(arguments: [UInt64(1), 5, 10])
    func aMissingEventIsNoticed(_ number: UInt64) throws {
        let harness = try harness()
        try harness.change { _ = $0.delete(Schema.events.table, number) }
        #expect(harness.run("AUDIT.VERIFY")[1] == " broken_at\t\(number)")
        #expect(harness.last("CHECK DEEP") == "+OK 1")
    }

    @Test func anEventBehindTheHeadIsNoticed() throws {
        let harness = try harness()
        let last = try event(harness, 10)
        let stray = EventRecord(
            sequence: 11, at: last.at, type: .partnerCreated, subject: "P11", ref: nil,
            subjectVersion: 1, actor: "nobody", origin: last.origin, data: "{}", personal: .none
        ).linked(after: last.hash)
        try harness.change { $0.put(Schema.events.table, stray) }
        #expect(harness.run("CHECK").contains(" chain\t11\tevent behind the head"))
        #expect(harness.run("AUDIT.VERIFY FROM 11")[1] == " broken_at\t11")
    }

    @Test func personalValuesMayBeErasedButNotChanged() throws {
        let harness = try harness()
        var erased = try event(harness, 4)
        erased.personal = .erased(try #require(erased.personal.digest))
        try harness.change { $0.put(Schema.events.table, erased) }
        #expect(harness.run("AUDIT.VERIFY")[1] == " broken_at\t\\N")
        #expect(!harness.run("HISTORY P4 COLUMNS data")[1].contains("e@n.example"))
        #expect(harness.run("HISTORY P5 COLUMNS data")[1].contains("e@n.example"))
        var forged = try event(harness, 6)
        forged.personal = .kept(salt: 1, data: #"{"email":"x@y.example"}"#)
        try harness.change { $0.put(Schema.events.table, forged) }
        #expect(harness.run("AUDIT.VERIFY")[1] == " broken_at\t6")
    }

    @Test("AUDIT.VERIFY names an event whose row cannot be read, instead of failing")
    func unreadableEventIsWhereTheChainBreaks() throws {
        let harness = try harness()
        let events = Table<Unreadable>(tag: Schema.events.table.tag, name: "event")
        try harness.change { _ = $0.delete(Schema.events.table, 6) }
        try harness.change { $0.put(events, Unreadable(id: 6)) }
        #expect(harness.run("AUDIT.VERIFY") == [" events\t5", " broken_at\t6", "+OK 2"])
        #expect(harness.run("AUDIT.VERIFY FROM 7")[1] == " broken_at\t6")
        #expect(harness.run("AUDIT.VERIFY TO 5")[1] == " broken_at\t\\N")
        #expect(harness.run("EVENTS AFTER 5")[0].hasPrefix("-INTERNAL"))
    }

    @Test(arguments: [
        ("FROM 0", "-INVALID from:"), ("FROM 3 TO 2", "-INVALID to:"), ("TO x", "-INVALID to:"),
        ("FROM 18446744073709551615", " events\t0"), ("TO 18446744073709551615", " events\t10"),
        ("FROM 10", " events\t1"), ("FROM 11", " events\t0"), ("TO 0", "-INVALID to:"),
    ])
    func aSpanIsFromOneThroughAnother(_ span: String, _ beginning: String) throws {
        let harness = try harness()
        #expect(harness.run("AUDIT.VERIFY \(span)")[0].hasPrefix(beginning))
    }
}

extension EngineHarness {
    /// Changes rows behind the commands' back, as a fault or a forger would.
    func change(_ body: (inout Changes) -> Void) throws {
        let group = Group(store: engine.store)
        group.transact(body)
        if let entry = group.seal(epoch: engine.store.epoch) { try engine.store.apply(entry) }
    }
}

/// A row of a version that no program wrote.
private struct Unreadable: StoredRecord {
    static var recordVersion: UInt8 { 99 }
    let id: UInt64
    init(id: UInt64) { self.id = id }
    init(from reader: inout RecordReader) throws(RecordFault) { throw .invalid }
    func encode(into writer: inout RecordWriter) { writer.integer(id) }
}
