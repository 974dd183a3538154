import Foundation
import LeadlineVectors
import Testing

/// The vectors of `Protocol/vectors`, replayed over TCP: what the engine answers in process has to
/// arrive just so through a real socket.
extension ServerTests {
    @Suite("Vectors over TCP", .serialized)
    struct VectorTests {
        /// The folder of the files, found from this one.
        static let folder = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Protocol/vectors")

        static let names: [String] =
            ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
            .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()

        @Test("are answered as written", arguments: names)
        func answered(_ name: String) async throws {
            let data = try Data(contentsOf: Self.folder.appending(path: "\(name).txt"))
            let file = try VectorFile(name: name, text: String(decoding: data, as: UTF8.self))
            for vector in file.cases {
                try await withServer { server in
                    do {
                        try VectorReplay.run(vector, on: SocketServer(port: server.port))
                    } catch {
                        Issue.record("\(vector.name)\n\(error)")
                    }
                }
            }
        }
    }
}

/// A running server, as the replay opens connections to it.
private struct SocketServer: VectorServer {
    let port: Int

    func connect() throws -> SocketConnection { SocketConnection(try RawClient(port)) }
}

/// One socket of the replay.
private final class SocketConnection: VectorConnection {
    private let client: RawClient

    init(_ client: RawClient) { self.client = client }

    func send(_ bytes: [UInt8]) { client.send(bytes) }

    func finish() { client.finishSending() }

    func close() { client.close() }

    func receive(within patience: Duration) throws -> [UInt8]? {
        try client.receive(within: patience)
    }
}
