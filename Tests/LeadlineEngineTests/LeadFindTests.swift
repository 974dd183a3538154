import LeadlineDomain
import LeadlineStore
import Testing

@testable import LeadlineEngine

@Suite struct LeadFindTests {
    /// The ids that a search finds over all its pages.
    private func found(
        _ harness: EngineHarness, _ search: String, limit: Int = 1000
    ) throws -> [String] {
        var ids: [String] = []
        var after = ""
        while true {
            let lines = harness.run("\(search) COLUMNS id LIMIT \(limit)\(after)")
            ids += lines.dropFirst().dropLast().map { String($0.dropFirst()) }
            let last = try #require(lines.last)
            guard let next = last.split(separator: "next=").dropFirst().first else { return ids }
            after = " AFTER \(next)"
        }
    }

    @Test func aWordThatMoreLeadsHaveThanAreScannedAtATimeLosesNone() throws {
        let harness = try EngineHarness()
        let count = EngineLimits.scanRowsMax + 1
        for number in 1...count {
            harness.run("LEAD.NEW EMAIL c\(number)@d\(number).example NAME \"Ann Lee\"")
        }
        harness.run("LEAD.NEW EMAIL zoe@fresh.example NAME \"Zoe New\" REF first")
        #expect(try found(harness, "LEAD.FIND example").count == count + 1)
        #expect(try found(harness, "LEAD.FIND ann").first == "L\(count)")
        #expect(try found(harness, "LEAD.FIND \"zoe example\"") == ["L\(count + 1)"])
        #expect(try found(harness, "LEAD.FIND \"c\(count) example\"") == ["L\(count)"])
        #expect(try found(harness, "LEAD.LIST MATCH \"fresh example\"") == ["L\(count + 1)"])
    }

    @Test func anExternalReferenceIsFoundAtOnce() throws {
        let harness = try EngineHarness()
        harness.run("LEAD.NEW EMAIL first@first.example REF crm-1")
        for number in 2...EngineLimits.scanRowsMax + 2 {
            harness.run("LEAD.NEW EMAIL c\(number)@d\(number).example")
        }
        #expect(harness.run("LEAD.FIND REF crm-1 COLUMNS id") == ["# id", " L1", "+OK 1"])
        #expect(harness.run("LEAD.FIND REF crm-2 COLUMNS id") == ["# id", "+OK 0"])
    }

    /// Words of few letters, so that many leads share them and some begin others.
    private static let syllables = ["an", "ann", "anna", "lee", "leeds", "bo", "bob", "cy"]

    @Test func wordsThatManyShareAreFoundTogetherPageByPage() throws {
        let seed = UInt64.random(in: 0...UInt64.max / 2)
        print("LEAD.FIND seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let harness = try EngineHarness()
        var names: [[String]] = []
        for number in 1...400 {
            let words = (0..<3).map { _ in Self.syllables.randomElement(using: &random)! }
            names.append(words)
            let name = words.joined(separator: " ")
            harness.run("LEAD.NEW EMAIL x\(number)@x\(number).example NAME '\(name)'")
        }
        for _ in 0..<60 {
            let sought = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                String(Self.syllables.randomElement(using: &random)!.prefix(3))
            }
            let expected = names.indices.reversed().filter { index in
                sought.allSatisfy { part in names[index].contains { $0.hasPrefix(part) } }
            }.map { "L\($0 + 1)" }
            let limit = Int.random(in: 1...40, using: &random)
            let phrase = sought.joined(separator: " ")
            let answer = try found(harness, "LEAD.FIND '\(phrase)'", limit: limit)
            #expect(answer == expected, "\(phrase) by \(limit)")
        }
    }

    @Test func aSearchThatReadsTooMuchStopsWhereItGoesOnNextTime() throws {
        let harness = try EngineHarness()
        for number in 1...300 {
            let name = number == 1 ? "ann bob" : number.isMultiple(of: 2) ? "ann" : "bob"
            harness.run("LEAD.NEW EMAIL x\(number)@x\(number).example NAME '\(name)'")
        }
        var view = harness.engine.store.view(.scan)
        var after: LeadID?
        for page in 1... {
            var search = try #require(
                LeadsByWords(["ann", "bob"], after: after, readsMax: 3, &view))
            let id = search.next(&view)
            guard let stop = search.stop else {
                #expect(id == LeadID(raw: 1))
                #expect(page > 2, "it was never stopped")
                return
            }
            #expect(id == nil)
            #expect(stop < after ?? LeadID(raw: .max), "it does not come on")
            after = stop
        }
    }

    @Test func aBeginningOfManyWordsIsLeftToTheFilter() throws {
        let harness = try EngineHarness()
        for number in 1...40 {
            harness.run("LEAD.NEW EMAIL x\(number)@y\(number).example NAME 'Ann w\(number)'")
        }
        var view = harness.engine.store.view(.scan)
        #expect(LeadsByWords(["w"], after: nil, &view) == nil)
        #expect(LeadsByWords(["w40"], after: nil, &view) != nil)
        #expect(try found(harness, "LEAD.FIND 'ann w'").count == 40)
        #expect(try found(harness, "LEAD.FIND 'w4 ann'", limit: 1) == ["L40", "L4"])
    }
}
