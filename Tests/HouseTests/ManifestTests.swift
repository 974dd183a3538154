import Testing

/// What the targets of `Package.swift` say they stand on.
struct Manifest {
    /// Modules by the target that depends on them.
    let dependencies: [String: Set<String>]

    /// Reads a manifest in the form that the house gives it: products that several targets use are
    /// constants, a target's name stands first, and its dependencies are one list.
    init(_ text: String) {
        var constants: [String: String] = [:]
        for chunk in text.split(separator: "\nlet ").dropFirst() {
            let product = chunk.split(separator: "Target.Dependency.product(").dropFirst().first
            constants[String(chunk.prefix { $0 != " " })] = product.flatMap { quoted($0).first }
        }
        var dependencies: [String: Set<String>] = [:]
        for block in text.split(separator: "arget(").dropFirst() {
            guard let name = quoted(block).first else { continue }
            let list = block.split(separator: "dependencies: [").dropFirst().first ?? ""
            let content = list.prefix { $0 != "]" }
            let words = content.split { !$0.isLetter && !$0.isNumber && $0 != "\"" }
            dependencies[name] = Set(quoted(content) + words.compactMap { constants[String($0)] })
        }
        self.dependencies = dependencies.mapValues { Set($0.map(moduleName)) }
    }

    /// Imports of what is only there because another target depends on it.
    func undeclared(_ file: SourceFile) -> [Finding] {
        guard let (target, declared) = entry(for: file) else { return [] }
        return file.declarations.filter { declaration in
            let module = String(declaration.name.prefix { $0 != "." })
            return declaration.keyword == "import" && !Self.toolchain.contains(module)
                && !declared.contains(module)
        }.map { file.finding($0.line, "add \($0.name) to \(target) in Package.swift") }
    }

    /// Dependencies that no file of their target imports.
    func unneeded(_ files: [SourceFile]) -> [Finding] {
        var imported: [String: Set<String>] = [:]
        for file in files {
            guard let (target, _) = entry(for: file) else { continue }
            let modules = file.declarations.filter { $0.keyword == "import" }.map(\.name)
            imported[target, default: []].formUnion(modules)
        }
        return imported.keys.sorted().flatMap { target in
            dependencies[target, default: []].subtracting(imported[target, default: []]).sorted()
                .map {
                    Finding(
                        path: "Package.swift", line: 1,
                        message: "nothing in \(target) imports \($0): take it off the list")
                }
        }
    }

    /// Modules that come with the toolchain.
    private static let toolchain: Set = [
        "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Testing",
    ]

    private func entry(for file: SourceFile) -> (target: String, declared: Set<String>)? {
        for folder in file.path.split(separator: "/").map(String.init) {
            if let declared = dependencies[folder] { return (folder, declared) }
        }
        return nil
    }
}

/// The quoted names in a part of a manifest, without those of packages.
private func quoted(_ text: Substring) -> [String] {
    let pieces = text.split(separator: "\"", omittingEmptySubsequences: false)
    return pieces.indices.filter { $0 % 2 == 1 && !pieces[$0 - 1].hasSuffix("package: ") }
        .map { String(pieces[$0]) }
}

/// The module of a target: a minus sign becomes an underscore.
private func moduleName(_ target: String) -> String {
    String(target.map { $0 == "-" ? "_" : $0 })
}

@Suite("Manifest") struct ManifestTests {
    private let manifest = Manifest(
        Tree.house.files.first { $0.path == "Package.swift" }?.lines.joined(separator: "\n") ?? "")

    @Test("every import is a declared dependency")
    func undeclared() { expectNone(Tree.house.swift.flatMap(manifest.undeclared)) }

    @Test("every declared dependency is imported")
    func unneeded() { expectNone(manifest.unneeded(Tree.house.sources)) }

    @Test("every target of the plan is read from the manifest")
    func targets() {
        #expect(Set(Modules.plan.keys).isSubset(of: manifest.dependencies.keys))
        #expect(manifest.dependencies["LeadlineServer"]?.contains("NIOPosix") == true)
    }

    private static let sample = """
        let nioCore = Target.Dependency.product(
            name: "NIOCore", package: "swift-nio")

        .target(
            name: "A",
            dependencies: [nioCore, .product(name: "Crypto", package: "swift-crypto"), "b-c"],
            swiftSettings: strict),
        .executableTarget(name: "b-c", swiftSettings: strict),
        """

    @Test("the forms of a manifest are understood")
    func forms() {
        let manifest = Manifest("import PackageDescription\n" + Self.sample)
        #expect(manifest.dependencies == ["A": ["NIOCore", "Crypto", "b_c"], "b-c": []])
    }

    @Test("an undeclared import and an unneeded dependency are found")
    func finds() {
        let manifest = Manifest("import PackageDescription\n" + Self.sample)
        let file = SourceFile(
            path: "Sources/A/A.swift",
            text: "import Crypto\nimport Foundation\nimport Logging\npackage import NIOCore")
        #expect(manifest.undeclared(file).map(\.line) == [3])
        #expect(manifest.unneeded([file]).count == 1)
    }
}
