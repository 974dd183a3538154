import Glibc

/// A folder held open, whose files are named in it alone: no link leads elsewhere.
final class Folder {
    /// Where it is, for messages.
    let path: String
    private let descriptor: Int32

    private init(_ path: String, _ descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Opens the folder at a path, making it for its owner alone when only it is missing.
    static func open(_ path: String, makes: Bool = false) throws(BackupFault) -> Folder {
        if makes {
            if mkdir(path, ownerOnly) == 0 {
                // What is in a folder is durable only where the folder is.
                let parent = path + "/.."
                try open(parent).sync()
            } else if errno != EEXIST {
                throw failure("making \(path)")
            }
        }
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("opening \(path)") }
        return Folder(path, descriptor)
    }

    /// Whether there is anything at a path, or it cannot be told.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 || errno != ENOENT }

    /// Opens a folder in this one; nil when there is none, or something else is in its place.
    func folder(_ name: String) -> Folder? {
        let found = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        return found < 0 ? nil : Folder(path + "/" + name, found)
    }

    /// Makes a folder in this one, for its owner alone; false when something has that name.
    func makeFolder(_ name: String) throws(BackupFault) -> Bool {
        guard mkdirat(descriptor, name, Self.ownerOnly) != 0 else { return true }
        guard errno == EEXIST else { throw Self.failure("making \(path)/\(name)") }
        return false
    }

    /// Removes a folder that is empty.
    func removeFolder(_ name: String) { unlinkat(descriptor, name, AT_REMOVEDIR) }

    /// Holds the folder against everybody else who locks it, as long as this object lives; false
    /// when somebody does.
    func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// The names in it, sorted.
    func names() throws(BackupFault) -> [String] {
        // A stream owns its descriptor, so it gets one of its own.
        let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0 else { throw Self.failure("listing \(path)") }
        guard let stream = fdopendir(own) else {
            let number = errno
            close(own)
            throw Self.failure("listing \(path)", number)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Makes a file that is not there yet, for its owner alone.
    func create(_ name: String) throws(BackupFault) -> OutputFile {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = openat(descriptor, name, flags, 0o600)
        guard file >= 0 else { throw Self.failure("making \(path)/\(name)") }
        return OutputFile(path + "/" + name, file)
    }

    /// Opens a file for reading; nil when there is none.
    func file(_ name: String) throws(BackupFault) -> InputFile? {
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else {
            guard errno == ENOENT else { throw Self.failure("opening \(path)/\(name)") }
            return nil
        }
        return InputFile(path + "/" + name, file)
    }

    /// Gives a file its final name in one step.
    func rename(_ name: String, to final: String) throws(BackupFault) {
        guard renameat(descriptor, name, descriptor, final) == 0 else {
            throw Self.failure("renaming \(path)/\(name)")
        }
    }

    /// Takes a file away.
    func remove(_ name: String) { unlinkat(descriptor, name, 0) }

    /// Makes the names in it durable.
    func sync() throws(BackupFault) {
        guard fsync(descriptor) == 0 else { throw Self.failure("syncing \(path)") }
    }

    private static let ownerOnly: mode_t = 0o700

    /// The fault of a system call that just failed.
    static func failure(_ operation: String, _ number: Int32 = errno) -> BackupFault {
        switch number {
        case ENOSPC, EDQUOT, EFBIG: .full(path: operation)
        default: .failed(operation: operation, reason: String(cString: strerror(number)))
        }
    }
}
