/// A store's directory, looked at before LevelDB is: what is not this program's store is left
/// untouched.
///
/// Beside LevelDB's files it holds three of our own: `identity`, `lock` and `high-water`; two
/// more after a restore: `restoring` until it has come to its end, `restored` until it was told.
struct DataDirectory {
    /// Where it is.
    let path: String
    /// Whether whoever restores it looks: nobody else opens what is half restored.
    var isRestoring = false

    /// The format this program writes.
    ///
    /// 1: the first. 2: index rows of 64 neighbours. 3: users, events with an audience, leads with
    /// claims; leads by meeting and by outsider. 4: leads by the end of their claims and
    /// by whom they wait for; the counters of reports. 5: leads by whom an answer is due of; the
    /// counters of sales and of what is due.
    static let format: UInt32 = 5
    /// The oldest format it reads; what is older than its own is upgraded at the opening.
    static let formatMin: UInt32 = 2

    /// What is to be done to have a store.
    enum Plan {
        case makeDirectory
        case initialize
        case open
    }

    /// What is to be done; throws when the directory is not to be touched.
    func plan(_ creation: StoreOptions.Creation) throws(StoreFault) -> Plan {
        switch try FileSystem.kind(path) {
        case .nothing: return .makeDirectory
        case .other: throw .notDirectory(path: path)
        case .directory: break
        }
        let names = try FileSystem.names(in: path)
        guard isRestoring || !names.contains(Self.restoringName) else {
            throw .halfRestored(path: path)
        }
        let format = try recordedFormat()
        if let format { try Self.check(format) }
        guard names.contains("CURRENT") else {
            let noted = try witness()
            guard noted == .missing || noted == .position(0), !names.contains(where: Self.isData)
            else {
                throw .currentMissing(path: path)
            }
            guard creation == .initialize else { throw .noStore(path: path) }
            return .initialize
        }
        guard format != nil else { throw .foreign(path: path) }
        return .open
    }

    /// Throws when this program cannot read a store of that format.
    static func check(_ format: UInt32) throws(StoreFault) {
        guard format <= Self.format else {
            throw .newerFormat(found: format, known: Self.format)
        }
        guard format >= formatMin else {
            throw .olderFormat(found: format, oldest: formatMin)
        }
    }

    /// Locks the directory for this process.
    func lock() throws(StoreFault) -> FileLock {
        guard let lock = try FileLock(path + "/" + Self.lockName) else { throw .inUse(path: path) }
        return lock
    }

    /// Locks the directory for this process without making or writing anything in it; nil when it
    /// has no lock to hold.
    func lockUntouched() throws(StoreFault) -> FileLock? {
        let file = path + "/" + Self.lockName
        guard FileSystem.isFile(file) else { return nil }
        guard let lock = try FileLock(existing: file) else { throw .inUse(path: path) }
        return lock
    }

    /// Says that the directory is this program's and that nothing in it is durable yet, before
    /// LevelDB writes anything into it: from then on there is a witness.
    func begin() throws(StoreFault) {
        try noteHighWater(0)
        try writeIdentity()
    }

    /// Says that the directory is this program's.
    func writeIdentity(format: UInt32 = DataDirectory.format) throws(StoreFault) {
        try FileSystem.replace(path + "/identity", Array("\(Self.identity)\(format)\n".utf8))
        try FileSystem.syncDirectory(path)
    }

    /// Has a store of an older format be of this one, so that no older program opens it any more.
    func raiseIdentity() throws(StoreFault) {
        guard try recordedFormat() != Self.format else { return }
        try writeIdentity()
    }

    /// What the file beside the database says of how far everything is durable.
    enum Witness: Equatable {
        /// Everything up to there is.
        case position(UInt64)
        /// There is no such file.
        case missing
        /// The file says no position.
        case unreadable
    }

    /// What is known of how far everything is durable, apart from the database itself.
    ///
    /// A database whose newest log is gone, is cut or is another one's is a sound database of
    /// earlier: nothing in it tells. So without this witness no store is taken for a whole one.
    func witness() throws(StoreFault) -> Witness {
        guard let bytes = try FileSystem.read(path + "/high-water", limit: Self.lineBytesMax)
        else { return .missing }
        guard let position = Self.number(bytes[...]) else { return .unreadable }
        return .position(position)
    }

