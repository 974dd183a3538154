import LeadlineClient

/// What the process says to its caller when it ends (`sysexits.h`, and 130 for an interrupt).
package enum SysExit: Int32, Sendable {
    /// Every command was answered without an error.
    case ok = 0
    /// The server refused a command.
    case refused = 1
    /// The command line makes no sense.
    case usage = 64
    /// A line of standard input cannot be sent.
    case badInput = 65
    /// There is no connection, or it was lost.
    case unavailable = 69
    /// A file cannot be written.
    case inputOutput = 74
    /// The server cannot do it now, or not so much of it.
    case tryAgain = 75
    /// The server does not speak the protocol.
    case protocolError = 76
    /// The login failed or does not allow it.
    case notAllowed = 77
    /// Ctrl-C.
    case interrupted = 130
    /// Whoever read the output went away: 128 and SIGPIPE, as of a filter.
    case brokenPipe = 141
    /// SIGTERM or SIGHUP, after the terminal was given back: 128 and SIGTERM.
    case terminated = 143

    /// The status for a command's failure.
    package init(_ error: any Error) {
        switch error {
        case let refusal as ServerError: self.init(code: refusal.code)
        case let failure as ConnectionError where failure.kind == .protocolViolation:
            self = .protocolError
        default: self = .unavailable
        }
    }

    /// The status for a failure to connect; a refused greeting counts as unavailable.
    package init(connecting error: any Error) {
        let status = SysExit(error)
        self = status == .refused ? .unavailable : status
    }

    /// The status for an error reply's code.
    ///
    /// What passes invites to try again; `UNCERTAIN` does not, because its retry needs an `IDEM`
    /// key.
    package init(code: String) {
        switch code {
        case _ where PassingFailure.contains(code: code): self = .tryAgain
        case "NOAUTH", "WRONGPASS", "NOPERM", "DENIED": self = .notAllowed
        case "NOPROTO": self = .protocolError
        default: self = .refused
        }
    }
}
