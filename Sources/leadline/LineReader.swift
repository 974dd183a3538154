import Glibc

/// Reads standard input line by line, in batches of what has arrived.
struct LineReader {
    private static let chunkBytes = 64 * 1024

    private var splitter = LineSplitter()
    private var chunk = [UInt8](repeating: 0, count: chunkBytes)
    private var isAtEnd = false

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
