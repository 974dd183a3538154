extension View {
    /// How many records stand in a roll.
    package mutating func count<R, K>(_ roll: Roll<R, K>, _ key: K) -> Int64 {
        reader.begin(roll.tag, key)
        return Int64(clamping: rollRow()?.count ?? 0)
    }

    /// The ids in a roll, in their order; starting strictly behind `after`.
    ///
    /// While they are few this is one point read.
    package mutating func ids<R, K>(
        _ roll: Roll<R, K>, _ key: K, after: R.ID? = nil, _ direction: Direction = .ascending,
        limit: Int
    ) -> [R.ID] {
        reader.begin(roll.tag, key)
        switch rollRow() {
        case nil: return []
        case .many: return rollIDs(reader.key, after: after, direction, limit: limit)
        case .few(let numbers):
            var ids = numbers.compactMap { number in R.ID(number: number) }
            if direction == .descending { ids.reverse() }
            guard let after else { return Array(ids.prefix(limit)) }
            let place = after.number
            return Array(
                ids.filter { direction == .ascending ? $0.number > place : $0.number < place }
                    .prefix(limit))
        }
    }

    /// The ids of a roll of many.
    mutating func rollIDs<ID: KeyPart>(
        _ key: [UInt8], after: ID?, _ direction: Direction, limit: Int
    ) -> [ID] {
        var range = KeyRange(prefix: key)
        // The roll's own row stands before those of its ids.
        range.begin(after: key, .ascending)
        var place: [UInt8]?
        if let after {
            var entry = key
            after.append(to: &entry)
            place = entry
        }
        let found: [(order: Nothing, id: ID)] = entries(
            range, behind: key.count, after: place, direction, limit)
        return found.map(\.id)
    }

    private mutating func rollRow() -> RollRow? {
        guard let value = reader.lookUp() else { return nil }
        guard let row = RollRow(value[...]) else {
            reader.fail(.corrupt("a roll of tag \(reader.key.first ?? 0)"))
            return nil
        }
        return row
    }
}

extension KeyPart {
    /// The number that is the value, where all values are numbers.
    var number: UInt64 {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes.span.lastNumber
    }

    /// The value that is a number; nil where values are not.
    init?(number: UInt64) {
        var bytes: [UInt8] = []
        number.append(to: &bytes)
        var reader = KeyReader(bytes[...])
        guard let value = Self.read(&reader), reader.isAtEnd else { return nil }
        self = value
    }
}
