/// The steps of opening a store, each of which may refuse.
struct StoreOpening {
    private let options: StoreOptions
    private let directory: DataDirectory

    /// Prepares to open.
    init(_ options: StoreOptions) {
        self.options = options
        directory = DataDirectory(path: options.path, isRestoring: options.isRestoring)
    }

    /// Opens the store, or makes it.
    func open() throws(StoreFault) -> Store {
        guard !options.isReadOnly else { return try openCopy() }
        let plan = try directory.plan(options.create)
        if plan == .makeDirectory { try FileSystem.makeDirectory(options.path) }
        let lock = try directory.lock()
        // Another server may have made the store between the look and the lock.
        let isNew = plan == .open ? false : try directory.plan(.initialize) == .initialize
        var torn: TornWrite?
        if isNew { try directory.begin() } else { torn = try rehearse() }
        try torn?.cut(in: options.path)
        return try openInPlace(lock, isNew: isNew, without: torn)
    }

    /// Opens the store by links to its files, and leaves the store itself as it is.
    private func openCopy() throws(StoreFault) -> Store {
        guard try directory.plan(.ifAbsent) == .open else { throw .noStore(path: options.path) }
        let lock = try directory.lockUntouched()
        let copy = try LinkedCopy(of: options.path)
        var inner = options
        inner.path = copy.path
        let opening = StoreOpening(inner)
        let store: Store
        do throws(StoreFault) {
            try LogSequence.check(copy.path)
            guard let innerLock = try FileLock(copy.path + "/lock") else {
                throw .inUse(path: copy.path)
            }
            store = try Self.withoutTornWrite(copy) { torn throws(StoreFault) in
                try opening.openInPlace(innerLock, isNew: false, without: torn)
            }
        } catch {
            throw error.told(of: options.path, insteadOf: copy.path)
        }
        store.stand(for: copy, lock)
        return store
    }

    private func openInPlace(
        _ lock: FileLock, isNew: Bool, without torn: TornWrite?
    ) throws(StoreFault) -> Store {
        let database = try LevelDB(
            path: options.path, LevelDB.Settings(options, creates: isNew), lock)
        do throws(StoreFault) {
            let found = try recover(database)
            try directory.sync()
            let isWished = try database.value(of: StoreRows.wishKey) != nil
            return Store(
                options, directory, database, found, isCompactionWished: isWished,
                without: torn)
        } catch {
            database.close(within: .zero)
            throw error
        }
    }

    /// Opens a copy; where LevelDB calls a torn write damage, once more without it.
    private static func withoutTornWrite<Opened>(
        _ copy: LinkedCopy, _ open: (TornWrite?) throws(StoreFault) -> Opened
    ) throws(StoreFault) -> Opened {
        do throws(StoreFault) {
            return try open(nil)
        } catch {
            guard case .corrupt(let what) = error else { throw error }
            guard let torn = try TornWrite.find(in: copy.path) else {
                throw .corrupt(what + (try LogPrefix.damage(in: copy.path).map { ", \($0)" } ?? ""))
            }
            try torn.cut(in: copy.path)
            return try open(torn)
        }
    }

    /// Looks at all that decides whether the store is opened, on a copy by links, and returns the
    /// write that has to be left out, if any.
    ///
    /// LevelDB begins an opening with new files, and deletes those that an old list of tables does
    /// not name, before anybody can say no. So a store that is refused stays as it was found.
    private func rehearse() throws(StoreFault) -> TornWrite? {
        let copy = try LinkedCopy(of: options.path, at: options.path + "/" + Self.rehearsal)
        defer { copy.remove() }
        do throws(StoreFault) {
            try LogSequence.check(copy.path)
            guard let lock = try FileLock(copy.path + "/lock") else {
                throw .inUse(path: copy.path)
            }
            return try Self.withoutTornWrite(copy) { torn throws(StoreFault) in
                let database = try LevelDB(
                    path: copy.path, LevelDB.Settings(options, creates: false), lock)
                defer { database.close(within: .zero) }
                try show(database, try inspected(database), in: copy)
                return torn
            }
        } catch {
            throw error.told(of: options.path, insteadOf: copy.path)
        }
    }

