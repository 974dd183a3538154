import LeadlineDomain
import LeadlineWire

/// One name that COMMAND knows: a command, a subcommand, or a container of subcommands.
///
/// Redis shows `CLIENT` as a command that has subcommands; in the table only `CLIENT ID` and its
/// like stand, so the container is made up from them.
struct CommandEntry: Sendable {
    /// `LEAD.GET` or `CLIENT ID`, upper case.
    let name: String
    /// Nil for a container that is no command of its own.
    let command: Command?
    let subcommands: [CommandEntry]

    /// The name in Redis's spelling: `lead.get`, `client|id`.
    var redisName: String { Command.redisName(name) }

    var summary: String { command?.summary ?? "Holds the subcommands of \(name)." }

    var group: CommandGroup {
        command?.group ?? subcommands.first?.command?.group ?? .session
    }

    /// Redis's arity; a container wants at least a subcommand's word.
    var arity: Int { command?.arity ?? -2 }

    /// Redis's words for how the command behaves.
    var flags: [String] {
        guard let command else { return [] }
        var flags: [String] =
            switch command.body {
            case .local: ["loading", "stale", "fast"]
            case .muster: ["loading", "stale"]
            case .row: ["readonly", "fast"]
            case .scan, .apart: ["readonly"]
            case .write, .either: ["write"]
            }
        if command.roles == .admin { flags.append("admin") }
        if command.blockRule == .refused { flags.append("no_multi") }
        if command.isOpen { flags.append("no_auth") }
        return flags
    }

    /// Redis's ACL categories: the group, and how the command behaves.
    var categories: [String] {
        guard let command else { return ["@\(group.rawValue)"] }
        let behaviour =
            switch command.body {
            case .local: ["@fast"]
            case .muster: ["@slow"]
            case .row: ["@read", "@fast"]
            case .scan, .apart: ["@read", "@slow"]
            case .write, .either: ["@write"]
            }
        return ["@\(group.rawValue)"] + behaviour + (command.roles == .admin ? ["@admin"] : [])
    }
}

extension CommandTable {
    /// Every command in the table's order, with a container where its first subcommand stands.
    var entries: [CommandEntry] {
        var entries: [CommandEntry] = []
        var seen: Set<String> = []
        for command in commands {
            let first = String(command.name.prefix { $0 != " " })
            guard seen.insert(first).inserted else { continue }
            entries.append(entry(word: first))
        }
        return entries
    }

    /// The entry that `CLIENT`, `client id` or `client|id` names, in any case.
    func entry(named name: Text) -> CommandEntry? {
        if let command = command(named: name.bytes), command.wordCount == 2 {
            return CommandEntry(name: command.name, command: command, subcommands: [])
        }
        let word = name.asciiUppercased.description
        guard containerNames.contains(word) || command(named: name.bytes) != nil else {
            return nil
        }
        return entry(word: word)
    }

    private func entry(word: String) -> CommandEntry {
        CommandEntry(
            name: word, command: command(named: Bytes(word.utf8)),
            subcommands: subcommands(of: word).map {
                CommandEntry(name: $0.name, command: $0, subcommands: [])
            })
    }
}
