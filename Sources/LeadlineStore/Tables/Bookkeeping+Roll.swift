// A roll keeps ids and their number in one row as long as they are few, which nearly all are: what
// a key lists, and how much, is then one read and one write.

extension Bookkeeping {
    /// Adds an id to the roll whose key was begun.
    mutating func enrol(_ id: UInt64, of table: UInt8, _ reader: Reader) {
        guard let value = reader.lookUp() else {
            if reader.fault == nil { putRoll(one: id, reader) }
            return
        }
        switch RollRow(value[...]) {
        case .few(var ids):
            let place = ids.firstIndex { $0 >= id } ?? ids.count
            guard place == ids.count || ids[place] != id else { return }
            ids.insert(id, at: place)
            guard ids.count > RollRow.fewMax else { return put(.few(ids), reader) }
            put(.many(UInt64(ids.count)), reader)
            let key = reader.key
            for id in ids { mark(Self.entry(key, id), true, of: table, reader) }
        case .many(let count):
            put(.many(count &+ 1), reader)
            mark(Self.entry(reader.key, id), true, of: table, reader)
        case nil: Self.failRoll(reader)
        }
    }

    /// Takes an id out of the roll whose key was begun; a roll without any is no row.
    mutating func strike(_ id: UInt64, of table: UInt8, _ reader: Reader) {
        guard let value = reader.lookUp() else { return }
        switch RollRow(value[...]) {
        case .few(let ids):
            let left = ids.filter { $0 != id }
            if left.isEmpty {
                reader.set(nil)
            } else {
                put(.few(left), reader)
            }
        case .many(let count):
            mark(Self.entry(reader.key, id), false, of: table, reader)
            guard count &- 1 > UInt64(RollRow.fewMax) else { return shorten(of: table, reader) }
            put(.many(count &- 1), reader)
        case nil: Self.failRoll(reader)
        }
    }

    /// Brings the ids that are left back into the one row.
    private mutating func shorten(of table: UInt8, _ reader: Reader) {
        let key = reader.key
        var view = View(reader)
        let ids: [UInt64] = view.rollIDs(key, after: nil, .ascending, limit: RollRow.fewMax + 1)
        guard view.fault == nil, !ids.isEmpty, ids.count <= RollRow.fewMax else {
            return Self.failRoll(reader)
        }
        for id in ids { mark(Self.entry(key, id), false, of: table, reader) }
        reader.begin(key.span)
        put(.few(ids), reader)
    }

    private static func failRoll(_ reader: Reader) {
        reader.fail(.corrupt("a roll of tag \(reader.key.first ?? 0)"))
    }

    private static func entry(_ key: [UInt8], _ id: UInt64) -> [UInt8] {
        var entry = key
        id.append(to: &entry)
        return entry
    }
}
