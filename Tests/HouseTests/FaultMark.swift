/// A comment above a test that says which faults, guarantees or threats it shows.
///
/// `// Fault 57, 58: what is shown`, `# Guarantee G3: …` in Python, shell and vectors, and
/// `// Threat T5: …`. ` (--full)` before the colon says that the test waits for a flag. Lines that
/// go on are indented by three blanks.
struct FaultMark: Equatable {
    let path: String
    /// Counted from 0.
    let line: Int
    let ids: [String]
    let isFull: Bool
    let words: String
    /// The function, the class or the title below it; empty when the whole file is meant.
    let test: String

    /// The marks of a file, and comments that were meant to be some.
    static func read(_ file: SourceFile) -> (marks: [FaultMark], findings: [Finding]) {
        let sign = file.isSwift ? "// " : "# "
        let lines = file.isSwift ? file.comments : file.lines
        var marks: [FaultMark] = []
        var findings: [Finding] = []
        for index in lines.indices {
            let text = lines[index].drop { $0 == " " }
            guard let head = heads.first(where: { isMeant(text, sign + $0) }) else { continue }
            let more = lines[(index + 1)...].prefix { continues($0, sign) }
                .map { $0.drop { $0 == " " }.dropFirst(sign.count).drop { $0 == " " } }
            let whole = ([text.dropFirst(sign.count + head.count)] + more)
                .joined(separator: " ")
            if let mark = mark(whole, file, index, below: index + more.count + 1) {
                marks.append(mark)
            } else {
                findings.append(
                    file.finding(index, "write `\(sign)\(head) 1, 2: what is shown`"))
            }
        }
        return (marks, findings)
    }

    private static let heads = ["Fault", "Guarantee", "Threat"]

    /// Whether a comment was meant as a mark: an id follows the word, or a colon.
    private static func isMeant(_ text: Substring, _ head: String) -> Bool {
        guard text.hasPrefix(head) else { return false }
        let rest = text.dropFirst(head.count)
        let word = rest.drop { $0 == " " }.prefix { $0.isLetter || $0.isNumber }
        return rest.hasPrefix(":") || rest.hasPrefix(" ") && FaultCatalogue.isID(String(word))
    }

    private static func continues(_ line: String, _ sign: String) -> Bool {
        line.drop { $0 == " " }.hasPrefix(sign + "  ")
    }

    private static func mark(
        _ text: String, _ file: SourceFile, _ index: Int, below: Int
    ) -> FaultMark? {
        guard let colon = text.firstRange(of: ": ") else { return nil }
        var head = String(text[..<colon.lowerBound])
        let isFull = head.hasSuffix(" (--full)")
        if isFull { head.removeLast(" (--full)".count) }
        let ids = head.split(separator: ",").map { String($0.drop { $0 == " " }) }
        let words = String(text[colon.upperBound...])
        guard !ids.isEmpty, ids.allSatisfy(FaultCatalogue.isID), !words.isEmpty else { return nil }
        return FaultMark(
            path: file.path, line: index, ids: ids, isFull: isFull, words: words,
            test: test(file, below: below))
    }

    /// Marks above what is no test in Swift, or what nothing in Python names a second time.
    static func idle(_ marks: [FaultMark], in files: [SourceFile]) -> [Finding] {
        let named = files.lazy.filter { $0.path.hasSuffix(".py") }.flatMap(\.lines).flatMap {
            $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        }
        let counts = Dictionary(named.map { ($0, 1) }, uniquingKeysWith: +)
        return marks.compactMap { mark in
            guard !mark.test.isEmpty, let file = files.first(where: { $0.path == mark.path })
            else { return nil }
            let isRun =
                file.isSwift
                ? mark.isTest(file)
                : !file.path.hasSuffix(".py") || counts[mark.test[...], default: 0] > 1
            return isRun ? nil : file.finding(mark.line, "nothing runs `\(mark.test)`")
        }
    }

    /// Whether what it names in Swift is a suite or marked as a test.
    private func isTest(_ file: SourceFile) -> Bool {
        let lines = file.lines.dropFirst(line)
        let heads = ["func \(test)(", "struct \(test) ", "class \(test)"]
        let own = lines.firstIndex { line in heads.contains { line.contains($0) } }
        guard let own else { return false }
        return lines[...own].contains { $0.contains("@Test") || $0.contains("struct ") }
    }

    /// What a test begins with, and the characters that end its name.
    private static func heads(of path: String) -> [(word: String, end: String)] {
        if path.hasPrefix("Protocol/vectors/") { return [("=== ", "")] }
        return [
            ("def ", "("), ("class ", "(:"), ("func ", "("), ("@Test func ", "("), ("struct ", " "),
        ]
    }

    /// What begins within some lines below a mark.
    private static func test(_ file: SourceFile, below: Int) -> String {
        for line in file.lines.dropFirst(below).prefix(40) {
            let text = line.drop { $0 == " " }
            for (word, end) in heads(of: file.path) where text.hasPrefix(word) {
                let rest = text.dropFirst(word.count)
                return String(rest.prefix { !end.contains($0) })
            }
        }
        return ""
    }
}
