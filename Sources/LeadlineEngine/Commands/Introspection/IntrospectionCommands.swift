import LeadlineDomain
import LeadlineWire

extension CommandTable {
    /// What the server tells of itself: every answer is made from the table or counted.
    static let introspection: [Command] =
        [
            .local(
                "HELP", "Explains a command, lists a group's with @group, or who reaches what.",
                isOpen: true,
                Words<Text>("topic"), run: help),
            .local(
                "COMMAND", "Answers the shape of every command, in Redis's ten columns.",
                Words<Text>("subcommand"), run: allCommands),
            .local("COMMAND COUNT", "Answers how many commands there are.", run: commandCount),
            .local(
                "COMMAND LIST", "Answers the names of all commands, or of those a filter picks.",
                KeywordPair<Text, Text>("FILTERBY", "kind word"), run: commandList),
            .local(
                "COMMAND INFO", "Answers the shape of the commands named; null for an unknown one.",
                Words<Text>("command"), run: commandInfo),
            .local(
                "COMMAND DOCS", "Answers summary and arguments of the commands named, or of all.",
                Words<Text>("command"), run: commandDocs),
            .local(
                "INFO", "Answers the server's figures, by sections.", Words<Text>("section"),
                run: info),
            containerHelp("ACL"), containerHelp("CLIENT"), containerHelp("COMMAND"),
            containerHelp("CONFIG"), containerHelp("DEBUG", group: .operations),
            containerHelp("LATENCY"), containerHelp("MEMORY"), containerHelp("MODULE"),
            containerHelp("PUBSUB", group: .events), containerHelp("SLOWLOG"),
        ]

    /// `CLIENT HELP` and its like, which the reply to an unknown subcommand recommends.
    private static func containerHelp(
        _ container: String, group: CommandGroup = .session
    ) -> Command {
        .local("\(container) HELP", "Lists the subcommands of \(container).", group: group) {
            (context: inout LocalContext) throws(Rejection) in
            HelpPage(table: context.engine.table).container(container)
        }
    }
}

private func help(_ context: inout LocalContext, _ topic: [Text]) throws(Rejection) -> HumanText {
    try HelpPage(table: context.engine.table).about(topic)
}

private func allCommands(
    _ context: inout LocalContext, _ subcommand: [Text]
) throws(Rejection) -> CommandShapes {
    if let unknown = subcommand.first {
        if unknown.bytes.matches("GETKEYS") { throw .syntax("The command has no key arguments") }
        throw .syntax("unknown subcommand \(unknown.bytes.quoted). Try COMMAND HELP.")
    }
    return CommandShapes(entries: context.engine.table.entries)
}

private func commandCount(_ context: inout LocalContext) throws(Rejection) -> Count {
    Count(Int64(context.engine.table.entries.count))
}

private func commandList(
    _ context: inout LocalContext, _ filter: (Text, Text)?
) throws(Rejection) -> CommandNames {
    let all = context.engine.table.entries.flatMap { [$0] + $0.subcommands }
    guard let (kind, word) = filter else { return CommandNames(entries: all) }
    if kind.bytes.matches("MODULE") { return CommandNames(entries: []) }
    if kind.bytes.matches("ACLCAT") {
        let category = "@" + word.asciiLowercased.description
        return CommandNames(entries: all.filter { $0.categories.contains(category) })
    }
    guard kind.bytes.matches("PATTERN") else {
        throw .invalid("filterby", "\(kind.bytes.quoted) is not one of: pattern aclcat module")
    }
    let pattern = NamePattern(word.asciiLowercased)
    return CommandNames(entries: all.filter { pattern.matches($0.redisName) })
}

private func commandInfo(
    _ context: inout LocalContext, _ names: [Text]
) throws(Rejection) -> CommandShapes {
    let table = context.engine.table
    return CommandShapes(
        entries: names.isEmpty ? table.entries : names.map { table.entry(named: $0) })
}

private func commandDocs(
    _ context: inout LocalContext, _ names: [Text]
) throws(Rejection) -> CommandDocs {
    let table = context.engine.table
    return CommandDocs(
        entries: names.isEmpty ? table.entries : names.compactMap { table.entry(named: $0) })
}

private func info(
    _ context: inout LocalContext, _ sections: [Text]
) throws(Rejection) -> HumanText {
    HumanText(InfoPage(context: context).text(of: sections))
}
