import Testing

/// Which modules a target may import: the ground plan of the house, from the bottom up.
enum Modules {
    static let plan: [String: Set<String>] = [
        "LeadlineDigest": ["Crypto"],
        "LeadlineNames": ["CPublicSuffix", "CIDN2"],
        "LeadlineWire": ["NIOCore"],
        "LeadlineDomain": [],
        "LeadlineStore": ["CLevelDB", "Glibc", "Synchronization"],
        "LeadlineBackup": ["LeadlineDigest", "LeadlineStore", "Glibc", "Synchronization"],
        "LeadlineEngine": [
            "LeadlineDigest", "LeadlineNames", "LeadlineWire", "LeadlineDomain", "LeadlineStore",
            "LeadlineBackup", "NIOCore", "Glibc", "Synchronization",
        ],
        "LeadlineServer": [
            "LeadlineEngine", "LeadlineBackup", "LeadlineStore", "LeadlineDomain",
            "LeadlineWire", "NIOCore", "NIOPosix", "NIOSSL", "NIOTLS", "Configuration",
            "SystemPackage", "Logging",
            "UnixSignals", "Dispatch", "CMalloc", "FoundationEssentials", "Glibc",
            "Synchronization",
        ],
        "LeadlineClient": [
            "LeadlineWire", "NIOCore", "NIOPosix", "NIOSSL", "NIOTLS", "Glibc", "Synchronization",
        ],
        "leadline-server": [
            "LeadlineServer", "LeadlineEngine", "LeadlineBackup", "LeadlineStore",
            "CSwiftRuntime", "ArgumentParser", "Logging", "FoundationEssentials", "Glibc",
        ],
        "leadline": [
            "LeadlineClient", "LeadlineDigest", "CEdit", "ArgumentParser",
            "FoundationEssentials", "Glibc", "Synchronization",
        ],
        "leadline-bench": [
            "LeadlineClient", "LeadlineEngine", "LeadlineStore", "LeadlineWire",
            "CAllocationCount", "CEpoll", "CPerf", "ArgumentParser", "Histogram", "NIOCore",
            "NIOPosix",
            "FoundationEssentials", "Glibc", "Synchronization",
        ],
    ]

    static func imports(_ file: SourceFile) -> [Finding] {
        guard let target = file.target, let allowed = plan[target] else { return [] }
        return file.declarations.filter { $0.keyword == "import" }.compactMap { declaration in
            let module = String(declaration.name.prefix { $0 != "." })
            guard !allowed.contains(module) else { return nil }
            return file.finding(declaration.line, "import \(module): " + reason(module, target))
        }
    }

    private static func reason(_ module: String, _ target: String) -> String {
        switch module {
        case "Foundation":
            "nothing here needs it: use the standard library, or FoundationEssentials at the edge"
        case "CLevelDB": "go through LeadlineStore, which alone knows LevelDB"
        case "NIOPosix": "sockets belong to LeadlineServer, LeadlineClient and the executables"
        case "Crypto": "go through LeadlineDigest"
        case "CPublicSuffix", "CIDN2": "go through LeadlineNames"
        default:
            "\(target) does not stand on it: move the code, or change the plan in ModuleTests, "
                + "Package.swift and the README's map together"
        }
    }
}

@Suite("Modules") struct ModuleTests {
    @Test("every target imports only what it stands on")
    func tree() { expectNone(Tree.house.sources.flatMap(Modules.imports)) }

    @Test("the plan has every Swift target, and no other")
    func planIsComplete() {
        #expect(Set(Modules.plan.keys) == Set(Tree.house.sources.compactMap(\.target)))
    }

    @Test("the README's map has every target")
    func mapIsComplete() {
        let readme = Tree.house.files.first { $0.path == "README.md" }?.lines ?? []
        let map = readme.filter { $0.hasPrefix("| `") }
        for target in Tree.house.folders(in: "Sources").sorted() {
            #expect(map.contains { $0.contains("`\(target)`") }, "\(target) is missing there")
        }
    }

    @Test("the plan has no circle")
    func planIsAcyclic() {
        var rest = Modules.plan
        while let ground = rest.first(where: { $0.value.isDisjoint(with: rest.keys) })?.key {
            rest[ground] = nil
        }
        #expect(rest.isEmpty, "these stand on each other: \(rest.keys.sorted())")
    }

    @Test(
        "a forbidden import is found, however it is written",
        arguments: [
            ("LeadlineDomain", "import Foundation"), ("LeadlineStore", "package import Foundation"),
            ("LeadlineEngine", "internal import CLevelDB"), ("LeadlineEngine", "import NIOPosix"),
            ("LeadlineWire", "@preconcurrency import Foundation"),
            ("LeadlineStore", "import LeadlineDomain"), ("LeadlineEngine", "import Crypto"),
            ("LeadlineServer", "@_exported public import struct Foundation.Data"),
        ])
    func finds(target: String, line: String) {
        let file = SourceFile(path: "Sources/\(target)/A.swift", text: "// import X\n" + line)
        #expect(Modules.imports(file).map(\.line) == [2])
    }
}
