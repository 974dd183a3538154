import Testing

/// How long a line, a function and a file may be.
enum Lengths {
    static let columnsMax = 100
    static let functionLinesMax = 60
    static let fileLinesMax = 500
    /// Files with a longer function, and why.
    static let reasons = [
        "Sources/LeadlineEngine/Schema/LeadTable.swift": "a list: an entry for each index"
    ]

    static func lines(_ file: SourceFile) -> [Finding] {
        file.lines.enumerated().filter { $0.element.count > columnsMax }.map {
            file.finding($0.offset, "\($0.element.count) columns: break it at \(columnsMax)")
        }
    }

    static func functions(_ file: SourceFile) -> [Finding] {
        file.declarations.filter(\.isCallable).compactMap { declaration in
            let length = bodyLines(file.code, from: declaration)
            guard length > functionLinesMax, reasons[file.path] == nil else { return nil }
            return file.finding(
                declaration.line,
                "\(declaration.keyword) \(declaration.name) has \(length) lines: keep decisions "
                    + "here, move work into functions of at most \(functionLinesMax)")
        }
    }

    static func file(_ file: SourceFile) -> [Finding] {
        let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
        guard count > fileLinesMax else { return [] }
        return [
            file.finding(
                count - 1,
                "\(count) lines: move an aspect into Type+Aspect.swift, at most "
                    + "\(fileLinesMax) stay")
        ]
    }

    /// Lines between the braces of a body; 0 when there is no body, as in a protocol.
    private static func bodyLines(_ code: [String], from declaration: Declaration) -> Int {
        var opened: Int?
        var depth = 0
        for index in declaration.line..<code.count {
            let line = code[index]
            if opened == nil, index > declaration.line, isNext(line, after: declaration) {
                return 0
            }
            for character in line where character == "{" || character == "}" {
                depth += character == "{" ? 1 : -1
                if character == "{", opened == nil { opened = index }
                if depth <= 0 { return max(index - (opened ?? index) - 1, 0) }
            }
        }
        return 0
    }

    /// A line that is no part of the declaration's head.
    private static func isNext(_ line: String, after declaration: Declaration) -> Bool {
        let content = line.drop { $0 == " " }
        guard let first = content.first, !"{)".contains(first) else { return false }
        return line.count - content.count <= declaration.indent
    }
}

@Suite("Lengths") struct LengthTests {
    @Test("no line is too wide")
    func lines() {
        expectNone(Tree.house.files.filter { !$0.code.isEmpty }.flatMap(Lengths.lines))
    }

    @Test("no function is too long")
    func functions() { expectNone(Tree.house.swift.flatMap(Lengths.functions)) }

    @Test("no file is too long")
    func files() {
        expectNone(Tree.house.files.filter { !$0.code.isEmpty }.flatMap(Lengths.file))
    }

    @Test("a line of 101 columns is found, one of 100 is not", arguments: [(100, 0), (101, 1)])
    func findsLines(columns: Int, findings: Int) {
        let text = String(repeating: "é", count: columns)
        #expect(Lengths.lines(SourceFile(path: "A.swift", text: text)).count == findings)
    }

    @Test("a file of 501 lines is found, one of 500 is not", arguments: [(500, 0), (501, 1)])
    func findsFiles(lines: Int, findings: Int) {
        let text = String(repeating: "\n", count: lines)
        #expect(Lengths.file(SourceFile(path: "A.swift", text: text)).count == findings)
    }

    @Test(
        "a body of 61 lines is found under every head, one of 60 is not",
        arguments: [
            "func short() {", "    private static func short() {", "init?(_ text: String) {",
            "    func wrapped(\n        a: Int\n    ) throws -> Int {",
            "    func wrapped(a: Int)\n        throws -> Int\n    {",
            "protocol P { init() }\ninit() {",
        ])
    func findsFunctions(head: String) {
        let last = head.split(separator: "\n").last ?? ""
        let indent = String(last.prefix { $0 == " " })
        for (count, findings) in [(60, 0), (61, 1)] {
            let body = String(repeating: indent + "    let brace = \"{\"\n", count: count)
            let text = head + "\n" + body + indent + "}\n"
            #expect(Lengths.functions(SourceFile(path: "A.swift", text: text)).count == findings)
        }
    }

    @Test("a protocol's requirement has no body")
    func requirement() {
        let body = String(repeating: "    let a = 1\n", count: 80)
        let text = "protocol P {\n    func f()\n}\nstruct S {\n" + body + "}\n"
        #expect(Lengths.functions(SourceFile(path: "A.swift", text: text)).isEmpty)
    }
}
