package import LeadlineClient

/// What Tab does to a line.
package struct Completion: Equatable, Sendable {
    /// Characters before the cursor that go.
    package var deletion: Int
    /// Text to insert.
    package var insertion: String
    /// What to show below the line.
    package var listing: [String]

    /// Nothing, except what is given.
    package init(deletion: Int = 0, insertion: String = "", listing: [String] = []) {
        self.deletion = deletion
        self.insertion = insertion
        self.listing = listing
    }
}

/// Finds out what Tab does: from the table of commands, and from what the server knows.
package struct Completing {
    /// Words that are listed at most.
    private static let listedMax = 200

    private let completer: Completer
    private let ask: ([String]) -> Reply?

    /// Completes by a table, and by what the server answers to a question.
    package init(_ book: CommandBook, ask: @escaping ([String]) -> Reply?) {
        completer = Completer(book)
        self.ask = ask
    }

    /// Completes a line up to the cursor.
    package func complete(_ line: String) -> Completion {
        let typed = TypedWords(line)
        switch completer.wanted(typed) {
        case .nothing: return Completion()
        case .words(let words): return choose(Completer.matches(words, typed.partial), typed)
        case .value(let kind, let usage): return values(kind, usage, typed)
        }
    }

    private func values(_ kind: String, _ usage: String, _ typed: TypedWords) -> Completion {
        let hint = typed.partial.isEmpty ? [usage] : []
        guard let question = ValueSource.question(kind, typed.partial),
            let page = ask(question.words)?.page
        else { return Completion(listing: hint) }
        let known = ValueSource.values(page, question)
        let partial = typed.partial.lowercased()
        let byValue = known.filter { $0.0.lowercased().hasPrefix(partial) }
        // A partner may be typed by its name; what is inserted is its id.
        let found = byValue.isEmpty ? known : byValue
        if byValue.isEmpty, found.count == 1, !partial.isEmpty {
            let deletion = typed.partial.count + (typed.quote == nil ? 0 : 1)
            return Completion(deletion: deletion, insertion: "\(found[0].0) ")
        }
        // Nothing is typed yet: what all have in common says less than the list.
        let choice =
            typed.partial.isEmpty && found.count > 1
            ? Completion() : choose(byValue.map(\.0), typed)
        guard choice.insertion.isEmpty, found.count > 1 || !hint.isEmpty else { return choice }
        return Completion(listing: hint + found.map { Cell.escaped("\($0.0)  \($0.1)") })
    }

    /// One match is completed with a blank behind it, several as far as they agree.
    private func choose(_ matches: [String], _ typed: TypedWords) -> Completion {
        guard let first = matches.first else { return Completion() }
        guard matches.count > 1 else {
            let rest = String(first.dropFirst(typed.partial.count))
            return Completion(insertion: rest + (typed.quote.map(String.init) ?? "") + " ")
        }
        let common = String(Completer.common(matches).dropFirst(typed.partial.count))
        guard common.isEmpty else { return Completion(insertion: common) }
        return Completion(listing: Array(matches.prefix(Self.listedMax)))
    }
}
