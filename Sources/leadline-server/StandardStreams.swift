import Glibc

/// What the program prints for programs and people that started it.
enum StandardOutput {
    /// Writes one line at once.
    static func write(_ line: String) { writeLine(line, to: STDOUT_FILENO) }

    /// Writes bytes; false when they cannot all be written.
    static func write(bytes: [UInt8]) -> Bool { writeAll(bytes, to: STDOUT_FILENO) }
}

/// What the program says of its own failing.
enum StandardError {
    /// Writes one line at once.
    static func write(_ line: String) { writeLine(line, to: STDERR_FILENO) }
}

private func writeLine(_ line: String, to descriptor: CInt) {
    _ = writeAll(Array("\(line)\n".utf8), to: descriptor)
}

private func writeAll(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if written < 0, errno != EINTR { return false }
        rest = rest.dropFirst(max(0, written))
    }
    return true
}
