import Glibc

/// Reads a file that says whom the server is, or whom it trusts.
enum PrivateFile {
    /// The bytes of a file that a key of the configuration named, and that has none of the
    /// permission bits of `mode`.
    ///
    /// Throws when it cannot be read, is larger than `bytesMax`, or others have those rights.
    static func read(
        _ path: String, key: String, mode: mode_t, bytesMax: Int
    ) throws(TLSFault) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw fault(key, path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw fault(key, path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(key: key, path: path, reason: "it is no file")
        }
        // What it forbids is read before the content is: the content may be a secret.
        guard status.st_mode & mode == 0, [0, geteuid()].contains(status.st_uid) else {
            throw .exposed(key: key, path: path)
        }
        guard status.st_size <= bytesMax else {
            throw .unreadable(key: key, path: path, reason: "it is too large")
        }
        var bytes = [UInt8](repeating: 0, count: bytesMax)
        var count = 0
        while count < bytesMax {
            let part = bytes[count...].withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress, $0.count)
            }
            if part < 0, errno == EINTR { continue }
            guard part >= 0 else { throw fault(key, path) }
            if part == 0 { break }
            count += part
        }
        return Array(bytes[..<count])
    }

    private static func fault(_ key: String, _ path: String) -> TLSFault {
        .unreadable(key: key, path: path, reason: String(cString: strerror(errno)))
    }
}
