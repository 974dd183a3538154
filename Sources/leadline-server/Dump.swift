import ArgumentParser
import Glibc
import LeadlineBackup
import LeadlineServer
import LeadlineStore

/// Writes everything that a store holds as lines of JSON.
struct Dump: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes every row of a store that nobody serves as lines of JSON.",
        discussion: """
            Keys and values are strings in which each character is a byte. The dump holds all that \
            the store does, secrets too: keep it as you keep the store.
            """)

    @Option(help: "The data directory.", completion: .directory)
    var data = ServerConfiguration.defaultDirectory

    func run() throws {
        do {
            _ = try OfflineDump.write(StoreOptions(path: data)) {
                (lines: [UInt8]) throws(BackupFault) in
                guard StandardOutput.write(bytes: lines) else {
                    throw .failed(
                        operation: "writing", reason: String(cString: strerror(errno)))
                }
            }
        } catch {
            throw ExitStatus.report(error)
        }
    }
}

/// Makes a store of a dump.
struct Load: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a store of a dump, which it reads from standard input.",
        discussion: """
            The data directory has to be empty, or not there. What is no line of a dump is refused \
            by its number, and a dump that was cut short or changed at its end.
            """)

    @Option(help: "The data directory.", completion: .directory)
    var data = ServerConfiguration.defaultDirectory

    func run() throws {
        Surroundings.makeFilesPrivate()
        let rowCount: Int
        let input = InputLines(descriptor: STDIN_FILENO)
        do {
            rowCount = try OfflineDump.load(data) { () throws(BackupFault) in try input.next() }
        } catch {
            throw ExitStatus.report(error)
        }
        StandardOutput.write("loaded \(rowCount) rows")
    }
}
