package import LeadlineClient

/// What the server's table says of one command, for completion, hints and the history.
package struct CommandDoc: Equatable, Sendable {
    /// One argument: a word, a keyword with its value, or a choice.
    package struct Argument: Equatable, Sendable {
        /// The name in lower case.
        package let name: String
        /// The keyword in front, nil for a positional argument.
        package let token: String?
        /// What kind of value it wants: `partner`, `lead`, `amount`; nil for flags and choices.
        package let display: String?
        /// The words that a choice allows.
        package let choices: [String]
        /// Words of the table such as `optional`, `multiple` and `sensitive`.
        package let flags: Set<String>
        /// How many words follow the keyword.
        package let valueCount: Int

        /// Whether a line that gives it is kept out of the history.
        package var isSensitive: Bool { flags.contains("sensitive") }
    }

    /// The name in upper case, with the container in front of a subcommand: `CLIENT LIST`.
    package let name: String
    /// One sentence.
    package let summary: String
    /// The family.
    package let group: String
    /// Positional arguments first.
    package let arguments: [Argument]

    /// The arguments without a keyword, in their order.
    package var positionals: [Argument] { arguments.filter { $0.token == nil } }
    /// The arguments behind a keyword, and flags.
    package var keywords: [Argument] { arguments.filter { $0.token != nil } }

    /// One line that shows what may be typed.
    package var usage: String {
        ([name] + arguments.map(Self.usage)).joined(separator: " ")
    }

    private static func usage(_ argument: Argument) -> String {
        let value =
            argument.choices.isEmpty
            ? argument.display ?? "" : argument.choices.joined(separator: "|")
        let shown = argument.valueCount == 0 ? "" : value.isEmpty ? argument.name : value
        let text = [argument.token ?? "", shown].filter { !$0.isEmpty }.joined(separator: " ")
        let repeated = argument.flags.contains("multiple") ? "…" : ""
        return argument.flags.contains("optional") ? "[\(text)]\(repeated)" : "\(text)\(repeated)"
    }
}

/// All commands of a server, by name.
package struct CommandBook: Equatable, Sendable {
    /// The commands in the order of the table.
    package private(set) var docs: [CommandDoc] = []
    private var places: [String: Int] = [:]

    /// A book without commands, while there is no connection.
    package init() {}

    /// Reads what `COMMAND DOCS` answers; what has another shape is left out.
    package init(_ reply: Reply) { add(reply, container: nil) }

    /// The command that begins a line, and how many of its words are the name.
    package func command(_ words: [String]) -> (doc: CommandDoc, nameCount: Int)? {
        for count in [2, 1] where words.count >= count {
            let name = words.prefix(count).joined(separator: " ").uppercased()
            if let place = places[name] { return (docs[place], count) }
        }
        return nil
    }

    /// Whether a line may be kept on disk: nothing in it is marked as sensitive.
    ///
    /// What is not known is not kept.
    package func mayKeep(_ words: [String]) -> Bool {
        guard let (doc, nameCount) = command(words) else { return false }
        let values = words.dropFirst(nameCount)
        if !values.isEmpty, doc.positionals.contains(where: \.isSensitive) { return false }
        let given = Set(values.map { $0.uppercased() })
        return !doc.keywords.contains { $0.isSensitive && given.contains($0.token ?? "") }
    }

    private mutating func add(_ reply: Reply, container: String?) {
        guard case .map(let entries) = reply else { return }
        for entry in entries {
            guard let key = entry.key.string else { continue }
            // Subcommands are named `client|list`.
            let name = key.uppercased().replacing("|", with: " ")
            let doc = CommandDoc(
                name: name, summary: entry.value["summary"]?.string ?? "",
                group: entry.value["group"]?.string ?? "",
                arguments: Self.arguments(entry.value["arguments"]))
            if places[name] == nil {
                places[name] = docs.count
                docs.append(doc)
            }
            // Recursion ends with subcommands: they have none of their own.
            if container == nil, let parts = entry.value["subcommands"] {
                add(parts, container: name)
            }
        }
    }

    private static func arguments(_ reply: Reply?) -> [CommandDoc.Argument] {
        guard case .list(let items)? = reply else { return [] }
        return items.map { item in
            let type = item["type"]?.string ?? "string"
            let parts: [Reply] = if case .list(let parts)? = item["arguments"] { parts } else { [] }
            let flags: [Reply] = if case .list(let flags)? = item["flags"] { flags } else { [] }
            return CommandDoc.Argument(
                name: item["name"]?.string ?? "", token: item["token"]?.string,
                display: type == "pure-token" ? nil : item["display_text"]?.string,
                choices: type == "oneof" ? parts.compactMap { $0["token"]?.string } : [],
                flags: Set(flags.compactMap(\.string)),
                valueCount: type == "pure-token" ? 0 : type == "block" ? parts.count : 1)
        }
    }
}
