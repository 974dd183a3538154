import Foundation

/// A file for one test, removed when it is over.
final class TemporaryFile {
    let path: String

    init(_ bytes: [UInt8], ending: String = "csv") throws {
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "leadline-\(UUID().uuidString).\(ending)").path
        try Data(bytes).write(to: URL(filePath: path))
    }

    convenience init(_ text: String, ending: String = "csv") throws {
        try self.init(Array(text.utf8), ending: ending)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var text: String {
        (FileManager.default.contents(atPath: path)).map { String(decoding: $0, as: UTF8.self) }
            ?? ""
    }
}
