import Foundation
import LeadlineBackup
import LeadlineDomain
import LeadlineStore
import LeadlineWire
import NIOCore
import Testing

@testable import LeadlineEngine

@Suite("Backups of an engine") struct BackupTests {
    private let harness: EngineHarness

    init() throws { harness = try EngineHarness() }

    private func restored(_ name: String, _ folder: String) throws -> Store {
        let path = harness.directory + folder
        let backups = harness.engine.facts.backupDirectory
        try Restore.fill(path, from: try BackupReader(path: backups + "/" + name))
        try Restore.release(path)
        return try Store.open(
            StoreOptions(path: path, durability: .os, freeBytesMin: 0, freePercentMin: 0))
    }

    private func leads(_ engine: Engine) -> [Lead] {
        var view = engine.store.view(.scan)
        return view.rows(of: Schema.leads.table, limit: 100)
    }

    private func problems(_ engine: Engine) -> [Problem] {
        var view = engine.store.view(.scan)
        var inspection = Inspection(isDeep: true, at: view.eventHead().at)
        inspection.run(&view)
        return inspection.problems
    }

    // Fault 107: who was erased after the backup was taken is erased again in what is restored.
    @Test("erasures after a backup are repeated, on the records that they were of alone")
    func erasures() throws {
        harness.run("LEAD.NEW EMAIL ann@acme.example NAME Ann COMPANY Acme")
        harness.run("LEAD.NEW EMAIL bob@bolt.example NAME Bob")
        harness.run("REFERRER.NEW KIND contact NAME Rita EMAIL rita@ref.example")
        #expect(harness.last("BACKUP before") == "+OK 7")
        #expect(harness.last("ERASE L1 REASON asked") == "+OK")
        #expect(harness.last("ERASE EMAIL rita@ref.example REASON asked") == "+OK")
        harness.run("LEAD.NEW EMAIL cat@cord.example NAME Cat")
        #expect(harness.last("ERASE EMAIL cat@cord.example REASON asked") == "+OK")
        try harness.engine.listErasures()
        let list = try ErasureList.read(in: harness.engine.facts.backupDirectory)
        #expect(list.entries.map(\.kind) == [.lead, .referrer, .lead])
        try harness.engine.listErasures()
        #expect(try ErasureList.read(in: harness.engine.facts.backupDirectory) == list)

        let store = try restored("before", "-restored")
        defer { try? FileManager.default.removeItem(atPath: harness.directory + "-restored") }
        defer { store.close() }
        let engine = Engine(store: store, clock: Clock(standingAt: EngineHarness.start))
        #expect(leads(engine).map(\.name) == ["Ann", "Bob"])
        #expect(try engine.repeatErasures(list) == 2)
        #expect(leads(engine).map(\.name) == [nil, "Bob"])
        var view = store.view(.scan)
        let referrers = view.rows(of: Schema.referrers.table, limit: 10)
        #expect(referrers.allSatisfy(\.isErased) && referrers.count == 1)
        #expect(problems(engine) == [])
        #expect(try engine.repeatErasures(list) == 0)
    }

    @Test("a restore went on with other work than erasures, under settings that were not its own")
    func onlyErasures() throws {
        harness.run("LEAD.NEW EMAIL ann@acme.example NAME Ann")
        let suspension = SuspensionRecord(
            partner: PartnerID(raw: 1), reason: "fraud", actor: "ann", origin: "")
        try harness.change { $0.put(Schema.suspensions.table, suspension) }
        #expect(harness.last("BACKUP before").hasPrefix("+OK"))
        harness.run("ERASE L1 REASON asked")
        try harness.engine.listErasures()
        let list = try ErasureList.read(in: harness.engine.facts.backupDirectory)
        let store = try restored("before", "-restored")
        defer { try? FileManager.default.removeItem(atPath: harness.directory + "-restored") }
        defer { store.close() }
        let engine = Engine(store: store, clock: Clock(standingAt: EngineHarness.start))
        #expect(try engine.repeatErasures(list) == 1)
        var view = store.view(.scan)
        #expect(view.rows(of: Schema.suspensions.table, limit: 9).map(\.reason) == ["fraud"])
        #expect(view.rows(of: Schema.erasures.table, limit: 9).isEmpty)
    }

    @Test("the list is of a store's records, not of whoever has their ids in another")
    func otherRecords() throws {
        harness.run("LEAD.NEW EMAIL ann@acme.example NAME Ann")
        harness.run("ERASE L1 REASON asked")
        try harness.engine.listErasures()
        let list = try ErasureList.read(in: harness.engine.facts.backupDirectory)
        #expect(list.entries.count == 1)
        let other = try EngineHarness()
        other.run("DEBUG CLOCK ADVANCE 1s")
        other.run("LEAD.NEW EMAIL bob@bolt.example NAME Bob")
        #expect(try other.engine.repeatErasures(list) == 0)
        #expect(leads(other.engine).map(\.name) == ["Bob"])
    }

    @Test("without a folder for them there are no backups")
    func noFolder() throws {
        let engine = Engine(store: harness.engine.store)
        var request = Request()
        for word in ["BACKUP", "monday"] { request.frame.append(word.utf8) }
        let session = Session(
            number: 0, remoteAddress: "", localAddress: "", now: engine.clock.now)
        session.caller = Caller(name: "ann", role: .admin, origin: "test")
        guard case .scan(let command) = try engine.plan(&request, session) else {
            Issue.record("BACKUP is planned otherwise")
            return
        }
        var reply = ReplyWriter(format: .text)
        _ = engine.runRead(command, &request, session.caller, &reply)
        #expect(
            String(buffer: reply.buffer)
                == "-BADSTATE there is no 'backupdir'; the configuration names one\r\n")
    }

    @Test("INFO tells of the backup that was taken, and of one that was not")
    func info() throws {
        harness.run("LEAD.NEW EMAIL ann@acme.example")
        harness.run("BACKUP monday")
        var lines = harness.run("INFO persistence")
        #expect(lines.contains(" backup_last_name:monday"))
        #expect(lines.contains(" backup_last_event:1"))
        #expect(lines.contains(" rdb_last_bgsave_status:ok"))
        harness.run("BACKUP monday")
        lines = harness.run("INFO persistence")
        #expect(lines.contains(" rdb_last_bgsave_status:err"))
        #expect(lines.contains(" rdb_bgsave_in_progress:0"))
    }

    @Test("every table's rows have a name in a dump")
    func names() {
        var view = harness.engine.store.view(.scan)
        let names = Schema.tableNames(&view)
        #expect(names[Tag.lead] == "lead" && names[Tag.leadByEmail] == "lead")
        #expect(names.keys.allSatisfy { $0 >= RowDump.firstTableTag })
    }
}
