import Foundation
import Testing

/// The checked-out tree that this file lies in.
struct Tree: Sendable {
    static let house = Tree(
        root: URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent())

    let root: URL
    /// Every file that git does not ignore, in the order of their paths.
    let files: [SourceFile]

    private init(root: URL) {
        self.root = root
        files = Self.paths(below: root.path(percentEncoded: false)).sorted().map { path in
            let data = try? Data(contentsOf: root.appending(path: path))
            return SourceFile(path: path, text: String(decoding: data ?? Data(), as: UTF8.self))
        }
    }

    /// The Swift files of `Sources` and `Tests`.
    var swift: [SourceFile] { files.filter { $0.isSwift && $0.target != nil } }

    /// The Swift files of `Sources`.
    var sources: [SourceFile] { swift.filter { $0.path.hasPrefix("Sources/") } }

    /// Names of the folders directly in `folder`.
    func folders(in folder: String) -> Set<String> {
        Set(
            files.compactMap { file in
                let parts = file.path.split(separator: "/")
                return parts.count > 2 && parts[0] == folder ? String(parts[1]) : nil
            })
    }

    /// Walks past git's own folder and what `.gitignore` names.
    private static func paths(below root: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: root) else { return [] }
        let ignored = (try? String(contentsOfFile: root + ".gitignore", encoding: .utf8)) ?? ""
        let patterns = ignored.split(separator: "\n").map { line in
            line.last == "/" ? String(line.dropLast()) : String(line)
        }
        var paths: [String] = []
        while let path = walk.nextObject() as? String {
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            let isFolder = walk.fileAttributes?[.type] as? FileAttributeType == .typeDirectory
            if name == ".git" || patterns.contains(where: { fnmatch($0, name, 0) == 0 }) {
                if isFolder { walk.skipDescendants() }
            } else if !isFolder {
                paths.append(path)
            }
        }
        return paths
    }
}

/// Fails the running test once for each finding.
func expectNone(_ findings: [Finding]) {
    for finding in findings { Issue.record("\(finding)") }
}
