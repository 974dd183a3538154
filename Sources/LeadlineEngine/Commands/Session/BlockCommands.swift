import LeadlineWire

extension CommandTable {
    /// Several commands as one.
    ///
    /// While a block is open the connection looks at each command's block rule: what these do then
    /// is not all here (`Engine.queue`).
    static let block: [Command] = [
        .local(
            "MULTI", "Begins a block: the commands that follow wait for EXEC.", inBlock: .atOnce,
            run: multi),
        .local(
            "EXEC", "Runs the block: all its writes are made, or none of them.",
            inBlock: .executes, run: exec),
        .local("DISCARD", "Drops the block.", inBlock: .atOnce, run: discard),
    ]
}

private func multi(_ context: inout LocalContext) throws(Rejection) -> Done {
    guard !context.session.isInBlock else { throw .syntax("MULTI calls can not be nested") }
    context.session.block = QueuedBlock()
    return Done()
}

private func exec(_ context: inout LocalContext) throws(Rejection) -> BlockReplies {
    throw .syntax("EXEC without MULTI")
}

private func discard(_ context: inout LocalContext) throws(Rejection) -> Done {
    guard context.session.isInBlock else { throw .syntax("DISCARD without MULTI") }
    context.session.block = nil
    return Done()
}

/// What EXEC answers: the reply of each command, which the writer puts together.
private enum BlockReplies: ReplyValue {
    static let shape = ReplyShape(.list)
    func write(to reply: inout ReplyWriter) {}
}
