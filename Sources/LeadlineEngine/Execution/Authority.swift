package import LeadlineDomain
import LeadlineStore
import Synchronization

/// Whether logins are asked for, and since when a caller's rights may have ended.
///
/// What a user may do is in the store alone. This only tells when to look there again: a caller
/// that was found in force in the present epoch is not looked up, which costs a request one load.
package final class Authority: Sendable {
    private struct State {
        var hasUsers = false
        /// The origin of the connection that made the first user, which stays admin.
        var founder: Text?
    }

    private let state: Mutex<State>
    private let present = Atomic<UInt64>(1)

    /// What the store holds when it is opened.
    init(hasUsers: Bool) { state = Mutex(State(hasUsers: hasUsers)) }

    /// The epoch: read before the store is, it never calls something newer than it is.
    var epoch: UInt64 { present.load(ordering: .acquiring) }

    /// Whether a caller's rights are known to be in force now.
    func isCurrent(_ caller: Caller) -> Bool { caller.epoch == present.load(ordering: .relaxed) }

    /// Whether there is a user, so that strangers have to log in.
    package var hasUsers: Bool { state.withLock { $0.hasUsers } }

    /// The origin of the connection that made the first user, while the server runs.
    var founder: Text? { state.withLock { $0.founder } }

    /// Begins an epoch, once what ended the rights of some is durable.
    func begin(_ epoch: UInt64, hasUsers: Bool, founder: Text?) {
        state.withLock { state in
            state.hasUsers = hasUsers
            state.founder = founder
        }
        present.store(epoch, ordering: .releasing)
    }
}

/// Whose logins a command has ended.
package enum EndedLogin: Sendable, Equatable {
    /// Everybody's who was admin because there was no user, but the founder's own.
    case firstRun
    /// Those of one user.
    case user(Text)
    /// Those of every user of a partner.
    case partner(PartnerID)

    /// Whether a caller is among them.
    func concerns(_ caller: Caller) -> Bool {
        switch self {
        case .firstRun: caller.standing == .firstRun
        case .user(let name): caller.name == name
        case .partner(let partner): caller.partner == partner
        }
    }
}

extension Engine {
    /// Gives a connection the caller that it begins with: an admin while there is no user, and
    /// else somebody who has to log in.
    package func welcome(_ session: Session) {
        let epoch = authority.epoch
        let caller = Caller.firstRun(origin: session.origin).named(session.name)
        session.caller =
            authority.hasUsers ? caller.loggedOut(at: epoch) : caller.cleared(at: epoch)
    }

    /// Looks whether a session's caller still has the rights that it came with; logs it out when
    /// it has not.
    func recheck(_ session: Session) {
        let caller = session.caller
        // Before the store is read, so that nothing newer is taken for checked.
        let epoch = authority.epoch
        var view = store.view(.point)
        if view.isInForce(caller, founder: authority.founder) {
            session.caller = caller.cleared(at: epoch)
        } else {
            session.logOut(at: epoch)
        }
    }

    /// What a commit that ended logins means for a connection.
    package enum Review: Sendable {
        /// It goes on as it was.
        case untouched
        /// It goes on as somebody who has not logged in.
        case loggedOut
        /// Its user's logins ended: it is to be closed.
        case expelled
    }

    /// Looks what has become of a connection when logins ended.
    package func review(_ session: Session, _ ended: [EndedLogin]) -> Review {
        if ended.contains(where: { $0.concerns(session.caller) }) { recheck(session) }
        if session.isExpelled { return .expelled }
        return session.isAuthenticated ? .untouched : .loggedOut
    }
}

extension View {
    /// Whether a caller still has the rights that it came with.
    mutating func isInForce(_ caller: Caller, founder: Text?) -> Bool {
        switch caller.standing {
        case .house, .nobody: return true
        case .firstRun:
            if caller.origin == founder { return true }
            return !hasUsers && fault == nil
        case .user(let serial):
            guard let user = user(named: caller.name) else { return false }
            return user.serial == serial && !user.isDisabled && suspendedPartner(of: user) == nil
        }
    }
}
