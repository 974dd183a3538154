import NIOCore

/// Requests that never change, one behind the other in memory: a million of them are one array.
struct RequestSet: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    private let dialect: Dialect

    /// Starts without any.
    init(_ dialect: Dialect = .resp2) { self.dialect = dialect }

    /// How many there are.
    var count: Int { ends.count - 1 }

    /// Adds a request of these words.
    mutating func append(_ words: [String]) {
        bytes += dialect.request(words)
        ends.append(bytes.count)
    }

    /// Appends the request at an index to the buffer.
    func write(_ index: Int, to buffer: inout ByteBuffer) {
        buffer.writeBytes(bytes[ends[index]..<ends[index + 1]])
    }
}
