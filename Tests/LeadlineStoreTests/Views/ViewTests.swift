import Dispatch
import Glibc
import LeadlineStore
import Testing

@Suite("Views")
struct ViewTests {
    private let directory: TemporaryDirectory
    private let store: Store
    private static let schema = Schema()

    init() throws {
        directory = try TemporaryDirectory()
        store = try directory.open()
        store.commit { changes in
            for id in 1...20 as ClosedRange<UInt64> {
                let word = id.isMultiple(of: 2) ? "roof" : "roofing"
                changes.put(
                    Self.schema.table,
                    Referral(
                        id: id, partner: UInt32(id % 3), email: "p\(id)@x", words: [word, "w"]))
            }
        }
    }

    @Test("Both modes find a record and do not find others", arguments: [View.Mode.point, .scan])
    func get(mode: View.Mode) {
        var view = store.view(mode)
        #expect(view.get(Self.schema.table, 5)?.partner == 2)
        #expect(view.get(Self.schema.table, 21) == nil)
        #expect(view.holder(Self.schema.byEmail, KeyText(Array("p5@x".utf8))) == 5)
        #expect(view.holder(Self.schema.byEmail, KeyText(Array("p5@".utf8))) == nil)
        #expect(view.count(Self.schema.perPartner, 0) == 6)
        #expect(view.count(Self.schema.perPartner, 9) == 0)
        #expect(view.rowsRead == 6)
        #expect(view.fault == nil)
    }

    @Test("An iterator that a point read had opened went on showing what had been")
    func pointReadsBeginAnew() {
        let points = PointReads(store)
        var view = points.view()
        #expect(view.ids(of: Self.schema.table, limit: 99).count == 20)
        store.commit { $0.put(Self.schema.table, Referral(id: 21, partner: 1, email: "p21@x")) }
        view = points.view()
        #expect(view.ids(of: Self.schema.table, limit: 99).count == 21)
        _ = points.view()
        #expect(store.statistics().contains { $0 == ("open_iterators", "0") })
    }

    @Test("Whoever has no patience for more rows is told so", arguments: [0, 1, 19, 20])
    func cutShort(rowsMax: Int) {
        var view = store.view(.scan) { $0 <= rowsMax }
        let found = view.ids(of: Self.schema.table, limit: 99)
        #expect(found.isEmpty == (rowsMax < 20))
        #expect(view.isCutShort == (rowsMax < 20))
        #expect(view.fault == (rowsMax < 20 ? .cutShort : nil))
        // It is no answer that could be forgiven.
        let isForgiven = view.forgiveCorruption()
        #expect(!isForgiven)
    }

