import LeadlineDomain
package import LeadlineWire

/// Every command the server knows, found by the request's first word or two.
package final class CommandTable: Sendable {
    /// All of them, chapter by chapter; positions are what `find` answers.
    package let commands: [Command]
    /// Words that need a subcommand.
    package let containerNames: [String]
    /// What dispatching needs to know of each command, without touching the command itself.
    let lanes: [CommandLane]
    /// The command that runs a block: EXEC.
    let executing: Int?
    private let firstWords: WordTable
    private let subcommandWords: WordTable
    private let names: [Name]

    /// What a request's first word may be: a command, a container of others, or both.
    private struct Name {
        var command: Int?
        var container: Int?
    }

    /// Builds the look-up; two commands of one name are a mistake of the declaration.
    package init(_ families: [[Command]]) {
        commands = families.flatMap { $0 }
        lanes = commands.map { CommandLane($0) }
        executing = commands.firstIndex { $0.blockRule == .executes }
        var firstWords = WordTable(capacity: commands.count)
        var subcommandWords = WordTable(capacity: commands.count)
        var names: [Name] = []
        var containerNames: [String] = []
        for (index, command) in commands.enumerated() {
            let words = command.name.split(separator: " ").map { FoldedWord(String($0)) }
            precondition(
                command.name.split(separator: " ").allSatisfy {
                    $0.utf8.count <= FoldedWord.byteCountMax
                }, "\(command.name): a word that is too long")
            let place = firstWords.find(words[0]) ?? names.count
            if place == names.count {
                names.append(Name())
                firstWords.insert(words[0], place)
            }
            if words.count == 1 {
                precondition(names[place].command == nil, "\(command.name) is declared twice")
                names[place].command = index
            } else {
                if names[place].container == nil {
                    names[place].container = containerNames.count
                    containerNames.append(String(command.name.prefix { $0 != " " }))
                }
                subcommandWords.insert(words[1], in: place, index)
            }
        }
        self.firstWords = firstWords
        self.subcommandWords = subcommandWords
        self.names = names
        self.containerNames = containerNames
    }

    /// The index of the command that the frame names, or why there is none.
    package func find(_ frame: Frame) throws(Rejection) -> Int {
        let first = frame.withArgument(0) { FoldedWord($0) }
        guard let place = firstWords.find(first) else { throw unknown(frame) }
        let name = names[place]
        if name.container != nil, frame.count > 1 {
            let second = frame.withArgument(1) { FoldedWord($0) }
            if let found = subcommandWords.find(second, in: place) { return found }
        }
        guard let found = name.command else { throw unknown(frame) }
        return found
    }

    /// The command with this name, in any case, or nil.
    package func command(named name: Bytes) -> Command? {
        // "CLIENT SETNAME" and Redis's "client|setname" both name a subcommand.
        let parts = name.split(maxSplits: 1) { $0 == 0x20 || $0 == 0x7c }
        guard let first = parts.first, let place = firstWords.find(FoldedWord(first)) else {
            return nil
        }
        let found =
            parts.count > 1
            ? subcommandWords.find(FoldedWord(parts[1]), in: place) : names[place].command
        return found.map { commands[$0] }
    }

    /// Whether a command takes long, and so runs where no other request waits for it.
    package func isApart(_ index: Int) -> Bool { lanes[index].place == .apart }

    /// The subcommands of a container such as `CLIENT`; empty for any other word.
    package func subcommands(of container: String) -> [Command] {
        commands.filter { $0.wordCount == 2 && $0.name.hasPrefix(container + " ") }
    }

    private func unknown(_ frame: Frame) -> Rejection {
        if let foreign = ForeignCommand.rejection(frame) { return foreign }
        if let place = firstWords.find(FoldedWord(frame[0])), let index = names[place].container {
            let name = containerNames[index]
            guard frame.count > 1 else {
                return .syntax(
                    "wrong number of arguments for '\(name.lowercased())' command")
            }
            return .syntax("unknown subcommand \(frame[1].quoted). Try \(name) HELP.")
        }
        var message = "unknown command \(frame[0].quoted), with args beginning with: "
        for index in 1..<max(1, frame.count) {
            guard message.utf8.count < 256 else { break }
            message += "\(frame[index].quoted) "
        }
        return .syntax(message)
    }
}

/// What dispatching needs to know of a command: small, and nothing in it is counted.
struct CommandLane: Sendable {
    /// Where a command runs.
    enum Place: Sendable {
        case local, ordered, muster, row, scan, apart, write
        /// In the writer, or as a read of that kind.
        case eitherRow, eitherScan
    }

    let place: Place
    let roles: Roles
    /// Words of the name.
    let wordCount: Int
    /// The status that always answers the command without arguments.
    let plainStatus: StaticString?

    init(_ command: Command) {
        place =
            switch command.body {
            case .local: command.isOrdered ? .ordered : .local
            case .muster: .muster
            case .row: .row
            case .scan: .scan
            case .apart: .apart
            case .write: .write
            case .either(_, _, let readsRow): readsRow ? .eitherRow : .eitherScan
            }
        roles = command.roles
        wordCount = command.wordCount
        plainStatus = command.plainStatus
    }
}
