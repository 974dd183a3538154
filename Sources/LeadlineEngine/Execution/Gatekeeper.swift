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

    /// Whose logins the group ends that is about to be committed; nil when nobody's.
    mutating func seal() -> EndedLogins? {
        guard !ended.isEmpty else { return nil }
        defer { ended = [] }
        return EndedLogins(logins: ended, epoch: epoch, founder: founder)
    }
}

/// Whose logins a group ends, for whoever makes it durable.
package struct EndedLogins: Sendable {
    /// Whose.
    package let logins: [EndedLogin]
    fileprivate let epoch: UInt64
    fileprivate let founder: Text?
}

extension Engine {
    /// Tells everybody whose logins have ended, once that is durable and before it is answered.
    ///
    /// On any thread. Connections are looked at afterwards, with `review`.
    func publish(_ ended: EndedLogins) {
        var view = store.view(.point)
        // No user is ever deleted; and a row that cannot be read opens the house to nobody.
        let hasUsers = authority.hasUsers || view.hasUsers || view.fault != nil
        authority.begin(ended.epoch, hasUsers: hasUsers, founder: ended.founder)
    }
}
