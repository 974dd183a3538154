import ArgumentParser

/// How results are printed.
package enum OutputFormat: String, Sendable, CaseIterable, ExpressibleByArgument {
    /// Aligned columns, for eyes.
    case table
    /// One field per line, for rows too wide for the screen.
    case vertical
    /// Tab-separated cells in the escapes of the TEXT dialect; lossless, for scripts.
    case tsv
    /// RFC 4180 with LF line ends; null is an empty field, the empty string is `""`.
    case csv
    /// One line of JSON per reply.
    case json
    /// Bytes as they came, one value per line.
    case raw
}

/// Whether headings are styled.
package enum ColorChoice: String, Sendable, CaseIterable, ExpressibleByArgument {
    /// On a terminal, where the environment does not object.
    case auto
    /// Even into a pipe.
    case always
    /// Not even on a terminal.
    case never

    /// The decision for a stream: `auto` means a terminal that `NO_COLOR` and `TERM` leave free.
    func isStyled(isTerminal: Bool) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto:
            let isRefused = Environment["NO_COLOR"].map { !$0.isEmpty } ?? false
            return isTerminal && !isRefused && Environment["TERM"] != "dumb"
        }
    }
}
