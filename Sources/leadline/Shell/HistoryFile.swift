import Glibc

/// The lines typed in earlier sessions, in a file that only its owner may read.
package struct HistoryFile: Sendable {
    /// How many lines are kept.
    package static let linesMax = 1000

    /// Where it is; nil where there is no place for it.
    package let path: String?

    /// The file of this user, in the folder for state that XDG names.
    package init(environment: (String) -> String?) {
        let given = environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment("HOME").map { $0 + "/.local/state" }
        path = (given ?? home).map { $0 + "/leadline/history" }
    }

    /// The lines, the oldest first; none where there is no file or others may read it.
    package func load() -> [String] {
        guard let path, let bytes = Self.read(path) else { return [] }
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
            .compactMap { String(validating: $0, as: UTF8.self) }
        guard lines.count > 2 * Self.linesMax else { return lines.suffix(Self.linesMax) }
        let kept = Array(lines.suffix(Self.linesMax))
        replace(path, kept)
        return kept
    }

    /// Adds a line; a history that cannot be written is no reason to stop.
    package func append(_ line: String) {
        guard let path, prepareFolder(path) else { return }
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        let bytes = Array("\(line)\n".utf8)
        _ = write(file, bytes, bytes.count)
    }

    private func prepareFolder(_ path: String) -> Bool {
        var made = ""
        for part in path.split(separator: "/").dropLast() {
            made += "/\(part)"
            // Whatever is there already is left as it is.
            mkdir(made, 0o700)
        }
        var status = stat()
        return stat(made, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private func replace(_ path: String, _ lines: [String]) {
        let next = path + ".new"
        let file = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return }
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        let count = write(file, bytes, bytes.count)
        close(file)
        if count == bytes.count { rename(next, path) } else { unlink(next) }
    }

    private static func read(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & (S_IRWXG | S_IRWXO) == 0 else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = Glibc.read(file, &bytes, bytes.count)
        return count < 0 ? nil : Array(bytes.prefix(count))
    }
}
