extension EventType {
    static let scoreSet = EventType("score.set")
    static let scoreDeleted = EventType("score.deleted")
    static let leadAssessed = EventType(
        "lead.assessed", fields: ["budget", "authority", "need", "timeline"])
    /// The score of a lead has changed by itself: points faded, or something happened around it.
    static let leadScored = EventType("lead.scored")
}