    /// Notes that everything up to `position` is durable.
    ///
    /// The rename itself may be lost with the power: then the older note is the one that counts.
    func noteHighWater(_ position: UInt64) throws(StoreFault) {
        try FileSystem.replace(path + "/high-water", Array("\(position)\n".utf8))
    }

    /// Makes the names of LevelDB's files, and of the directory itself, durable.
    func sync() throws(StoreFault) {
        try FileSystem.syncDirectory(path)
        try FileSystem.syncDirectory(FileSystem.parent(of: path))
    }

    /// Says that a restore has begun, before anything else is written into the directory.
    func beginRestoring() throws(StoreFault) {
        try FileSystem.replace(path + "/" + Self.restoringName, [])
        try FileSystem.syncDirectory(path)
    }

    /// Says that the restore is done: from now on the store is served.
    func endRestoring() throws(StoreFault) {
        try sync()
        try FileSystem.remove(path + "/" + Self.restoringName)
        try FileSystem.syncDirectory(path)
    }

    /// Takes away what a restore that was cut short has left, `lock` and the sign of it excepted.
    ///
    /// Throws, and removes nothing, when something else is there.
    func clearForRestoring() throws(StoreFault) {
        let names = try FileSystem.names(in: path).filter { $0 != Self.lockName }
        guard Self.isRestorable(names),
            names.allSatisfy({ Self.isOwn($0) || Self.isLevelDBs($0) })
        else { throw .notEmpty(path: path) }
        for name in names where name != Self.restoringName {
            try FileSystem.remove(path + "/" + name)
        }
    }

    /// Whether a folder of these names may be restored into: nothing is in it yet, or only what a
    /// restore that was cut short has left, be it the very first file that it makes.
    static func isRestorable(_ names: [String]) -> Bool {
        names.contains(restoringName)
            || names.allSatisfy { $0 == lockName || $0 == FileSystem.draft(of: restoringName) }
    }

    /// The file that is locked by who has the directory.
    private static let lockName = "lock"

    /// The file that is there as long as a restore is not done.
    static let restoringName = "restoring"

    /// The file that is there until a restore was told of at the next start.
    static let restoredName = "restored"

    private static func isOwn(_ name: String) -> Bool {
        ["identity", "high-water", restoringName, restoredName].contains {
            name == $0 || name == FileSystem.draft(of: $0)
        }
    }

    private static func isLevelDBs(_ name: String) -> Bool {
        isData(name) || ["CURRENT", "LOCK", "LOG", "LOG.old"].contains(name)
            || name.hasPrefix("MANIFEST-") || name.hasSuffix(".dbtmp")
    }

    func recordedFormat() throws(StoreFault) -> UInt32? {
        guard let bytes = try FileSystem.read(path + "/identity", limit: Self.lineBytesMax)
        else { return nil }
        let word = Array(Self.identity.utf8)
        guard bytes.starts(with: word), let format = Self.number(bytes.dropFirst(word.count)),
            let format = UInt32(exactly: format)
        else { throw .foreign(path: path) }
        return format
    }

    private static let identity = "leadline store format "
    private static let lineBytesMax = 64

    /// A decimal number and the end of its line, as they are written and not otherwise.
    private static func number(_ line: ArraySlice<UInt8>) -> UInt64? {
        guard line.last == UInt8(ascii: "\n"),
            let number = UInt64(String(decoding: line.dropLast(), as: UTF8.self)),
            line.dropLast().elementsEqual("\(number)".utf8)
        else { return nil }
        return number
    }

    /// Whether a name is one LevelDB keeps data under.
    ///
    /// A first creation that was cut short leaves only its first manifest, which holds none.
    private static func isData(_ name: String) -> Bool {
        name.hasSuffix(".ldb") || name.hasSuffix(".sst") || name.hasSuffix(".log")
            || name.hasPrefix("MANIFEST-") && name != "MANIFEST-000001"
    }
}
