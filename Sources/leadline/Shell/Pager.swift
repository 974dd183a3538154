import Glibc

/// Shows what is longer than the screen page by page.
struct Pager {
    /// The command to run; nil shows everything at once.
    var command: String?

    /// The command of the environment, or `less` where colours and single screens pass through.
    init(environment: (String) -> String?) {
        let chosen = environment("LEADLINE_PAGER") ?? environment("PAGER")
        let isDumb = environment("TERM") == "dumb"
        command = isDumb ? nil : chosen.map { $0.isEmpty ? nil : $0 } ?? "less -FRSX"
    }

    /// Shows bytes, through the pager if they fill more than the screen.
    func show(_ bytes: [UInt8]) {
        let lines = bytes.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        guard let command, Terminal.isOutput, lines >= Terminal.size.rows, page(bytes, command)
        else { return StandardStream.output.write(bytes) }
    }

    /// Runs the pager on the bytes; false when it cannot be run.
    private func page(_ bytes: [UInt8], _ command: String) -> Bool {
        // Whoever leaves the pager early closes its pipe; Ctrl-C is the pager's.
        let pipeBefore = signal(SIGPIPE, SIG_IGN)
        let interruptBefore = signal(SIGINT, SIG_IGN)
        defer {
            signal(SIGPIPE, pipeBefore)
            signal(SIGINT, interruptBefore)
        }
        guard let stream = popen(command, "w") else { return false }
        _ = fwrite(bytes, 1, bytes.count, stream)
        // 127 is what the shell says when there is no such command.
        let status = pclose(stream)
        return status >= 0 && (status >> 8) & 0xFF != 127
    }
}
