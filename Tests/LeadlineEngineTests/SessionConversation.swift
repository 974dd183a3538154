import LeadlineWire
import NIOCore

@testable import LeadlineEngine

/// One connection of a harness: what people type on it, and what client libraries call.
final class SessionConversation {
    private let harness: EngineHarness
    private let connection: HarnessConnection

    var engine: Engine { harness.engine }
    var session: Session { connection.session }

    init() throws {
        harness = try EngineHarness()
        connection = harness.connect()
    }

    /// Sends one typed line; the reply's lines, each ended by LF.
    func type(_ line: String) -> String {
        connection.run(line).map { $0 + "\n" }.joined()
    }

    /// Sends one request as a RESP array; the reply as a client reads it, nil unless it is one.
    func call(_ words: String...) throws -> RESPValue? {
        var request = Array("*\(words.count)\r\n".utf8)
        for word in words { request += Array("$\(word.utf8.count)\r\n\(word)\r\n".utf8) }
        connection.send(request)
        var reply = ByteBuffer(bytes: connection.receive(within: .zero) ?? [])
        var reader = RESPReader()
        let value = try reader.next(&reply)
        return reply.readableBytes == 0 ? value : nil
    }
}

extension RESPValue {
    /// The value as a client's programmer sees it: simple strings with `+`, bulks bare.
    var shown: String {
        switch self {
        case .simple(let text): "+\(text)"
        case .error(let code, let message): "-\(code) \(message)"
        case .integer(let number): ":\(number)"
        case .bulk(let bytes): String(decoding: bytes, as: UTF8.self)
        case .null: "_"
        case .bool(let value): value ? "#t" : "#f"
        case .double(let value): ",\(value)"
        case .bigNumber(let digits): "(\(digits)"
        case .verbatim(let kind, let text): "=\(kind):" + String(decoding: text, as: UTF8.self)
        case .array(let values): "[" + values.map(\.shown).joined(separator: " ") + "]"
        case .set(let values): "~[" + values.map(\.shown).joined(separator: " ") + "]"
        case .map(let entries):
            "{" + entries.map { "\($0.key.shown): \($0.value.shown)" }.joined(separator: ", ") + "}"
        case .push(let values): ">[" + values.map(\.shown).joined(separator: " ") + "]"
        }
    }

    /// The elements of an array or a set; empty for anything else.
    var elements: [RESPValue] {
        switch self {
        case .array(let values), .set(let values): values
        default: []
        }
    }

    /// The value under a key of a map, or nil.
    subscript(_ key: String) -> RESPValue? {
        guard case .map(let entries) = self else { return nil }
        return entries.first { $0.key.shown == key }?.value
    }
}
