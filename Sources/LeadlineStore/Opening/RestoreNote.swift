/// What a restore has left in the data directory to be told at the next start.
package enum RestoreNote {
    private static let bytesMax = 4096

    /// Leaves a note; there is at most one.
    package static func leave(_ text: String, in path: String) throws(StoreFault) {
        try FileSystem.replace(path + "/" + DataDirectory.restoredName, Array(text.utf8))
    }

    /// Takes the note away and answers it; nil when there is none.
    package static func take(in path: String) throws(StoreFault) -> String? {
        let file = path + "/" + DataDirectory.restoredName
        guard let bytes = try FileSystem.read(file, limit: bytesMax) else { return nil }
        try FileSystem.remove(file)
        return String(decoding: bytes, as: UTF8.self)
    }
}
