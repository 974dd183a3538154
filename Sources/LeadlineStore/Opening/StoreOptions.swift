/// How a store is opened.
package struct StoreOptions: Sendable {
    /// When a new store may be made.
    package enum Creation: Sendable {
        /// Only in a directory that does not exist yet.
        case ifAbsent
        /// Also in an existing directory that holds no data (`--init`).
        case initialize
    }

    /// What a commit waits for.
    package enum Durability: String, Sendable {
        /// The disk: what was answered survives a power cut.
        case always
        /// The operating system: what was answered survives the death of the process only.
        case os
    }

    /// The data directory.
    package var path: String
    /// When a new store may be made.
    package var create: Creation
    /// What a commit waits for.
    package var durability: Durability
    /// How large LevelDB's table in memory, and with it a log to replay, may grow.
    package var writeBufferBytes: Int
    /// How much of the tables' content is kept uncompressed in memory.
    package var cacheBytes: Int
    /// Below this much free space `hasRoom` says no; nil for `freeBytesMin(of:)`.
    package var freeBytesMin: UInt64?
    /// Below this share of the file system free `hasRoom` says no.
    package var freePercentMin: UInt64
    /// Whether the store is only read, by links to its files, so that nothing of it is written.
    ///
    /// Such an opening also takes a store that was repaired with losses.
    package var isReadOnly = false
    /// Whether an opening takes a store that was repaired with losses, and forgets them.
    package var acceptsLosses = false
    /// What else a store is looked at for before anything of it is changed.
    ///
    /// What it throws refuses the store. One of an older format is not shown.
    package var look: (@Sendable (Store) throws(StoreFault) -> Void)?
    /// Where the log of a new store begins.
    var origin = Store.Head(position: 0, epoch: 0, chain: 0)

    /// How long the writer's seek may take before it is kept in mind that it found nothing.
    package var slowSeek = Duration.microseconds(50)

    /// Whether the store is opened by whoever restores it, before it is all there.
    package var isRestoring = false

    /// How many files LevelDB keeps open at most; sockets share the process's limit with them.
    package static let openFilesMax: Int32 = 500

    /// The size of the table in memory unless told otherwise.
    package static let writeBufferBytesDefault = 32 << 20
    /// The sizes that LevelDB takes as they are.
    package static let writeBufferBytesRange = (64 << 10)...(1 << 30)

    /// How much is kept uncompressed unless told otherwise: what a house works on, and little of
    /// what a machine has.
    package static let cacheBytesDefault = 64 << 20
    /// Less is hardly a cache: LevelDB keeps sixteen of a sixteenth each.
    package static let cacheBytesRange = (1 << 20)...(64 << 30)

    /// The defaults that are served with.
    package init(
        path: String, create: Creation = .ifAbsent, durability: Durability = .always,
        writeBufferBytes: Int = writeBufferBytesDefault, cacheBytes: Int = cacheBytesDefault,
        freeBytesMin: UInt64? = nil, freePercentMin: UInt64 = 5
    ) {
        self.path = path
        self.create = create
        self.durability = durability
        self.writeBufferBytes = writeBufferBytes
        self.cacheBytes = cacheBytes
        self.freeBytesMin = freeBytesMin
        self.freePercentMin = freePercentMin
    }

    /// What has to stay free of a file system of that size: as much as LevelDB may write anew
    /// before it deletes anything, so that it never meets the end of the disk, from which it does
    /// not recover.
    ///
    /// That is its tables of the first level, each as large as the one in memory; but no more than
    /// a quarter of a small disk.
    package func freeBytesMin(of totalBytes: UInt64) -> UInt64 {
        let rewritten = UInt64(clamping: writeBufferBytes) * Self.firstLevelFilesMax
        return max(Self.freeBytesLeast, min(rewritten, totalBytes / 4))
    }

    /// However small the disk is.
    package static let freeBytesLeast: UInt64 = 64 << 20
    /// With so many tables on its first level LevelDB stops writing
    /// (`kL0_StopWritesTrigger` of `db/dbformat.h`).
    private static let firstLevelFilesMax: UInt64 = 12
}
