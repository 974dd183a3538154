package import FoundationEssentials

/// What a file of `--json` holds: the rounds of one load, or of a comparison's many.
package struct ResultFile: Sendable, Decodable {
    /// One round, as far as it is compared.
    struct Round: Sendable, Decodable {
        /// Replies a second.
        let rate: Double
        /// Milliseconds that half, 99 in a hundred and 999 in a thousand replies did not exceed.
        let p50: Double
        let p99: Double
        let p999: Double?

        private enum CodingKeys: String, CodingKey {
            case rate = "per_second"
            case p50 = "p50_ms"
            case p99 = "p99_ms"
            case p999 = "p999_ms"
        }
    }

    /// All the rounds of one load on one server.
    struct Entry: Sendable {
        /// What tells it from the others.
        let name: String
        /// In the order in which they were measured.
        let rounds: [Round]
    }

    /// In the order of the file.
    let entries: [Entry]

    private enum Key: String, CodingKey {
        case results, work, workload, connections, pipeline, server, dialect, rounds
    }

    /// Reads a file; throws where it is none of `run` or `compare`.
    package init(_ text: Data) throws {
        self = try JSONDecoder().decode(ResultFile.self, from: text)
    }

    /// Reads the results that are there.
    package init(from decoder: any Decoder) throws {
        let top = try decoder.container(keyedBy: Key.self)
        guard top.contains(.results) else {
            entries = [try Self.entry(top)]
            return
        }
        var list = try top.nestedUnkeyedContainer(forKey: .results)
        var entries: [Entry] = []
        while !list.isAtEnd {
            entries.append(try Self.entry(try list.nestedContainer(keyedBy: Key.self)))
        }
        self.entries = entries
    }

    private static func entry(_ values: KeyedDecodingContainer<Key>) throws -> Entry {
        let shape = LoadShape(
            connections: try values.decode(Int.self, forKey: .connections),
            pipeline: try values.decode(Int.self, forKey: .pipeline))
        let work = try values.decodeIfPresent(String.self, forKey: .work)
        let words = [
            try work ?? values.decode(String.self, forKey: .workload), shape.name,
            try values.decodeIfPresent(String.self, forKey: .dialect),
            try values.decodeIfPresent(String.self, forKey: .server),
        ]
        return Entry(
            name: words.compactMap { $0 }.joined(separator: " "),
            rounds: try values.decode([Round].self, forKey: .rounds))
    }
}
