import Testing

/// Which declarations owe a reader in another target a sentence.
///
/// All that are `package` or `public`, and what such a protocol asks for. Free are the witnesses
/// of a protocol, which is documented at the protocol, and an `init` whose arguments are all named
/// after the properties that they become.
struct Documentation {
    private let protocols: Set<String>
    /// Names that those protocols ask for.
    private let requirements: Set<String>

    init(_ files: [SourceFile]) {
        let asked = files.flatMap { file in
            file.declarations.filter { parent(of: $0, in: file)?.keyword == "protocol" }
        }
        requirements = Set(asked.map(\.name)).subtracting([""])
        protocols = Set(
            files.flatMap(\.declarations).filter { $0.keyword == "protocol" }.map(\.name))
    }

    /// What the standard library's protocols ask for.
    private static let standard: Set = ["description", "hash", "==", "<", "rawValue", "allCases"]

    func undocumented(_ file: SourceFile) -> [Finding] {
        file.declarations.filter { declaration in
            leavesTarget(declaration, in: file) && !isWitness(declaration, in: file)
                && !isMemberwise(declaration, in: file) && !isDocumented(declaration, in: file)
        }.map {
            file.finding(
                $0.line,
                "\($0.keyword) \($0.name) leaves its target: say in a /// above it what "
                    + "it is or answers")
        }
    }

    private func leavesTarget(_ declaration: Declaration, in file: SourceFile) -> Bool {
        guard !["import", "case"].contains(declaration.keyword) else { return false }
        if declaration.isOutward { return true }
        guard let parent = parent(of: declaration, in: file) else { return false }
        return parent.keyword == "protocol" && parent.isOutward
    }

    private func isWitness(_ declaration: Declaration, in file: SourceFile) -> Bool {
        guard let parent = parent(of: declaration, in: file), parent.keyword != "protocol" else {
            return false
        }
        if Self.standard.contains(declaration.name) { return true }
        let conforms = parent.rest.contains(":")
        if conforms && parent.keyword == "extension" { return true }
        return requirements.contains(declaration.name)
            && (conforms || protocols.contains(parent.name))
    }

    private func isMemberwise(_ declaration: Declaration, in file: SourceFile) -> Bool {
        guard declaration.keyword == "init" else { return false }
        let owner = parent(of: declaration, in: file)
        let properties = file.declarations.filter {
            ["let", "var"].contains($0.keyword) && parent(of: $0, in: file)?.line == owner?.line
        }
        return labels(of: declaration, in: file).isSubset(of: properties.map(\.name))
    }

    /// The words in front of a colon between `init` and its body.
    private func labels(of declaration: Declaration, in file: SourceFile) -> Set<String> {
        let head = file.code[declaration.line...].joined(separator: " ").prefix { $0 != "{" }
        let words = head.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != ":" }
        return Set(words.filter { $0.hasSuffix(":") }.map { String($0.dropLast()) })
    }

    private func isDocumented(_ declaration: Declaration, in file: SourceFile) -> Bool {
        var above = declaration.line - 1
        while above >= 0, file.lines[above].drop(while: { $0 == " " }).first == "@" { above -= 1 }
        return above >= 0 && file.comments[above].contains("///")
    }
}

extension Declaration {
    fileprivate var isOutward: Bool {
        !Set(modifiers).isDisjoint(with: ["package", "public", "open"])
    }
}

/// The declaration whose braces hold this one.
private func parent(of declaration: Declaration, in file: SourceFile) -> Declaration? {
    file.declarations.last { $0.line < declaration.line && $0.indent < declaration.indent }
}

@Suite("Documentation") struct DocumentationTests {
    @Test("everything that leaves its target is documented")
    func tree() {
        let documentation = Documentation(Tree.house.sources)
        expectNone(Tree.house.sources.flatMap(documentation.undocumented))
    }

    @Test(
        "a declaration without documentation is found",
        arguments: [
            ("package struct A {}", 1), ("/// An A.\npackage struct A {}", 0),
            ("/// An A.\n@frozen\npackage struct A {}", 0), ("struct A {}", 0),
            ("// An A.\npublic enum A {}", 1), ("package import A", 0),
            ("/// An A.\npackage protocol A {\n    func f()\n}", 1),
            ("/// An A.\npackage protocol A {\n    /// Answers.\n    func f()\n}", 0),
            ("final class A {\n    package private(set) var b = 1\n}", 1),
        ])
    func finds(text: String, findings: Int) {
        let file = SourceFile(path: "Sources/A/A.swift", text: text)
        #expect(Documentation([file]).undocumented(file).count == findings)
    }

    @Test(
        "witnesses are free where a conformance is declared",
        arguments: [
            ("extension A: P {\n    package func other() {}\n}", 0),
            ("extension A {\n    package static func word() {}\n}", 1),
            ("struct A: P {\n    package func word() {}\n}", 0),
            ("struct A: P {\n    package func other() {}\n}", 1),
            ("struct A {\n    package func word() {}\n}", 1),
            ("extension P {\n    package func word() {}\n}", 0),
            ("extension P {\n    package func other() {}\n}", 1),
            ("struct A: Equatable {\n    package static func == (a: A, b: A) -> Bool {\n}", 0),
        ])
    func witnesses(text: String, findings: Int) {
        let text = "protocol P {\n    func word()\n}\n" + text
        let file = SourceFile(path: "Sources/A/A.swift", text: text)
        #expect(Documentation([file]).undocumented(file).count == findings)
    }

    @Test(
        "an init that only takes the properties is free",
        arguments: [
            ("init(a: Int) {}", 0), ("init(\n        a: Int = 1,\n        b: Int\n    ) {", 0),
            ("init() {}", 0), ("init(a: Int, c: Int) {}", 1), ("init(_ a: Int) {}", 0),
            ("init(_ text: Int) {}", 1), ("init(with a: Int) {}", 0),
        ])
    func memberwise(head: String, findings: Int) {
        let text = "struct A {\n    let a: Int\n    let b: Int\n    package \(head)\n}"
        let file = SourceFile(path: "Sources/A/A.swift", text: text)
        #expect(Documentation([file]).undocumented(file).count == findings)
    }
}
