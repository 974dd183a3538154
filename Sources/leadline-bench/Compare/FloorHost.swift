import Glibc

/// What no server can undercut, measured beside them all.
struct FloorHost: ComparedServer {
    /// What is written without any server.
    enum Kind: String, CaseIterable, Sendable {
        /// The server's own mutations, straight into LevelDB with the server's options.
        case database = "LevelDB alone"
        /// The same bytes appended to a file, each group behind one `fdatasync`.
        case file = "fdatasync alone"
    }

    let works: [Work] = [.new, .importing]
    let holdsLeads = false
    let directory: String? = nil
    /// This process: it makes the load and bears it.
    let pid = getpid()
    private let kind: Kind
    private let scratch: Scratch

    var name: String { kind.rawValue }

    /// Gets ready to write in the scratch directory.
    init(_ kind: Kind, in scratch: Scratch) {
        self.kind = kind
        self.scratch = scratch
    }

    func version() async throws -> String { "" }

    func durability() async throws -> String { "every group synced" }

    func leadCount() async throws -> Int { 0 }

    func entriesPerLead() async throws -> EntryCount { EntryCount(alone: 0) }

    func source(_ work: Work, _ shape: LoadShape, _ options: LoadOptions) async throws
        -> any RoundSource
    {
        let recording = try Recording(of: work, shape, in: scratch)
        return try await FloorSource(recording) { [kind, scratch] in
            switch kind {
            case .database: try BareDatabaseSink(in: scratch)
            case .file: try SyncedFileSink(in: scratch)
            }
        }
    }

    func stop() async {}
}
