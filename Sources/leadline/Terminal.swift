import Glibc

/// What the process's standard streams are connected to.
enum Terminal {
    /// Whether lines are typed by a person.
    static var isInput: Bool { isatty(STDIN_FILENO) == 1 }
    /// Whether results are read by a person.
    static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }

    /// The size of the window that results are shown in; 24 by 80 where it has none.
    static var size: (rows: Int, columns: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return (24, 80)
        }
        return (Int(size.ws_row), Int(size.ws_col))
    }

    /// The width that tables are to fit, nil when they are not for a screen.
    static var outputColumns: Int? { isOutput ? size.columns : nil }
}

/// The process's environment.
enum Environment {
    /// The value of a variable, nil when it is not set.
    static subscript(name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        return String(cString: value)
    }
}

/// What Ctrl-C does.
enum Interrupt {
    /// Ends the process with status 130 on SIGINT, without a word.
    static func exitQuietly() {
        // Only calls that a signal handler may make.
        signal(SIGINT) { _ in _exit(SysExit.interrupted.rawValue) }
    }
}

/// An output stream of the process, written whole and unbuffered.
enum StandardStream: Int32 {
    /// Results.
    case output = 1
    /// Everything else.
    case error = 2

    /// What a shell reports for a filter whose reader went away: 128 and SIGPIPE.
    private static let brokenPipeStatus: Int32 = 141

    /// Writes text; see the other overload.
    func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes all the bytes, and ends the process quietly when nobody reads them any more.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EPIPE {
                exit(Self.brokenPipeStatus)
            } else if errno != EINTR {
                exit(EX_IOERR)
            }
        }
    }
}
