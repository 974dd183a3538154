/// A declaration as its first line shows it.
struct Declaration: Sendable {
    /// The line, counted from 0.
    let line: Int
    /// Blanks in front of it.
    let indent: Int
    let modifiers: [String]
    let keyword: String
    /// The name, or for an import the module; empty for `init` and `subscript`.
    let name: String
    /// What stands behind the name on the same line.
    let rest: String

    /// Answers nil when the line begins no declaration.
    init?(line: Int, code: String) {
        self.line = line
        indent = code.prefix { $0 == " " }.count
        var rest = code.dropFirst(indent)
        var modifiers: [String] = []
        while let word = Self.word(&rest) {
            let isModifier =
                Self.modifiers.contains(word)
                || word == "class" && Self.afterClass.contains { rest.hasPrefix($0) }
            guard isModifier || word.hasPrefix("@") else {
                guard Self.keywords.contains(word) else { return nil }
                self.modifiers = modifiers
                keyword = word
                name = Self.name(at: rest, of: word)
                self.rest = String(rest.dropFirst(name.count))
                return
            }
            modifiers.append(word)
        }
        return nil
    }

    var isCallable: Bool { ["func", "init", "deinit", "subscript"].contains(keyword) }

    var isType: Bool { ["struct", "enum", "class", "actor", "protocol"].contains(keyword) }

    private static let keywords: Set = [
        "func", "init", "deinit", "subscript", "var", "let", "struct", "enum", "class", "actor",
        "protocol", "extension", "typealias", "associatedtype", "case", "import",
    ]

    private static let modifiers: Set = [
        "private", "fileprivate", "internal", "package", "public", "open", "static", "final",
        "mutating", "nonmutating", "consuming", "borrowing", "override", "required",
        "convenience", "lazy", "weak", "unowned", "indirect", "nonisolated", "isolated",
        "prefix", "postfix", "infix", "unsafe", "dynamic",
    ]

    private static let afterClass = ["func", "var", "subscript"]

    /// Takes the next word with the blanks behind it; a parenthesis after an attribute or an
    /// access modifier is skipped, one after `init` stays.
    private static func word(_ rest: inout Substring) -> String? {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "@" }
        guard !word.isEmpty else { return nil }
        rest = rest.dropFirst(word.count)
        if rest.first == "(", word.hasPrefix("@") || modifiers.contains(String(word)) {
            rest = rest.dropFirst(Self.parenthesised(rest))
        }
        rest = rest.drop { $0 == " " }
        return String(word)
    }

    private static func parenthesised(_ rest: Substring) -> Int {
        var depth = 0
        for (index, character) in rest.enumerated() {
            depth += character == "(" ? 1 : character == ")" ? -1 : 0
            if depth == 0 { return index + 1 }
        }
        return rest.count
    }

    /// A module's name holds full stops, an operator's is of other characters.
    private static func name(at rest: Substring, of keyword: String) -> String {
        let dots = ["import", "extension"].contains(keyword)
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || dots && $0 == "." }
        let isOperator = word.isEmpty && keyword == "func"
        return String(isOperator ? rest.prefix { $0 != " " && $0 != "(" } : word)
    }
}
