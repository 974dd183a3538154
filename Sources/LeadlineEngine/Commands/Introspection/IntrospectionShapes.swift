import LeadlineDomain
import LeadlineWire

/// The shapes of commands as COMMAND answers them: ten columns each, null for an unknown name.
///
/// Clients read the columns by place, so none may be added or left out (`protocol.md` 5).
struct CommandShapes: ReplyValue {
    static let shape = ReplyShape(.list)
    let entries: [CommandEntry?]

    func write(to reply: inout ReplyWriter) {
        reply.beginList(entries.count)
        for entry in entries {
            if let entry { entry.writeShape(to: &reply) } else { reply.null() }
        }
        reply.endList()
    }
}

/// The names of commands, in Redis's spelling.
struct CommandNames: ReplyValue {
    static let shape = ReplyShape(.list)
    let entries: [CommandEntry]

    func write(to reply: inout ReplyWriter) {
        reply.beginList(entries.count)
        for entry in entries { reply.string(entry.redisName) }
        reply.endList()
    }
}

extension CommandEntry {
    /// Name, arity, flags, first key, last key, step, categories, tips, key specs, subcommands.
    fileprivate func writeShape(to reply: inout ReplyWriter) {
        reply.beginList(10)
        reply.string(redisName)
        reply.integer(Int64(arity))
        reply.writeFlags(flags)
        // No command here has keys: client libraries that shard have nothing to shard by.
        for _ in 0..<3 { reply.integer(0) }
        reply.writeFlags(categories)
        reply.beginList(0)
        reply.endList()
        reply.beginList(0)
        reply.endList()
        reply.beginList(subcommands.count)
        // One level: a subcommand has none of its own.
        for subcommand in subcommands { subcommand.writeShape(to: &reply) }
        reply.endList()
        reply.endList()
    }
}

extension ReplyWriter {
    /// Writes a set of simple strings: redis-cli aborts on flags that are bulk strings.
    mutating func writeFlags(_ flags: [String]) {
        beginSet(flags.count)
        for flag in flags { status(bytes: Bytes(flag.utf8)) }
        endSet()
    }
}
