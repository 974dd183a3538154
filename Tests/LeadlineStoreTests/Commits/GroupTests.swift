import LeadlineStore
import Testing

@Suite("Groups")
struct GroupTests {
    private let directory: TemporaryDirectory
    private let store: Store
    private let group: Group
    private static let schema = Schema()

    init() throws {
        directory = try TemporaryDirectory()
        store = try directory.open()
        group = Group(store: store)
    }

    private func commit() -> Outcome? {
        guard let entry = group.seal(epoch: store.epoch) else { return nil }
        defer { group.reset() }
        return LevelDBJournal(store: store).append(entry)
    }

    @Test("A later command of the group sees what an earlier one wrote, committed readers do not")
    func readYourWrites() {
        group.transact { $0.put(Self.schema.table, Referral(id: 1, partner: 3, words: ["roof"])) }
        group.transact { changes in
            #expect(changes.view.get(Self.schema.table, 1)?.partner == 3)
            #expect(changes.view.count(Self.schema.perPartner, 3) == 1)
            #expect(changes.view.ids(Self.schema.byPartner, 3, limit: 9).map(\.id) == [1])
        }
        var outside = store.view(.point)
        #expect(outside.get(Self.schema.table, 1) == nil)
        #expect(commit() == .durable)
        #expect(outside.get(Self.schema.table, 1)?.partner == 3)
        #expect(store.position == 1)
    }

    @Test("What runs while a group is on its way sees it, and stays when it was written")
    func runsOverSealed() throws {
        group.transact { $0.put(Self.schema.table, Referral(id: 1, partner: 3, words: ["roof"])) }
        let entry = try #require(group.seal(epoch: store.epoch))
        #expect(group.isEmpty)
        group.transact { changes in
            #expect(changes.view.get(Self.schema.table, 1)?.partner == 3)
            #expect(changes.view.ids(Self.schema.byPartner, 3, limit: 9).map(\.id) == [1])
            changes.put(Self.schema.table, Referral(id: 2, partner: 3))
            let isDeleted = changes.delete(Self.schema.table, 1)
            #expect(isDeleted)
        }
        #expect(LevelDBJournal(store: store).append(entry) == .durable)
        var view = group.view()
        #expect(view.ids(Self.schema.byPartner, 3, limit: 9).map(\.id) == [2])
        group.reset()
        view = group.view()
        #expect(view.ids(Self.schema.byPartner, 3, limit: 9).map(\.id) == [2])
        #expect(view.get(Self.schema.table, 1) == nil)
        var outside = store.view(.point)
        #expect(outside.get(Self.schema.table, 1)?.partner == 3)
        #expect(commit() == .durable)
        #expect(outside.get(Self.schema.table, 1) == nil)
        #expect(outside.get(Self.schema.table, 2)?.partner == 3)
    }

    @Test("What ran over a group that was not written is gone with it")
    func lostBelow() throws {
        group.transact { $0.put(Self.schema.table, Referral(id: 1, partner: 3)) }
        #expect(group.seal(epoch: store.epoch) != nil)
        group.transact { $0.put(Self.schema.table, Referral(id: 2, partner: 3)) }
        group.reset()
        #expect(group.isEmpty)
        var view = group.view()
        #expect(view.ids(Self.schema.byPartner, 3, limit: 9).isEmpty)
    }

