extension View {
    /// The ids under one prefix, in the index's order.
    ///
    /// - Parameters:
    ///   - index: The index to walk.
    ///   - prefix: What the entries stand under.
    ///   - from: The first order to answer: the lowest ascending, the highest descending.
    ///   - after: The position of a previous answer's last id; answers start strictly behind it.
    ///   - direction: Which way to walk.
    ///   - limit: How many ids to answer at most.
    /// - Returns: Each id with its order; nothing after a fault.
    package mutating func ids<R, P, O>(
        _ index: Index<R, P, O>, _ prefix: P, from: O? = nil, after: (O, R.ID)? = nil,
        _ direction: Direction = .ascending, limit: Int
    ) -> [(order: O, id: R.ID)] {
        var base = [index.tag]
        prefix.append(to: &base)
        var range = KeyRange(prefix: base)
        if let from {
            range.begin(at: Self.key(base, from), direction)
        }
        guard let after else { return entries(range, behind: base.count, direction, limit) }
        let place = Self.key(base, after.0, after.1)
        return entries(range, behind: base.count, after: place, direction, limit)
    }

    /// The ids that stand in an index at one order, the greatest first.
    ///
    /// - Parameters:
    ///   - index: The index to walk.
    ///   - prefix: What the entries stand under.
    ///   - order: Where they stand.
    ///   - below: The previous answer's last id; answers start strictly below it.
    ///   - limit: How many ids to answer at most.
    /// - Returns: The ids; nothing after a fault.
    package mutating func ids<R, P, O>(
        _ index: Index<R, P, O>, _ prefix: P, at order: O, below: R.ID?, limit: Int
    ) -> [R.ID] {
        var base = [index.tag]
        prefix.append(to: &base)
        let place = Self.key(base, order)
        let found: [(order: O, id: R.ID)] = entries(
            KeyRange(prefix: place), behind: base.count,
            after: below.map { Self.key(place, $0) }, .descending, limit)
        return found.map(\.id)
    }

    /// The ids whose order, a text, starts with given bytes, in the order of the texts.
    ///
    /// A record that stands under several such texts is answered once for each.
    ///
    /// - Parameters:
    ///   - index: The index to walk.
    ///   - prefix: What the entries stand under.
    ///   - beginning: What the texts begin with.
    ///   - after: The position of a previous answer's last id; answers start strictly behind it.
    ///   - limit: How many ids to answer at most.
    /// - Returns: Each id with its text; nothing after a fault.
    package mutating func ids<R, P>(
        _ index: Index<R, P, KeyText>, _ prefix: P, startingWith beginning: ArraySlice<UInt8>,
        after: (KeyText, R.ID)? = nil, limit: Int
    ) -> [(order: KeyText, id: R.ID)] {
        var base = [index.tag]
        prefix.append(to: &base)
        let count = base.count
        var start = base
        KeyText(beginning).appendBeginning(to: &start)
        let range = KeyRange(prefix: start)
        guard let after else { return entries(range, behind: count, .ascending, limit) }
        let place = Self.key(base, after.0, after.1)
        return entries(range, behind: count, after: place, .ascending, limit)
    }

    /// The ids of a table's records, in their order; starting strictly behind `after`.
    package mutating func ids<R>(
        of table: borrowing Table<R>, after: R.ID? = nil, _ direction: Direction = .ascending,
        limit: Int
    ) -> [R.ID] {
        var ids: [R.ID] = []
        reader.scan(Self.rows(of: table, after, direction), direction, limit) { key, _ in
            if let id = reader.name(key, of: table) { ids.append(id) }
            return 1
        }
        return fault == nil ? ids : []
    }

    /// A table's records, in the order of their ids; starting strictly behind `after`.
    package mutating func rows<R>(
        of table: borrowing Table<R>, after: R.ID? = nil, _ direction: Direction = .ascending,
        limit: Int
    ) -> [R] {
        rows(of: table, in: Self.rows(of: table, after, direction), direction, limit)
    }

    /// A table's records whose ids begin with a part, in the order of their ids; starting strictly
    /// behind `after`.
    package mutating func rows<R, P: KeyPart>(
        of table: borrowing Table<R>, under part: P, after: R.ID? = nil,
        _ direction: Direction = .ascending, limit: Int
    ) -> [R] {
        var range = KeyRange(prefix: Self.key([table.tag], part))
        if let after { range.begin(after: Self.key([table.tag], after), direction) }
        return rows(of: table, in: range, direction, limit)
    }

    private mutating func rows<R>(
        of table: borrowing Table<R>, in range: KeyRange, _ direction: Direction, _ limit: Int
    ) -> [R] {
        var records: [R] = []
        reader.scan(range, direction, limit) { key, value in
            guard let id = reader.name(key, of: table),
                let record = reader.decode(value()[...], of: table, as: id)
            else { return 1 }
            records.append(record)
            return 1
        }
        return fault == nil ? records : []
    }

    /// The entries of a range of an index's keys, behind the one with the key `after`.
    func entries<Order: KeyPart, ID: KeyPart>(
        _ range: KeyRange, behind prefixCount: Int, after: [UInt8]? = nil,
        _ direction: Direction, _ limit: Int
    ) -> [(order: Order, id: ID)] {
        guard !ID.isNumber else {
            return neighbours(range, behind: prefixCount, after: after, direction, limit)
        }
        var range = range
        if let after { range.begin(after: after, direction) }
        var found: [(order: Order, id: ID)] = []
        reader.scan(range, direction, limit) { key, _ in
            var parts = KeyReader(key.dropFirst(prefixCount))
            guard let order = Order.read(&parts), let id = ID.read(&parts), parts.isAtEnd else {
                reader.fail(.corrupt("an index entry of tag \(key.first ?? 0)"))
                return 1
            }
            found.append((order, id))
            return 1
        }
        return fault == nil ? found : []
    }

    /// The same where a row holds 64 neighbours, and `after` may lie in the middle of one.
    private func neighbours<Order: KeyPart, ID: KeyPart>(
        _ range: KeyRange, behind prefixCount: Int, after: [UInt8]?, _ direction: Direction,
        _ limit: Int
    ) -> [(order: Order, id: ID)] {
        var range = range
        let start = after.map { Neighbours.split($0) }
        if let start { range.begin(at: start.row, direction) }
        var found: [(order: Order, id: ID)] = []
        reader.scan(range, direction, limit) { key, value in
            var parts = KeyReader(key.dropFirst(prefixCount))
            guard let order = Order.read(&parts), var id = parts.bytes(8), parts.isAtEnd,
                var neighbours = Neighbours(row: key, value()[...])
            else {
                reader.fail(.corrupt("an index row of tag \(key.first ?? 0)"))
                return 1
            }
            if let start, start.row[...] == key { neighbours.drop(through: start.place, direction) }
            let first = found.count
            while found.count < limit, let place = neighbours.pop(direction) {
                id[id.endIndex - 1] = key[key.endIndex - 1] | place
                var bytes = KeyReader(id)
                if let id = ID.read(&bytes) { found.append((order, id)) }
            }
            return found.count - first
        }
        return fault == nil ? found : []
    }

    private static func rows<R>(
        of table: borrowing Table<R>, _ after: R.ID?, _ direction: Direction
    ) -> KeyRange {
        var range = KeyRange(prefix: [table.tag])
        if let after {
            range.begin(after: key([table.tag], after), direction)
        }
        return range
    }

    private static func key<each Part: KeyPart>(
        _ base: [UInt8], _ parts: repeat each Part
    ) -> [UInt8] {
        var key = base
        repeat (each parts).append(to: &key)
        return key
    }
}
