package import LeadlineStore

/// Why a backup could not be taken, read or restored.
///
/// The description is for the operator and may hold paths.
package enum BackupFault: Error, Equatable, Sendable {
    /// There is a backup of that name, or something else is in its place.
    case nameTaken(BackupName)
    /// There is no backup of that name.
    case unknown(BackupName)
    /// The folder holds no backup that was finished.
    case noBackup(path: String)
    /// A backup's bytes are not those that were written.
    case damaged(path: String, reason: String)
    /// The backup was written in a format that this program does not know.
    case newerFormat(path: String)
    /// Another backup is being taken; its name where it is known.
    case running(BackupName?)
    /// The server is being stopped.
    case cancelled
    /// There is no room for it.
    case full(path: String)
    /// A system call failed.
    case failed(operation: String, reason: String)
    /// The store could not be read or written.
    case store(StoreFault)
    /// A line of a dump is not one.
    case line(Int, reason: String)
}

extension BackupFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nameTaken(let name): "\(name) is a backup already"
        case .unknown(let name): "no backup '\(name)'"
        case .noBackup(let path):
            "\(path) is no backup: it has no manifest, so it was never finished"
        case .damaged(let path, let reason): "the backup \(path) is damaged: \(reason)"
        case .newerFormat(let path): "the backup \(path) was written by a newer program"
        case .running(let name?): "the backup \(name) is under way"
        case .running(nil): "a backup of that name is under way in another server"
        case .cancelled: "the server is stopping; there is no backup"
        case .full(let path): "there is no room left at \(path); there is no backup"
        case .failed(let operation, let reason): "\(operation): \(reason)"
        case .store(let fault): "\(fault)"
        case .line(let number, let reason): "line \(number): \(reason)"
        }
    }
}
