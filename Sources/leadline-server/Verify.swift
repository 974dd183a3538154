import ArgumentParser
import LeadlineBackup

/// Looks a backup through.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Looks through a backup, and those that it needs, for damage.",
        discussion: "Exits with 0 when every byte is what was written and with 65 otherwise.")

    @Argument(help: "The backup's folder.", completion: .directory)
    var backup: String

    func run() throws {
        let reader: BackupReader
        do {
            reader = try BackupReader(path: backup)
            try reader.verify()
        } catch {
            throw ExitStatus.report(error)
        }
        let manifest = reader.manifest
        StandardOutput.write(
            "\(manifest.name) of \(manifest.place.at) is sound: \(manifest.rowCount) rows, "
                + "up to event \(manifest.place.event)")
        for need in manifest.needs { StandardOutput.write("needs \(need.name)") }
    }
}
