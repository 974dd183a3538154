import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// What Redis's tools and client libraries ask of any server.
    static let redisTools: [Command] = [
        .local(
            "TIME", "Answers the server's clock as seconds and microseconds since 1970.",
            run: time),
        .local("ROLE", "Answers master, as the one server there is.", run: role),
        .row(
            "DBSIZE", "Answers how many leads were ever registered.", group: .session,
            by: .house, reach: .house, run: databaseSize),
        .local(
            "WAIT", "Answers 0: a write is durable before its reply, and there are no replicas.",
            Positional("numreplicas", Number.self), Positional("timeout", Number.self), run: wait),
        .local("ACL WHOAMI", "Answers the caller's user name.", run: userName),
        .local("MODULE LIST", "Answers an empty list: there are no modules.", run: modules),
        .local(
            "WAITAOF", "Answers 1 and 0: a write is on this disk before its reply.",
            Positional("numlocal", Number.self), Positional("numreplicas", Number.self),
            Positional("timeout", Number.self), run: waitForLog),
        .local(
            "MEMORY USAGE", "Answers null: no value is kept in memory under a key.",
            Positional("key", AnyBytes.self), Words<Text>("option"), run: memoryUsage),
        .local(
            "MEMORY DOCTOR", "Says in words that memory needs no care.", by: .admin,
            run: memoryDoctor),
    ]
}

private func time(_ context: inout LocalContext) throws(Rejection) -> UnixTime {
    UnixTime(time: context.now)
}

private func role(_ context: inout LocalContext) throws(Rejection) -> ReplicationRole {
    ReplicationRole()
}

private func databaseSize(_ reader: inout Reader) throws(Rejection) -> Count {
    Count(Int64(clamping: reader.view.last(IDSequence.lead)))
}

private func wait(
    _ context: inout LocalContext, _ replicas: Number, _ timeout: Number
) throws(Rejection) -> Count {
    Count(0)
}

private func userName(_ context: inout LocalContext) throws(Rejection) -> Word {
    Word(context.session.caller.name)
}

private func modules(_ context: inout LocalContext) throws(Rejection) -> NoModules {
    NoModules()
}

private func waitForLog(
    _ context: inout LocalContext, _ local: Number, _ replicas: Number, _ timeout: Number
) throws(Rejection) -> Synced {
    Synced(local: context.engine.facts.durability == .always ? 1 : 0)
}

private func memoryUsage(
    _ context: inout LocalContext, _ key: AnyBytes, _ options: [Text]
) throws(Rejection) -> Count? {
    nil
}

private func memoryDoctor(_ context: inout LocalContext) throws(Rejection) -> HumanText {
    let memory = InfoProcess.memory
    return HumanText(
        "The data is on the disk; the process holds \(memory.residentBytes >> 20) MiB, at most "
            + "\(memory.peakBytes >> 20) MiB so far.\n")
}

/// The clock as Redis's TIME answers it: seconds, and the microseconds of the running one.
private struct UnixTime: ReplyValue {
    static let shape = ReplyShape(.list)
    let time: Timestamp
    func write(to reply: inout ReplyWriter) {
        let (seconds, milliseconds) = time.milliseconds.quotientAndRemainder(dividingBy: 1000)
        reply.beginList(2)
        reply.string("\(seconds)")
        reply.string("\(milliseconds * 1000)")
        reply.endList()
    }
}

/// `master`, the replication offset 0, and no replicas.
private struct ReplicationRole: ReplyValue {
    static let shape = ReplyShape(.list)
    func write(to reply: inout ReplyWriter) {
        reply.beginList(3)
        reply.string("master")
        reply.integer(0)
        reply.beginList(0)
        reply.endList()
        reply.endList()
    }
}

private struct NoModules: ReplyValue {
    static let shape = ReplyShape(.list)
    func write(to reply: inout ReplyWriter) {
        reply.beginList(0)
        reply.endList()
    }
}

/// How many disks and how many replicas hold what was written.
private struct Synced: ReplyValue {
    static let shape = ReplyShape(.list)
    let local: Int64
    func write(to reply: inout ReplyWriter) {
        reply.beginList(2)
        reply.integer(local)
        reply.integer(0)
        reply.endList()
    }
}