    /// Has a copy be looked at by whoever opens the store.
    private func show(
        _ database: LevelDB, _ found: StoreRows.Found, in copy: LinkedCopy
    ) throws(StoreFault) {
        guard let look = options.look, found.older == nil else { return }
        var inner = options
        inner.path = copy.path
        let directory = DataDirectory(path: copy.path)
        try look(Store(inner, directory, database, found, isCompactionWished: false))
    }

    private static let rehearsal = "rehearsal"

    /// Reads where the log ends, compares it with what was known, and begins a new epoch.
    ///
    /// A store of an older format becomes one of this format here, before anything else is written:
    /// first the file that an older program looks at, then, with one synced write, the row, and
    /// beside it what is to be upgraded. A cut between the two leaves a store that this program
    /// opens again and no older one does.
    private func recover(_ database: LevelDB) throws(StoreFault) -> StoreRows.Found {
        var found = try inspected(database)
        let (epoch, overflow) = found.head.epoch.addingReportingOverflow(1)
        guard !overflow else { throw .corrupt("the epoch is at its end") }
        found.head.epoch = epoch
        try directory.raiseIdentity()
        var batch = LevelDB.Batch()
        if let older = found.older { batch.put(upgradeFrom: older) }
        if options.acceptsLosses, !found.losses.isEmpty {
            batch.forgetLosses()
            found.losses = []
        }
        batch.put(options.durability)
        batch.put(found.head)
        try database.write(batch, sync: true)
        return found
    }

    /// What is in the store, once everything has been looked at that it may be refused for.
    private func inspected(_ database: LevelDB) throws(StoreFault) -> StoreRows.Found {
        var found = try recovered(database)
        switch try directory.witness() {
        case .position(let highWater):
            guard found.head.position >= highWater else {
                throw .rolledBack(recovered: found.head.position, highWater: highWater)
            }
        case .missing, .unreadable:
            guard options.acceptsLosses || options.isReadOnly else {
                throw .witnessLost(path: options.path)
            }
            found.losses.append(StoreFault.witnessLoss)
        }
        guard found.losses.isEmpty || options.acceptsLosses || options.isReadOnly else {
            throw .lossesNotAccepted(count: found.losses.count, first: found.losses[0])
        }
        return found
    }

    private func recovered(_ database: LevelDB) throws(StoreFault) -> StoreRows.Found {
        guard let row = try database.value(of: StoreRows.formatKey) else {
            // The first opening writes its rows at once: without them there must be no others.
            guard try isEmpty(database) else { throw .foreign(path: options.path) }
            return StoreRows.Found(head: options.origin)
        }
        guard let format = StoreRows.formatNumber(row) else { throw .foreign(path: options.path) }
        try DataDirectory.check(format)
        try checkVersion(database)
        guard let value = try database.value(of: [StoreTag.commit]),
            let head = StoreRows.head(value)
        else { throw .corrupt("the commit row") }
        var found = StoreRows.Found(head: head)
        // An upgrade to a format in between may not have been finished either.
        found.older = try unfinishedUpgrade(database)
        if format != DataDirectory.format { found.older = min(format, found.older ?? format) }
        if let row = try database.value(of: StoreRows.lossesKey) {
            guard let losses = StoreRows.losses(row) else { throw .corrupt("the row of losses") }
            found.losses = losses
        }
        return found
    }

    /// A newer LevelDB may have written what this one does not know.
    private func checkVersion(_ database: LevelDB) throws(StoreFault) {
        guard let row = try database.value(of: StoreRows.databaseKey) else { return }
        guard let version = StoreRows.formatNumber(row) else {
            throw .corrupt("the row of LevelDB's version")
        }
        guard version <= LevelDB.version else {
            throw .newerDatabase(found: version, known: LevelDB.version)
        }
    }

    private func unfinishedUpgrade(_ database: LevelDB) throws(StoreFault) -> UInt32? {
        guard let row = try database.value(of: StoreRows.upgradeKey) else { return nil }
        guard let older = StoreRows.formatNumber(row) else { throw .corrupt("the upgrade row") }
        return older
    }

    private func isEmpty(_ database: LevelDB) throws(StoreFault) -> Bool {
        let cursor = try LevelDB.Cursor(database, keepsBlocks: false)
        cursor.seek([])
        try cursor.check()
        return !cursor.isValid
    }
}
