import LeadlineDomain

/// `COMMANDS.md`: every command, chapter by chapter, for people.
struct CommandReference {
    let table: CommandTable

    var text: String {
        let groups = CommandGroup.allCases.filter { group in
            table.commands.contains { $0.group == group }
        }
        return "# Commands\n\n\(Specification.notice)\n\(Self.legend)\n"
            + groups.map { "- [\($0.title)](#\($0.anchor))\n" }.joined()
            + groups.map(chapter).joined()
    }

    private static let legend = """
        Square brackets mark what may be left out, `…` what may be repeated, `|` a choice of
        words. Keywords follow the positionals in any order. Every write takes `IDEM key`, every
        update `IF version`. Conventions, replies and dialects are in `README.md`, error codes in
        `ERRORS.md`.

        """

    private func chapter(_ group: CommandGroup) -> String {
        let commands = table.commands.filter { $0.group == group }
        return "\n## \(group.title)\n" + commands.map(entry).joined()
    }

    private func entry(_ command: Command) -> String {
        var text = "\n### \(command.name)\n\n\(command.summary)\n\n"
        text += "```\n" + usageLines(command).joined(separator: "\n") + "\n```\n\n"
        text += "- Roles: \(command.rolesText)\n"
        if let reach = command.reach.text { text += "- Reaches: \(reach)\n" }
        text += "- Reply: \(replyText(command.reply))\n"
        if !command.events.isEmpty {
            let names = command.events.map { "`\($0.name)`" }
            text += "- Events: \(names.joined(separator: ", "))\n"
        }
        if let block = command.blockText { text += "- Between `MULTI` and `EXEC`: \(block)\n" }
        let secrets = command.slots.filter(\.isSensitive).map { "`\($0.name)`" }
        if !secrets.isEmpty {
            text += "- Kept out of logs and histories: \(secrets.joined(separator: ", "))\n"
        }
        return text
    }

    private func replyText(_ reply: ReplyShape) -> String {
        guard !reply.fields.isEmpty else { return reply.text }
        let nullable = reply.isNullable ? ", or null" : ""
        return "\(reply.kind.rawValue) `\(reply.fields.joined(separator: " "))`\(nullable)"
    }

    /// The usage broken into lines of at most 90 columns.
    private func usageLines(_ command: Command) -> [String] {
        TextWrap(columnsMax: 90, indent: 4, first: 0)
            .lines([command.name] + command.slots.map(\.usage))
    }
}

extension CommandGroup {
    /// The chapter's heading.
    fileprivate var title: String {
        switch self {
        case .session: "Session"
        case .user: "Users"
        case .partner: "Partners, coverage, programme"
        case .lead: "Leads"
        case .assignment: "Assignment, hand-off, follow-up"
        case .report: "Reports"
        case .events: "Events, audit, integration"
        case .operations: "Operations"
        }
    }

    /// The heading as Markdown viewers spell it in an address.
    fileprivate var anchor: String {
        String(title.lowercased().compactMap { $0 == "," ? nil : $0 == " " ? "-" : $0 })
    }
}
