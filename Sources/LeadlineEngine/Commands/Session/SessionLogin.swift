import LeadlineDigest
import LeadlineDomain
import LeadlineStore
import LeadlineWire
import Synchronization

extension CommandTable {
    /// Proving who one is.
    static let login: [Command] = [
        .local(
            "AUTH", "Logs in with a token, or with a user's name and the token.",
            inBlock: .refused, inTurn: true, isOpen: true, Positional<Secret>("user|token"),
            OptionalPositional<Secret>("token"),
            run: auth)
    ]
}

/// What must not be shown anywhere: a token, or what was typed in its place.
struct Secret: Argument {
    static var typeName: String { "token" }
    static var bytesMax: Int { WireLimits.argumentBytesMax }
    static var isText: Bool { false }
    static var isSensitive: Bool { true }
    let text: Text
    init(argument: Bytes) throws(ValueFault) { text = Text(argument) }
    func feed(_ fingerprint: inout ArgumentFingerprint) { fingerprint.feed(text.bytes) }
}

private func auth(
    _ context: inout LocalContext, _ first: Secret, _ second: Secret?
) throws(Rejection) -> Done {
    if let second {
        try context.logIn(as: first.text, with: second.text)
    } else {
        try context.logIn(as: nil, with: first.text)
    }
    return Done()
}

extension LocalContext {
    /// Logs the connection in as the token's user, whose name has to be the one that is given:
    /// none, and `default`, mean whoever has the token.
    ///
    /// Only who holds a token learns why it does not do; everybody else gets one and the same
    /// answer, whether there is such a user or not.
    func logIn(as name: Text?, with token: Text) throws(Rejection) {
        guard engine.authority.hasUsers else { throw .noPassword }
        // Before the store is read: a login that ends meanwhile is looked at again.
        let epoch = engine.authority.epoch
        let digest = AccessToken.digest(of: token.bytes)
        var view = engine.store.view(.point)
        let user: UserRecord
        do throws(Rejection) {
            user = try view.user(of: digest, named: name)
        } catch {
            fail(name, isKnown: view.knows(name))
            throw error
        }
        if session.caller.name != user.name {
            // Who comes as another is told nothing that was the one before's to hear.
            session.stopListening(engine.channels)
        }
        session.caller = session.caller.loggedIn(as: user, at: epoch)
    }

    /// Counts a login that failed, and has its answer kept back.
    private func fail(_ name: Text?, isKnown: Bool) {
        engine.statistics.loginsFailed.add(1, ordering: .relaxed)
        let count = engine.failedLogins.mark(session.peer, at: now)
        session.failedLoginCount += 1
        session.failedLogin = FailedLogin(
            user: name, isKnown: isKnown,
            delayMilliseconds: FailedLogin.delay(afterFailures: count))
        if session.failedLoginCount >= EngineLimits.failedLoginsMax
            || count > EngineLimits.failedLoginsPerAddressMax
        {
            session.isClosing = true
        }
    }
}

extension View {
    /// The user that a token's digest belongs to, if it may log in under that name.
    fileprivate mutating func user(
        of digest: Digest256, named name: Text?
    ) throws(Rejection) -> UserRecord {
        guard let id = holder(Schema.users.byToken, TokenKey(digest: digest)),
            let user = get(Schema.users.table, id), user.token.isSame(as: digest)
        else {
            if fault != nil { throw Rejection(.internal, "the store could not be read") }
            throw isReplaced(digest) ? .replacedToken : .wrongLogin
        }
        let wanted = name?.asciiLowercased ?? "default"
        guard wanted == "default" || wanted == user.name else {
            throw Rejection(.wrongLogin, "the token is of another user")
        }
        guard !user.isDisabled else {
            throw Rejection(.wrongLogin, "user \(user.name.bytes.quoted) is disabled")
        }
        if let partner = suspendedPartner(of: user) {
            throw Rejection(.wrongLogin, "partner \(partner) is suspended")
        }
        return user
    }

    /// Whether a name is a user's, or stands for whoever has the token.
    fileprivate mutating func knows(_ name: Text?) -> Bool {
        guard let name = name?.asciiLowercased, name.count <= EngineLimits.userNameBytesMax else {
            return false
        }
        return user(named: name) != nil || name == "default"
    }

    private mutating func isReplaced(_ digest: Digest256) -> Bool {
        !ids(Schema.users.byPastToken, TokenKey(digest: digest), limit: 1).isEmpty
    }
}

extension Rejection {
    /// Redis's words, which do not tell what of it is wrong.
    fileprivate static let wrongLogin = Rejection(
        .wrongLogin, "invalid username-password pair or user is disabled.")
    fileprivate static let replacedToken = Rejection(
        .wrongLogin, "the token was replaced; use the new one")
}