    // Fault 88: a command of a group that fails leaves nothing behind, the others stay
    @Test("A command that throws leaves nothing behind, and uses no number up")
    func rollback() {
        #expect(group.transact { $0.next(1) } == 1)
        #expect(throws: Refusal.refused) {
            try group.transact { changes throws(Refusal) in
                #expect(changes.next(1) == 2)
                changes.put(Self.schema.table, Referral(id: 1, partner: 3, email: "a@b"))
                changes.putBytes(cell: 4, [1])
                throw .refused
            }
        }
        var view = group.view()
        #expect(view.get(Self.schema.table, 1) == nil)
        #expect(view.holder(Self.schema.byEmail, KeyText(Array("a@b".utf8))) == nil)
        #expect(view.getBytes(cell: 4) == nil)
        #expect(group.transact { $0.next(1) } == 2)
    }

    @Test("A part that fails is undone alone")
    func attempt() {
        group.transact { changes in
            changes.put(Self.schema.table, Referral(id: 1, partner: 1))
            #expect(throws: Refusal.refused) {
                try changes.attempt { changes throws(Refusal) in
                    changes.put(Self.schema.table, Referral(id: 1, partner: 2))
                    changes.put(Self.schema.table, Referral(id: 2, partner: 2))
                    throw .refused
                }
            }
            changes.put(Self.schema.table, Referral(id: 3, partner: 1))
        }
        var view = group.view()
        #expect(view.rows(of: Self.schema.table, limit: 9).map(\.partner) == [1, 1])
    }

    @Test("A view within a transaction sees it, and counts towards the rows that it looked at")
    func viewWithin() {
        group.transact { changes in
            changes.put(Self.schema.table, Referral(id: 1, partner: 3))
            let before = group.rowsRead
            var view = group.view()
            #expect(view.get(Self.schema.table, 1)?.partner == 3)
            #expect(group.rowsRead == before + 1)
            #expect(!group.hasFault)
        }
        #expect(group.commands == 1)
    }

    @Test("A transaction within a transaction is a part of it")
    func nested() {
        #expect(throws: Refusal.refused) {
            try group.transact { changes throws(Refusal) in
                changes.put(Self.schema.table, Referral(id: 1, partner: 1))
                group.transact { $0.put(Self.schema.table, Referral(id: 2, partner: 1)) }
                #expect(changes.view.get(Self.schema.table, 2) != nil)
                throw .refused
            }
        }
        #expect(group.isEmpty)
        #expect(group.commands == 1)
    }

    @Test("Numbers go on behind a restart")
    func sequences() throws {
        #expect(group.transact { $0.next(7) } == 1)
        #expect(group.transact { $0.next(7) } == 2)
        #expect(commit() == .durable)
        store.close()
        let again = try directory.open()
        again.commit { changes in
            #expect(changes.next(7) == 3)
            #expect(changes.next(8) == 1)
        }
        var view = again.view(.point)
        #expect(view.last(7) == 3)
    }

    @Test("Equal records write nothing, and an empty group has no entry")
    func noChange() {
        store.commit { $0.put(Self.schema.table, Referral(id: 1, partner: 1)) }
        group.transact { $0.put(Self.schema.table, Referral(id: 1, partner: 1)) }
        let isDeleted = group.transact { $0.delete(Self.schema.table, 2) }
        #expect(!isDeleted)
        #expect(group.isEmpty && group.commands == 2)
        #expect(commit() == nil)
    }

    @Test("A key that another record holds is a fault, and the command is undone")
    func keyTaken() {
        let key = KeyText(Array("a@b".utf8))
        group.transact { $0.put(Self.schema.table, Referral(id: 1, partner: 1, email: "a@b")) }
        group.transact { changes in
            changes.put(Self.schema.table, Referral(id: 2, partner: 1, email: "a@b"))
            #expect(changes.view.fault == .keyTaken(tag: 0x13))
        }
        #expect(group.fault == .keyTaken(tag: 0x13))
        var view = group.view()
        #expect(view.fault == nil)
        #expect(view.get(Self.schema.table, 2) == nil)
        #expect(view.holder(Self.schema.byEmail, key) == 1)
        #expect(view.count(Self.schema.perPartner, 1) == 1)
    }

    @Test("A key looked up in vain is still refused when it is taken in between")
    func keyTakenAfterLookUp() {
        let key = KeyText(Array("a@b".utf8))
        group.transact { changes in
            #expect(changes.view.holder(Self.schema.byEmail, key) == nil)
            changes.insert(Self.schema.table, Referral(id: 1, partner: 1, email: "a@b"))
            changes.insert(Self.schema.table, Referral(id: 2, partner: 1, email: "a@b"))
        }
        #expect(group.fault == .keyTaken(tag: 0x13))
        #expect(group.isEmpty)
    }

    @Test("A key that was given up can be taken in the same group")
    func keyHandedOver() {
        group.transact { changes in
            changes.put(Self.schema.table, Referral(id: 1, partner: 1, email: "a@b"))
            changes.put(Self.schema.table, Referral(id: 1, partner: 1))
            changes.put(Self.schema.table, Referral(id: 2, partner: 1, email: "a@b"))
        }
        #expect(group.fault == nil)
        #expect(commit() == .durable)
        var view = store.view(.point)
        #expect(view.holder(Self.schema.byEmail, KeyText(Array("a@b".utf8))) == 2)
    }

    @Test("A superseded value is not in the entry")
    func superseded() throws {
        for value in 0..<100 as Range<UInt8> {
            group.transact { $0.putBytes(cell: 1, [value]) }
        }
        let entry = try #require(group.seal(epoch: store.epoch))
        #expect(entry.body == [1, 2, 2, 1, 1, 99])
    }

    @Test("A group is full at its bounds and empty again after a reset")
    func bounds() {
        for _ in 0..<Group.commandsMax - 1 { group.transact { _ in } }
        #expect(!group.isFull)
        group.transact { _ in }
        #expect(group.isFull)
        group.reset()
        #expect(!group.isFull)
        group.transact { $0.putBytes(cell: 1, [UInt8](repeating: 0, count: Group.bytesMax)) }
        #expect(group.isFull && !group.isEmpty)
        group.reset()
        #expect(!group.isFull && group.isEmpty)
    }
}
