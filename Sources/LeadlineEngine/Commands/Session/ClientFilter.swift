import LeadlineDomain

/// The kinds of connections that CLIENT LIST and CLIENT KILL tell apart.
enum ClientType: UInt8, Vocabulary {
    case normal = 1
    case pubsub = 2
    case master = 3
    case replica = 4
    case slave = 5

    var word: StaticString {
        switch self {
        case .normal: "normal"
        case .pubsub: "pubsub"
        case .master: "master"
        case .replica: "replica"
        case .slave: "slave"
        }
    }
}

/// Which connections are meant; a condition that was not given is met by all.
struct ClientFilter: Sendable {
    var ids: Set<UInt64>?
    var address: Text?
    var localAddress: Text?
    var type: ClientType?
    var user: Text?
    /// Seconds that it must have been connected.
    var ageMin: Int64?
    /// A connection that is left out: the asking one.
    var except: UInt64?

    /// Whether the connection meets every condition.
    func matches(_ session: Session, now: Timestamp) -> Bool {
        if let ids, !ids.contains(session.number) { return false }
        if let except, except == session.number { return false }
        if let address, address != Text(session.remoteAddress) { return false }
        if let localAddress, localAddress != Text(session.localAddress) { return false }
        if let user, user != session.caller.name { return false }
        if let ageMin, session.age(at: now) < ageMin { return false }
        switch type {
        case nil: return true
        case .normal: return !session.isSubscriber
        case .pubsub: return session.isSubscriber
        // There are no replicas, and nobody's replica is this server.
        case .master, .replica, .slave: return false
        }
    }
}
