import Glibc

/// A server of its own for a comparison: fresh, on its own data, gone afterwards.
protocol ComparedServer: Sendable {
    /// How reports name it.
    var name: String { get }
    /// The process, or the first of its processes.
    var pid: pid_t { get }
    /// Where its data is; nil when that is not known.
    var directory: String? { get }
    /// Whether it keeps leads, which are counted in the end; a floor keeps none.
    var holdsLeads: Bool { get }
    /// The kinds of work that it is measured with.
    var works: [Work] { get }

    /// Its version.
    func version() async throws -> String
    /// What makes its replies mean durable, as it says itself; throws when they do not.
    func durability() async throws -> String
    /// How many leads it has.
    func leadCount() async throws -> Int
    /// How much it writes for each lead; asked when leads have been made.
    func entriesPerLead() async throws -> EntryCount
    /// Gets ready for rounds of one kind of work in one shape.
    func source(_ work: Work, _ shape: LoadShape, _ options: LoadOptions) async throws
        -> any RoundSource
    /// Ends it.
    func stop() async
}

extension ComparedServer {
    var holdsLeads: Bool { true }
}
