import LeadlineWire

extension Session {
    /// Refuses what a RESP2 client could not tell from a push while it is subscribed, in Redis's
    /// words (`protocol.md` 1); the other dialects mark their pushes.
    func admitWhileSubscribed(_ command: Command, isRESP: Bool) throws(Rejection) {
        guard pushFormat == .resp2, (isRESP ? resp : inlineFormat) == .resp2,
            !Self.servedWhileSubscribed.contains(command.name)
        else { return }
        throw .syntax(
            "Can't execute '\(command.redisName)': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING "
                + "/ QUIT / RESET are allowed in this context")
    }

    private static let servedWhileSubscribed: Set<String> = [
        "SUBSCRIBE", "PSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "PING", "QUIT", "RESET",
    ]
}
