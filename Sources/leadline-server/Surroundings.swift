import Glibc
import LeadlineStore

/// What surrounds the process: rights, and the disk that the data is on.
enum Surroundings {
    /// Has all files that are made be their owner's alone, whatever the shell says (`umask`).
    static func makeFilesPrivate() { umask(0o077) }

    /// What an operator should know before relying on this server, one line each.
    static func warnings(_ store: StoreOptions) -> [String] {
        let disk = DiskKind(path: store.path)?.warning.map { [$0] } ?? []
        return geteuid() == 0 ? disk + ["running as root: give the server a user of its own"] : disk
    }
}
