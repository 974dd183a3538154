/// The command that a record becomes, and whom it names.
package struct CommandWords: Equatable, Sendable {
    /// The words, without a key.
    package var words: [String]
    /// The ids of other records among them, as they stand in the file.
    package var references: [String] = []

    /// Puts a record's values into their places.
    ///
    /// Empty values are left out, and those of a sheet trimmed. `translate` answers the id
    /// that a reference has here.
    package init(
        _ record: BulkRecord, _ plan: ColumnPlan, translate: (String) -> String = { $0 }
    ) {
        words = [plan.kind.command]
        var positional: [String: String] = [:]
        var names = ["", ""]
        var hasName = false
        var rest: [String] = []
        // A sheet's cells carry stray blanks; what a program wrote is meant.
        let isSheet = if case .row = record.source { true } else { false }
        for member in record.members {
            guard let column = plan.column(for: member.name) else { continue }
            var values = Self.values(member.value, column, isSheet: isSheet)
            if column.isReference {
                references += values
                values = values.map(translate)
            }
            switch column.place {
            case .positional: positional[column.name] = values.first ?? ""
            case .keyword(let word):
                guard let first = values.first else { continue }
                hasName = hasName || word == "NAME"
                rest.append(word)
                rest.append(values.count == 1 ? first : values.joined(separator: ","))
            case .each(let word): for value in values { rest += [word, value] }
            case .flag(let word): if Self.isYes(values.first) { rest.append(word) }
            case .namePart(let index): names[index] = values.first ?? ""
            case .field(let name?): if let value = values.first { rest += ["FIELD", name, value] }
            case .field(nil): rest += Self.fields(member.value)
            }
        }
        for column in plan.kind.columns where column.place == .positional {
            words.append(positional[column.name] ?? "")
        }
        let whole = names.filter { !$0.isEmpty }.joined(separator: " ")
        if plan.kind == .lead, !hasName, !whole.isEmpty { rest = ["NAME", whole] + rest }
        words += rest
    }

    private static func values(
        _ value: JSONValue, _ column: BulkColumn, isSheet: Bool
    ) -> [String] {
        switch value {
        case .array(let items): return items.compactMap(\.scalar)
        case .null, .object: return []
        case .bool, .number, .string:
            let scalar = value.scalar ?? ""
            let text = isSheet ? trimmed(scalar) : scalar
            guard case .each = column.place else { return text.isEmpty ? [] : [text] }
            return text.split { $0 == ";" || $0 == "," || $0 == "|" }.map { trimmed(String($0)) }
                .filter { !$0.isEmpty }
        }
    }

    private static func fields(_ value: JSONValue) -> [String] {
        (value.members ?? []).flatMap { member in
            guard let text = member.value.scalar, !text.isEmpty else { return [String]() }
            return ["FIELD", member.name, text]
        }
    }

    /// The bytes that are a visible character of their own.
    private static let graphic: ClosedRange<UInt8> = 0x21...0x7E

    private static func isYes(_ text: String?) -> Bool {
        ["yes", "y", "true", "1", "x"].contains(text?.lowercased() ?? "")
    }

    private static func trimmed(_ text: String) -> String {
        // Most cells need no look at what Unicode takes for blank.
        if let first = text.utf8.first, let last = text.utf8.last,
            graphic.contains(first), graphic.contains(last)
        {
            return text
        }
        let start = text.drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }
}
