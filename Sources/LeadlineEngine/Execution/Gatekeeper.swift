import LeadlineDomain
import LeadlineStore

/// Whom the writer still serves: what `Authority` tells everybody once it is durable, known to the
/// writer at once.
///
/// A request that waits in the queue while its user is disabled is not executed any more.
struct Gatekeeper {
    private var epoch: UInt64
    private var founder: Text?
    /// Whose logins the commands since the last commit ended.
    private var ended: [EndedLogin] = []
    /// The last caller of an older epoch that was found in force in this one.
    private var cleared: Caller?

    /// Knows what everybody knows.
    init(_ authority: Authority) {
        epoch = authority.epoch
        founder = authority.founder
    }

    /// Whether a caller's rights are known to be in force.
    func knows(_ caller: Caller) -> Bool { caller.epoch == epoch || caller === cleared }

    /// Whether a caller's rights are in force, as far as the group's writes go.
    mutating func admits(_ caller: Caller, _ view: inout View) -> Bool {
        guard view.isInForce(caller, founder: founder) else { return false }
        cleared = caller
        return true
    }

    /// Notes whose logins a command ended; one that is undone later does no harm here.
    mutating func note(_ logins: [EndedLogin], by caller: Caller) {
        epoch += 1
        cleared = nil
        ended += logins
        if logins.contains(.firstRun) { founder = caller.origin }
    }

    /// What the group that is sealed changes; nil when it changes nothing.
    mutating func seal() -> LoginChanges? {
        guard !ended.isEmpty else { return nil }
        defer { ended = [] }
        return LoginChanges(epoch: epoch, founder: founder, ended: ended)
    }
}

/// What a group changes for those who are logged in, told once it is durable.
struct LoginChanges: Sendable {
    /// The first epoch of the new rights.
    let epoch: UInt64
    /// Where the first user was made.
    let founder: Text?
    /// Whose logins have ended.
    let ended: [EndedLogin]
}
