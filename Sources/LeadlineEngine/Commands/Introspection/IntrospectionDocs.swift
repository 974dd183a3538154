import LeadlineDomain
import LeadlineWire

/// The documentation of commands as COMMAND DOCS answers it, which redis-cli makes hints,
/// completion and `help` from.
struct CommandDocs: ReplyValue {
    static let shape = ReplyShape(.map)
    let entries: [CommandEntry]

    func write(to reply: inout ReplyWriter) { reply.writeDocs(entries) }
}

extension ReplyWriter {
    /// Writes a map from each entry's name to its documentation.
    fileprivate mutating func writeDocs(_ entries: [CommandEntry]) {
        beginMap(entries.count)
        for entry in entries {
            key(bytes: Bytes(entry.redisName.utf8))
            write(entry)
        }
        endMap()
    }

    private mutating func write(_ entry: CommandEntry) {
        let arguments = (entry.command?.slots ?? []).map { DocsArgument($0) }
        beginMap(3 + (arguments.isEmpty ? 0 : 1) + (entry.subcommands.isEmpty ? 0 : 1))
        member("summary", entry.summary)
        member("since", Release.commandsSince)
        member("group", entry.group.rawValue)
        if !arguments.isEmpty {
            key("arguments")
            write(arguments)
        }
        if !entry.subcommands.isEmpty {
            key("subcommands")
            writeDocs(entry.subcommands)
        }
        endMap()
    }

    private mutating func write(_ arguments: [DocsArgument]) {
        beginList(arguments.count)
        for argument in arguments { write(argument) }
        endList()
    }

    private mutating func write(_ argument: DocsArgument) {
        let isLeaf = argument.parts.isEmpty
        beginMap(3 + (argument.token == nil ? 0 : 1) + (argument.flags.isEmpty ? 0 : 1))
        member("name", argument.name)
        member("type", argument.type)
        if isLeaf { member("display_text", argument.display) }
        if let token = argument.token { member("token", token) }
        if !argument.flags.isEmpty {
            key("flags")
            writeFlags(argument.flags)
        }
        if !isLeaf {
            key("arguments")
            write(argument.parts)
        }
        endMap()
    }

    private mutating func member(_ name: StaticString, _ value: String) {
        key(name)
        string(value)
    }
}

/// One argument in Redis's terms: a slot, or a part of one that is a block or a choice.
struct DocsArgument {
    let name: String
    /// `string`, `integer`, `pure-token`, `oneof` or `block`.
    let type: String
    let display: String
    var token: String?
    var flags: [String] = []
    /// The words of a `oneof`, the values of a `block`.
    var parts: [DocsArgument] = []

    init(_ slot: ParameterSlot) {
        name = slot.name.lowercased()
        display = slot.isKeyword ? slot.type : slot.name
        token = slot.isKeyword ? slot.name : nil
        if slot.valueCount == 0 {
            type = "pure-token"
        } else if slot.valueCount == 2 {
            type = "block"
            parts = slot.type.split(separator: " ").map { DocsArgument(value: String($0)) }
        } else if slot.choices.isEmpty {
            type = Self.integers.contains(slot.type) ? "integer" : "string"
        } else {
            type = "oneof"
            parts = slot.choices.map { DocsArgument(word: $0) }
        }
        if !slot.isRequired { flags.append("optional") }
        if slot.isRepeatable { flags.append("multiple") }
        if slot.isRepeatable && slot.isKeyword { flags.append("multiple_token") }
        // Not one of Redis's; clients that keep a history of what is typed need it.
        if slot.isSensitive { flags.append("sensitive") }
    }

    /// One value of a block.
    private init(value: String) {
        name = value
        type = "string"
        display = value
    }

    /// One word of a choice.
    private init(word: String) {
        name = word
        type = "pure-token"
        display = word
        token = word
    }

    private static let integers: Set<String> = [Number.typeName, Version.typeName]
}
