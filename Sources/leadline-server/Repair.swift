import ArgumentParser
import LeadlineEngine
import LeadlineServer
import LeadlineStore

/// Makes a sound store of what can be read of a hurt one.
struct Repair: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Saves what can be read of a hurt store into a new one.",
        discussion: """
            The hurt store is only read. Every thing that was rebuilt, dropped or lost, or does \
            not agree with the rest, is one line, its parts set apart by tabs. A store that was \
            repaired with losses is served with --read-only alone until repair --accept.

            Exits with 0 when nothing is lost and with 65 otherwise.
            """)

    @Option(help: "The data directory.", completion: .directory)
    var data = ServerConfiguration.defaultDirectory

    @Option(help: "The directory to make, which does not exist.", completion: .directory)
    var to: String?

    @Flag(help: "Takes a repaired store as it is: what was lost is accepted.")
    var accept = false

    func validate() throws {
        guard accept == (to == nil) else {
            throw ValidationError("give either --to or --accept")
        }
    }

    func run() throws {
        Surroundings.makeFilesPrivate()
        do {
            guard let to else { return try acceptLosses() }
            let report = try StoreRepair.run(StoreOptions(path: data), to: to)
            for line in report.lines { StandardOutput.write("\(line)") }
            let losses = report.losses.count
            StandardOutput.write(
                "\(report.records) records are in \(to); "
                    + (losses == 0 ? "nothing is lost" : "\(losses) things are not as they were"))
            guard losses == 0 else { throw ExitStatus.data }
        } catch let fault as StoreFault {
            throw ExitStatus.report(fault)
        }
    }

    private func acceptLosses() throws {
        let losses = try StoreRepair.accept(StoreOptions(path: data))
        for loss in losses { StandardOutput.write("accepted: \(loss)") }
        if losses.isEmpty { StandardOutput.write("there is nothing to accept") }
    }
}
