/// One file of the tree, as the checks read it.
struct SourceFile: Sendable {
    /// The path from the root of the tree, with slashes.
    let path: String
    let lines: [String]
    /// The lines without comments and the contents of strings; empty for other languages.
    let code: [String]
    /// The lines with nothing but comments; empty for other languages.
    let comments: [String]
    /// Every line of a Swift file that begins a declaration.
    let declarations: [Declaration]

    init(path: String, text: String) {
        self.path = path
        let ending = Self.ending(path)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard ending == "swift" || Self.cEndings.contains(ending) else {
            code = []
            comments = []
            declarations = []
            return
        }
        let parts = SourceParts(text, isC: ending != "swift")
        code = parts.code
        comments = parts.comments
        declarations =
            ending == "swift"
            ? parts.code.enumerated().compactMap { Declaration(line: $0.offset, code: $0.element) }
            : []
    }

    private static let cEndings = ["c", "cc", "cpp", "h"]

    var isSwift: Bool { Self.ending(path) == "swift" }

    var name: String { String(path.split(separator: "/").last ?? "") }

    /// The target of a file in `Sources` or `Tests`, else nil.
    var target: String? {
        let parts = path.split(separator: "/")
        guard parts.count > 2, parts[0] == "Sources" || parts[0] == "Tests" else { return nil }
        return String(parts[1])
    }

    /// Everything behind the last full stop of a file's name; empty when there is none.
    static func ending(_ path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return String(name[name.index(after: dot)...])
    }

    /// A finding in this file; `index` counts lines from 0.
    func finding(_ index: Int, _ message: String) -> Finding {
        Finding(path: path, line: index + 1, message: message)
    }
}

/// What a check complains about, and what to do instead.
struct Finding: CustomStringConvertible, Equatable, Sendable {
    let path: String
    let line: Int
    let message: String

    var description: String { "\(path):\(line): \(message)" }
}
