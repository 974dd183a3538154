import ArgumentParser
import LeadlineServer
import LeadlineStore

/// Compares a store's records, indexes, counters and chain while nobody serves it.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists every inconsistency of a store that nobody serves.",
        discussion: """
            Writes nothing into the store. Exits with 0 when there is none and with 65 otherwise.
            """)

    @Option(help: "The data directory.")
    var data = ServerConfiguration.defaultDirectory

    func run() throws {
        let problems: [String]
        do {
            problems = try OfflineCheck.run(StoreOptions(path: data))
        } catch {
            throw ExitStatus.report(error)
        }
        for problem in problems { StandardOutput.write(problem) }
        guard problems.isEmpty else { throw ExitStatus.data }
        StandardOutput.write("the store is sound")
    }
}
