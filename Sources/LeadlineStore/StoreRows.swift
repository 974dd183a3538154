/// The store's own rows, in its own tags.
extension LevelDB.Batch {
    /// Adds the mutations of an entry's body.
    mutating func append(_ body: [UInt8]) throws(StoreFault) {
        let body = body.span
        var offset = 0
        while offset < body.count {
            guard let mutation = Mutation(in: body, at: &offset) else {
                throw .corrupt("an entry's body")
            }
            if let value = mutation.value {
                put(body.extracting(mutation.key), body.extracting(value))
            } else {
                delete(body.extracting(mutation.key))
            }
        }
    }

    /// Adds the row that says where the log of entries ends.
    mutating func put(_ head: Store.Head) {
        var value: [UInt8] = []
        head.position.append(to: &value)
        head.epoch.append(to: &value)
        head.chain.append(to: &value)
        put([StoreTag.commit].span, value.span)
    }

    /// Adds the rows that say what the store is and how it is written.
    mutating func put(_ durability: StoreOptions.Durability) {
        put(StoreRows.formatKey.span, StoreRows.row(DataDirectory.format).span)
        put(StoreRows.durabilityKey.span, Array(durability.rawValue.utf8).span)
        put(StoreRows.databaseKey.span, StoreRows.row(LevelDB.version).span)
    }

    /// Adds the row that says what a repair did not save.
    mutating func put(losses: [String]) {
        var writer = RecordWriter()
        writer.write(StoreRows.lossesVersion)
        writer.write(losses.map { Array($0.utf8)[...] })
        put(StoreRows.lossesKey.span, writer.span)
    }

    /// Takes that row away.
    mutating func forgetLosses() {
        delete(StoreRows.lossesKey.span)
    }

    /// Adds the row that says from which format the store is being upgraded.
    mutating func put(upgradeFrom format: UInt32) {
        put(StoreRows.upgradeKey.span, StoreRows.row(format).span)
    }

    /// Takes that row away.
    mutating func endUpgrade() {
        delete(StoreRows.upgradeKey.span)
    }

    /// Adds the row that asks for a compaction.
    mutating func putWish() {
        put(StoreRows.wishKey.span, StoreRows.word.span)
    }

    /// Takes that row away.
    mutating func endWish() {
        delete(StoreRows.wishKey.span)
    }

    /// Deletes keys that nobody uses, one before all others and one behind them.
    mutating func putEnds() {
        delete([UInt8.min].span)
        delete([UInt8.max].span)
    }
}

/// The store's own rows as they are read at the opening.
enum StoreRows {
    /// The key of the format number.
    static let formatKey: [UInt8] = [StoreTag.identity, 0]
    /// The key of the durability the store was last opened with.
    static let durabilityKey: [UInt8] = [StoreTag.identity, 1]

    /// The key of the format that the store had, there until everything of it is upgraded.
    static let upgradeKey: [UInt8] = [StoreTag.identity, 2]

    /// The key of the wish for a compaction, there until nothing that was erased is in the files.
    static let wishKey: [UInt8] = [StoreTag.identity, 3]

    /// The key of what a repair did not save, there until somebody accepts it.
    static let lossesKey: [UInt8] = [StoreTag.identity, 4]

    /// The key of the version of LevelDB that the store was last opened with.
    static let databaseKey: [UInt8] = [StoreTag.identity, 5]

    /// What an opening finds.
    struct Found {
        /// Where the log of entries ends.
        var head: Store.Head
        /// The format whose upgrade has not been finished.
        var older: UInt32?
        /// What a repair did not save, and nobody has accepted.
        var losses: [String] = []
    }

    static let lossesVersion: UInt8 = 1

    /// The lines of a row of losses; nil when it is not one.
    static func losses(_ value: [UInt8]) -> [String]? {
        do throws(RecordFault) {
            var reader = try RecordReader(value[...])
            guard reader.version == lossesVersion else { return nil }
            let lines: [ArraySlice<UInt8>] = try reader.read()
            try reader.finish()
            return lines.map { String(decoding: $0, as: UTF8.self) }
        } catch {
            return nil
        }
    }

    /// The row of a format: a word of our own, and the number.
    static func row(_ format: UInt32) -> [UInt8] {
        var value = word
        format.append(to: &value)
        return value
    }

    /// The number in the row of a format; nil when it is not one.
    static func formatNumber(_ value: [UInt8]) -> UInt32? {
        guard value.starts(with: word) else { return nil }
        var bytes = KeyReader(value.dropFirst(word.count))
        guard let number = UInt32.read(&bytes), bytes.isAtEnd else { return nil }
        return number
    }

    /// The end of the log in a commit row; nil when it is not one.
    static func head(_ value: [UInt8]) -> Store.Head? {
        var bytes = KeyReader(value[...])
        guard let position = UInt64.read(&bytes), let epoch = UInt64.read(&bytes),
            let chain = UInt64.read(&bytes), bytes.isAtEnd
        else { return nil }
        return Store.Head(position: position, epoch: epoch, chain: chain)
    }

    /// The word that stands in the rows.
    static let word = Array("leadline".utf8)
}
