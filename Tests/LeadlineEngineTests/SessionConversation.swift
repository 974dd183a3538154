import Foundation
import LeadlineDomain
import LeadlineStore
import LeadlineWire
import NIOCore

@testable import LeadlineEngine

/// One connection to an engine over an empty store, without a socket.
///
/// The engine's clock stands at 2026-11-21T17:00:00Z.
final class SessionConversation {
    let engine: Engine
    let session: Session
    private let directory: String
    private var decoder = RequestDecoder()
    private var request = Request()

    init() throws {
        directory = FileManager.default.temporaryDirectory
            .appending(path: "leadline-session-\(UUID().uuidString)").path
        let clock = Clock(standingAt: Timestamp(milliseconds: 1_795_280_400_000))
        engine = Engine(store: try Store.open(StoreOptions(path: directory)), clock: clock)
        session = Session(
            number: 7, remoteAddress: "127.0.0.1:40112", localAddress: "127.0.0.1:5323",
            now: clock.now)
    }

    deinit {
        engine.store.close()
        // A directory that stays behind in the temporary folder is no failure of the test.
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Sends one typed line; the reply's bytes as text, line ends shown as LF.
    func type(_ line: String) -> String {
        String(decoding: send(Array("\(line)\r\n".utf8)).readableBytesView, as: UTF8.self)
            .replacingOccurrences(of: "\r\n", with: "\n")
    }

    /// Sends one request as a RESP array; the reply as a client reads it, nil when it is none.
    func call(_ words: String...) throws -> RESPValue? {
        var bytes = Array("*\(words.count)\r\n".utf8)
        for word in words { bytes += Array("$\(word.utf8.count)\r\n\(word)\r\n".utf8) }
        var reply = send(bytes)
        var reader = RESPReader()
        let value = try reader.next(&reply)
        return reply.readableBytes == 0 ? value : nil
    }

    private func send(_ bytes: [UInt8]) -> ByteBuffer {
        var input = ByteBuffer(bytes: bytes)
        var output = ByteBuffer()
        while decoder.next(&input, &request.frame, limits: .authenticated) == .request {
            var reply = ReplyWriter(
                format: session.format(isRESP: request.frame.isRESP), buffer: output)
            do throws(Rejection) {
                run(try engine.plan(request, session), &reply)
            } catch {
                engine.write(error, nil, to: &reply)
            }
            output = reply.buffer
        }
        return output
    }

    private func run(_ plan: Engine.Plan, _ reply: inout ReplyWriter) {
        switch plan {
        case .local(let index): engine.runLocal(index, &request, session, &reply)
        case .row(let index), .scan(let index):
            _ = engine.runRead(index, &request, session.caller, &reply)
        case .write: Writer(engine: engine).execute(&request, session.caller, &reply)
        }
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
