/// Opens what is left of a store, on links to its files: the store itself is only read.
///
/// It tries what loses least first: all as it is; the logs up to where they are sound; all tables
/// that are there, where the list of them does not hold.
package struct Salvage {
    /// What is left, to be read; an upgrade that its format needs comes first.
    package let store: Store
    /// What cannot be read any more, as far as the files tell.
    package private(set) var losses: [String] = []

    private enum Attempt: CaseIterable {
        case whole
        case logsCut
        case listRemade
    }

    /// Opens; throws when nothing of the kind is there, or another server has it open.
    package init(_ options: StoreOptions) throws(StoreFault) {
        guard try FileSystem.kind(options.path) == .directory else {
            throw .noStore(path: options.path)
        }
        let directory = DataDirectory(path: options.path)
        let lock = try directory.lockUntouched()
        try Self.checkIdentity(directory, &losses)
        var fault: StoreFault?
        for attempt in Attempt.allCases {
            var notes = fault.map { ["files: \($0.reason)"] } ?? []
            let copy = try LinkedCopy(of: options.path)
            do throws(StoreFault) {
                store = try Self.open(copy, attempt, options, &notes)
                store.stand(for: copy, lock)
                losses += notes
                return
            } catch {
                // The first one is about the files as they are.
                fault = fault ?? error.told(of: options.path, insteadOf: copy.path)
            }
        }
        throw fault ?? .noStore(path: options.path)
    }

    private static func checkIdentity(
        _ directory: DataDirectory, _ losses: inout [String]
    ) throws(StoreFault) {
        do throws(StoreFault) {
            if let format = try directory.recordedFormat() {
                return try DataDirectory.check(format)
            }
        } catch {
            guard case .foreign = error else { throw error }
        }
        losses.append("identity: the file does not say whose store this is")
    }

    private static func open(
        _ copy: LinkedCopy, _ attempt: Attempt, _ options: StoreOptions, _ losses: inout [String]
    ) throws(StoreFault) -> Store {
        var inner = options
        inner.path = copy.path
        let settings = LevelDB.Settings(inner, creates: false)
        if let torn = try TornWrite.find(in: copy.path) {
            try torn.cut(in: copy.path)
            losses.append(
                "log \(torn) left out: a write that the power tore, or an answered one of the last "
                    + "second that was damaged")
        }
        if attempt != .whole { try cutLogs(copy, &losses) }
        if attempt != .listRemade {
            // With the list made anew all tables count, also those that an older list lacks.
            try LogSequence.check(copy.path)
        } else {
            try LevelDB.remake(path: copy.path, settings)
            losses.append(
                "list of tables: made anew from the tables that are there; rows that had been "
                    + "deleted or replaced may be back")
        }
        guard let lock = try FileLock(copy.path + "/lock") else { throw .inUse(path: copy.path) }
        let database = try LevelDB(path: copy.path, settings, lock)
        do throws(StoreFault) {
            let directory = DataDirectory(path: copy.path)
            let found = try found(database, directory, options, &losses)
            return Store(inner, directory, database, found, isCompactionWished: false)
        } catch {
            database.close(within: .zero)
            throw error
        }
    }

    /// Leaves of each log what is sound, and nothing of the logs behind one that is not.
    private static func cutLogs(_ copy: LinkedCopy, _ losses: inout [String]) throws(StoreFault) {
        var isCut = false
        for (_, name) in try LevelDB.logs(in: copy.path) {
            let bytes = try FileSystem.readWhole(copy.path + "/" + name)
            let sound = isCut ? 0 : LogPrefix(bytes).count
            guard isCut || LogPrefix(bytes).isDamaged else { continue }
            isCut = true
            losses.append(
                "log \(name): sound up to byte \(sound), \(bytes.count - sound) bytes left out")
            try copy.replace(name, Array(bytes.prefix(sound)))
        }
    }

    /// Where the log of entries ends, as far as it can be told.
    private static func found(
        _ database: LevelDB, _ directory: DataDirectory, _ options: StoreOptions,
        _ losses: inout [String]
    ) throws(StoreFault) -> StoreRows.Found {
        let format = readable(StoreRows.formatKey, database).flatMap(StoreRows.formatNumber)
        guard let format else { throw .foreign(path: options.path) }
        try DataDirectory.check(format)
        var known: UInt64 = 0
        if case .position(let noted)? = try? directory.witness() {
            known = noted
        } else {
            losses.append(StoreFault.witnessLoss)
        }
        let row = readable([StoreTag.commit], database)
        var found = StoreRows.Found(head: Store.Head(position: known, epoch: 1, chain: 0))
        if let head = row.flatMap({ StoreRows.head($0) }) {
            found.head = head
        } else {
            losses.append("commit row: where the log ended is not known")
        }
        if found.head.position < known {
            losses.append(
                "commits \(found.head.position + 1) to \(known): were acknowledged and are gone; "
                    + "ids that they gave may be given again")
        }
        found.older = readable(StoreRows.upgradeKey, database).flatMap(StoreRows.formatNumber)
        if format != DataDirectory.format { found.older = min(format, found.older ?? format) }
        found.losses = readable(StoreRows.lossesKey, database).flatMap(StoreRows.losses) ?? []
        return found
    }

    private static func readable(_ key: [UInt8], _ database: LevelDB) -> [UInt8]? {
        (try? database.value(of: key)) ?? nil
    }
}

