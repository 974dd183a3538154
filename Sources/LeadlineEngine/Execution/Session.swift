package import LeadlineDomain
package import LeadlineWire

/// What the server remembers of one connection while it lives. Confined to its event loop.
package final class Session {
    package let number: UInt64
    package let remoteAddress: String
    package let localAddress: String
    package let connectedAt: Timestamp
    package var caller: Caller
    /// RESP 2 or 3, for requests that come as RESP arrays.
    package var protocolVersion = 2
    /// How inline requests are answered.
    package var inlineFormat = ReplyFormat.text
    package var name = Text("")
    package var libraryName = Text("")
    package var libraryVersion = Text("")
    /// Set by QUIT: answer, then close.
    package var isClosing = false
    package var commandsHandled: UInt64 = 0
    package var lastCommand = "NULL"
    package var lastActiveAt: Timestamp
    private var hasSeenRequest = false

    package init(
        number: UInt64, remoteAddress: String, localAddress: String, now: Timestamp
    ) {
        self.number = number
        self.remoteAddress = remoteAddress
        self.localAddress = localAddress
        connectedAt = now
        lastActiveAt = now
        caller = .firstRun(origin: Text("\(remoteAddress)#\(number)"))
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

    package var resp: ReplyFormat { protocolVersion == 3 ? .resp3 : .resp2 }

    /// RESET: back to how the connection began.
    package func reset() {
        protocolVersion = 2
        inlineFormat = .text
        name = Text("")
        hasSeenRequest = false
    }
}

/// What a session command gets: its own connection and the engine's standing facts.
package struct LocalContext {
    package let session: Session
    package let engine: Engine
    /// Whether this request came as a RESP array.
    let isRESP: Bool
    let now: Timestamp
}
