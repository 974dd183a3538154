import Testing

/// What a comment owes to its reader.
enum Comments {
    /// Summaries that do not end in a full stop.
    static func summaries(_ file: SourceFile) -> [Finding] {
        blocks(file).compactMap { block in
            let summary = block.prefix { $0.text != "" }
            guard let last = summary.last, last.text.last != "." else { return nil }
            return file.finding(
                last.line, "a summary is a sentence: end it with a full stop, then a blank line")
        }
    }

    /// Code that was put into a comment instead of being deleted.
    static func dead(_ file: SourceFile) -> [Finding] {
        file.comments.enumerated().filter { _, line in
            let text = line.drop { $0 == " " }
            guard text.hasPrefix("// ") else { return false }
            return ["{", "}", ";", "= [", "("].contains { text.hasSuffix($0) }
                || Declaration(line: 0, code: String(text.dropFirst(3)))?.rest.contains("=") == true
        }.map { file.finding($0.offset, "code in a comment: delete it, git remembers") }
    }

    /// Blocks of documentation, each line with its number and without its slashes.
    private static func blocks(_ file: SourceFile) -> [[(line: Int, text: String)]] {
        var blocks: [[(line: Int, text: String)]] = [[]]
        for (line, comment) in file.comments.enumerated() {
            let text = comment.drop { $0 == " " }
            if text.hasPrefix("///") {
                blocks[blocks.count - 1].append((line, trimmed(text.dropFirst(3))))
            } else {
                blocks.append([])
            }
        }
        return blocks
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.reversed().drop { $0 == " " }.reversed().drop { $0 == " " })
    }
}

@Suite("Comments") struct CommentTests {
    @Test("every summary ends with a full stop")
    func summaries() { expectNone(Tree.house.swift.flatMap(Comments.summaries)) }

    @Test("no code sleeps in comments")
    func dead() { expectNone(Tree.house.swift.flatMap(Comments.dead)) }

    @Test(
        "a summary without a full stop is found",
        arguments: [
            ("/// A lead", 1), ("/// A lead.", 0), ("/// A lead\n/// of a partner.", 0),
            ("/// A lead:\n///\n/// - one\nlet a = 1", 1), ("/// A lead.\n///\n/// - one", 0),
            ("let text = \"\"\"\n    /// A lead\n    \"\"\"", 0), ("// a lead", 0),
        ])
    func findsSummaries(text: String, findings: Int) {
        let file = SourceFile(path: "Sources/A/A.swift", text: text)
        #expect(Comments.summaries(file).count == findings)
    }

    @Test(
        "code in a comment is found, prose is not",
        arguments: [
            ("// let a = 1", 1), ("// if isOpen {", 1), ("// }", 1), ("// a.b(c);", 1),
            ("// Let it be: a lead is open.", 0), ("// for the reader (see above)", 0),
        ])
    func findsDead(text: String, findings: Int) {
        let file = SourceFile(path: "Sources/A/A.swift", text: text)
        #expect(Comments.dead(file).count == findings)
    }
}