extension View {
    /// Walks all records of a table that can be read, and tells of the rows that are none.
    ///
    /// False when rows may be missing, or be of an earlier time, since a part of the files that
    /// hold them cannot be read; then, or after any other fault, `fault` says what it was.
    package mutating func salvage<R>(
        _ table: borrowing Table<R>, _ visit: (Result<R, RecordFault>, _ key: [UInt8]) -> Void
    ) -> Bool {
        reader.scan(KeyRange(prefix: [table.tag]), .ascending, .max) { key, value in
            visit(table.record(key, value()), Array(key))
            return 1
        }
        return fault == nil
    }

    /// Walks the small single values.
    package mutating func salvageCells(_ visit: (_ cell: UInt8, [UInt8]) -> Void) -> Bool {
        reader.scan(KeyRange(prefix: [StoreTag.cell]), .ascending, .max) { key, value in
            if key.count == 2, let cell = key.last { visit(cell, value()) }
            return 1
        }
        return fault == nil
    }

    /// Walks the last numbers of the sequences; nil where one cannot be read.
    package mutating func salvageSequences(
        _ visit: (_ sequence: UInt8, UInt64?) -> Void
    ) -> Bool {
        reader.scan(KeyRange(prefix: [StoreTag.sequence]), .ascending, .max) { key, value in
            var bytes = KeyReader(value()[...])
            let number = UInt64.read(&bytes)
            if key.count == 2, let sequence = key.last {
                visit(sequence, bytes.isAtEnd ? number : nil)
            }
            return 1
        }
        return fault == nil
    }
}

extension Changes {
    /// Has a sequence go on behind a number, if it does not stand higher already.
    package mutating func raise(_ sequence: UInt8, to number: UInt64) {
        guard view.last(sequence) < number else { return }
        draft.books.put(number, view.reader)
    }
}

extension Store {
    /// Makes a store that goes on where another one's log ended, in a folder that does not exist.
    package static func make(
        at path: String, after source: Store
    ) throws(StoreFault) -> Store {
        var options = StoreOptions(path: path, durability: .os)
        options.origin = source.head
        return try open(options)
    }

    /// Notes what was not saved, if anything, and closes the store with all of it on disk.
    package func finishRepair(losses: [String]) throws(StoreFault) {
        if !losses.isEmpty { try note(losses: losses) }
        close()
        if let poison { throw poison }
    }
}

/// A folder that comes to be all at once.
package struct FreshDirectory {
    /// Where it is to be.
    package let path: String
    /// Where it is made.
    package var draft: String { path + ".unfinished" }

    /// Takes what an earlier attempt left behind away; throws when there is something at `path`
    /// already.
    package init(path: String) throws(StoreFault) {
        self.path = path
        guard try FileSystem.kind(path) == .nothing else {
            throw .failed(operation: "making \(path)", reason: "it is there already")
        }
        guard try FileSystem.kind(draft) == .directory else { return }
        // Only what was made here: a folder of this name may be somebody's.
        guard try FileSystem.names(in: draft).allSatisfy(Self.isOurs) else {
            throw .failed(operation: "making \(draft)", reason: "it is there already")
        }
        try FileSystem.removeDirectory(draft)
    }

    /// Gives the folder its name.
    package func finish() throws(StoreFault) { try FileSystem.move(draft, to: path) }

    private static func isOurs(_ name: String) -> Bool {
        ["identity", "identity.new", "lock", "LOCK", "CURRENT", "high-water", "high-water.new"]
            .contains(name) || name.hasPrefix("MANIFEST-")
            || [".ldb", ".log", ".dbtmp"].contains { name.hasSuffix($0) }
    }
}
