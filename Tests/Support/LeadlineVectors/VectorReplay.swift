import LeadlineWire

/// Replays one case against a server and compares every reply.
package struct VectorReplay<Server: VectorServer> {
    private let server: Server
    private var streams: [Int: ReplyStream<Server.Connection>] = [:]
    private var current = 1
    /// What named groups matched.
    private var remembered: [String: [UInt8]] = [:]

    private init(_ server: Server) {
        self.server = server
    }

    /// Replays the case.
    ///
    /// - Parameters:
    ///   - vector: The case.
    ///   - server: A server with an empty store and debug commands.
    /// - Throws: `VectorFault` at the first line that disagrees, or what the connection throws.
    package static func run(_ vector: VectorCase, on server: Server) throws {
        try setClock(of: server)
        var replay = VectorReplay(server)
        defer { replay.close() }
        _ = try replay.stream()
        for line in vector.lines { try replay.perform(line) }
        try replay.requireNothingLeft(vector)
    }

    /// Lets the case begin at the same moment everywhere, on a connection of its own.
    private static func setClock(of server: Server) throws {
        let connection = try server.connect()
        defer { connection.close() }
        try connection.send(Array("DEBUG CLOCK SET 2026-11-21T17:00:00Z\r\n".utf8))
        var stream = ReplyStream(connection)
        let line = try stream.line()
        guard line == Array("+OK".utf8) else {
            throw VectorFault(
                VectorLine.Source(file: "DEBUG CLOCK", line: 0), "\(line ?? [])")
        }
    }

    private mutating func perform(_ line: VectorLine) throws {
        switch line.step {
        case .turn(let number): current = number
        case .send(let bytes, let number):
            current = number ?? current
            let bytes = filled(bytes)
            try with(line) { try $0.send(bytes) }
        case .finish: try with(line) { try $0.connection.finish() }
        case .exactly(let bytes, let isRESP):
            try with(line) { try $0.expect(bytes, isRESP: isRESP) }
        case .matching(let pattern):
            var named: [String: [UInt8]] = [:]
            try with(line) { named = try $0.expect(matching: pattern) }
            remembered.merge(named) { $1 }
        case .anything: try with(line) { try $0.skipReply() }
        case .bytes(let bytes): try with(line) { try $0.expect(bytes: bytes) }
        case .silence: try with(line) { try $0.expectSilence() }
        case .closed: try with(line) { try $0.expectClosed() }
        }
    }

    /// The bytes with what was remembered in the places of its names.
    private func filled(_ bytes: [UInt8]) -> [UInt8] {
        guard !remembered.isEmpty, bytes.contains(UInt8(ascii: "{")) else { return bytes }
        var text = String(decoding: bytes, as: UTF8.self)
        for (name, value) in remembered {
            text.replace("{\(name)}", with: String(decoding: value, as: UTF8.self))
        }
        return Array(text.utf8)
    }

    /// Lends the current connection's stream, and says where a mismatch was met.
    private mutating func with(
        _ line: VectorLine, _ body: (inout ReplyStream<Server.Connection>) throws -> Void
    ) throws {
        var stream = try stream()
        defer { streams[current] = stream }
        do {
            try body(&stream)
        } catch let mismatch as Mismatch {
            throw VectorFault(
                line.source, "expected \(mismatch.expected), got \(mismatch.received)")
        }
    }

    private mutating func stream() throws -> ReplyStream<Server.Connection> {
        if let open = streams[current] { return open }
        let opened = ReplyStream(try server.connect())
        streams[current] = opened
        return opened
    }

    private mutating func requireNothingLeft(_ vector: VectorCase) throws {
        for number in streams.keys.sorted() {
            guard var stream = streams[number] else { continue }
            if let rest = try stream.unread() {
                throw VectorFault(
                    vector.source, "connection \(number) has more at the end: \(shown(rest))")
            }
        }
    }

    private func close() {
        for stream in streams.values { stream.connection.close() }
    }
}

/// What was expected and what came instead.
struct Mismatch: Error {
    let expected: String
    let received: String
}

/// Bytes as a failure shows them: text in quotes, what is invisible escaped.
func shown(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: Array(bytes), as: UTF8.self).debugDescription
}
