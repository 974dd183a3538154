// A roll keeps ids and their number in one row as long as they are few, which nearly all are: what
// a key lists, and how much, is then one read and one write.

extension Changes {
    /// Adds an entry, the roll's key and the id behind it, to its roll.
    mutating func enrol(_ entry: ArraySlice<UInt8>, of table: UInt8) {
        let id = draft.number
        view.reader.begin(entry.dropLast(8))
        guard let value = view.reader.lookUp() else {
            if view.fault == nil { draft.setRoll(view.reader.key[...], one: id) }
            return
        }
        switch RollRow(value[...]) {
        case .few(var ids):
            let place = ids.firstIndex { $0 >= id } ?? ids.count
            guard place == ids.count || ids[place] != id else { return }
            ids.insert(id, at: place)
            guard ids.count > RollRow.fewMax else {
                draft.set(view.reader.key[...], .few(ids))
                return
            }
            draft.set(view.reader.key[...], .many(UInt64(ids.count)))
            for id in ids { mark(Self.entry(view.reader.key, id)[...], true, of: table) }
        case .many(let count):
            draft.set(view.reader.key[...], .many(count &+ 1))
            mark(entry, true, of: table)
        case nil: failRoll()
        }
    }

    /// Takes an entry out of its roll; a roll without any is no row.
    mutating func strike(_ entry: ArraySlice<UInt8>, of table: UInt8) {
        let id = draft.number
        view.reader.begin(entry.dropLast(8))
        guard let value = view.reader.lookUp() else { return }
        switch RollRow(value[...]) {
        case .few(let ids):
            let left = ids.filter { $0 != id }
            if left.isEmpty {
                draft.overlay.set(view.reader.key[...], nil)
            } else {
                draft.set(view.reader.key[...], .few(left))
            }
        case .many(let count):
            mark(entry, false, of: table)
            guard count &- 1 > UInt64(RollRow.fewMax) else { return shorten(entry, of: table) }
            draft.set(view.reader.key[...], .many(count &- 1))
        case nil: failRoll()
        }
    }

    /// Brings the ids that are left back into the one row.
    private mutating func shorten(_ entry: ArraySlice<UInt8>, of table: UInt8) {
        let key = Array(entry.dropLast(8))
        let ids: [UInt64] = view.rollIDs(key, after: nil, .ascending, limit: RollRow.fewMax + 1)
        guard view.fault == nil, !ids.isEmpty, ids.count <= RollRow.fewMax else {
            return failRoll()
        }
        for id in ids { mark(Self.entry(key, id)[...], false, of: table) }
        draft.set(key[...], .few(ids))
    }

    private func failRoll() {
        view.reader.fail(.corrupt("a roll of tag \(view.reader.key.first ?? 0)"))
    }

    private static func entry(_ key: [UInt8], _ id: UInt64) -> [UInt8] {
        var entry = key
        id.append(to: &entry)
        return entry
    }
}
