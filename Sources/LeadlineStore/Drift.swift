/// One place where what a table maintains does not agree with its records.
package struct Drift: Equatable, Sendable {
    /// What is wrong.
    package enum Problem: Equatable, Sendable {
        /// A record's bytes are not a record.
        case undecodable(RecordFault)
        /// A record should stand under the key and does not.
        case missingEntry
        /// No record stands under the key.
        case strayEntry
        /// The count differs from the number of records that emit the key; nil when it is no count.
        case wrongCount(stored: Int64?, expected: Int64)
    }

    /// The tag of the table, index, unique index or tally.
    package let tag: UInt8
    /// The whole key on disk; for a unique index the holder's id stands behind it, and in an index
    /// of 64 neighbours a row the id itself stands where the row has its block's first.
    package let key: [UInt8]
    /// What is wrong.
    package let problem: Problem
}

extension Table {
    /// Compares everything the table maintains with its records, both ways; nothing found is
    /// nothing wrong.
    ///
    /// Reads the table once for itself and once for each thing it maintains, and holds the expected
    /// keys of one of those at a time in memory. Faults of the scan itself are in `view.fault`.
    ///
    /// - Parameters:
    ///   - view: What to read; a view of `.scan` sees one moment throughout.
    ///   - limit: How many findings to answer at most.
    /// - Returns: The findings.
    package borrowing func drift(in view: inout View, limit: Int) -> [Drift] {
        var findings = Findings(limit: limit)
        let reader = view.reader
        reader.scan(KeyRange(prefix: [tag]), .ascending, .max) { key, value in
            if case .failure(let fault) = record(key, value()) {
                findings.add(key, .undecodable(fault))
            }
            return 1
        }
        for kept in maintained where !findings.isFull {
            var expected = ExpectedKeys(expectedKeys(kept, reader))
            reader.scan(KeyRange(prefix: [kept.tag]), .ascending, .max) { key, value in
                switch kept.kind {
                case .index: expected.meet(key, &findings)
                case .neighbours: expected.meet(row: key, value(), &findings)
                case .unique: expected.meet(key + value(), &findings)
                case .tally: expected.meet(key, count: value(), &findings)
                }
                return 1
            }
            expected.finish(kept.kind == .tally, &findings)
        }
        return view.fault == nil ? findings.found : []
    }

    private borrowing func record(
        _ key: ArraySlice<UInt8>, _ value: [UInt8]
    ) -> Result<Record, RecordFault> {
        do throws(RecordFault) {
            let record = try decode(value[...])
            return record.id == name(key) ? .success(record) : .failure(.invalid)
        } catch {
            return .failure(error)
        }
    }

    /// The keys that the records emit, sorted; behind a unique key the id of the record that emits
    /// it.
    private borrowing func expectedKeys(_ kept: Maintained<Record>, _ reader: Reader) -> KeyList {
        var all = KeyList()
        var own = KeyList()
        reader.scan(KeyRange(prefix: [tag]), .ascending, .max) { key, value in
            guard case .success(let record) = record(key, value()) else { return 1 }
            own.removeAll()
            kept.collect(record, &own)
            own.sortDistinct()
            for index in 0..<own.count {
                all.append {
                    $0.append(contentsOf: own[index])
                    if kept.kind == .unique { record.id.append(to: &$0) }
                }
            }
            return 1
        }
        all.sort()
        return all
    }
}

/// What a check found so far.
private struct Findings {
    let limit: Int
    private(set) var found: [Drift] = []

    init(limit: Int) {
        self.limit = limit
    }

    var isFull: Bool { found.count >= limit }

    mutating func add(_ key: ArraySlice<UInt8>, _ problem: Drift.Problem) {
        guard !isFull else { return }
        found.append(Drift(tag: key.first ?? 0, key: Array(key), problem: problem))
    }
}

/// Expected keys in order, crossed off as stored ones are met in the same order.
private struct ExpectedKeys {
    private let keys: KeyList
    private var index = 0

    init(_ keys: KeyList) {
        self.keys = keys
    }

    /// Meets an entry whose key says everything.
    mutating func meet(_ key: ArraySlice<UInt8>, _ findings: inout Findings) {
        while index < keys.count, KeyOrder.compare(keys[index], key) < 0 {
            findings.add(keys[index], .missingEntry)
            index += 1
        }
        if index < keys.count, keys[index] == key {
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

    /// Meets a tally's row.
    mutating func meet(
        _ key: ArraySlice<UInt8>, count value: [UInt8], _ findings: inout Findings
    ) {
        while index < keys.count, KeyOrder.compare(keys[index], key) < 0 {
            let missing = keys[index]
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
            let key = keys[index]
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
        while index < keys.count, keys[index] == key { index += 1 }
        return Int64(index - start)
    }
}
