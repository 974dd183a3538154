import Testing

/// Private functions that nothing names: handlers that no table mentions are among them.
enum Use {
    static func unused(_ file: SourceFile) -> [Finding] {
        let functions = file.declarations.filter {
            $0.keyword == "func" && $0.name.first?.isLetter == true
                && !Set($0.modifiers).isDisjoint(with: ["private", "fileprivate"])
        }
        guard !functions.isEmpty else { return [] }
        let counts = wordCounts(file.code)
        let declared = Dictionary(grouping: functions, by: \.name).mapValues(\.count)
        return functions.filter { counts[$0.name, default: 0] <= declared[$0.name, default: 0] }
            .map { file.finding($0.line, "nothing in this file uses \($0.name): " + advice(file)) }
    }

    private static func advice(_ file: SourceFile) -> String {
        file.path.hasPrefix("Sources/LeadlineEngine/Commands/")
            ? "give the handler a row in the table above it, or delete it" : "delete it"
    }

    private static func wordCounts(_ code: [String]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for line in code {
            for word in line.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }) {
                counts[String(word), default: 0] += 1
            }
        }
        return counts
    }
}

@Suite("Use") struct UseTests {
    @Test("every private function is used, every handler is in a table")
    func tree() { expectNone(Tree.house.sources.flatMap(Use.unused)) }

    @Test(
        "a function that nothing names is found",
        arguments: [
            ("run: leadNew\nprivate func leadNew() {}", 0), ("private func leadNew() {}", 1),
            ("// leadNew\nprivate func leadNew() {}", 1), ("func leadNew() {}", 0),
            ("fileprivate static func f() {}\nprivate func f(a: Int) {}", 2),
            ("private func f() {}\nprivate func f(a: Int) { f() }", 0),
        ])
    func finds(text: String, findings: Int) {
        let file = SourceFile(path: "Sources/LeadlineEngine/Commands/A.swift", text: text)
        #expect(Use.unused(file).count == findings)
    }
}
