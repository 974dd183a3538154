import LeadlineStore

/// What the server's writer commits for new leads, group by group, recorded to be written again.
struct Recording: Sendable {
    /// One group.
    struct Group: Sendable {
        /// What is written.
        let entry: Entry
        /// How many leads it makes.
        let leads: Int
    }

    /// In the order of the log.
    let groups: [Group]

    private static let leadCount = 100_000
    private static let leadCountAlone = 10_000

    /// Records as many leads as a round may write, in groups as large as the shape fills them;
    /// those of an import with the keys that make it safe to send them again.
    ///
    /// The server's own writer makes them, without a socket, in a store of the scratch directory.
    init(of work: Work, _ shape: LoadShape, in scratch: Scratch) throws {
        let size = shape.connections * shape.pipeline
        let run = try CostRun(
            directory: scratch.file("recording-\(UInt64.random(in: 0..<(1 << 40)))"))
        defer { run.close() }
        let count = size == 1 ? Self.leadCountAlone : Self.leadCount
        groups = try run.record(leads: count, perGroup: size, areImported: work == .importing)
    }
}
