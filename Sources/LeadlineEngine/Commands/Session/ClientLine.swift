package import LeadlineDomain

/// What a connection's own loop knows of it beside its session, as CLIENT LIST shows it.
package struct ConnectionState: Sendable {
    /// Whether a request of it waits for events.
    package var isBlocked = false
    /// Bytes that were received and not yet read as requests.
    package var inputBytes = 0
    /// Bytes of replies that have not been handed to the socket.
    package var replyBytes = 0
    /// Bytes that the socket has not taken.
    package var outputBytes = 0

    package init() {}

    /// Bytes that it holds altogether.
    var bytes: Int { inputBytes + replyBytes + outputBytes }
}

extension Session {
    /// The connection as one line of CLIENT LIST; times are whole seconds.
    ///
    /// Fields of Redis that have no meaning here hold what Redis prints for "none". The first 23
    /// are those of Redis 6.2 in its order, since there are clients that count them (node-redis 4).
    func infoLine(_ state: ConnectionState, now: Timestamp) -> String {
        let fields = [
            ("id", "\(number)"), ("addr", remoteAddress), ("laddr", localAddress), ("fd", "-1"),
            ("name", name.description), ("age", "\(age(at: now))"),
            ("idle", "\(idleSeconds(at: now))"), ("flags", flags(state)), ("db", "0"),
            ("sub", "\(subscriptions.channels.count)"),
            ("psub", "\(subscriptions.patterns.count)"),
            ("multi", "\(queuedCommandCount)"), ("qbuf", "\(state.inputBytes)"),
            ("qbuf-free", "0"), ("argv-mem", "0"), ("obl", "\(state.replyBytes)"), ("oll", "0"),
            ("omem", "\(state.outputBytes)"), ("tot-mem", "\(state.bytes)"), ("events", "r"),
            ("cmd", lastCommand == "NULL" ? lastCommand : Command.redisName(lastCommand)),
            ("user", caller.name.description), ("redir", "-1"), ("resp", "\(protocolVersion)"),
            ("lib-name", libraryName.description), ("lib-ver", libraryVersion.description),
        ]
        return fields.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
    }

    /// Whole seconds since it connected.
    func age(at now: Timestamp) -> Int64 { Self.seconds(from: connectedAt, to: now) }

    /// Whole seconds since its last request.
    package func idleSeconds(at now: Timestamp) -> Int64 {
        Self.seconds(from: lastActiveAt, to: now)
    }

    /// Whether it is told of events.
    package var isSubscriber: Bool { !subscriptions.isEmpty }

    /// Redis's letters for what the connection is doing.
    private func flags(_ state: ConnectionState) -> String {
        let letters =
            (isMonitoring ? "O" : "") + (isSubscriber ? "P" : "") + (isInBlock ? "x" : "")
            + (state.isBlocked ? "b" : "")
        return letters.isEmpty ? "N" : letters
    }

    // The clock may have been set back by DEBUG CLOCK: an age is never negative.
    private static func seconds(from start: Timestamp, to end: Timestamp) -> Int64 {
        max(0, end.milliseconds - start.milliseconds) / 1000
    }
}
