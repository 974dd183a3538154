/// How a load is spread: over how many connections, and how many requests each sends at once.
package struct LoadShape: Sendable, Hashable {
    /// One request at a time, fifty at a time, and fifty pipelines of sixteen.
    package static let usual = [
        LoadShape(connections: 1, pipeline: 1), LoadShape(connections: 50, pipeline: 1),
        LoadShape(connections: 50, pipeline: 16),
    ]

    /// Connections at once.
    package let connections: Int
    /// Requests that a connection sends before it waits.
    package let pipeline: Int

    /// Spreads a load; both are positive.
    package init(connections: Int, pipeline: Int) {
        self.connections = connections
        self.pipeline = pipeline
    }

    /// How reports name it: `c50` or `c50×16`.
    package var name: String { pipeline == 1 ? "c\(connections)" : "c\(connections)×\(pipeline)" }
}
