import LeadlineDomain
import LeadlineEngine
import NIOCore
import Synchronization

/// How fast each user's requests come, over all its connections and every loop.
///
/// Admins are not counted, nor who has not logged in. What is kept is one entry for each user that
/// was ever connected.
final class UserPaces: Sendable {
    private let paces = Mutex<[Text: UserPace]>([:])

    /// The pace of a caller's user; nil when that is not counted.
    func pace(of caller: Caller) -> UserPace? {
        guard caller.isAuthenticated, caller.role != .admin else { return nil }
        return paces.withLock { paces in
            if let pace = paces[caller.name] { return pace }
            let pace = UserPace()
            paces[caller.name] = pace
            return pace
        }
    }
}

/// How fast one user's requests come.
final class UserPace: Sendable {
    private let pace = Mutex(Pace())

    /// Notes one more request; false when that is too fast.
    func pass(at now: NIODeadline, perSecond: Int) -> Bool {
        guard perSecond > 0 else { return true }
        return pace.withLock { $0.pass(at: now, perSecond: perSecond) }
    }
}
