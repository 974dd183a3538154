import Foundation
import LeadlineDomain
import Testing

@testable import LeadlineEngine
@testable import LeadlineStore

/// A closed store with leads, partners and money, and places for what is made of it.
final class HurtStore {
    let folder: String
    let options: StoreOptions
    /// What was in it before it was hurt.
    let digest: UInt64
    let position: UInt64
    /// What `root` logs in with.
    let token: Substring

    var path: String { options.path }

    /// Makes it, with what else two users say in turn; the second may approve what the first did.
    init(_ lines: [(first: String, second: String)] = []) throws {
        folder =
            FileManager.default.temporaryDirectory
            .appending(path: "leadline-hurt-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        options = StoreOptions(path: folder + "/data", freeBytesMin: 0, freePercentMin: 0)
        let harness = try EngineHarness()
        for line in Self.scene { #expect(!harness.last(line).hasPrefix("-"), "\(line)") }
        token = try Self.approve(harness, lines)
        harness.engine.store.close()
        try FileManager.default.copyItem(atPath: harness.directory, toPath: options.path)
        let store = try Store.open(options)
        digest = try store.contentDigest()
        position = store.position
        store.close()
    }

    deinit {
        // A directory that stays behind in the temporary folder is no failure of the test.
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static let scene =
        [
            "PARTNER.NEW NAME North", "PARTNER.NEW NAME South RATE 10%",
            "COVER.ADD P1 SERVICE payroll AREA US",
        ]
        + (1...70).map { "LEAD.NEW EMAIL a\($0)@b\($0).example NAME Ann SERVICE payroll" }
        + [
            "ASSIGN L1 P1", "RELEASE L1", "ACCEPT L1", "STATUS L1 contacted",
            "STATUS L1 quoted VALUE 10", "STATUS L1 won VALUE 1000", "NOTE L1 hello",
            "LEAD.NEW EMAIL in@side.example DIRECTION in REFERRER P2", "ACCEPT L71",
            "SALE.NEW L71 TYPE new AMOUNT 500",
        ]

    /// Has somebody else approve the sale; answers that one's token.
    private static func approve(
        _ harness: EngineHarness, _ lines: [(first: String, second: String)]
    ) throws -> Substring {
        let token = harness.last("USER.NEW root ROLE admin").dropFirst()
        let second = harness.connect()
        #expect(second.run("AUTH root \(token)") == ["+OK"])
        #expect(second.run("SALE.APPROVE S1").last == "+OK 1")
        for line in lines {
            let first = harness.last(line.first)
            #expect(!first.hasPrefix("-"), "\(line.first): \(first)")
            let reply = second.run(line.second).last ?? ""
            #expect(!reply.hasPrefix("-"), "\(line.second): \(reply)")
        }
        return token
    }

    /// Writes and deletes rows behind the server's back.
    func edit(_ change: (LevelDB, inout LevelDB.Batch) throws -> Void) throws {
        let lock = try #require(try FileLock(path + "/lock"))
        let database = try LevelDB(path: path, LevelDB.Settings(options, creates: false), lock)
        defer { database.close(within: .zero) }
        var batch = LevelDB.Batch()
        try change(database, &batch)
        try database.write(batch, sync: true)
    }

    /// The rows of a store whose keys begin with a tag.
    func rows(of options: StoreOptions, _ tag: UInt8) throws -> [[UInt8]: [UInt8]] {
        let copy = try LinkedCopy(of: options.path)
        defer { copy.remove() }
        let lock = try #require(try FileLock(copy.path + "/lock"))
        let database = try LevelDB(
            path: copy.path, LevelDB.Settings(options, creates: false), lock)
        defer { database.close(within: .zero) }
        var rows: [[UInt8]: [UInt8]] = [:]
        for key in try keys(database, tag) { rows[key] = try database.value(of: key) }
        return rows
    }

    /// The keys that begin with a tag.
    func keys(_ database: LevelDB, _ tag: UInt8) throws -> [[UInt8]] {
        let cursor = try LevelDB.Cursor(database, keepsBlocks: false)
        var keys: [[UInt8]] = []
        var key: [UInt8] = []
        cursor.seek([tag])
        while cursor.isValid {
            cursor.readKey(into: &key)
            guard key.first == tag else { break }
            keys.append(key)
            cursor.next()
        }
        return keys
    }

    func files() throws -> [String: Data] { try contents(of: path) }

    func name(_ suffix: String) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        return path + "/" + (try #require(names.filter { $0.hasSuffix(suffix) }.max()))
    }

    /// Repairs into a new place, twice, and looks that both are the same and the original is
    /// untouched.
    func repair(_ place: String = "new") throws -> (report: RepairReport, options: StoreOptions) {
        let before = try files()
        var result = options
        result.path = folder + "/" + place
        let report = try StoreRepair.run(options, to: result.path)
        let second = try StoreRepair.run(options, to: result.path + "-2")
        #expect(second.lines == report.lines && second.records == report.records)
        #expect(try files() == before, "the original was touched")
        var again = result
        again.path += "-2"
        #expect(try Self.look(result) == Self.look(again), "a second run gives another result")
        return (report, result)
    }

    /// Everything that is in a store, and where its log ends.
    static func look(_ options: StoreOptions) throws -> [UInt64] {
        var options = options
        options.isReadOnly = true
        let store = try Store.open(options)
        defer { store.close() }
        return [try store.contentDigest(), store.head.chain, store.position]
    }
}

@Suite("Repairing a store")
struct StoreRepairTests {
    private let hurt: HurtStore

    init() throws {
        hurt = try HurtStore()
    }

    @Test("A sound store is repaired into one with the same rows, and nothing is told")
    func sound() throws {
        let (report, options) = try hurt.repair()
        #expect(report.lines == [] && report.records > 150)
        #expect(try HurtStore.look(options)[0] == hurt.digest)
        let store = try StoreUpgrade.open(options)
        #expect(store.position >= hurt.position && store.losses == [])
        store.close()
    }

    @Test("A house whose users could not be read was open to everybody")
    func unreadableUsers() throws {
        try hurt.edit { database, batch in
            for key in try hurt.keys(database, Tag.usersByStanding) {
                batch.put(key.span, [0xFF].span)
            }
        }
        let store = try Store.open(hurt.options)
        defer { store.close() }
        var view = store.view(.point)
        let isFound = view.hasUsers
        #expect(!isFound)
        #expect(view.fault != nil)
        let engine = Engine(store: store, clock: Clock(standingAt: EngineHarness.start))
        #expect(engine.authority.hasUsers)
        let session = Session(number: 1, remoteAddress: "", localAddress: "", now: engine.clock.now)
        engine.welcome(session)
        #expect(!session.isAuthenticated)
        let isInForce = view.isInForce(.firstRun(origin: "test"), founder: nil)
        #expect(!isInForce)
    }

    // Fault 123: rows of indexes that are missing, strays and wrong counts are listed and rebuilt.
    @Test("Indexes and counters that are gone or wrong are made anew from the records")
    func derived() throws {
        try hurt.edit { database, batch in
            let tags = [Tag.leadByStatus, Tag.leadByEmail, Tag.leadCounters]
            for tag in tags {
                let keys = try hurt.keys(database, tag)
                #expect(!keys.isEmpty, "tag \(tag)")
                for key in keys { batch.delete(key.span) }
            }
            batch.put([Tag.leadByEmail, 1, 2, 3].span, [9].span)
            for key in try hurt.keys(database, Tag.assignmentsPerDay) {
                batch.put(key.span, [0, 0, 0, 0, 0, 0, 1, 0].span)
            }
        }
        let (report, options) = try hurt.repair()
        #expect(!report.lines.isEmpty && report.losses == [])
        #expect(report.lines.contains { $0.subject == "lead" && $0.outcome == .rebuilt })
        #expect(try HurtStore.look(options)[0] == hurt.digest)
    }

    // Fault 125: a record that is none is told; it is not guessed, and others serve.
    @Test("A record that cannot be read is left out and told, and the store says so until accepted")
    func undecodable() throws {
        try hurt.edit { database, batch in
            let key = try hurt.keys(database, Tag.lead)[4]
            batch.put(key.span, [3, 1, 2].span)
        }
        let (report, options) = try hurt.repair()
        #expect(report.losses.contains { $0.outcome == .dropped && $0.subject == "lead" })
        let fault = #expect(throws: StoreFault.self) { try StoreUpgrade.open(options) }
        guard case .lossesNotAccepted = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        let reader = try EngineHarness(opening: options.path, isReadOnly: true)
        #expect(reader.last("AUTH root \(hurt.token)") == "+OK")
        #expect(reader.last("STATUS L1") == "+OK 7")
        #expect(reader.last("STATUS L5").hasPrefix("-NOTFOUND"))
        #expect(reader.last("NOTE L1 x").hasPrefix("-READONLY"))
        #expect(reader.run("CHECK").contains { $0.contains("dropped lead") })
        #expect(reader.run("INFO").contains(" losses:\(report.losses.count)"))
    }

    @Test("What was lost is accepted once, and then the store is served")
    func accepted() throws {
        try hurt.edit { database, batch in
            let key = try hurt.keys(database, Tag.note)[0]
            batch.put(key.span, [9].span)
        }
        let (report, options) = try hurt.repair()
        let kept = try StoreRepair.accept(options)
        #expect(kept.count == report.losses.count && kept[0].contains("note"))
        #expect(try StoreRepair.accept(options) == [])
        let store = try StoreUpgrade.open(options)
        #expect(store.losses == [])
        store.close()
    }

    @Test("What is missing of events is told and never reckoned")
    func events() throws {
        try hurt.edit { database, batch in
            let event = try hurt.keys(database, Tag.event)[7]
            batch.delete(event.span)
        }
        let (report, _) = try hurt.repair()
        #expect(report.losses.contains { $0.outcome == .hurt && $0.subject == "chain 8" })
    }

    @Test("Without its list of tables the store is made of those that are there")
    func listRemade() throws {
        let manifest = try hurt.name("MANIFEST-000004")
        try FileManager.default.removeItem(atPath: manifest)
        try FileManager.default.removeItem(atPath: hurt.path + "/CURRENT")
        #expect(throws: StoreFault.self) { try Store.open(hurt.options) }
        let (report, options) = try hurt.repair()
        #expect(report.losses.map(\.subject) == ["files", "list of tables"])
        #expect(try HurtStore.look(options)[0] == hurt.digest)
    }

    @Test("A log is taken up to where it is sound, and the commits behind that are named")
    func logCut() throws {
        var store = try Store.open(hurt.options)
        let group = Group(store: store)
        for number in 1...3 as ClosedRange<UInt8> {
            group.transact { $0.putBytes(cell: 90 + number, [number]) }
            try store.apply(#require(group.seal(epoch: store.epoch)))
            group.reset()
        }
        let end = store.position
        store.close()
        let log = URL(filePath: try hurt.name(".log"))
        var bytes = try Data(contentsOf: log)
        bytes[bytes.count - 5] ^= 1
        try bytes.write(to: log)
        #expect(throws: StoreFault.self) { try Store.open(hurt.options) }
        let (report, options) = try hurt.repair()
        #expect(report.losses.contains { $0.subject == "commits \(end) to \(end)" })
        #expect(report.losses.contains { $0.subject.hasPrefix("log ") })
        var reading = options
        reading.isReadOnly = true
        store = try Store.open(reading)
        var view = store.view(.point)
        #expect(view.getBytes(cell: 92) == [2] && view.getBytes(cell: 93) == nil)
        store.close()
    }

    // Fault 126: a repair that was cut short leaves the original untouched, and can be run again.
    @Test("A repair that was cut short is begun anew, and never over what is somebody's")
    func interrupted() throws {
        let draft = hurt.folder + "/new.unfinished"
        try FileManager.default.copyItem(atPath: hurt.path, toPath: draft)
        let (report, options) = try hurt.repair()
        #expect(report.lines == [] && !FileManager.default.fileExists(atPath: draft))
        #expect(throws: StoreFault.self) { try StoreRepair.run(hurt.options, to: options.path) }
        try FileManager.default.createDirectory(
            atPath: hurt.folder + "/other.unfinished/mine", withIntermediateDirectories: true)
        #expect(throws: StoreFault.self) {
            try StoreRepair.run(hurt.options, to: hurt.folder + "/other")
        }
        #expect(
            FileManager.default.fileExists(atPath: hurt.folder + "/other.unfinished/mine"))
    }

    // Fault 116: rows of a kind that is not known, and records of a newer version, are refused.
    @Test("Rows of a kind that this version does not know are told, not skipped")
    func unknownKind() throws {
        try hurt.edit { _, batch in batch.put([0xfd, 1].span, [1].span) }
        let store = try StoreUpgrade.open(hurt.options)
        #expect(StoreLook.problems(of: store).contains { $0.contains("rows of kind 253") })
        store.close()
        let (report, _) = try hurt.repair()
        #expect(report.losses.map(\.subject) == ["tag 253"])
    }

    // Fault 124: a broken chain of events is told by the first look at the store.
    @Test("A chain that breaks near its end, or a head that is none, is told at once")
    func brokenChain() throws {
        try hurt.edit { database, batch in
            let newest = try #require(try hurt.keys(database, Tag.event).last)
            var row = try #require(try database.value(of: newest))
            row[row.count - 3] ^= 1
            batch.put(newest.span, row.span)
        }
        var store = try StoreUpgrade.open(hurt.options)
        #expect(StoreLook.problems(of: store).contains { $0.hasPrefix("chain") })
        store.close()
        try hurt.edit { _, batch in
            batch.put([StoreTag.cell, Cell.eventHead].span, [1, 2].span)
        }
        store = try StoreUpgrade.open(hurt.options)
        #expect(!StoreLook.problems(of: store).isEmpty)
        store.close()
    }
}
