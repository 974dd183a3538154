package import LeadlineDomain
package import LeadlineWire

/// What the server remembers of one connection while it lives.
///
/// Confined to its event loop.
package final class Session {
    /// The connection's number, from 1, never reused while the server runs.
    package let number: UInt64
    /// Address and port of the peer.
    package let remoteAddress: String
    /// Address and number, as events keep it: `127.0.0.1:40112#7`.
    let origin: Text
    /// Address and port that it connected to.
    package let localAddress: String
    /// When it connected.
    package let connectedAt: Timestamp
    /// Who sends the commands.
    package var caller: Caller
    /// RESP 2 or 3, for requests that come as RESP arrays.
    package var protocolVersion = 2
    /// How inline requests are answered.
    package var inlineFormat = ReplyFormat.text
    /// What CLIENT SETNAME gave; empty when it did not.
    package var name: Text {
        get { caller.connectionName }
        set { caller = caller.named(newValue) }
    }
    /// What CLIENT SETINFO LIB-NAME gave.
    package var libraryName = Text("")
    /// What CLIENT SETINFO LIB-VER gave.
    package var libraryVersion = Text("")
    /// Whether its caller may do more than log in.
    package var isAuthenticated: Bool { caller.isAuthenticated }
    /// Set when its user's logins ended: it is to be closed.
    package private(set) var isExpelled = false
    /// Logins that failed on this connection.
    var failedLoginCount = 0
    /// The login that has just failed, until the server has dealt with it.
    var failedLogin: FailedLogin?
    /// Set by QUIT: answer, then close.
    package var isClosing = false
    /// Requests of this connection so far.
    package var commandsHandled: UInt64 = 0
    /// The name of the last one.
    package var lastCommand = "NULL"
    /// When it came.
    package var lastActiveAt: Timestamp
    /// The commands since MULTI; nil when no block is open.
    var block: QueuedBlock?
    /// The channels and patterns whose events it is told.
    package internal(set) var subscriptions = Subscriptions()
    /// Whether it is told every request: MONITOR.
    package internal(set) var isMonitoring = false
    /// Whether what it is sent unasked is written as for RESP arrays: as the command that asked
    /// for it came.
    var isPushRESP = false
    /// Where the log of commits ended with this connection's last write; 0 before the first.
    package var lastCommit: UInt64 = 0
    /// Up to where the log was, at least, when this connection last read; 0 before that.
    package var lastView: UInt64 = 0
    private var hasSeenRequest = false

    /// A connection that has sent nothing yet, of the first-run caller.
    package init(
        number: UInt64, remoteAddress: String, localAddress: String, now: Timestamp
    ) {
        self.number = number
        self.remoteAddress = remoteAddress
        self.localAddress = localAddress
        connectedAt = now
        lastActiveAt = now
        origin = Text("\(remoteAddress)#\(number)")
        caller = .firstRun(origin: origin)
    }

    /// The dialect in which a request of this kind is answered.
    ///
    /// The first request decides what inline requests get: a client that began in RESP and sends
    /// an inline line later wants RESP (`protocol.md` 2).
    package func format(isRESP: Bool) -> ReplyFormat {
        if !hasSeenRequest {
            hasSeenRequest = true
            if isRESP { inlineFormat = resp }
        }
        return isRESP ? resp : inlineFormat
    }

    /// The RESP dialect that HELLO chose.
    package var resp: ReplyFormat { protocolVersion == 3 ? .resp3 : .resp2 }

    /// Whether a block is open, so that requests are queued.
    package var isInBlock: Bool { block != nil }

    /// Commands that wait for EXEC: `multi=` of CLIENT LIST; −1 without MULTI.
    package var queuedCommandCount: Int { block?.count ?? -1 }

    /// Bytes that the open block holds.
    package var blockByteCount: Int { block?.byteCount ?? 0 }

    /// Has EXEC refuse the open block, if any: a request of it could not be read.
    package func spoilBlock() { block?.spoil() }

    /// Takes the login away, and with it the open block; who had one as a user has to go.
    func logOut(at epoch: UInt64) {
        if case .user = caller.standing { isExpelled = true }
        caller = caller.loggedOut(at: epoch)
        block = nil
    }

    /// The login that has just failed, once.
    package func takeFailedLogin() -> FailedLogin? {
        defer { failedLogin = nil }
        return failedLogin
    }

    /// Whether it is told anything unasked.
    package var isListening: Bool { isMonitoring || !subscriptions.isEmpty }

    /// Which subscriptions have changed since they were last asked for.
    package func takeSubscriptionChanges() -> [Subscriptions.Change] {
        subscriptions.takeChanges()
    }

    /// The dialect of what the connection is sent unasked.
    package var pushFormat: ReplyFormat { isPushRESP ? resp : inlineFormat }

    /// RESET: back to how the connection began.
    package func reset() {
        protocolVersion = 2
        inlineFormat = .text
        name = Text("")
        isPushRESP = false
        hasSeenRequest = false
        block = nil
    }
}
