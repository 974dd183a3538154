import LeadlineWire
import NIOCore

/// What one connection has received, read line by line.
struct ReplyStream<Connection: VectorConnection> {
    let connection: Connection
    private var received: [UInt8] = []
    /// How much of it has been looked at.
    private var place = 0
    /// Where the reply to the last request begins.
    private var replyStart = 0
    private var isRESP = false
    private var isClosed = false

    /// How long a reply that must come is waited for.
    private static var patience: Duration { .seconds(10) }
    /// How long nothing must come where nothing is expected: by then a request that waits has begun
    /// to, also where processors are busy.
    private static var silence: Duration { .milliseconds(250) }
    /// How long a case's end listens for what nobody expected.
    private static var farewell: Duration { .milliseconds(5) }

    init(_ connection: Connection) {
        self.connection = connection
    }

    mutating func send(_ bytes: [UInt8]) throws {
        replyStart = place
        isRESP = bytes.first == UInt8(ascii: "*")
        try connection.send(bytes)
    }

    mutating func expect(_ expected: [UInt8], isRESP: Bool) throws {
        self.isRESP = isRESP
        let line = try line()
        guard line == expected else { throw mismatch(shown(expected), line) }
    }

    /// Answers what the pattern's named groups matched.
    mutating func expect(matching pattern: String) throws -> [String: [UInt8]] {
        let line = try line()
        let regex = try Regex(pattern)
        guard let line,
            let match = try regex.wholeMatch(in: String(decoding: line, as: UTF8.self))
        else { throw mismatch("/\(pattern)/", line) }
        var named: [String: [UInt8]] = [:]
        for group in match.output {
            if let name = group.name, let text = group.substring { named[name] = Array(text.utf8) }
        }
        return named
    }

    mutating func expect(bytes expected: [UInt8]) throws {
        while received.count - place < expected.count, try more() {}
        let found = received[place...].prefix(expected.count)
        guard found.elementsEqual(expected) else {
            throw mismatch(shown(expected), Array(found))
        }
        place += expected.count
    }

    mutating func expectSilence() throws {
        let isMore = try more(within: Self.silence)
        guard !isMore, place == received.count else {
            throw mismatch("nothing", Array(received[place...]))
        }
    }

    mutating func expectClosed() throws {
        while try more() {}
        guard isClosed, place == received.count else {
            throw mismatch("the end", Array(received[place...]))
        }
    }

    /// Reads to the end of the reply that was begun.
    mutating func skipReply() throws {
        if isRESP { return try skipRESP() }
        while true {
            guard let line = try line() else { throw mismatch("the rest of a reply", nil) }
            // Data begins with a blank, comments with #, pushes with >; the rest ends a reply.
            if !" #>".utf8.contains(line.first ?? 0) { return }
        }
    }

    private mutating func skipRESP() throws {
        while true {
            var reader = RESPReader()
            var input = ByteBuffer(bytes: received[replyStart...])
            if try reader.next(&input) != nil {
                place = received.count - input.readableBytes
                return
            }
            guard try more() else { throw mismatch("the rest of a reply", nil) }
        }
    }

    /// What is left unread, and what still comes; nil when that is nothing.
    mutating func unread() throws -> [UInt8]? {
        if !isClosed { _ = try more(within: Self.farewell) }
        return place == received.count ? nil : Array(received[place...])
    }

    /// The next line without its end; nil when none comes.
    mutating func line() throws -> [UInt8]? {
        while true {
            if let end = received[place...].firstIndex(of: 0x0a) {
                let line = received[place..<end]
                place = end + 1
                return Array(line.last == 0x0d ? line.dropLast() : line)
            }
            guard try more() else { return nil }
        }
    }

    /// Whether more bytes came in time.
    private mutating func more(within patience: Duration? = nil) throws -> Bool {
        guard !isClosed else { return false }
        guard let bytes = try connection.receive(within: patience ?? Self.patience) else {
            isClosed = true
            return false
        }
        received += bytes
        return !bytes.isEmpty
    }

    private func mismatch(_ expected: String, _ line: [UInt8]?) -> Mismatch {
        Mismatch(expected: expected, received: line.map { shown($0) } ?? "nothing")
    }
}
