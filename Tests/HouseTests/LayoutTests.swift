import Foundation
import Testing

/// Where files lie, of which type they are, and how they are named.
enum Layout {
    /// The types of file that each folder holds; `""` is a name without a full stop.
    private static let endings: [String: Set<String>] = [
        ".ci": [""],
        "Protocol": ["md", "json", "txt", "svg", "service", "Dockerfile"],
        "Sources": ["swift", "h", "c", "cc", "modulemap", "lua", "sql"],
        "Tests": [
            "swift", "txt", "hex", "py", "sh", "md", "c", "cc", "erl", "go", "js", "lua", "mjs",
            "php", "pl", "rb",
        ],
        "clients": [
            "", "1", "8", "bash", "c", "fish", "go", "java", "js", "json", "md", "mod", "php", "py",
            "rb", "rs", "sh", "swift", "toml", "ts", "typed", "zsh",
        ],
    ]

    private static let atTheRoot: Set = [
        ".gitignore", ".swift-format", "LICENSE", "Package.resolved", "Package.swift", "README.md",
    ]

    static func types(_ path: String) -> [Finding] {
        let folder = path.contains("/") ? String(path.prefix { $0 != "/" }) : nil
        let isKnown =
            isDriver(path)
            || folder.map { endings[$0]?.contains(SourceFile.ending(path)) == true }
                ?? atTheRoot.contains(path)
        guard !isKnown else { return [] }
        return [
            Finding(path: path, line: 1, message: "no such file belongs here: delete or move it")
        ]
    }

    /// A driver of foreign clients is run by its client's name, whatever it is written in.
    private static func isDriver(_ path: String) -> Bool {
        path.hasPrefix("Tests/Interop/drivers/") && SourceFile.ending(path).isEmpty
    }

    /// A library without a folder of tests, tests without a target, a folder that no target has.
    static func mirror(sources: Set<String>, tests: Set<String>, package: String) -> [Finding] {
        let libraries = sources.filter { $0.hasPrefix("Leadline") }
        let untested = libraries.filter { !tests.contains($0 + "Tests") }.sorted().map {
            Finding(path: "Sources/\($0)", line: 1, message: "no tests: begin Tests/\($0)Tests")
        }
        let others: Set = [
            "HouseTests", "DecoderTests", "Acceptance", "Interop", "Mutants", "Support",
        ]
        let homeless = tests.subtracting(libraries.map { $0 + "Tests" }).subtracting(others)
            .sorted().map {
                Finding(path: "Tests/\($0)", line: 1, message: "mirrors no library: move it")
            }
        let undeclared = sources.union(tests.filter { $0.hasSuffix("Tests") })
            .filter { !package.contains("\"\($0)\"") }.sorted()
            .map { Finding(path: "Package.swift", line: 1, message: "has no target \($0)") }
        return untested + homeless + undeclared
    }

    /// Type names that say nothing, and files that hold a place.
    static func names(_ file: SourceFile) -> [Finding] {
        let types = file.declarations.filter { declaration in
            declaration.isType && empty.contains { declaration.name.hasSuffix($0) }
        }.map { file.finding($0.line, "\($0.name): name it for what it does in the trade") }
        guard file.name == "Placeholder.swift" else { return types }
        return types + [file.finding(0, "a placeholder: replace it by what belongs here")]
    }

    private static let empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Impl"]

    /// A file can be run when, and only when, its first line names what runs it.
    static func mode(_ file: SourceFile, isExecutable: Bool) -> [Finding] {
        let isScript = file.lines.first?.hasPrefix("#!") == true
        guard isScript != isExecutable else { return [] }
        let change = isScript ? "chmod +x" : "chmod -x"
        return [file.finding(0, "run `\(change) \(file.path)`")]
    }
}

@Suite("Layout") struct LayoutTests {
    private let house = Tree.house

    @Test("every file is of a type that its folder holds")
    func types() { expectNone(house.files.map(\.path).flatMap(Layout.types)) }

    @Test("every library has its tests, every folder its target")
    func mirror() throws {
        let package = try #require(house.files.first { $0.path == "Package.swift" })
        expectNone(
            Layout.mirror(
                sources: house.folders(in: "Sources"), tests: house.folders(in: "Tests"),
                package: package.lines.joined(separator: "\n")))
    }

    @Test("every type's name says something")
    func names() { expectNone(house.swift.flatMap(Layout.names)) }

    @Test("scripts can be run, and nothing else")
    func modes() throws {
        for file in house.files {
            let path = house.root.appending(path: file.path).path(percentEncoded: false)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let mode = try #require(attributes[.posixPermissions] as? Int)
            expectNone(Layout.mode(file, isExecutable: mode & 0o111 != 0))
        }
    }

    @Test("git tracks nothing that .gitignore names")
    func ignored() throws {
        let git = Process()
        git.executableURL = URL(filePath: "/usr/bin/env")
        git.arguments = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
        git.currentDirectoryURL = house.root
        let output = Pipe()
        git.standardOutput = output
        git.standardError = FileHandle.nullDevice
        try git.run()
        let listed = try output.fileHandleForReading.readToEnd() ?? Data()
        git.waitUntilExit()
        // Without a repository, as in an unpacked archive, git fails and nothing is tracked.
        let paths = String(decoding: listed, as: UTF8.self).split(separator: "\n")
        #expect(paths == [], "take them out with `git rm --cached`")
    }

    @Test(
        "a stray file is found",
        arguments: [
            ("Sources/A/A.swift", 0), ("Sources/A/A.swift.orig", 1), ("notes.md", 1),
            ("README.md", 0), (".ci/run", 0), (".ci/run.log", 1), ("Protocol/vectors/a.txt", 0),
            ("Tests/A/.DS_Store", 1), ("core", 1),
        ])
    func findsStray(path: String, findings: Int) {
        #expect(Layout.types(path).count == findings)
    }

    @Test("a library without tests, tests without a library and a target too few are found")
    func findsUnmirrored() {
        let findings = Layout.mirror(
            sources: ["LeadlineA", "LeadlineB"], tests: ["LeadlineBTests", "LeadlineCTests"],
            package: "\"LeadlineA\" \"LeadlineBTests\" \"LeadlineCTests\"")
        #expect(
            findings.map(\.path) == ["Sources/LeadlineA", "Tests/LeadlineCTests", "Package.swift"])
    }

    @Test("an empty name, a placeholder and a wrong mode are found")
    func findsOthers() {
        let file = SourceFile(
            path: "Sources/A/Placeholder.swift", text: "struct Leads {}\nfinal class LeadManager {")
        #expect(Layout.names(file).map(\.line) == [2, 1])
        #expect(Layout.mode(file, isExecutable: true).count == 1)
        let script = SourceFile(path: ".ci/run", text: "#!/bin/sh\n")
        #expect(Layout.mode(script, isExecutable: false).count == 1)
    }
}
