import Glibc

/// The whole terminal, taken for a picture and given back as it was.
final class FullScreen {
    private static let enter = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[2J"
    private static let leave = "\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"
    private static let suspendKey: UInt8 = 26

    private var before = termios()
    private var shown: [String] = []

    /// Whether the terminal can be taken: a person looks at it, and it can move its cursor.
    static var isPossible: Bool {
        Terminal.isInput && Terminal.isOutput && Environment["TERM"] != "dumb"
    }

    /// Takes the terminal.
    init() {
        tcgetattr(STDIN_FILENO, &before)
        take()
    }

    /// Gives the terminal back.
    func close() {
        StandardStream.output.write(Self.leave)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
    }

    /// Shows a picture; only lines that differ from those on the screen are written.
    func show(_ lines: [String]) {
        var text = ""
        for (row, line) in lines.enumerated() where shown.count <= row || shown[row] != line {
            // Erased first: behind a full line the cursor stands on its last character.
            text += "\u{1B}[\(row + 1);1H\u{1B}[K\(line)"
        }
        shown = lines
        if !text.isEmpty { StandardStream.output.write(text) }
    }

    /// Has everything drawn again, as after a change of the window.
    func forget() {
        shown = []
        StandardStream.output.write("\u{1B}[2J")
    }

    /// The keys that were typed; Ctrl-Z is dealt with here.
    func keys() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        guard count > 0 else { return [] }
        let typed = bytes.prefix(count)
        if typed.contains(Self.suspendKey) { suspend() }
        return Array(typed)
    }

    private func take() {
        var raw = before
        raw.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
        raw.c_iflag &= ~tcflag_t(IXON | ICRNL)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw)
        shown = []
        StandardStream.output.write(Self.enter)
    }

    /// Stops the process with the terminal as it was, and takes it again when it goes on.
    private func suspend() {
        close()
        raise(SIGSTOP)
        take()
    }
}
