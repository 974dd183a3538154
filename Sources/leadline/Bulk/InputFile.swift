import Glibc
import LeadlineDigest

/// A file that is read twice: once to judge it as a whole, once to send it.
///
/// Standard input is copied to a file without a name first, because it cannot be read again.
package final class InputFile {
    /// How many bytes are read at once.
    package static let chunkBytes = 64 * 1024

    /// The name to tell people.
    package let name: String
    private let descriptor: CInt

    /// Opens a file; `-` is standard input.
    package init(_ path: String) throws(BulkFault) {
        name = path == "-" ? "standard input" : path
        descriptor = path == "-" ? Self.spool() : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw BulkFault("\(name): \(String(cString: strerror(errno)))")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw BulkFault("\(name): not a file")
        }
    }

    deinit { close(descriptor) }

    /// Begins again at the first byte.
    package func rewind() { lseek(descriptor, 0, SEEK_SET) }

    /// The next bytes, a whole chunk except at the end; nil at the end.
    package func next() throws(BulkFault) -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        var count = 0
        while count < chunk.count {
            let rest = chunk.count - count
            let got = chunk.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress?.advanced(by: count), rest)
            }
            if got == 0 { break }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { throw BulkFault("\(name): \(String(cString: strerror(errno)))") }
            count += got
        }
        guard count > 0 else { return nil }
        chunk.removeLast(chunk.count - count)
        return chunk
    }

    /// Standard input as a file that vanishes when it is closed, or -1.
    private static func spool() -> CInt {
        guard let stream = tmpfile() else { return -1 }
        defer { fclose(stream) }
        var chunk = [UInt8](repeating: 0, count: chunkBytes)
        while true {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return -1 }
            guard count > 0 else { break }
            guard fwrite(chunk, 1, count, stream) == count else { return -1 }
        }
        guard fflush(stream) == 0 else { return -1 }
        let copy = dup(fileno(stream))
        lseek(copy, 0, SEEK_SET)
        return copy
    }
}

extension Digest256 {
    /// The digest of the bytes before, as one link, and of a chunk after them.
    func followed(by chunk: [UInt8]) -> Digest256 { Digest256(of: self, chunk.span) }
}
