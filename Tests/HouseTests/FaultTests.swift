import Foundation
import Testing

/// The catalogue of faults, the marks above tests, and the pages that are printed of both.
@Suite("Faults") struct FaultTests {
    private static let catalogue = "Protocol/faults.txt"
    private static let paths = (faults: "Protocol/FAULTS.md", guarantees: "Protocol/GUARANTEES.md")

    /// Where marks may stand.
    private static func mayMark(_ path: String) -> Bool {
        let ending = SourceFile.ending(path)
        return path.hasPrefix("Tests/") && ["swift", "py", "sh", ""].contains(ending)
            || path.hasPrefix("Protocol/vectors/")
    }

    @Test("every fault, guarantee and threat has its test, and the pages say which")
    func tree() throws {
        let house = Tree.house
        let files = house.files.filter { Self.mayMark($0.path) }
        let read = files.map(FaultMark.read)
        let marks = read.flatMap(\.marks)
        expectNone(read.flatMap(\.findings) + FaultMark.idle(marks, in: files))
        let isWriting = ProcessInfo.processInfo.environment["LEADLINE_WRITE"] != nil
        var file = try #require(house.files.first { $0.path == Self.catalogue })
        if isWriting {
            let page = FaultPage(catalogue: FaultCatalogue(file), marks: marks)
            let text = page.withoutFilledGaps(file.lines.joined(separator: "\n"))
            try Self.write(text, file.path)
            file = SourceFile(path: file.path, text: text)
        }
        let page = FaultPage(catalogue: FaultCatalogue(file), marks: marks)
        expectNone(page.catalogue.findings + page.findings(file))
        let numbers = page.catalogue.items.map(\.id).filter { $0.allSatisfy(\.isNumber) }
        #expect(numbers == (1...127).map(String.init))
        let guarantees = try Self.text(Self.paths.guarantees)
        let printed = [
            Self.paths.faults: page.faults,
            Self.paths.guarantees: try #require(page.guarantees(in: guarantees)),
        ]
        for (path, text) in printed {
            if isWriting { try Self.write(text, path) }
            let isCurrent = try Self.text(path) == text
            #expect(
                isCurrent, "\(path) is stale: LEADLINE_WRITE=1 swift test --filter FaultTests")
        }
    }

    private static func text(_ path: String) throws -> String {
        let url = Tree.house.root.appending(path: path)
        guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else {
            return ""
        }
        return try String(contentsOf: url, encoding: .utf8)
    }

    private static func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: Tree.house.root.appending(path: path))
    }

    private static let small = """
        # A comment.
        ## A. Some
        1! this → that
        here 1: something else
        2 a | b → c
        gap 2: nobody has tried
        ## Guarantees
        G1 it holds
        """

    @Test("marks are read in Swift, Python and vectors, and what is none of them is found")
    func marks() {
        let swift = SourceFile(
            path: "Tests/A/A.swift",
            text: """
                // Fault 1, 2: it is so, and
                //   so on.
                @Test("a title")
                func name() { let text = "// Fault 9: no" }
                // Fault: no number
                """)
        let found = FaultMark.read(swift)
        #expect(found.findings.map(\.line) == [5])
        #expect(found.marks.map(\.ids) == [["1", "2"]])
        #expect(found.marks.first?.words == "it is so, and so on.")
        #expect(found.marks.first?.test == "name")
        let python = SourceFile(
            path: "Tests/a.py",
            text: "    # Guarantee G1 (--full): holds\n    def one(self):\n")
        #expect(FaultMark.read(python).marks.map(\.isFull) == [true])
        #expect(FaultMark.read(python).marks.map(\.test) == ["one"])
        let vector = SourceFile(
            path: "Protocol/vectors/a.txt", text: "# Threat T1: told\n\n=== a case\n> PING\n")
        #expect(FaultMark.read(vector).marks.map(\.test) == ["a case"])
    }

    @Test("a mark above what nothing runs is found")
    func idleMarks() {
        let swift = SourceFile(
            path: "Tests/A/A.swift", text: "// Fault 1: so\nfunc helper() {}\n@Test func test() {}")
        func findings(_ files: SourceFile...) -> [String] {
            FaultMark.idle(files.flatMap { FaultMark.read($0).marks }, in: files).map(\.message)
        }
        #expect(findings(swift) == ["nothing runs `helper`"])
        let python = SourceFile(path: "Tests/a.py", text: "# Fault 1: so\ndef one():\n    pass\n")
        #expect(findings(python) == ["nothing runs `one`"])
        #expect(findings(python, SourceFile(path: "Tests/b.py", text: "a.one()\n")).isEmpty)
    }

    @Test("what every submission has to show must not wait for a flag")
    func lateMarks() {
        let file = SourceFile(path: "faults.txt", text: "## A. Some\n1! this → that\n2 a → b")
        func findings(isFull: Bool) -> [Finding] {
            let mark = FaultMark(
                path: "Tests/a.py", line: 0, ids: ["1", "2"], isFull: isFull, words: "w", test: "t")
            return FaultPage(catalogue: FaultCatalogue(file), marks: [mark]).findings(file)
        }
        #expect(findings(isFull: true).map { String($0.message.prefix(12)) } == ["what shows 1"])
        #expect(findings(isFull: false).isEmpty)
    }

    @Test("what no test shows, a filled gap and a mark of nothing are found")
    func finds() {
        let file = SourceFile(path: "Protocol/faults.txt", text: Self.small + "\nnonsense")
        let catalogue = FaultCatalogue(file)
        #expect(catalogue.findings.map(\.line) == [9])
        let none = FaultPage(catalogue: catalogue, marks: []).findings(file)
        #expect(
            none.map { String($0.message.prefix(15)) } == ["nothing shows 1", "nothing shows G"])
        let mark = FaultMark(
            path: "Tests/a.py", line: 3, ids: ["1", "2", "3", "G1"], isFull: false, words: "w",
            test: "t")
        let page = FaultPage(catalogue: catalogue, marks: [mark])
        #expect(page.findings(file).map(\.path) == ["Protocol/faults.txt", "Tests/a.py"])
        #expect(!page.withoutFilledGaps(Self.small).contains("gap 2"))
        #expect(page.withoutFilledGaps(Self.small).contains("here 1"))
    }

    @Test("a page has a row for each number, and bars do not break it")
    func rows() {
        let catalogue = FaultCatalogue(SourceFile(path: "faults.txt", text: Self.small))
        let mark = FaultMark(
            path: "Tests/x/a.py", line: 3, ids: ["1", "G1"], isFull: true, words: "w", test: "t")
        let page = FaultPage(catalogue: catalogue, marks: [mark])
        let shown = "w ([a.py](../Tests/x/a.py) `t`, --full)"
        #expect(page.faults.contains("| that<br>*Here:* something else | \(shown) |\n"))
        #expect(page.faults.contains("| 2 | a \\| b | c | **Not shown:** nobody has tried |"))
        let text = page.guarantees(in: "# Page\n" + FaultPage.border + "old")
        #expect(
            text == "# Page\n" + FaultPage.border
                + "\n### G1. it holds\n\n- \(shown)\n")
        #expect(page.guarantees(in: "# Page\n") == nil)
    }
}
