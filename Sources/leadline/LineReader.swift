import Glibc

/// Reads standard input line by line, in batches of what has arrived.
struct LineReader {
    private static let chunkBytes = 64 * 1024

    private var splitter = LineSplitter()
    private var chunk = [UInt8](repeating: 0, count: chunkBytes)
    private var isAtEnd = false

    /// Whether more input has arrived, or its end: then `next` does not wait for anybody.
    var hasArrived: Bool {
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return isAtEnd || poll(&input, 1, 0) > 0
    }

    /// The next whole lines, at least one, without their LF; nil at the end of input.
    ///
    /// Blocks until a line is whole. The last line needs no LF.
    mutating func next() -> [ArraySlice<UInt8>]? {
        while !isAtEnd {
            let count = chunk.withUnsafeMutableBytes {
                Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count)
            }
            if count > 0 {
                let lines = splitter.take(chunk[..<count])
                if !lines.isEmpty { return lines }
            } else if count == 0 || errno != EINTR {
                isAtEnd = true
            }
        }
        return splitter.end().map { [$0] }
    }
}

/// The whole of standard input.
enum StandardInput {
    /// As much as one argument of a request can be.
    private static let bytesMax = 1024 * 1024

    /// Everything until its end, as UTF-8.
    static func text() throws(BulkFault) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
            guard bytes.count <= bytesMax else {
                throw BulkFault("standard input: longer than \(bytesMax) bytes")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw BulkFault("standard input: not UTF-8")
        }
        return text
    }
}
