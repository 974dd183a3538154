internal import Glibc

/// The system calls on files that the store needs beside LevelDB.
enum FileSystem {
    /// What stands at a path.
    enum Kind {
        case nothing
        case directory
        case other
    }

    /// What stands at `path`, links followed.
    static func kind(_ path: String) throws(StoreFault) -> Kind {
        var information = stat()
        guard unsafe stat(path, &information) == 0 else {
            guard errno == ENOENT else { throw failure("looking at \(path)") }
            return .nothing
        }
        return information.st_mode & S_IFMT == S_IFDIR ? .directory : .other
    }

    /// The names in a directory, unsorted.
    static func names(in path: String) throws(StoreFault) -> [String] {
        guard let directory = unsafe opendir(path) else { throw failure("listing \(path)") }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes a directory that only its owner may enter, and its name durable.
    static func makeDirectory(_ path: String) throws(StoreFault) {
        guard unsafe mkdir(path, 0o700) == 0 else { throw failure("making \(path)") }
        try syncDirectory(parent(of: path))
    }

    /// Makes the names in a directory durable.
    static func syncDirectory(_ path: String) throws(StoreFault) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("opening \(path)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("syncing \(path)") }
    }

    /// The directory that `path` stands in.
    static func parent(of path: String) -> String {
        var trimmed = path[...]
        while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }

    /// The first bytes of a file, at most `limit`; nil when there is no such file.
    static func read(_ path: String, limit: Int) throws(StoreFault) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw failure("opening \(path)") }
            return nil
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = unsafe Glibc.read(descriptor, &bytes, limit)
        guard count >= 0 else { throw failure("reading \(path)") }
        return Array(bytes.prefix(count))
    }

    /// Replaces a file's content in one step: a reader meets the old or the new, also after a
    /// crash.
    static func replace(_ path: String, _ content: [UInt8]) throws(StoreFault) {
        let draft = Self.draft(of: path)
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("opening \(draft)") }
        let count = unsafe write(descriptor, content, content.count)
        let isWritten = count == content.count && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard isWritten else { throw failure("writing \(draft)", reason) }
        guard unsafe rename(draft, path) == 0 else { throw failure("renaming \(draft)") }
    }

    /// What `replace` writes before it takes a file's place; a crash may leave it.
    static func draft(of path: String) -> String { path + ".new" }

    /// Takes a file away; that there is none is fine.
    static func remove(_ path: String) throws(StoreFault) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw failure("removing \(path)")
        }
    }

    /// How much room a file system has.
    struct Space {
        /// Bytes that may still be written without privilege.
        var freeBytes: UInt64
        /// Bytes in all.
        var totalBytes: UInt64
        /// Whether another file can be made.
        var hasFileLeft: Bool
    }

    /// The device that `path` is on; nil when it cannot be told.
    static func device(_ path: String) -> UInt64? {
        var information = stat()
        return unsafe stat(path, &information) == 0 ? UInt64(information.st_dev) : nil
    }

    /// The room of the file system that `path` is on.
    static func room(_ path: String) throws(StoreFault) -> Space {
        var information = statvfs()
        guard unsafe statvfs(path, &information) == 0 else {
            throw failure("asking for the room at \(path)")
        }
        let block = UInt64(information.f_frsize)
        return Space(
            freeBytes: UInt64(information.f_bavail).multipliedReportingOverflow(by: block)
                .partialValue,
            totalBytes: UInt64(information.f_blocks).multipliedReportingOverflow(by: block)
                .partialValue,
            // Some file systems make files as they need them and report none at all.
            hasFileLeft: information.f_files == 0 || information.f_favail > 0)
    }

    /// The fault of a system call that just failed.
    static func failure(_ operation: String, _ number: Int32 = errno) -> StoreFault {
        .failed(operation: operation, reason: unsafe String(cString: strerror(number)))
    }
}
