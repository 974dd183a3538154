internal import Glibc

/// The system calls that copies of a store need.
extension FileSystem {
    /// Makes a directory of a new name in the folder for temporary files, which only its owner may
    /// enter.
    static func makeTemporaryDirectory(_ prefix: String) throws(StoreFault) -> String {
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/\(prefix)XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw failure("making a folder in \(folder)")
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A path from the root on, links followed.
    static func absolute(_ path: String) throws(StoreFault) -> String {
        guard let whole = unsafe realpath(path, nil) else { throw failure("looking at \(path)") }
        defer { unsafe free(whole) }
        return unsafe String(cString: whole)
    }

    /// Whether a file stands at `path`, which is neither a directory nor a link.
    static func isFile(_ path: String) -> Bool {
        var information = stat()
        return unsafe lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    }

    /// Makes a link at `path` that leads to `target`.
    static func link(_ target: String, at path: String) throws(StoreFault) {
        guard unsafe symlink(target, path) == 0 else { throw failure("linking \(path)") }
    }

    /// Removes a file or a link; nothing happens where there is none.
    static func removeFile(_ path: String) throws(StoreFault) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw failure("removing \(path)") }
    }

    /// Removes a directory and all in it, links not followed; nothing happens where there is none.
    static func removeDirectory(_ path: String) throws(StoreFault) {
        guard try kind(path) == .directory else { return }
        for name in try names(in: path) {
            let inner = path + "/" + name
            var information = stat()
            guard unsafe lstat(inner, &information) == 0 else { continue }
            if information.st_mode & S_IFMT == S_IFDIR {
                try removeDirectory(inner)
            } else {
                try removeFile(inner)
            }
        }
        guard unsafe rmdir(path) == 0 else { throw failure("removing \(path)") }
    }

    /// Gives a directory another name, durably.
    static func move(_ path: String, to other: String) throws(StoreFault) {
        guard unsafe rename(path, other) == 0 else { throw failure("renaming \(path)") }
        try syncDirectory(parent(of: other))
    }

    /// A whole file.
    static func readWhole(_ path: String) throws(StoreFault) -> [UInt8] {
        var information = stat()
        guard unsafe stat(path, &information) == 0 else { throw failure("looking at \(path)") }
        return try read(path, limit: Int(information.st_size)) ?? []
    }
}
