import FoundationEssentials
import Glibc

/// A directory for the data of servers that live as long as one comparison.
struct Scratch: Sendable {
    /// Where it is.
    let path: String

    /// Makes a directory of its own in the one given, or in the one for temporary files.
    init(in parent: String?) throws {
        let base = parent.map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory
        let url = base.appending(path: "leadline-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        path = url.absoluteURL.path
        // Another user's server may have to reach its own directory in here.
        chmod(path, 0o711)
    }

    /// Makes a directory in it; for root, one that belongs to the user.
    func directory(_ name: String, owner: String? = nil) throws -> String {
        let directory = file(name)
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false)
        if let owner, getuid() == 0 {
            guard let entry = getpwnam(owner),
                chown(directory, entry.pointee.pw_uid, entry.pointee.pw_gid) == 0
            else { throw LoadFailure("cannot give a directory to \(owner)", errno: errno) }
        }
        return directory
    }

    /// The path of a file in it.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Deletes it with all it holds.
    func remove() {
        // What stays behind among the temporary files spoils no figure.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// How many bytes the files in a directory hold.
    static func bytes(in directory: String) -> Int {
        // What cannot be listed shows as nothing.
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
        var sum = 0
        for name in names {
            var status = stat()
            // A file may be gone by now.
            guard lstat("\(directory)/\(name)", &status) == 0,
                status.st_mode & S_IFMT == S_IFREG
            else { continue }
            sum += Int(status.st_blocks) * 512
        }
        return sum
    }
}
