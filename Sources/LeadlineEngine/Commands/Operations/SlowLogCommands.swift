import LeadlineDomain
import LeadlineWire

extension CommandTable {
    /// The commands that took long.
    static let slowLog: [Command] = [
        .local(
            "SLOWLOG GET", "Lists the commands that took long, the newest first; -1 lists all.",
            by: .admin, OptionalPositional("count", EntryCount.self), run: slowLogGet),
        .local(
            "SLOWLOG LEN", "Answers how many commands that took long are kept.", by: .admin,
            run: slowLogLength),
        .local(
            "SLOWLOG RESET", "Forgets the commands that took long.", by: .admin,
            inBlock: .refused, run: slowLogReset),
    ]
}

/// How many entries to list; -1 is all of them.
struct EntryCount: Argument {
    static var typeName: String { "n|-1" }
    /// Nil is all of them.
    let count: Int?

    init(argument: Bytes) throws(ValueFault) {
        if argument.matches("-1") {
            count = nil
        } else if let number = argument.decimal {
            count = Int(clamping: number)
        } else {
            throw ValueFault("count should be greater than or equal to -1")
        }
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed("\(count ?? -1)".utf8)
    }
}

/// Entries listed when no count is given, as Redis does.
private let entriesDefault = 10

private func slowLogGet(
    _ context: inout LocalContext, _ count: EntryCount?
) throws(Rejection) -> SlowLogEntries {
    let wanted = count.map(\.count) ?? entriesDefault
    return SlowLogEntries(entries: context.engine.slowLog.newest(wanted))
}

private func slowLogLength(_ context: inout LocalContext) throws(Rejection) -> Count {
    Count(Int64(context.engine.slowLog.count))
}

private func slowLogReset(_ context: inout LocalContext) throws(Rejection) -> Done {
    context.engine.slowLog.reset()
    return Done()
}

/// Per entry: number, second, microseconds, arguments, address, the connection's name.
private struct SlowLogEntries: ReplyValue {
    static let shape = ReplyShape(.list)
    let entries: [SlowLog.Entry]

    func write(to reply: inout ReplyWriter) {
        reply.beginList(entries.count)
        for entry in entries {
            reply.beginList(6)
            reply.integer(Int64(clamping: entry.number))
            reply.integer(entry.at.milliseconds / 1000)
            reply.integer(Int64(entry.microseconds))
            reply.beginList(entry.arguments.count)
            for argument in entry.arguments { reply.stringOrBinary(argument[...]) }
            reply.endList()
            reply.string(entry.address.bytes)
            reply.string(entry.connectionName.bytes)
            reply.endList()
        }
        reply.endList()
    }
}
