internal import Glibc

/// Holds a file against every other process for as long as it lives.
///
/// LevelDB's own lock is lost when anybody in this process opens and closes its file; this one is
/// not.
final class FileLock: Sendable {
    private let path: String
    private let descriptor: Int32

    /// Locks the file at `path`, making it when it is not there; nil when another process holds it.
    convenience init?(_ path: String) throws(StoreFault) {
        try self.init(path, O_RDWR | O_CREAT)
    }

    /// Locks the file at `path`, which is not written; nil when another process holds it.
    convenience init?(existing path: String) throws(StoreFault) {
        try self.init(path, O_RDONLY)
    }

    private init?(_ path: String, _ mode: Int32) throws(StoreFault) {
        self.path = path
        descriptor = unsafe open(path, mode | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileSystem.failure("opening \(path)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            guard reason == EWOULDBLOCK else {
                throw FileSystem.failure("locking \(path)", reason)
            }
            return nil
        }
    }

    /// Whether the file still stands where it was locked: neither it nor the directory around it
    /// was deleted, moved away, replaced, or covered by another file system.
    var isInPlace: Bool {
        var held = stat()
        var found = stat()
        guard unsafe fstat(descriptor, &held) == 0, unsafe stat(path, &found) == 0 else {
            return false
        }
        return held.st_dev == found.st_dev && held.st_ino == found.st_ino
    }

    deinit {
        guard descriptor >= 0 else { return }
        // Closing alone would leave the lock with a child that was just forked.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
