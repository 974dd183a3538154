import Glibc

/// A file that is written line by line, or standard output.
package final class OutputFile {
    private static let bufferBytes = 256 * 1024

    private let name: String
    private let descriptor: CInt
    private var buffer: [UInt8] = []

    /// Opens a file; nil is standard output.
    ///
    /// A secret file is made new and for its owner alone; one that goes on keeps what it has.
    package init(_ path: String?, isSecret: Bool = false, goesOn: Bool = false) throws(BulkFault) {
        name = path ?? "standard output"
        guard let path else {
            descriptor = dup(STDOUT_FILENO)
            return
        }
        let flags = isSecret ? O_EXCL : goesOn ? 0 : O_TRUNC
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | flags, isSecret ? 0o600 : 0o666)
        guard descriptor >= 0 else { throw fault(errno) }
    }

    deinit { close(descriptor) }

    /// Writes text, sooner or later.
    package func write(_ text: String) throws(BulkFault) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Writes what is still here.
    package func flush() throws(BulkFault) {
        var rest = buffer[...]
        defer { buffer.removeAll(keepingCapacity: true) }
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                throw BulkFault("nobody reads the output any more", status: .brokenPipe)
            } else if errno != EINTR {
                throw fault(errno)
            }
        }
    }

    /// Waits until the disk has what was written.
    package func sync() throws(BulkFault) {
        guard fsync(descriptor) == 0 else { throw fault(errno) }
    }

    /// Has writing go on behind what the file has.
    package func goToEnd() { lseek(descriptor, 0, SEEK_END) }

    /// The last whole line; what stands behind it is cut off, and writing goes on there.
    package func lastLine() throws(BulkFault) -> [UInt8]? {
        var end = lseek(descriptor, 0, SEEK_END)
        var tail: [UInt8] = []
        while end > 0 {
            let start = max(0, end - off_t(Self.bufferBytes))
            var chunk = [UInt8](repeating: 0, count: Int(end - start))
            guard pread(descriptor, &chunk, chunk.count, start) == chunk.count else {
                throw fault(errno)
            }
            tail = chunk + tail
            end = start
            let lines = tail.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            // The first piece may be the end of a longer line, the last one is no whole line.
            guard lines.count > 2 || end == 0 else { continue }
            let whole = end + off_t(tail.count - (lines.last?.count ?? 0))
            guard ftruncate(descriptor, whole) == 0 else { throw fault(errno) }
            lseek(descriptor, 0, SEEK_END)
            return lines.dropLast().last.map { Array($0) }
        }
        return nil
    }

    private func fault(_ code: CInt) -> BulkFault {
        BulkFault("\(name): \(String(cString: strerror(code)))", status: .inputOutput)
    }
}
