/// Expected keys in order, crossed off as stored ones are met in the same order.
struct ExpectedKeys {
    private let keys: KeyList
    private var index = 0
    /// The key of the roll of many that was met last.
    private var roll: [UInt8] = []

    /// Expects these keys, which are sorted.
    init(_ keys: KeyList) {
        self.keys = keys
    }

    /// Meets an entry whose key says everything.
    mutating func meet(_ key: ArraySlice<UInt8>, _ findings: inout Findings) {
        while index < keys.count, KeyOrder.compare(keys.slice(index), key) < 0 {
            findings.add(keys.slice(index), .missingEntry)
            index += 1
        }
        if index < keys.count, keys.slice(index) == key {
            index += 1
        } else {
            findings.add(key, .strayEntry)
        }
    }

    /// Meets a row of 64 neighbours; one whose value is none is a stray entry by itself.
    mutating func meet(
        row key: ArraySlice<UInt8>, _ value: [UInt8], _ findings: inout Findings
    ) {
        guard var neighbours = Neighbours(row: key, value[...]), let last = key.last else {
            findings.add(key, .strayEntry)
            return
        }
        var entry = Array(key)
        while let place = neighbours.pop(.ascending) {
            entry[entry.count - 1] = last | place
            meet(entry[...], &findings)
        }
    }

    /// Meets the row of a roll, or one of 64 neighbours behind the row of a roll of many.
    mutating func meet(
        rollRow key: ArraySlice<UInt8>, _ value: [UInt8], keyCount: Int,
        _ findings: inout Findings
    ) {
        guard key.count == keyCount else {
            guard key.count == keyCount + 8, key.prefix(keyCount) == roll[...] else {
                return findings.add(key, .strayEntry)
            }
            return meet(row: key, value, &findings)
        }
        switch RollRow(value[...]) {
        case nil: findings.add(key, .strayEntry)
        case .few(let ids):
            for id in ids {
                var entry = Array(key)
                id.append(to: &entry)
                meet(entry[...], &findings)
            }
        case .many(let count):
            roll = Array(key)
            let stored = Int64(clamping: count)
            let expected = countBeginning(with: key, &findings)
            if stored != expected {
                findings.add(key, .wrongCount(stored: stored, expected: expected))
            }
        }
    }

    /// How many of the keys ahead begin with `key`; those before them are missing.
    private mutating func countBeginning(
        with key: ArraySlice<UInt8>, _ findings: inout Findings
    ) -> Int64 {
        while index < keys.count, KeyOrder.compare(keys.slice(index), key) < 0 {
            findings.add(keys.slice(index), .missingEntry)
            index += 1
        }
        var end = index
        while end < keys.count, keys.slice(end).starts(with: key) { end += 1 }
        return Int64(end - index)
    }

    /// Meets a tally's row.
    mutating func meet(
        _ key: ArraySlice<UInt8>, count value: [UInt8], _ findings: inout Findings
    ) {
        while index < keys.count, KeyOrder.compare(keys.slice(index), key) < 0 {
            let missing = keys.slice(index)
            findings.add(missing, .wrongCount(stored: 0, expected: countEqual(missing)))
        }
        let expected = countEqual(key)
        var bytes = KeyReader(value[...])
        let stored = UInt64.read(&bytes).map { Int64(bitPattern: $0) }
        if stored != expected || expected == 0 || !bytes.isAtEnd {
            findings.add(key, .wrongCount(stored: stored, expected: expected))
        }
    }

    /// Meets the end of what is stored.
    mutating func finish(_ countsKeys: Bool, _ findings: inout Findings) {
        while index < keys.count {
            let key = keys.slice(index)
            if countsKeys {
                findings.add(key, .wrongCount(stored: 0, expected: countEqual(key)))
            } else {
                findings.add(key, .missingEntry)
                index += 1
            }
        }
    }

    private mutating func countEqual(_ key: ArraySlice<UInt8>) -> Int64 {
        let start = index
        while index < keys.count, keys.slice(index) == key { index += 1 }
        return Int64(index - start)
    }
}
