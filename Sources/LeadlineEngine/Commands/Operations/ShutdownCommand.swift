import LeadlineDomain
import LeadlineWire

extension CommandTable {
    /// The end of the server, asked for over the wire.
    static let ending: [Command] = [
        .local(
            "SHUTDOWN", "Stops the server as SIGTERM does, once what has come is answered.",
            group: .operations, by: .admin, inBlock: .refused, run: shutDown)
    ]
}

/// Answers first and stops then; Redis, which has nothing to say for a success, only hangs up.
private func shutDown(_ context: inout LocalContext) throws(Rejection) -> Done {
    context.engine.stopWish.ask(by: "\(context.session.caller.name)")
    context.session.isClosing = true
    return Done()
}
