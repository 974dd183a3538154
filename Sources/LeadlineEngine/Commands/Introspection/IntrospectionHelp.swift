import LeadlineDomain
import LeadlineWire

/// What HELP prints, made from the table alone.
struct HelpPage {
    let table: CommandTable

    /// The page for the words after HELP: none, `roles`, `@group`, a command, or a container.
    func about(_ topic: [Text]) throws(Rejection) -> HumanText {
        let name = Text(Array(topic.map(\.bytes).joined(separator: [UInt8(ascii: " ")])))
        if name.isEmpty { return overview }
        if name.bytes.matches("roles") { return roles }
        if name.bytes.first == UInt8(ascii: "@") {
            let word = name.asciiLowercased.description.dropFirst()
            guard let group = CommandGroup(rawValue: String(word)) else { throw unknown(name) }
            return page(of: group)
        }
        if let command = table.command(named: name.bytes) { return page(of: command) }
        let container = name.asciiUppercased.description
        guard table.containerNames.contains(container) else { throw unknown(name) }
        return self.container(container)
    }

    /// Every subcommand of a container with its summary.
    func container(_ name: String) -> HumanText {
        let lines = summaries(table.subcommands(of: name))
        return text(name == "CONFIG" ? lines + [""] + configurationKeys : lines)
    }

    /// Every key of the configuration with what it takes.
    private var configurationKeys: [String] {
        let keys = ConfigurationTable.keys
        let width = keys.map(\.name.count).max() ?? 0
        return keys.map { key in
            let set = key.change == .live ? " CONFIG SET takes \(key.expected)." : ""
            return "\(padded(key.name, to: width))  \(key.summary)\(set)"
        }
    }

    private func unknown(_ topic: Text) -> Rejection {
        let near = Nearest.word(to: topic.bytes, among: table.commands.map { Text($0.name) })
        let hint = near.map { "; did you mean \($0)" } ?? ""
        return Rejection(.notFound, "no help on \(topic.bytes.quoted)\(hint)")
    }

    private func text(_ lines: [String]) -> HumanText {
        HumanText(lines.map { $0 + "\n" }.joined())
    }
}

// MARK: - Pages

extension HelpPage {
    private var overview: HumanText {
        var lines = [
            "Leadline \(Release.version): COMMAND [positional …] [KEYWORD value | FLAG] …",
            "HELP command, HELP @group and HELP roles tell more.",
        ]
        for group in CommandGroup.allCases {
            let names = table.entries.filter { $0.group == group }.map(\.name)
            guard !names.isEmpty else { continue }
            lines.append("")
            lines.append("@\(group.rawValue)")
            lines += wrapped(names, indent: 2)
        }
        return text(lines)
    }

    private func page(of group: CommandGroup) -> HumanText {
        text(summaries(table.commands.filter { $0.group == group }))
    }

    private func page(of command: Command) -> HumanText {
        var lines = wrapped([command.name] + command.slots.map(\.usage), indent: 4, first: 0)
        lines.append(command.summary)
        lines.append("group: @\(command.group.rawValue)")
        lines.append("roles: \(command.rolesText)")
        if let reach = command.reach.text { lines.append("reaches: \(reach)") }
        let reply = command.reply.text.split(separator: " ").map { String($0) }
        lines += wrapped(["reply:"] + reply, indent: 4, first: 0)
        let events = command.events.map(\.name)
        if !events.isEmpty { lines += wrapped(["events:"] + events, indent: 4, first: 0) }
        if let block = command.blockText { lines.append("in a block: \(block)") }
        let keywords = command.slots.filter(\.isKeyword)
        let width = keywords.map(\.name.count).max() ?? 0
        if !keywords.isEmpty { lines.append("keywords:") }
        lines += keywords.map { "  \(padded($0.name, to: width))  \($0.valueText)" }
        return text(lines)
    }

    private var roles: HumanText {
        var lines: [String] = []
        for role in Role.allCases {
            lines.append("\(role.word): \(role.reach)")
            lines += wrapped(reach(of: role), indent: 2)
            let own = walled(from: role)
            if !own.isEmpty { lines += wrapped(["own rows only:"] + own, indent: 4, first: 2) }
        }
        return text(lines)
    }

    /// The commands in which the role meets only rows of its own.
    private func walled(from role: Role) -> [String] {
        guard !Wall(role, user: "", partner: nil, referrer: nil).isOpen else { return [] }
        return table.commands.filter { $0.roles.contains(role) && $0.reach.isWalled }.map(\.name)
    }

    /// The groups that a role has wholly, then the single commands of the others.
    private func reach(of role: Role) -> [String] {
        var whole: [String] = []
        var single: [String] = []
        for group in CommandGroup.allCases {
            let commands = table.commands.filter { $0.group == group }
            let open = commands.filter { $0.roles.contains(role) }
            if !open.isEmpty, open.count == commands.count {
                whole.append("@\(group.rawValue)")
            } else {
                single += open.map(\.name)
            }
        }
        return whole + single
    }
}

// MARK: - Layout

extension HelpPage {
    /// Columns that a line may have.
    private static let columnsMax = 78

    private func summaries(_ commands: [Command]) -> [String] {
        let width = commands.map(\.name.count).max() ?? 0
        return commands.map { "\(padded($0.name, to: width))  \($0.summary)" }
    }

    private func padded(_ word: String, to width: Int) -> String {
        word + String(repeating: " ", count: max(0, width - word.count))
    }

    private func wrapped(_ texts: [String], indent: Int, first: Int? = nil) -> [String] {
        TextWrap(columnsMax: Self.columnsMax, indent: indent, first: first ?? indent).lines(texts)
    }
}

extension Role {
    /// The rows that a role reaches, in one line of HELP roles (`commands.md`, Conventions).
    fileprivate var reach: String {
        switch self {
        case .admin: "every row and the configuration"
        case .manager: "every row but terms and payouts"
        case .agent: "leads it submitted or owns, and new ones that nobody owns"
        case .finance: "reads every row; writes sales, terms, bonuses and payouts"
        case .partner: "leads released to, submitted by or owed to its partner or referrer"
        case .advertiser: "leads and mail that it submitted"
        case .gateway: "payments and nurture links"
        case .auditor: "reads every row, writes nothing"
        }
    }
}
