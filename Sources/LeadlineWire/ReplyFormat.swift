/// How replies are rendered.
package enum ReplyFormat: UInt8, Sendable, CaseIterable {
    /// Lines for people, one rule for where a reply ends.
    case text
    /// One JSON object on one line for each reply.
    case json
    /// What Redis clients have always read.
    case resp2
    /// What Redis clients read after `HELLO 3`.
    case resp3
    /// The private op stream that `CanonicalReply` replays in any of the others.
    case canonical
}
