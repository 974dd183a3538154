import LeadlineDomain

/// Who talks to a simulated house: sends requests, waits, loses patience, sends them again.
struct Client {
    let user: String
    /// Its role; nil of somebody who has not logged in.
    let role: Role?
    let connection: Int
    var token: String?
    /// What it waits for.
    var waiting: Pending?
    /// What it has to send again, because nobody told it whether it happened.
    var again: Pending?
    /// Requests with keys that were answered: the network may deliver them once more.
    var answered: [Pending] = []
    private var keyCount = 0

    /// A request on its way.
    struct Pending {
        let lines: [Line]
        var errand: Errand?
        var isBlock = false

        /// Whether it can be sent again without harm.
        var isKeyed: Bool { lines.allSatisfy { $0.contains("IDEM") } }
    }

    init(_ user: String, _ role: Role?, connection: Int) {
        self.user = user
        self.role = role
        self.connection = connection
    }

    /// Another connection of the same user.
    var secondConnection: Int { connection + Self.secondOffset }
    static let secondOffset = 100

    /// A key that it has not used.
    mutating func newKey() -> String {
        keyCount += 1
        return "\(user)-\(connection)-\(keyCount)"
    }

    /// Whether it may send what is for these roles.
    func may(_ roles: Roles) -> Bool { role.map { roles.meet(Roles($0)) } ?? false }

    /// Notes an answer to what it waits for.
    mutating func finish(_ reply: String) {
        guard let done = waiting else { return }
        waiting = nil
        let isOpen = ["-UNCERTAIN", "-TRYAGAIN", "-SHUTDOWN"].contains { reply.hasPrefix($0) }
        if isOpen, done.isKeyed { again = done }
        if !isOpen, done.isKeyed {
            answered.append(done)
            if answered.count > Self.answeredMax { answered.removeFirst() }
        }
    }

    private static let answeredMax = 6
}
