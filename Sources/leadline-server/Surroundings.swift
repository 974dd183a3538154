import CSwiftRuntime
import Glibc
import LeadlineStore

/// What surrounds the process: rights, and the disk that the data is on.
enum Surroundings {
    /// Has all files that are made be their owner's alone, whatever the shell says (`umask`).
    static func makeFilesPrivate() { umask(0o077) }

    /// Has a crash leave no image of the memory, which holds tokens and personal data
    /// (`reliability.md` T20).
    static func leaveNoCore() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    }

    /// Has a release not check at run time that nothing is changed while it is looked at.
    ///
    /// Our own targets are built without these checks (Package.swift), and every debug build makes
    /// them. This ends those of the libraries below: NIO's would be a sixth of what a PING takes.
    static func trustExclusivity() {
        #if !DEBUG
            swift_runtime_trust_exclusivity()
        #endif
    }

    /// What an operator should know before relying on this server, one line each.
    static func warnings(_ store: StoreOptions) -> [String] {
        let disk = DiskKind(path: store.path)?.warning.map { [$0] } ?? []
        return geteuid() == 0 ? disk + ["running as root: give the server a user of its own"] : disk
    }
}
