import LeadlineDomain

/// What a session command gets: its own connection and the engine's standing facts.
package struct LocalContext {
    /// The connection that asks.
    package let session: Session
    /// Everything that all connections share.
    package let engine: Engine
    /// Whether this request came as a RESP array.
    let isRESP: Bool
    let now: Timestamp
}
