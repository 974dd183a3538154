/// What is wrong with the disk, the store on it, or the system: never the caller's fault.
///
/// The description is for the operator and may hold paths; clients are told a code only.
package enum StoreFault: Error, Equatable, Sendable {
    /// The data directory exists and holds no store.
    case noStore(path: String)
    /// The path is not a directory.
    case notDirectory(path: String)
    /// The directory holds a store's data files but lost the file CURRENT.
    case currentMissing(path: String)
    /// The directory holds a database that is not this program's.
    case foreign(path: String)
    /// The store was written by a newer program.
    case newerFormat(found: UInt32, known: UInt32)
    /// The store was written by a program whose stores this one does not read.
    case olderFormat(found: UInt32, oldest: UInt32)
    /// The store was written by a LevelDB newer than this program's; as `LevelDB.version` has it.
    case newerDatabase(found: UInt32, known: UInt32)
    /// The store was repaired, not everything could be saved, and nobody has accepted that.
    case lossesNotAccepted(count: Int, first: String)
    /// The store was opened to be read.
    case readOnly
    /// Another server has the store open.
    case inUse(path: String)
    /// What was recovered ends before what was known to be durable.
    case rolledBack(recovered: UInt64, highWater: UInt64)
    /// The file that tells how far the store was durable is gone or says nothing.
    case witnessLost(path: String)
    /// Stored bytes fail a checksum or are not what they should be.
    case corrupt(String)
    /// A record's bytes are not a record of its table.
    case undecodable(table: String, fault: RecordFault)
    /// A record was put under a unique key that another record holds.
    case keyTaken(tag: UInt8)
    /// A system call or a LevelDB call failed.
    case failed(operation: String, reason: String)
    /// An entry is not the next one.
    case outOfOrder(expected: UInt64, found: UInt64)
    /// An entry does not continue the chain, or its bytes are not those it was made with.
    case brokenChain(position: UInt64)
    /// An entry comes from a writer that was replaced.
    case staleEpoch(current: UInt64, found: UInt64)
    /// The store was closed.
    case closed
    /// Whoever read had no patience for more; see `Store.view`.
    case cutShort
    /// A restore into the directory was not finished.
    case halfRestored(path: String)
    /// The directory that a store is to be restored into holds something.
    case notEmpty(path: String)
}

extension StoreFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noStore, .notDirectory, .currentMissing, .foreign, .newerFormat, .olderFormat, .inUse,
            .rolledBack, .witnessLost, .newerDatabase, .lossesNotAccepted, .corrupt, .halfRestored,
            .notEmpty:
            refusal
        case .readOnly: "the store is open to be read only"
        case .undecodable(let table, let fault): "a record of \(table) cannot be read: \(fault)"
        case .keyTaken(let tag): "a record was put under a key of tag \(tag) that another holds"
        case .failed(let operation, let reason): "\(operation): \(reason)"
        case .outOfOrder(let expected, let found): "expected entry \(expected), found \(found)"
        case .brokenChain(let position): "entry \(position) does not continue the chain"
        case .staleEpoch(let current, let found): "epoch \(found) was replaced by \(current)"
        case .closed: "the store is closed"
        case .cutShort: "there was more to read than there was time for"
        }
    }

    /// Why a store is not opened, and what to do.
    private var refusal: String {
        switch self {
        case .noStore(let path):
            "\(path) holds no store (is a file system not mounted? --init makes a new one in it)"
        case .notDirectory(let path): "\(path) is not a directory"
        case .currentMissing(let path):
            "\(path) holds data but no file CURRENT: restore it or a backup, or see what "
                + "'leadline-server repair' saves; nothing was touched"
        case .foreign(let path): "\(path) holds a database of another program"
        case .newerFormat(let found, let known):
            "the store has format \(found), this program knows formats up to \(known): serve it "
                + "with a program that knows \(found), or go back to the backup that was taken "
                + "before the upgrade; nothing was touched"
        case .olderFormat(let found, let oldest):
            "the store has format \(found), this program reads formats from \(oldest) on; "
                + "serve it with the program that wrote it"
        case .inUse(let path): "another server has \(path) open"
        case .rolledBack(let recovered, let highWater):
            "the store ends at position \(recovered), but \(highWater) was known to be durable: "
                + "a file lost its end or is an older one; restore a backup, or see what "
                + "'leadline-server repair' saves; nothing was touched"
        case .witnessLost(let path):
            "the file high-water of \(path) is missing or holds no position, so that nothing tells "
                + "whether commits are gone from the end of the log: restore it or a backup, or "
                + "see what 'leadline-server repair' saves; nothing was touched"
        case .newerDatabase(let found, let known):
            "the store was written by LevelDB \(found / 1000).\(found % 1000), this program has "
                + "\(known / 1000).\(known % 1000): use a program with that or a newer one; "
                + "nothing was touched"
        case .lossesNotAccepted(let count, let first):
            "the store was repaired and \(count) things were not saved (\(first)): look at it with "
                + "--read-only and CHECK, then 'leadline-server repair --accept' takes it as it is"
        case .corrupt(let what):
            "the store is hurt: \(what); restore a backup, or see what 'leadline-server repair' "
                + "saves"
        case .halfRestored(let path):
            "\(path) holds a store that was not restored to its end: restore it again"
        case .notEmpty(let path): "\(path) is not empty: a store is restored into an empty folder"
        default: ""
        }
    }
}

extension StoreFault {
    /// What happened, without what to do about it.
    package var reason: String {
        if case .corrupt(let what) = self { what } else { description }
    }

    /// What is told of a store that is read or saved although its witness is lost.
    static let witnessLoss =
        "high-water: the file is missing or holds no position; commits may be gone from the end"

    /// The fault with the store's own path where LevelDB named that of a copy.
    func told(of path: String, insteadOf copy: String) -> StoreFault {
        func named(_ text: String) -> String { text.replacing(copy, with: path) }
        return switch self {
        case .corrupt(let what): .corrupt(named(what))
        case .failed(let operation, let reason):
            .failed(operation: named(operation), reason: named(reason))
        case .foreign: .foreign(path: path)
        case .witnessLost: .witnessLost(path: path)
        default: self
        }
    }
}