    @Test("An index is walked both ways, from a bound and behind a position")
    func ids() {
        var view = store.view(.scan)
        let index = Self.schema.byPartner
        // Partner 1 has 1, 4, 7, 10, 13, 16, 19; the order is the id modulo 7, highest first.
        let ascending: [UInt64] = [13, 19, 4, 10, 16, 1, 7]
        #expect(view.ids(index, 1, limit: 99).map(\.id) == ascending)
        #expect(view.ids(index, 1, .descending, limit: 99).map(\.id) == ascending.reversed())
        #expect(view.ids(index, 1, limit: 3).map(\.id) == [13, 19, 4])
        #expect(view.ids(index, 1, from: Descending(4), limit: 2).map(\.id) == [4, 10])
        #expect(
            view.ids(index, 1, from: Descending(4), .descending, limit: 3).map(\.id) == [4, 19, 13])
        #expect(view.ids(index, 1, after: (Descending(3), 10), limit: 2).map(\.id) == [16, 1])
        #expect(
            view.ids(index, 1, after: (Descending(3), 10), .descending, limit: 9).map(\.id)
                == [4, 19, 13])
        #expect(view.ids(index, 7, limit: 9).isEmpty)
        #expect(view.ids(index, 1, limit: 0).isEmpty)
    }

    @Test("Every page starts where the last one ended")
    func paging() {
        var view = store.view(.scan)
        for direction in [Direction.ascending, .descending] {
            var position: (KeyText, UInt64)?
            var seen: [UInt64] = []
            while true {
                let page = view.ids(
                    Self.schema.byWord, Nothing(), after: position, direction, limit: 3)
                guard let last = page.last else { break }
                position = (last.order, last.id)
                seen += page.map(\.id)
            }
            let all = view.ids(Self.schema.byWord, Nothing(), direction, limit: 99).map(\.id)
            #expect(seen == all && all.count == 40)
        }
    }

    @Test("Words are found by their beginning")
    func startingWith() {
        var view = store.view(.scan)
        func found(_ text: String, after: (KeyText, UInt64)? = nil, limit: Int = 99) -> [UInt64] {
            view.ids(
                Self.schema.byWord, Nothing(), startingWith: Array(text.utf8)[...], after: after,
                limit: limit
            ).map(\.id)
        }
        let even = stride(from: UInt64(2), through: 20, by: 2).map { $0 }
        let odd = stride(from: UInt64(1), through: 19, by: 2).map { $0 }
        #expect(found("roof") == even + odd)
        #expect(found("roofi") == odd)
        #expect(found("x").isEmpty)
        #expect(found("").count == 40)
        #expect(found("roof", after: (KeyText(Array("roof".utf8)), 18), limit: 2) == [20, 1])
    }

    @Test("A table is walked in the order of its ids")
    func rows() {
        var view = store.view(.scan)
        #expect(view.ids(of: Self.schema.table, limit: 99) == Array(1...20))
        #expect(view.ids(of: Self.schema.table, after: 18, limit: 99) == [19, 20])
        #expect(view.ids(of: Self.schema.table, after: 3, .descending, limit: 99) == [2, 1])
        #expect(view.rows(of: Self.schema.table, limit: 2).map(\.id) == [1, 2])
    }

    @Test("A scanning view does not see what is committed later")
    func oneMoment() {
        var view = store.view(.scan)
        #expect(view.get(Self.schema.table, 1)?.partner == 1)
        store.commit { $0.put(Self.schema.table, Referral(id: 1, partner: 50)) }
        #expect(view.get(Self.schema.table, 1)?.partner == 1)
        #expect(view.ids(Self.schema.byPartner, 50, limit: 9).isEmpty)
        var later = store.view(.point)
        #expect(later.get(Self.schema.table, 1)?.partner == 50)
    }

    @Test("A record that cannot be read is a fault, and after it nothing is answered")
    func undecodable() throws {
        // Put by hand: key 0x10 and the id, value of version 9.
        let key: [UInt8] = [0x10, 0, 0, 0, 0, 0, 0, 0, 99]
        try store.apply(store.entry(body: [1, 9] + key + [1, 9]))
        var view = store.view(.point)
        #expect(view.get(Self.schema.table, 99) == nil)
        #expect(view.fault == .undecodable(table: "referrals", fault: .unknownVersion(9)))
        #expect(view.get(Self.schema.table, 1) == nil)
        #expect(view.ids(Self.schema.byPartner, 1, limit: 9).isEmpty)
        var scan = store.view(.scan)
        #expect(scan.rows(of: Self.schema.table, limit: 99).isEmpty)
        #expect(scan.fault != nil)
    }

    /// LevelDB ends the process when it is closed under an iterator (`reliability.md` H20).
    @Test("A store that is closed under a view leaves it what it reads")
    func closedUnderAView() {
        var view = store.view(.scan)
        #expect(view.get(Self.schema.table, 1) != nil)
        store.close()
        #expect(view.ids(of: Self.schema.table, limit: 99).count == 20)
        #expect(view.fault == nil)
        var late = store.view(.scan)
        #expect(late.get(Self.schema.table, 1) == nil)
        #expect(late.fault == .closed)
    }

    @Test("A store that is closed waits for a view that ends soon, and can be opened again")
    func closedBehindAView() throws {
        let isReading = DispatchSemaphore(value: 0)
        let isDone = DispatchGroup()
        DispatchQueue.global().async(group: isDone) { [store] in
            var view = store.view(.scan)
            #expect(view.get(Self.schema.table, 1) != nil)
            isReading.signal()
            usleep(200_000)
            #expect(view.ids(of: Self.schema.table, limit: 99).count == 20)
        }
        isReading.wait()
        store.close()
        isDone.wait()
        let again = try directory.open()
        #expect(again.position == 1)
        again.close()
    }

    @Test("A closed store answers with a fault")
    func closed() {
        store.close()
        for mode in [View.Mode.point, .scan] {
            var view = store.view(mode)
            #expect(view.get(Self.schema.table, 1) == nil)
            #expect(view.fault == .closed)
        }
    }
}
