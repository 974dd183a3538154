import Glibc
import LeadlineDigest

/// A file being written, with the digest of what went into it.
///
/// What was written goes to the disk bit by bit: much at once would hold up others' commits.
final class OutputFile {
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var running = RunningDigest()
    private var unsynced = 0
    /// How many bytes were written.
    private(set) var count = 0

    private static let bufferBytes = 1 << 18
    private static let syncBytes = 4 << 20

    /// Writes to an open file, which it closes when it goes.
    init(_ path: String, _ descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Appends bytes.
    func write(_ bytes: [UInt8]) throws(BackupFault) {
        running.update(bytes[...])
        count += bytes.count
        buffer += bytes
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Has everything on disk; the digest of it all.
    func finish() throws(BackupFault) -> Digest256 {
        try flush()
        guard fsync(descriptor) == 0 else { throw Folder.failure("syncing \(path)") }
        return running.digest
    }

    private func flush() throws(BackupFault) {
        var rest = buffer[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Folder.failure(path) }
            rest = rest.dropFirst(written)
        }
        unsynced += buffer.count
        buffer.removeAll(keepingCapacity: true)
        guard unsynced >= Self.syncBytes else { return }
        guard fdatasync(descriptor) == 0 else { throw Folder.failure("syncing \(path)") }
        unsynced = 0
    }
}

/// A file being read.
final class InputFile {
    let path: String
    private let descriptor: Int32

    private static let pieceBytes = 1 << 18

    /// Reads an open file, which it closes when it goes.
    init(_ path: String, _ descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// How long it is.
    func size() throws(BackupFault) -> Int {
        var information = stat()
        guard fstat(descriptor, &information) == 0 else {
            throw Folder.failure("looking at \(path)")
        }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw .damaged(path: path, reason: "it is no file")
        }
        return Int(information.st_size)
    }

    /// The bytes from `offset` on; fewer than `count` at its end.
    func read(_ count: Int, at offset: Int) throws(BackupFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes {
                pread(
                    descriptor, $0.baseAddress?.advanced(by: filled), count - filled,
                    offset + filled)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw Folder.failure("reading \(path)") }
            if got == 0 { break }
            filled += got
        }
        bytes.removeLast(count - filled)
        return bytes
    }

    /// Everything; refused when it is longer than `limit`.
    func contents(limit: Int) throws(BackupFault) -> [UInt8] {
        let size = try size()
        guard size <= limit else { throw .damaged(path: path, reason: "it is too long") }
        return try read(size, at: 0)
    }

    /// The digest of everything.
    func digest() throws(BackupFault) -> Digest256 {
        var running = RunningDigest()
        var offset = 0
        while true {
            let piece = try read(Self.pieceBytes, at: offset)
            guard !piece.isEmpty else { return running.digest }
            running.update(piece[...])
            offset += piece.count
        }
    }
}
