import LeadlineDomain
import LeadlineWire

extension CommandTable {
    /// What clients say and ask about their own connection.
    static let client: [Command] = [
        .local("CLIENT ID", "Answers the connection's number.", run: clientID),
        .local("CLIENT INFO", "Answers one line about the connection.", run: clientInfo),
        .local(
            "CLIENT GETNAME", "Answers the connection's name, or null.", run: clientGetName),
        .local(
            "CLIENT SETNAME", "Names the connection; an empty name takes it away.",
            Positional("name", ConnectionName.self), run: clientSetName),
        .local(
            "CLIENT SETINFO", "Notes the name or version of the client's library.",
            Positional("attribute", Choice<LibraryAttribute>.self),
            Positional("value", ConnectionName.self), run: clientSetInfo),
        .local(
            "CLIENT NO-EVICT", "Accepts either word: no connection is ever evicted for memory.",
            Positional("switch", Choice<Switch>.self), run: clientSwitch),
        .local(
            "CLIENT NO-TOUCH", "Accepts either word: reading changes no row here.",
            Positional("switch", Choice<Switch>.self), run: clientSwitch),
        .local(
            "CLIENT REPLY", "Accepts on: every request is answered.",
            Positional("mode", Choice<ReplyMode>.self), run: clientReply),
    ]
}

private func clientID(_ context: inout LocalContext) throws(Rejection) -> Count {
    Count(Int64(clamping: context.session.number))
}

private func clientInfo(_ context: inout LocalContext) throws(Rejection) -> HumanText {
    HumanText(context.session.infoLine(now: context.now) + "\n")
}

private func clientGetName(_ context: inout LocalContext) throws(Rejection) -> Word? {
    let name = context.session.name
    return name.isEmpty ? nil : Word(name)
}

private func clientSetName(
    _ context: inout LocalContext, _ name: ConnectionName
) throws(Rejection) -> Done {
    context.session.name = name.text
    return Done()
}

private func clientSetInfo(
    _ context: inout LocalContext, _ attribute: Choice<LibraryAttribute>, _ value: ConnectionName
) throws(Rejection) -> Done {
    switch attribute.value {
    case .name: context.session.libraryName = value.text
    case .version: context.session.libraryVersion = value.text
    }
    return Done()
}

private func clientSwitch(
    _ context: inout LocalContext, _ position: Choice<Switch>
) throws(Rejection) -> Done {
    Done()
}

private func clientReply(
    _ context: inout LocalContext, _ mode: Choice<ReplyMode>
) throws(Rejection) -> Done {
    Done()
}

extension Session {
    /// The connection as one line of CLIENT INFO; times are whole seconds.
    ///
    /// Fields of Redis that have no meaning here hold what Redis prints for "none".
    fileprivate func infoLine(now: Timestamp) -> String {
        let fields = [
            ("id", "\(number)"), ("addr", remoteAddress), ("laddr", localAddress), ("fd", "-1"),
            ("name", name.description), ("age", seconds(from: connectedAt, to: now)),
            ("idle", seconds(from: lastActiveAt, to: now)), ("flags", flags), ("db", "0"),
            ("sub", "\(subscriptions.channels.count)"),
            ("psub", "\(subscriptions.patterns.count)"), ("multi", "\(queuedCommandCount)"),
            ("qbuf", "0"),
            ("obl", "0"), ("omem", "0"), ("cmd", "client|info"),
            ("user", caller.name.description),
            ("resp", "\(protocolVersion)"), ("lib-name", libraryName.description),
            ("lib-ver", libraryVersion.description),
        ]
        return fields.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
    }

    /// Redis's letters for what the connection is doing.
    private var flags: String {
        let letters = (isMonitoring ? "O" : "") + (subscriptions.isEmpty ? "" : "P")
        return letters.isEmpty ? "N" : letters
    }

    // The clock may have been set back by DEBUG CLOCK: an age is never negative.
    private func seconds(from start: Timestamp, to end: Timestamp) -> String {
        "\(max(0, end.milliseconds - start.milliseconds) / 1000)"
    }
}
