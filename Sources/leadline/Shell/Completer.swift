/// Finds what may stand at the cursor, from the table of commands.
package struct Completer: Sendable {
    /// What may be typed next.
    package enum Wanted: Equatable, Sendable {
        /// One of these words.
        case words([String])
        /// A value of this kind, which the server may know: `partner`, `lead`, `user`.
        case value(String, usage: String)
        /// Nothing more.
        case nothing
    }

    /// The table.
    package let book: CommandBook

    /// Completes by a table.
    package init(_ book: CommandBook) { self.book = book }

    /// What may stand where the word at the cursor stands.
    package func wanted(_ typed: TypedWords) -> Wanted {
        guard let (doc, nameCount) = book.command(typed.whole) else {
            return typed.whole.count < 2 ? .words(names(behind: typed.whole)) : .nothing
        }
        if nameCount == 1, typed.whole.count == 1, isContainer(doc.name) {
            return .words(names(behind: typed.whole))
        }
        return wanted(Array(typed.whole.dropFirst(nameCount)), doc)
    }

    /// Words that begin like the one at the cursor, in the case in which that is typed.
    package static func matches(_ words: [String], _ partial: String) -> [String] {
        let isLower = partial.contains { $0.isLetter } && partial == partial.lowercased()
        return words.filter { $0.uppercased().hasPrefix(partial.uppercased()) }
            .map { isLower ? $0.lowercased() : $0 }
    }

    /// The longest beginning that all have in common.
    package static func common(_ words: [String]) -> String {
        guard var result = words.first else { return "" }
        for word in words { while !word.hasPrefix(result) { result.removeLast() } }
        return result
    }

    private func isContainer(_ name: String) -> Bool {
        book.docs.contains { $0.name.hasPrefix(name + " ") }
    }

    private func names(behind words: [String]) -> [String] {
        let prefix = words.isEmpty ? "" : "\(words[0].uppercased()) "
        return book.docs.map(\.name).filter { $0.hasPrefix(prefix) }
            .map { String($0.dropFirst(prefix.count)) }
            .filter { !$0.contains(" ") }
    }

    private func wanted(_ values: [String], _ doc: CommandDoc) -> Wanted {
        var positionals = doc.positionals[...]
        var given: Set<String> = []
        var index = 0
        while index < values.count {
            let word = values[index].uppercased()
            index += 1
            guard let keyword = doc.keywords.first(where: { $0.token == word }) else {
                positionals = positionals.dropFirst()
                continue
            }
            given.insert(word)
            if index + keyword.valueCount > values.count {
                return value(keyword, doc, at: values.count - index)
            }
            index += keyword.valueCount
        }
        if let next = positionals.first {
            let isOptional = next.flags.contains("optional")
            guard isOptional, !next.choices.isEmpty else { return value(next, doc, at: 0) }
            return .words(next.choices + rest(doc, given))
        }
        let words = rest(doc, given)
        return words.isEmpty ? .nothing : .words(words)
    }

    private func rest(_ doc: CommandDoc, _ given: Set<String>) -> [String] {
        doc.keywords.filter {
            $0.flags.contains("multiple") || !given.contains($0.token ?? "")
        }.compactMap(\.token)
    }

    private func value(_ argument: CommandDoc.Argument, _ doc: CommandDoc, at: Int) -> Wanted {
        guard argument.choices.isEmpty else { return .words(argument.choices) }
        let kind = argument.token ?? argument.display ?? argument.name
        // A keyword of users, services or columns says more than its type, which is text.
        let known = ValueSource.kinds.contains(kind.lowercased())
        return .value(
            known ? kind.lowercased() : argument.display ?? argument.name, usage: doc.usage)
    }
}
