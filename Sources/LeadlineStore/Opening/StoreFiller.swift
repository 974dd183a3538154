/// Makes a store of rows that another one had, byte for byte.
///
/// Until `finish` the directory holds the file `restoring`, and no server opens it; a fill that was
/// cut short is begun again over what it has left. Confined to one thread.
package final class StoreFiller {
    private let directory: DataDirectory
    private let database: LevelDB
    private var batch = LevelDB.Batch()
    private var batchBytes = 0
    private var lastKey: [UInt8] = []
    private var head: CommitHead?
    private var format: UInt32?
    /// How many rows were put.
    package private(set) var rowCount: UInt64 = 0

    /// About so many bytes are written with one synced write.
    private static let batchBytesMax = 4 << 20
    private static let writeBufferBytes = 32 << 20
    private static let cacheBytes = 1 << 20

    /// Begins in a folder that is empty, does not exist, or was half filled by another filler.
    ///
    /// - Throws: `notEmpty`, with nothing touched, when something else is in the folder; `inUse`
    ///   when somebody else fills it now.
    package init(path: String) throws(StoreFault) {
        directory = DataDirectory(path: path, isRestoring: true)
        switch try FileSystem.kind(path) {
        case .nothing: try FileSystem.makeDirectory(path)
        case .other: throw .notDirectory(path: path)
        case .directory:
            guard DataDirectory.isRestorable(try FileSystem.names(in: path)) else {
                throw .notEmpty(path: path)
            }
        }
        let lock = try directory.lock()
        try directory.clearForRestoring()
        try directory.beginRestoring()
        database = try LevelDB(
            path: path,
            LevelDB.Settings(
                creates: true, writeBufferBytes: Self.writeBufferBytes,
                cacheBytes: Self.cacheBytes), lock)
    }

    deinit {
        database.close(within: .zero)
    }

    /// Adds a row; keys come in their order.
    ///
    /// - Throws: `corrupt` when a key does not follow the one before, or a row of the store's own
    ///   is not what it should be; `newerFormat` or `olderFormat` when the rows are of a store that
    ///   this program does not read.
    package func put(_ key: [UInt8], _ value: [UInt8]) throws(StoreFault) {
        guard let tag = key.first, tag != .max else { throw .corrupt("a row without a key") }
        guard KeyOrder.compare(lastKey[...], key[...]) < 0 || rowCount == 0 else {
            throw .corrupt("a row is out of order")
        }
        try note(key, value)
        batch.put(key.span, value.span)
        batchBytes += key.count + value.count
        lastKey = key
        rowCount += 1
        if batchBytes >= Self.batchBytesMax { try flush() }
    }

    /// Writes what is left and closes the store, which from then on only `open` of who restores it
    /// opens, until `release`.
    ///
    /// - Returns: Where its log ends.
    package func finish() throws(StoreFault) -> CommitHead {
        try flush()
        guard let head, let format else { throw .corrupt("rows that are no store's") }
        database.close(within: .zero)
        try directory.noteHighWater(head.position)
        try directory.writeIdentity(format: format)
        try directory.sync()
        return head
    }

    /// Has a store that was filled be served from now on.
    package static func release(path: String) throws(StoreFault) {
        try DataDirectory(path: path, isRestoring: true).endRestoring()
    }

    /// Looks at the rows that make it a store.
    private func note(_ key: [UInt8], _ value: [UInt8]) throws(StoreFault) {
        if key == StoreRows.formatKey {
            guard let number = StoreRows.formatNumber(value) else {
                throw .corrupt("the format row")
            }
            try DataDirectory.check(number)
            format = number
        } else if key == [StoreTag.commit] {
            guard let found = CommitHead(row: value) else { throw .corrupt("the commit row") }
            head = found
        }
    }

    private func flush() throws(StoreFault) {
        guard batchBytes > 0 else { return }
        try database.write(batch, sync: true)
        batch.clear()
        batchBytes = 0
    }
}
