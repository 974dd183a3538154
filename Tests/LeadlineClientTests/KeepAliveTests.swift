import Foundation
import LeadlineClient
import Testing

@Suite("KeepAlive")
struct KeepAliveTests {
    @Test("A client whose server was gone without a word waited for two hours")
    func probesWithinAMinute() async throws {
        let server = try await ScriptedServer.start { _ in .silence }
        let client = try await LeadlineClient.connect(port: server.port)
        let peer = "0100007F:" + String(format: "%04X", server.port)
        // The kind of the timer, 2 for the next probe, and hundredths of a second until then.
        var timer: [Substring] = []
        for _ in 0..<100 where timer.first != "02" {
            try await Task.sleep(for: .milliseconds(10))
            let file = try #require(FileHandle(forReadingAtPath: "/proc/self/net/tcp"))
            let table = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
            let rows = table.split(separator: "\n").map { $0.split(separator: " ") }
            let row = try #require(rows.first { $0.count > 5 && $0[2] == peer })
            timer = row[5].split(separator: ":")
        }
        #expect(timer.first == "02")
        let wait = try #require(timer.last.flatMap { Int($0, radix: 16) })
        #expect(wait <= 6000)
        await client.close()
        try await server.stop()
    }
}
