import Glibc

/// What is said beside the results.
enum StandardError {
    /// Writes the text; that nobody can read it is no reason to stop.
    static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
