import Glibc
import LeadlineBackup

/// The lines that come in, one after the other.
final class InputLines {
    private let descriptor: CInt
    private var buffer: [UInt8] = []
    private var start = 0
    private var number = 0
    private var isAtEnd = false

    private static let pieceBytes = 1 << 18
    private static let lineBytesMax = 1 << 30

    /// Reads an open file.
    init(descriptor: CInt) { self.descriptor = descriptor }

    /// The next line without its end; nil when there is none.
    func next() throws(BackupFault) -> [UInt8]? {
        number += 1
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            searched = buffer.count
            guard buffer.count - start <= Self.lineBytesMax else {
                throw .line(number, reason: "is too long")
            }
            guard try fill(&searched) else {
                defer { start = buffer.count }
                return start < buffer.count ? Array(buffer[start...]) : nil
            }
        }
    }

    /// Takes more in; false at the end.
    private func fill(_ searched: inout Int) throws(BackupFault) -> Bool {
        buffer.removeFirst(start)
        searched -= start
        start = 0
        guard !isAtEnd else { return false }
        var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
        while true {
            let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw .failed(operation: "reading", reason: String(cString: strerror(errno)))
            }
            buffer += piece[..<count]
            isAtEnd = count == 0
            return count > 0
        }
    }
}
