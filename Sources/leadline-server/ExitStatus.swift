import ArgumentParser
import Glibc
import LeadlineBackup
import LeadlineServer
import LeadlineStore

/// The exit statuses of sysexits that the program uses, and which fault is which.
enum ExitStatus {
    /// The stored data is not what it should be.
    static let data = ExitCode(EX_DATAERR)
    /// Trying again later may help.
    static let temporary = ExitCode(EX_TEMPFAIL)
    /// A file could not be made.
    static let cannotCreate = ExitCode(EX_CANTCREAT)

    /// Says what went wrong in one line and answers the status to end with.
    static func report(_ error: any Error) -> ExitCode {
        StandardError.write("leadline-server: \(error)")
        return status(for: error)
    }

    private static func status(for error: any Error) -> ExitCode {
        switch error {
        case let fault as StoreFault: status(for: fault)
        case let fault as BackupFault: status(for: fault)
        case ListeningFault.inUse: ExitCode(EX_UNAVAILABLE)
        case is ListeningFault: ExitCode(EX_OSERR)
        case ConfigurationFault.descriptors: ExitCode(EX_OSERR)
        case ConfigurationFault.unreadable: ExitCode(EX_NOINPUT)
        case ConfigurationFault.value(_, _, .commandLine): ExitCode(EX_USAGE)
        case is ConfigurationFault, is TLSFault: ExitCode(EX_CONFIG)
        default: ExitCode(EX_SOFTWARE)
        }
    }

    private static func status(for fault: BackupFault) -> ExitCode {
        switch fault {
        case .store(let fault): status(for: fault)
        case .full, .failed: ExitCode(EX_IOERR)
        case .running, .cancelled: temporary
        case .nameTaken: cannotCreate
        case .unknown, .noBackup, .damaged, .newerFormat, .line: data
        }
    }

    private static func status(for fault: StoreFault) -> ExitCode {
        switch fault {
        case .inUse, .cutShort: temporary
        case .failed: ExitCode(EX_IOERR)
        case .notEmpty: cannotCreate
        case .noStore, .notDirectory, .currentMissing, .foreign, .newerFormat, .olderFormat,
            .newerDatabase, .lossesNotAccepted, .readOnly,
            .rolledBack, .witnessLost, .corrupt, .undecodable, .keyTaken, .outOfOrder, .brokenChain,
            .staleEpoch,
            .closed, .halfRestored:
            data
        }
    }
}
