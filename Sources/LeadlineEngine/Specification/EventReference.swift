/// `EVENTS.md`: every type of event, what its data may hold and which commands cause it.
struct EventReference {
    let table: CommandTable

    var text: String {
        var page = MarkdownTable("Type", "Fields beside those that changed", "Caused by", "Since")
        page.rows = types.map { type in
            let causes = table.commands.filter { $0.events.contains(type) }.map(\.name)
            let isTimed = Deadlines.events.contains(type)
            return [
                "`\(type.name)`", type.fields.map { "`\($0)`" }.joined(separator: " "),
                (causes.map { "`\($0)`" } + (isTimed ? ["the clock"] : []))
                    .joined(separator: ", "), type.since,
            ]
        }
        return """
            # Events

            \(Specification.notice)
            Every write appends its event in the same commit. `data` is one JSON object: the
            fields that a new record was given, or for each changed field `[before, after]`, and
            the fields named here.

            \(page.text)
            """
    }

    /// Every type that a command declares, once, in the table's order, and what the clock causes.
    private var types: [EventType] {
        var seen: Set<EventType> = []
        let all = table.commands.flatMap(\.events) + Deadlines.events
        return all.filter { seen.insert($0).inserted }
    }
}
