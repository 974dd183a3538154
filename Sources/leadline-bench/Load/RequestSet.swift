import NIOCore

/// Requests that never change, one behind the other in memory: a million of them are one array.
struct RequestSet: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]

    /// How many there are.
    var count: Int { ends.count - 1 }

    /// Adds a request of these words.
    mutating func append(_ words: [String]) {
        bytes += "*\(words.count)\r\n".utf8
        for word in words {
            bytes += "$\(word.utf8.count)\r\n".utf8
            bytes += word.utf8
            bytes += "\r\n".utf8
        }
        ends.append(bytes.count)
    }

    /// Appends the request at an index to the buffer.
    func write(_ index: Int, to buffer: inout ByteBuffer) {
        buffer.writeBytes(bytes[ends[index]..<ends[index + 1]])
    }
}
