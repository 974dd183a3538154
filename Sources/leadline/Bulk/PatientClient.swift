package import LeadlineClient

/// A connection that is made again after it has broken; what was asked is then asked again.
///
/// It is for reads, and for writes with an `IDEM` key.
package struct PatientClient {
    /// How a connection is made.
    package typealias Connect = () async throws(BulkFault) -> LeadlineClient

    /// Rows of a page.
    static let pageRowsMax = 1000
    private static let attemptsMax = 6

    private let connect: Connect
    private var client: LeadlineClient

    /// Connects.
    package init(_ connect: @escaping Connect) async throws(BulkFault) {
        self.connect = connect
        client = try await connect()
    }

    /// Ends the connection.
    func close() async { await client.close() }

    /// The replies, refusals among them.
    mutating func ask(_ commands: [[String]]) async throws(BulkFault) -> [Reply] {
        var lost = ""
        for attempt in 0..<Self.attemptsMax {
            do {
                return try await client.sendAll(commands)
            } catch {
                lost = "\(error)"
            }
            try? await Task.sleep(for: .milliseconds(50 << attempt))
            if let fresh = try? await connect() { client = fresh }
        }
        throw BulkFault("connection lost: \(lost)", status: .unavailable)
    }

    /// All rows of a list, or the server's refusal of it.
    mutating func rows(
        _ words: [String]
    ) async throws(BulkFault) -> Result<[[Reply.Entry]], ServerError> {
        var rows: [[Reply.Entry]] = []
        var after: String?
        repeat {
            let place = after.map { ["AFTER", $0] } ?? []
            let reply = try await ask([words + ["LIMIT", "\(Self.pageRowsMax)"] + place])[0]
            if case .error(let refusal) = reply { return .failure(refusal) }
            rows += reply.page?.rows ?? []
            after = reply.page?.next
        } while after != nil
        return .success(rows)
    }
}
