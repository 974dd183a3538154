import LeadlineStore
import Testing

/// A record whose id has two parts.
private struct Leaf: StoredRecord {
    struct ID: KeyPart, Hashable {
        let tree: UInt64
        let number: UInt32

        func append(to key: inout [UInt8]) {
            tree.append(to: &key)
            number.append(to: &key)
        }

        static func read(_ key: inout KeyReader) -> ID? {
            guard let tree = UInt64.read(&key), let number = UInt32.read(&key) else { return nil }
            return ID(tree: tree, number: number)
        }
    }

    static let recordVersion: UInt8 = 1
    let id: ID

    init(_ tree: UInt64, _ number: UInt32) { id = ID(tree: tree, number: number) }

    func encode(into writer: inout RecordWriter) {
        writer.write(id.tree)
        writer.write(id.number)
    }

    init(from reader: inout RecordReader) throws(RecordFault) {
        id = ID(tree: try reader.read(), number: try reader.read())
    }
}

@Suite("Records whose ids begin with a part")
struct RowsUnderTests {
    @Test("only those are answered, in order, behind a place, either way")
    func onlyThose() throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let table = Table<Leaf>(tag: 0x40, name: "leaf")
        store.commit { changes in
            for tree in [1, 2, 3, .max] as [UInt64] {
                for number in [1, 2, 3, .max] as [UInt32] {
                    changes.put(table, Leaf(tree, number))
                }
            }
        }
        var view = store.view(.scan)
        for tree in [1, 2, 3, .max] as [UInt64] {
            #expect(
                view.rows(of: table, under: tree, limit: 9).map(\.id.number) == [1, 2, 3, .max])
            let rest = view.rows(
                of: table, under: tree, after: Leaf.ID(tree: tree, number: 2), limit: 1)
            #expect(rest.map(\.id.number) == [3])
            let back = view.rows(of: table, under: tree, .descending, limit: 2)
            #expect(back.map(\.id.number) == [.max, 3])
        }
        #expect(view.rows(of: table, under: 7 as UInt64, limit: 9).isEmpty)
        #expect(view.fault == nil)
    }
}
