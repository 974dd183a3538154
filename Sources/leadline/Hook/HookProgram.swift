import Glibc

/// A program that is run once for each event, with the event on its standard input.
package struct HookProgram: Sendable {
    /// The program and its arguments.
    package let words: [String]

    /// Names the program.
    package init(words: [String]) { self.words = words }

    /// Runs it on one event and answers whether it ended well.
    ///
    /// The event's `seq`, `type` and `subject` are variables of its environment, too:
    /// `LEADLINE_SEQ`, `LEADLINE_TYPE`, `LEADLINE_SUBJECT`. Blocks until the program ends.
    package func run(_ event: HookEvent) -> Bool {
        let variables = [
            "LEADLINE_SEQ=\(event.seq)", "LEADLINE_TYPE=\(event.type)",
            "LEADLINE_SUBJECT=\(event.subject)",
        ]
        let line = (["exec", "env"] + variables + words).map(Self.quoted).joined(separator: " ")
        guard let stream = popen(line, "w") else { return false }
        Self.write(Array("\(event.json)\n".utf8), to: stream)
        return pclose(stream) == 0
    }

    /// Writes to a program that need not read.
    private static func write(_ bytes: [UInt8], to stream: UnsafeMutablePointer<FILE>) {
        // Blocked here rather than ignored: what is ignored would be so in the program as well.
        var broken = sigset_t()
        sigemptyset(&broken)
        sigaddset(&broken, SIGPIPE)
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, &broken, &before)
        _ = fwrite(bytes, 1, bytes.count, stream)
        fflush(stream)
        var none = timespec()
        while sigtimedwait(&broken, nil, &none) > 0 {}
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    private static func quoted(_ word: String) -> String {
        "'\(word.replacingScalar("'", with: "'\\''"))'"
    }
}
