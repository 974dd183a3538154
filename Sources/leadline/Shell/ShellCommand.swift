/// What a line typed into the shell asks for.
package enum ShellCommand: Equatable, Sendable {
    /// Nothing.
    case skip
    /// To be sent as it is.
    case send(String)
    /// Not to be sent, with the reason.
    case invalid(String)
    /// The end of the shell.
    case quit
    /// The list of what begins with a backslash.
    case help
    /// Another output format.
    case output(OutputFormat)
    /// Fields below each other, or rows again.
    case toggleVertical
    /// Whether the time of each command is told.
    case toggleTiming
    /// Whether long output goes through the pager.
    case togglePager
    /// The next page of the last list.
    case next
    /// A command again and again, every so many seconds.
    case watch(Double, String)
    /// Events as they come, by the filters of EVENTS.
    case follow([String])
    /// The command in a row of the last list, by the row's number.
    case act(Int)

    /// What `\?` shows.
    package static let helpText = """
        \\o FORMAT          table, vertical, tsv, csv, json or raw
        \\x                 fields below each other, or rows again
        \\next              the next page of the last list
        \\do N              the command that row N of the last list shows, as of TODO
        \\watch [S] COMMAND again every S seconds (2), until Ctrl-C
        \\follow [FILTER …] events as they come, filters as of EVENTS, until Ctrl-C
        \\timing            tell how long each command takes
        \\pager             page long output, or not
        \\q                 quit; Ctrl-D, too
        HELP, HELP LEAD.NEW and HELP @lead tell about commands. Tab completes.

        """

    private static let watchSeconds = 2.0

    /// Judges a line.
    package init(_ line: String) {
        let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard let first = words.first, first.hasPrefix("\\") else {
            self = Self.judge(line)
            return
        }
        self = Self.local(first.lowercased(), Array(words.dropFirst()))
    }

    private static func judge(_ line: String) -> ShellCommand {
        switch InputLine(Array(line.utf8)[...]) {
        case .skip: .skip
        case .quit: .quit
        case .invalid(let reason): .invalid(reason)
        case .command(let text): text.lowercased() == "exit" ? .quit : .send(text)
        }
    }

    private static func local(_ name: String, _ words: [String]) -> ShellCommand {
        switch name {
        case "\\?", "\\h", "\\help": return .help
        case "\\q", "\\quit": return .quit
        case "\\x": return .toggleVertical
        case "\\timing": return .toggleTiming
        case "\\pager": return .togglePager
        case "\\next", "\\n": return .next
        case "\\follow", "\\f": return .follow(words)
        case "\\do", "\\d":
            guard words.count == 1, let row = Int(words[0]), row > 0 else {
                return .invalid("\\do takes the number of a row")
            }
            return .act(row)
        case "\\o", "\\output":
            guard let format = words.first.flatMap(OutputFormat.init(rawValue:)) else {
                return .invalid("\\o takes table, vertical, tsv, csv, json or raw")
            }
            return .output(format)
        case "\\watch", "\\w":
            let seconds = words.first.flatMap(Double.init)
            let command = words.dropFirst(seconds == nil ? 0 : 1).joined(separator: " ")
            guard !command.isEmpty, (seconds ?? watchSeconds) >= 0.1 else {
                return .invalid("\\watch takes seconds, at least 0.1, and a command")
            }
            return .watch(seconds ?? watchSeconds, command)
        default: return .invalid("there is no \(name); \\? lists what there is")
        }
    }
}
