import FoundationEssentials

/// Small files.
enum TextFile {
    /// What a file holds; nothing when it cannot be read.
    static func read(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Makes a file that everybody may read.
    static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }
}
