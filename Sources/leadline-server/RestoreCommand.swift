import ArgumentParser
import LeadlineBackup
import LeadlineServer

/// Makes a store of a backup.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Makes the store that was backed up of a backup.",
        discussion: """
            The data directory has to be empty, or not there. A restore that was cut short is run \
            again; what it has left is not served. Who was erased after the backup was taken is \
            erased again, by the list 'erasures' beside it.
            """)

    @Option(help: "The backup's folder.", completion: .directory)
    var from: String

    @Option(help: "The data directory.", completion: .directory)
    var data = ServerConfiguration.defaultDirectory

    @Option(help: "The folder with the list of erasures.", completion: .directory)
    var erasures: String?

    func run() throws {
        Surroundings.makeFilesPrivate()
        let report: OfflineRestore.Report
        do {
            report = try OfflineRestore.run(from: from, to: data, erasures: erasures)
        } catch {
            throw ExitStatus.report(error)
        }
        let manifest = report.manifest
        StandardOutput.write(
            "restored \(manifest.name) of \(manifest.place.at): \(manifest.rowCount) rows, "
                + "up to event \(manifest.place.event)")
        if let gap = report.gap {
            StandardOutput.write(
                "events \(gap.lowerBound) to \(gap.upperBound) are known and not in it")
        }
        if report.erasedAgain > 0 {
            StandardOutput.write("\(report.erasedAgain) records were erased again")
        }
        if report.unnamed > 0 {
            StandardOutput.write(
                "\(report.unnamed) erasures were of mail alone: repeat them with ERASE EMAIL")
        }
    }
}
