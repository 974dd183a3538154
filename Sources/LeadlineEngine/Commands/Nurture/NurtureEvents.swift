extension EventType {
    static let nurtureCreated = EventType(
        "nurture.created", fields: ["email", "topic", "campaign"])
    static let nurtureUnsubscribed = EventType("nurture.unsubscribed", fields: ["topic"])
    static let nurtureQuoted = EventType(
        "nurture.quoted", fields: ["outcome", "topic", "campaign", "owner", "manager"])
    static let suppressAdded = EventType("suppress.added", fields: ["topic"])
    static let suppressDeleted = EventType("suppress.deleted", fields: ["topic"])
}
