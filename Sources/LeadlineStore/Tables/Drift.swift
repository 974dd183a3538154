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
        /// The counts and sums of a series' row differ from what the records add up to.
        case wrongSum
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
            if kept.kind == .series {
                compareSums(kept, reader, &findings)
                continue
            }
            var expected = ExpectedKeys(expectedKeys(kept, reader))
            reader.scan(KeyRange(prefix: [kept.tag]), .ascending, .max) { key, value in
                switch kept.kind {
                case .index: expected.meet(key, &findings)
                case .neighbours, .deadlines: expected.meet(row: key, value(), &findings)
                case .roll(let count):
                    expected.meet(rollRow: key, value(), keyCount: count, &findings)
                case .unique: expected.meet(key + value(), &findings)
                case .tally: expected.meet(key, count: value(), &findings)
                case .series: break
                }
                return 1
            }
            expected.finish(kept.kind == .tally, &findings)
        }
        return view.fault == nil ? findings.found : []
    }

    /// Adds up anew what a series holds; takes memory for its rows, not for the records.
    private borrowing func compareSums(
        _ kept: Maintained<Record>, _ reader: Reader, _ findings: inout Findings
    ) {
        var expected: [[UInt8]: SeriesRow] = [:]
        var own = KeyList()
        reader.scan(KeyRange(prefix: [tag]), .ascending, .max) { key, value in
            guard case .success(let record) = record(key, value()) else { return 1 }
            own.removeAll()
            own.beginRecord(record.id)
            kept.collect(record, &own)
            own.sortDistinct()
            for index in 0..<own.count {
                let row = Array(own.slice(index).dropLast(SeriesPoint.byteCount))
                expected[row, default: SeriesRow()].add(SeriesPoint(behindKeyOf: own[index]))
            }
            return 1
        }
        reader.scan(KeyRange(prefix: [kept.tag]), .ascending, .max) { key, value in
            let due = expected.removeValue(forKey: Array(key))
            let stored = SeriesRow(value()[...])
            if stored == nil || stored != due { findings.add(key, .wrongSum) }
            return 1
        }
        for key in expected.keys.sorted(by: { KeyOrder.compare($0[...], $1[...]) < 0 }) {
            findings.add(key[...], .wrongSum)
        }
    }

    /// The record that a row is.
    borrowing func record(
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
            own.beginRecord(record.id)
            kept.collect(record, &own)
            own.sortDistinct()
            for index in 0..<own.count {
                all.append {
                    $0.append(contentsOf: own.slice(index))
                    if kept.kind == .unique { record.id.append(to: &$0) }
                }
            }
            return 1
        }
        all.sort()
        return all
    }
}

extension View {
    /// How far the sequence of a table's ids lags behind the greatest of them; nil when it does
    /// not, or the ids are dealt from none.
    package mutating func lag<R>(
        ofSequenceOf table: borrowing Table<R>
    ) -> (last: UInt64, greatest: UInt64)? {
        guard let sequence = table.sequence,
            let newest = ids(of: table, .descending, limit: 1).first
        else { return nil }
        var key: [UInt8] = []
        newest.append(to: &key)
        let greatest = key.reduce(0) { $0 << 8 | UInt64($1) }
        let last = last(sequence)
        return greatest > last ? (last, greatest) : nil
    }

    /// The tags of tables under which there are rows, except some.
    package mutating func tags(otherThan known: [UInt8]) -> [UInt8] {
        let tags = (StoreTag.firstTable..<UInt8.max).filter { !known.contains($0) }
        return tags.filter { tag in
            var isThere = false
            reader.scan(KeyRange(prefix: [tag]), .ascending, 1) { _, _ in
                isThere = true
                return 1
            }
            return isThere
        }
    }
}
