internal import CLevelDB

/// What kind of file system a store is on, as far as it decides what a commit is worth.
///
/// The numbers are the kernel's (`statfs(2)`).
package enum DiskKind: Equatable, Sendable {
    /// One that keeps what was synced, as far as it tells.
    case lasting
    /// In memory: everything is gone with the machine.
    case memory
    /// The upper layer of a container: everything is gone with the container.
    case layer
    /// Of another machine, whose locks and syncs mean what that machine makes of them.
    case network

    /// The kind that belongs to a number of the kernel's.
    package init(number: UInt32) {
        self =
            switch number {
            case 0x0102_1994, 0x8584_58f6: .memory  // tmpfs, ramfs
            case 0x794c_7630: .layer  // overlayfs
            case 0x6969, 0xff53_4d42, 0xfe53_4d42, 0x517b, 0x0102_1997, 0x00c3_6400, 0x5346_414f:
                .network  // NFS, CIFS, SMB 2 and 1, 9P, Ceph, AFS
            default: .lasting
            }
    }

    /// The kind of the file system that `path` is on; nil when it does not tell.
    package init?(path: String) {
        guard let number = UInt32(exactly: unsafe ldb_file_system(path)) else { return nil }
        self.init(number: number)
    }

    /// What an operator has to know about it; nil when there is nothing.
    package var warning: String? {
        switch self {
        case .lasting: nil
        case .memory: "the data is on a file system in memory: nothing survives the machine's end"
        case .layer: "the data is in a container's own layer: nothing survives the container's end"
        case .network:
            "the data is on a file system of another machine: whether a commit is durable, and "
                + "the store served once only, is up to that machine"
        }
    }
}
