import Glibc

/// The process's results.
enum StandardOutput {
    /// Writes the text whole; a reader that went away ends the process quietly.
    static func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno != EINTR {
                exit(errno == EPIPE ? 141 : EX_IOERR)
            }
        }
    }
}
